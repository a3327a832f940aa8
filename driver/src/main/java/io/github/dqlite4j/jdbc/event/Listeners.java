package io.github.dqlite4j.jdbc.event;

import io.github.dqlite4j.engine.event.SessionEvents;
import io.github.dqlite4j.event.DqliteListener;
import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.report.DriverLog;
import io.github.dqlite4j.transport.NodeAddress;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Passes the events of all sessions on to the log and to the listeners of this JVM. Thread-safe. */
public final class Listeners implements SessionEvents {
    public static final Listeners INSTANCE = new Listeners();

    private static final DriverLog STATEMENTS = DriverLog.of("statements");
    private static final DriverLog CONNECTIONS = DriverLog.of("connections");

    private final List<DqliteListener> listeners = new CopyOnWriteArrayList<>();

    private Listeners() {}

    public void add(DqliteListener listener) {
        listeners.add(listener);
    }

    public void remove(DqliteListener listener) {
        listeners.remove(listener);
    }

    static @Nullable String address(@Nullable NodeAddress node) {
        return node == null ? null : node.toString();
    }

    /** For messages. */
    private static String named(@Nullable NodeAddress node) {
        return node == null ? "its node" : node.toString();
    }

    private void notify(Consumer<DqliteListener> event) {
        CONNECTIONS.notify(listeners, event);
    }

    boolean areThere() {
        return !listeners.isEmpty();
    }

    /** A call is about to execute SQL. Call it without a lock. Returns what to notify of its end. */
    List<DqliteListener.CallListener> calling(DqliteListener.Calling event) {
        List<DqliteListener.CallListener> ends = new ArrayList<>();
        notify(listener -> {
            DqliteListener.CallListener end = listener.calling(event);
            if (end != null) {
                ends.add(end);
            }
        });
        return ends;
    }

    /** That call has ended. Call it without a lock, and once. */
    void called(List<DqliteListener.CallListener> ends, DqliteListener.Called event) {
        CONNECTIONS.notify(ends, end -> end.called(event));
    }

    /** A call of a pool got a connection. Call it without a lock. */
    public void acquired(String pool, long waitedNanos) {
        if (!listeners.isEmpty()) {
            DqliteListener.Acquired event = new DqliteListener.Acquired(pool, Duration.ofNanos(waitedNanos));
            notify(listener -> listener.acquired(event));
        }
    }

    /** A call of a pool gave its connection back. Call it without a lock. */
    public void released(String pool, long usedNanos) {
        if (!listeners.isEmpty()) {
            DqliteListener.Released event = new DqliteListener.Released(pool, Duration.ofNanos(usedNanos));
            notify(listener -> listener.released(event));
        }
    }

    @Override
    public void attached(Attached event) {
        DqliteListener.Attached attached = new DqliteListener.Attached(
                event.database(), event.node().toString(), Duration.ofNanos(event.nanos()), event.again());
        CONNECTIONS.log(Level.DEBUG, attached::toString);
        notify(listener -> listener.attached(attached));
    }

    @Override
    public void lost(String database, NodeAddress node) {
        DqliteListener.Lost lost = new DqliteListener.Lost(database, node.toString());
        CONNECTIONS.log(Level.DEBUG, lost::toString);
        notify(listener -> listener.lost(lost));
    }

    @Override
    public boolean wantsStatements() {
        return !listeners.isEmpty() || STATEMENTS.isLoggable(Level.TRACE);
    }

    @Override
    public void executed(Executed event) {
        DqliteListener.Executed executed = new DqliteListener.Executed(
                event.database(),
                address(event.node()),
                event.sql(),
                Duration.ofNanos(event.nanos()),
                Duration.ofNanos(event.waitedNanos()),
                event.attempts(),
                event.error() == null ? null : SqlExceptions.of(event.error()));
        List<?> parameters = event.parameters();
        STATEMENTS.log(Level.TRACE, () -> executed + (parameters.isEmpty() ? "" : " " + parameters));
        notify(listener -> listener.executed(executed));
    }

    @Override
    public void unclosed(String database, String opened, @Nullable Throwable stack) {
        CONNECTIONS.log(
                Level.WARNING,
                () -> "A connection to " + database + " that was opened " + opened
                        + " was never closed. Nothing refers to it, so it is"
                        + " closed now, and its transaction, if one was open, is rolled back."
                        + (stack == null ? " With logUnclosedConnections=true the log shows where it was opened" : ""),
                stack);
    }

    /** An operator has to check whether the change was made. */
    @Override
    public void outcomeUnknown(String database, @Nullable NodeAddress node, Throwable cause) {
        CONNECTIONS.log(
                Level.WARNING,
                () -> "The outcome of a change to " + database + " is unknown: " + named(node)
                        + " gave no valid answer (" + cause.getMessage() + ")");
    }

    @Override
    public void outcomeFound(String database, @Nullable NodeAddress node, boolean committed, long nanos) {
        DqliteListener.OutcomeFound found =
                new DqliteListener.OutcomeFound(database, address(node), committed, Duration.ofNanos(nanos));
        notify(listener -> listener.outcomeFound(found));
        CONNECTIONS.log(
                Level.INFO,
                () -> "The answer to a COMMIT to " + database + " was lost; " + named(node)
                        + " knows that the transaction was "
                        + (committed ? "committed" : "rolled back") + ", found out after "
                        + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms");
    }

    @Override
    public void replayed(String database, @Nullable NodeAddress node, int statements, long nanos) {
        DqliteListener.Replayed replayed =
                new DqliteListener.Replayed(database, address(node), statements, Duration.ofNanos(nanos));
        CONNECTIONS.log(Level.DEBUG, replayed::toString);
        notify(listener -> listener.replayed(replayed));
    }

    @Override
    public void outcomesNotKept(String database, String reason) {
        CONNECTIONS.log(
                Level.WARNING,
                () -> "commitVerification has no effect on " + database + ": " + reason
                        + ". If the answer to a COMMIT is lost, its outcome is unknown (08007)");
    }
}
