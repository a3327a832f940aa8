/**
 * The other side of a connection, for tests without a real node, and what they share with those on real nodes.
 *
 * <ul>
 *   <li>{@link io.github.dqlite4j.peer.ScriptedPeer} is a listening socket that follows a script; {@code node()} answers as a healthy
 *       leader does, except for the requests that the test takes over.
 *   <li>{@link io.github.dqlite4j.peer.NumberedNode} is such a node whose rows and counts name the query that they answer.
 *   <li>{@link io.github.dqlite4j.peer.MisbehavingNode} lists wrong answers: broken, silent or endless ones; a new one is a new constant.
 *   <li>{@link io.github.dqlite4j.peer.UnusedPort} reserves a port on which nothing listens.
 *   <li>{@link io.github.dqlite4j.peer.WireBytes} writes messages without the driver's own codec.
 *   <li>{@link io.github.dqlite4j.peer.LeakRecorder} fails a test class that leaks a buffer of Netty, {@link io.github.dqlite4j.peer.Footprint} one that leaves
 *       sockets or threads behind.
 *   <li>{@link io.github.dqlite4j.peer.ParallelCalls} starts calls at the same moment and reports what they throw, or where they hang.
 *   <li>{@link io.github.dqlite4j.peer.ConcurrentUse} has the tests of one connection in two threads, {@link io.github.dqlite4j.peer.SharedConnection}.
 * </ul>
 *
 * <p>{@code it/} sees this package, since the classes of these tests are a jar of their own.
 */
@NullMarked
package io.github.dqlite4j.peer;

import org.jspecify.annotations.NullMarked;
