package io.github.dqlite4j.jdbc.event;

import io.github.dqlite4j.engine.Introspection;
import io.github.dqlite4j.engine.Session;
import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.event.DqliteListener;
import io.github.dqlite4j.jdbc.error.SqlExceptions;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The calls of an application that execute SQL in one session. Listeners are notified before and after each of them. Thread-safe. */
public final class ListenedCalls {
    private final Session session;
    private final Introspection introspection;

    /** What a call does with the session. */
    @FunctionalInterface
    public interface Action<T extends @Nullable Object> {
        T run() throws SQLException;
    }

    public ListenedCalls(Session session) {
        this.session = session;
        this.introspection = new Introspection(session);
    }

    /** Takes the session, does the work, and gives the session up. */
    private interface Turn<T extends @Nullable Object> {
        T run(Tally tally) throws SQLException;
    }

    /** How often this call has sent a statement again; counted while it has the session. */
    private final class Tally {
        private long before;
        private long after;

        private void begin() {
            before = introspection.retries();
        }

        private void end() {
            after = introspection.retries();
        }

        private long retries() {
            return after - before;
        }
    }

    /**
     * Takes the session for an execution, perhaps of several statements.
     *
     * @param statements with their texts as strings
     * @param executions how many there are in all
     * @param executor who may cancel it; see {@link Session#beginExecution}
     */
    public <T extends @Nullable Object> T execute(List<?> statements, int executions, Object executor, Action<T> action)
            throws SQLException {
        return Listeners.INSTANCE.areThere()
                ? listened(statements, executions, tally -> execution(executor, action, tally))
                : execution(executor, action, null);
    }

    private <T extends @Nullable Object> T execution(Object executor, Action<T> action, @Nullable Tally tally)
            throws SQLException {
        try {
            session.beginExecution(executor);
        } catch (EngineException e) {
            throw SqlExceptions.of(e);
        }
        try {
            return counted(action, tally);
        } finally {
            session.endExecution();
        }
    }

    private static <T extends @Nullable Object> T counted(Action<T> action, @Nullable Tally tally) throws SQLException {
        if (tally == null) {
            return action.run();
        }
        tally.begin();
        try {
            return action.run();
        } finally {
            tally.end();
        }
    }

    /** Ends the transaction; that is a call for listeners only if there is one, or it was lost and the caller does not know it. */
    public void endTransaction(String verb, Action<?> action) throws SQLException {
        if (!Listeners.INSTANCE.areThere() || !introspection.hasTransactionToEnd()) {
            action.run();
            return;
        }
        listened(List.of(verb), 1, tally -> {
            session.enter();
            try {
                return counted(action, tally);
            } finally {
                session.exit();
            }
        });
    }

    private <T extends @Nullable Object> T listened(List<?> statements, int executions, Turn<T> turn)
            throws SQLException {
        Tally tally = new Tally();
        List<DqliteListener.CallListener> listening = Listeners.INSTANCE.calling(new DqliteListener.Calling(
                session.settings().database(),
                statements.stream().map(String::valueOf).toList(),
                executions));
        Throwable error = null;
        try {
            return turn.run(tally);
        } catch (Throwable e) {
            error = e;
            throw e;
        } finally {
            Listeners.INSTANCE.called(
                    listening,
                    new DqliteListener.Called(Listeners.address(introspection.node()), tally.retries(), error));
        }
    }
}
