package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.exchange.SessionOwnership;
import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The execution under way in a session, and those that wait for the session. Each has a flag that ends it: every wait checks it, and so
 * does every statement before it is sent. Used by the owner of the session, unless a method says otherwise.
 */
final class Executions {
    private final SessionOwnership ownership;
    private final TransactionState transaction;
    private final Runnable wake;
    private final Queue<Execution> entering = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Execution running;
    private int depth;
    private boolean patient;
    private long retries;

    /** What ends an execution. */
    enum Stop {
        CANCEL("The statement was cancelled before it was sent"),
        CLOSE_STATEMENT("The statement was closed before it was sent"),
        CLOSE_CONNECTION("The connection was closed before the statement was sent");

        private final String message;

        Stop(String message) {
            this.message = message;
        }
    }

    /** One execution, as the door sees it: perhaps of several statements. */
    static final class Execution {
        private final Object executor;
        private volatile @Nullable Stop stop;
        private boolean reported;

        private Execution(Object executor) {
            this.executor = executor;
        }

        private boolean isStopped() {
            return stop != null;
        }
    }

    /** @param wake makes the owner check the flag, wherever it waits */
    Executions(SessionOwnership ownership, TransactionState transaction, Runnable wake) {
        this.ownership = ownership;
        this.transaction = transaction;
        this.wake = wake;
    }

    /**
     * Takes the session for an execution; pair it with {@link #end}. Reentrant: an execution within another one is a part of it.
     *
     * @throws EngineException if it was stopped while another thread used the session
     */
    void begin(Object executor) throws EngineException {
        Execution begun = ownership.tryEnter(0) ? null : waitToEnter(executor);
        depth++;
        if (running == null) {
            running = begun == null ? new Execution(executor) : begun;
        }
    }

    private Execution waitToEnter(Object executor) throws EngineException {
        Execution begun = new Execution(executor);
        entering.add(begun);
        try {
            if (!ownership.enterUnless(begun::isStopped)) {
                throw report(begun, false);
            }
            return begun;
        } finally {
            entering.remove(begun);
        }
    }

    /** Gives the session up. */
    void end() {
        depth--;
        if (depth == 0) {
            running = null;
        }
        ownership.exit();
    }

    /** Null between two executions. */
    @Nullable
    Execution running() {
        return running;
    }

    /**
     * Sets whether the next statement waits for a late answer even if another node leads. A query that computes for longer than an election takes makes its
     * node lose its leadership before libdqlite 1.17: such a query is not sent to all nodes, one after the other.
     */
    void patient(boolean value) {
        patient = value;
    }

    boolean isPatient() {
        return patient;
    }

    /** A statement is about to be sent, after that many attempts. */
    void sending(int attempts) {
        if (attempts > 0) {
            retries++;
        }
    }

    /** How often statements of this session were sent again. */
    long retries() {
        return retries;
    }

    /** Whether the owner has to stop waiting; any thread may ask. */
    boolean isStopped() {
        Execution now = running;
        return now != null && now.isStopped() || ownership.isClosed();
    }

    /** The same before a statement is sent, except for one that takes back what was done. */
    void check(SqlStatement statement) throws EngineException {
        switch (statement.kind()) {
            case ROLLBACK, ROLLBACK_TO, RELEASE -> {}
            default -> check();
        }
    }

    /** @throws EngineException if the owner must not wait any longer, and send nothing more */
    void check() throws EngineException {
        Execution now = running;
        if (now != null && now.isStopped()) {
            now.reported = true;
            throw report(now, transaction.isLost());
        }
        if (ownership.isClosed()) {
            throw EngineException.ConnectionFailed.closed();
        }
    }

    private static EngineException report(Execution stopped, boolean rolledBack) {
        Stop stop = Objects.requireNonNull(stopped.stop);
        return stop == Stop.CLOSE_CONNECTION
                ? EngineException.ConnectionFailed.closed(stop.message)
                : EngineException.Stopped.beforeSending(stop.message, rolledBack);
    }

    /**
     * Stops executions, and then has the owner cut something off, unless the execution has ended before. Any thread.
     *
     * @param executor whose executions, and whose result that is still coming; null for all
     * @param cutOff run by the owner; a later execution is never cut off
     */
    void stop(@Nullable Object executor, Stop why, OpenResult openResult, Runnable cutOff) {
        List<Execution> stopped = Stream.concat(
                        Stream.of(Optional.ofNullable(running), Optional.ofNullable(openResult.execution()))
                                .flatMap(Optional::stream),
                        entering.stream())
                .filter(each -> executor == null || each.executor == executor)
                .distinct()
                .toList();
        if (stopped.isEmpty()) {
            return;
        }
        stopped.forEach(each -> each.stop = why);
        wake.run();
        stopped.forEach(each -> ownership.execute(() -> {
            if (!each.reported && (each == running || openResult.isOf(each))) {
                cutOff.run();
            }
        }));
    }
}
