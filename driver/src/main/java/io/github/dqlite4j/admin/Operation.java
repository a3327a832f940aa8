package io.github.dqlite4j.admin;

/** The work of a call; it blocks the thread that runs it. */
@FunctionalInterface
interface Operation<T> {
    T run(NodeCall call);
}
