package io.github.dqlite4j.admin;

import io.github.dqlite4j.admin.DqliteAdminException.Reason;
import io.github.dqlite4j.cluster.Topology;
import io.github.dqlite4j.settings.Settings;
import io.github.dqlite4j.time.NanoClock;
import io.github.dqlite4j.transport.FileTransfer;
import io.github.dqlite4j.transport.FutureAwaiter;
import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.transport.NodeConnection;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.transport.TransportException.Disconnected;
import io.github.dqlite4j.wire.FilesDecoder;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One call of the administration: its connections, its deadline, and its end. It is used by the thread that runs the call, which drives the event loop;
 * only {@link #cancel} may be called by others.
 */
final class NodeCall implements AutoCloseable {
    private static final long MIN_PAUSE_MILLIS = 25;
    private static final long MAX_PAUSE_MILLIS = 75;

    private final Topology topology;
    private final Settings settings;
    private @Nullable NodeAddress given;
    private final NanoClock clock = NanoClock.SYSTEM;
    private final long until;
    private final FutureAwaiter awaiter = new FutureAwaiter();
    private volatile boolean cancelled;
    private boolean entered;
    private @Nullable CompletableFuture<?> underWay;
    private @Nullable NodeConnection attached;

    /** Why the last attempt is repeated. */
    private @Nullable RuntimeException failed;

    /**
     * @param given the node to talk to, null for the leader
     * @param millis how long the call may take in all
     */
    NodeCall(Topology topology, Settings settings, @Nullable NodeAddress given, long millis) {
        this.topology = topology;
        this.settings = settings;
        this.given = given;
        this.until = clock.deadline(millis);
        awaiter.whenLate(Topology.lateMillis(), this::watch);
    }

    /** Starts the call in the calling thread, which must close it. */
    void enter() {
        awaiter.loop().enter();
        entered = true;
    }

    @Override
    public void close() {
        awaiter.loop().terminate();
        if (entered) {
            awaiter.loop().exit();
        }
    }

    /** Ends the waits of the call. May be called by any thread. */
    void cancel() {
        cancelled = true;
        try {
            awaiter.loop().execute(() -> {
                if (underWay != null) {
                    underWay.completeExceptionally(
                            new Disconnected("cancelled", false, Disconnected.Reason.CANCELLED, null));
                }
                if (attached != null) {
                    attached.cancel();
                }
            });
        } catch (RejectedExecutionException e) {
            // It has ended.
        }
    }

    private void check() {
        if (cancelled) {
            throw new CancellationException("The call was cancelled");
        }
    }

    Topology topology() {
        return topology;
    }

    /** Whether the call is for one given node, which need not lead. */
    boolean isForOneNode() {
        return given != null;
    }

    /** Sends requests to the leader from now on. */
    void followLeader() {
        given = null;
    }

    boolean isOver() {
        return clock.nanoTime() - until >= 0;
    }

    /**
     * The failure if the call ends now. If the time is over, this is the failure that caused the last attempt, because it says more than
     * the state in which that attempt ended.
     */
    RuntimeException end(RuntimeException now) {
        return failed != null && isOver() ? failed : now;
    }

    /** Another attempt will be made after this failure. */
    void retry(RuntimeException failure) {
        failed = failure;
        pause();
    }

    /** A request that is sent now could not be answered in time, and its outcome would be unknown. */
    void checkTime(NodeAddress node) throws Disconnected {
        if (isOver()) {
            throw new Disconnected(node + ": the time is over", false, Disconnected.Reason.TIMEOUT, null);
        }
    }

    private long limit(long millis) {
        return Math.min(until, clock.deadline(millis));
    }

    /** An answer is late. */
    private Runnable watch() {
        NodeConnection current = attached;
        return given != null || current == null || !current.isOpen()
                ? () -> {}
                : topology.watch(awaiter.loop(), current, settings.connectTimeout());
    }

    /** Connects to the node that was given, or to the leader. The caller closes the connection. */
    NodeConnection connect() {
        check();
        NodeAddress one = given;
        if (one != null) {
            try {
                return connect(one);
            } catch (TransportException e) {
                check();
                throw end(Failures.of(e, one));
            }
        }
        CompletableFuture<NodeConnection> begun =
                topology.connectToLeader(awaiter.loop(), settings.connectTimeout(), any -> {});
        underWay = begun;
        try {
            NodeConnection leader = awaiter.await(begun, limit(settings.loginTimeout()));
            attached = leader;
            topology.answered(leader.node());
            return leader;
        } catch (TransportException e) {
            check();
            boolean foreign = e instanceof TransportException.NoLeader none && none.isFinal();
            throw end(new DqliteAdminException(
                    foreign ? Reason.NOT_DQLITE : Reason.NO_LEADER,
                    "No leader of " + topology.nodes() + " was found in time. " + topology.lastError(),
                    e));
        } finally {
            // Other connections of this JVM may wait for the search that was started here.
            begun.cancel(false);
            underWay = null;
        }
    }

    private NodeConnection connect(NodeAddress node) throws TransportException {
        CompletableFuture<NodeConnection> begun =
                NodeConnection.connect(awaiter.loop(), node, settings.connectTimeout(), topology.connector());
        underWay = begun;
        try {
            attached = awaiter.await(begun, limit(settings.connectTimeout()));
            return attached;
        } finally {
            begun.cancel(false);
            underWay = null;
        }
    }

    /** Sends a request and waits for its answer. If this fails, the connection is closed. */
    <A extends Response> A ask(NodeConnection link, Request<A> request) throws TransportException {
        return ask(link, request, limit(settings.socketTimeout()));
    }

    /** The same for a request that may take until the end of the call. */
    <A extends Response> A askPatiently(NodeConnection link, Request<A> request) throws TransportException {
        return ask(link, request, until);
    }

    private <A extends Response> A ask(NodeConnection link, Request<A> request, long latest) throws TransportException {
        check();
        try {
            return awaiter.await(link.request(request), latest);
        } catch (Disconnected e) {
            link.close();
            throw e;
        }
    }

    /** The answers of a node that may become a member. */
    record Interview(Response.Server leader, Response.Servers members) {}

    /**
     * Asks each of these nodes who leads and who the members are, all at once.
     *
     * @return the answers in the same order; null for a node without an answer within {@code connectTimeout}
     */
    List<@Nullable Interview> interview(List<NodeAddress> nodes) {
        check();
        int millis = settings.connectTimeout();
        List<CompletableFuture<NodeConnection>> connections = new ArrayList<>();
        List<CompletableFuture<@Nullable Interview>> answers = new ArrayList<>();
        for (NodeAddress node : nodes) {
            CompletableFuture<NodeConnection> connecting =
                    NodeConnection.connect(awaiter.loop(), node, millis, topology.connector());
            connections.add(connecting);
            answers.add(connecting
                    .thenCompose(NodeCall::interview)
                    .<@Nullable Interview>handle(
                            (said, error) -> said != null && Questions.isPlausible(said.members()) ? said : null));
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new));
        underWay = all;
        try {
            awaiter.await(all, limit(millis));
        } catch (TransportException e) {
            // Some have not answered.
            check();
        } finally {
            underWay = null;
            connections.forEach(NodeCall::closeAny);
        }
        List<@Nullable Interview> said = new ArrayList<>();
        answers.forEach(answer -> said.add(answer.getNow(null)));
        return said;
    }

    private static CompletableFuture<Interview> interview(NodeConnection link) {
        return link.request(new Request.Leader())
                .thenCompose(leader ->
                        link.request(new Request.Cluster()).thenApply(members -> new Interview(leader, members)));
    }

    /** Closes the connection, or ends the attempt to connect. */
    private static void closeAny(CompletableFuture<NodeConnection> connecting) {
        connecting.thenAccept(NodeConnection::close);
        connecting.cancel(false);
    }

    /**
     * Waits until the files are complete. Each piece may take {@code socketTimeout}.
     *
     * @throws IOException if they cannot be written
     */
    void receive(NodeAddress node, Request.Dump request, FilesDecoder.Receiver receiver)
            throws TransportException, IOException {
        check();
        FileTransfer transfer = FileTransfer.begin(
                awaiter.loop(), node, settings.connectTimeout(), topology.connector(), request, receiver);
        underWay = transfer.done();
        try {
            awaitAll(transfer);
        } finally {
            transfer.done().cancel(false);
            underWay = null;
        }
    }

    private void awaitAll(FileTransfer transfer) throws TransportException, IOException {
        for (; ; ) {
            long before = transfer.received();
            try {
                awaiter.await(transfer.done(), limit(settings.socketTimeout()));
                return;
            } catch (Disconnected e) {
                check();
                IOException failed = transfer.failedToWrite();
                if (failed != null) {
                    throw failed;
                }
                if (transfer.done().isDone() || isOver() || transfer.received() == before) {
                    throw e;
                }
            }
        }
    }

    private void pause() {
        awaiter.pause(ThreadLocalRandom.current().nextLong(MIN_PAUSE_MILLIS, MAX_PAUSE_MILLIS), () -> cancelled);
        check();
    }
}
