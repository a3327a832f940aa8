package io.github.dqlite4j.client.session;

import io.github.dqlite4j.engine.BatchExecution;
import io.github.dqlite4j.engine.Introspection;
import io.github.dqlite4j.engine.KeyedExecution;
import io.github.dqlite4j.engine.Session;
import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.keys.KeyRequest;
import io.github.dqlite4j.jdbc.convert.ColumnReader;
import io.github.dqlite4j.jdbc.convert.ParameterBinder;
import io.github.dqlite4j.jdbc.convert.ParameterColumns;
import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.jdbc.event.ListenedCalls;
import io.github.dqlite4j.jdbc.event.ListenedSessions;
import io.github.dqlite4j.settings.Settings;
import io.github.dqlite4j.settings.TransactionMode;
import io.github.dqlite4j.sql.rewrite.MultiRowInsert;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.value.ConnectionZone;
import io.github.dqlite4j.value.ValueReader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session of the engine for calls of the client: the same conversions, SQLSTATEs and events as those of JDBC. Its methods block the calling thread and
 * throw {@link SQLException}. Used by one turn at a time; {@link #cancel} and {@link #abort} by any thread.
 */
public final class ClientSession {
    private final Session session;
    private final KeyedExecution statements;
    private final Introspection introspection;
    private final ListenedCalls calls;
    private final ParameterBinder binder;
    private final ColumnReader reader;
    private final ValueReader values;
    private int savepoints;

    private ClientSession(Session session) {
        this.session = session;
        this.statements = new KeyedExecution(session);
        this.introspection = new Introspection(session);
        this.calls = new ListenedCalls(session);
        Settings settings = session.settings();
        this.binder = new ParameterBinder(settings.zone());
        this.reader = new ColumnReader(settings.zone());
        this.values = new ValueReader(ConnectionZone.of(settings.zone()), false);
    }

    /** @throws SQLException 08001 if no leader is reached within {@code loginTimeout} */
    public static ClientSession open(Settings settings) throws SQLException {
        return new ClientSession(ListenedSessions.open(settings));
    }

    /** Who executes a statement. */
    public interface Caller {
        /** What the execution is cancelled by. The session may refer to it for long. */
        Object token();

        /** Whether nothing more is to be sent; true before {@link #cancel} is called. */
        boolean isStopped();
    }

    private interface Action<T extends @Nullable Object> {
        T run() throws EngineException, SQLException;
    }

    private static <T extends @Nullable Object> T call(Action<T> action) throws SQLException {
        try {
            return action.run();
        } catch (EngineException e) {
            throw SqlExceptions.of(e);
        }
    }

    /** Takes the session, so that the caller can be cancelled from now on, and looks whether it was cancelled before. */
    private <T extends @Nullable Object> T execute(
            SqlStatement statement, int executions, Caller caller, Action<T> action) throws SQLException {
        return calls.execute(
                List.of(statement), executions, caller.token(), () -> call(() -> unlessStopped(caller, action)));
    }

    /** The same for what the driver asks. */
    private <T extends @Nullable Object> T ask(Caller caller, Action<T> action) throws SQLException {
        return call(() -> {
            session.beginExecution(caller.token());
            try {
                return unlessStopped(caller, action);
            } finally {
                session.endExecution();
            }
        });
    }

    private static <T extends @Nullable Object> T unlessStopped(Caller caller, Action<T> action)
            throws EngineException, SQLException {
        if (caller.isStopped()) {
            throw EngineException.Stopped.beforeSending("The statement was cancelled before it was sent", false);
        }
        return action.run();
    }

    public ColumnReader reader() {
        return reader;
    }

    public ValueReader values() {
        return values;
    }

    /** @param parameters as the caller has given them */
    public KeyedExecution.Executed execute(
            SqlStatement statement, List<? extends @Nullable Object> parameters, KeyRequest request, Caller caller)
            throws SQLException {
        return execute(
                statement,
                1,
                caller,
                () -> statements.execute(statement, bound(statement, parameters), request, 0, caller.token()));
    }

    /** Executes a part of a script, or a statement of the client's own, which is no call for listeners. */
    public KeyedExecution.Executed executePart(SqlStatement statement, KeyRequest request, Caller caller)
            throws SQLException {
        return ask(caller, () -> statements.execute(statement, List.of(), request, 0, caller.token()));
    }

    /** What a call does with this session. */
    public interface Work<T extends @Nullable Object> {
        T run() throws SQLException;
    }

    /**
     * Executes a script, which is one call for listeners.
     *
     * @param work executes each statement with {@link #executePart}
     */
    public <T extends @Nullable Object> T script(List<SqlStatement> texts, Caller caller, Work<T> work)
            throws SQLException {
        return calls.execute(texts, texts.size(), caller.token(), work::run);
    }

    /** @param rows the parameters of each execution, as the caller has given them */
    public long[] executeMany(
            SqlStatement statement, List<? extends List<? extends @Nullable Object>> rows, Caller caller)
            throws SQLException {
        return execute(statement, rows.size(), caller, () -> {
            ParameterColumns columns = columns(statement);
            List<List<@Nullable Object>> bound = new ArrayList<>(rows.size());
            for (List<? extends @Nullable Object> row : rows) {
                bound.add(bound(columns, row));
            }
            MultiRowInsert shape =
                    bound.size() > 1 ? MultiRowInsert.of(statement).orElse(null) : null;
            return new BatchExecution(session, statements)
                    .rows(statement, shape, bound, KeyRequest.NONE, 0, caller.token())
                    .counts();
        });
    }

    private List<@Nullable Object> bound(SqlStatement statement, List<? extends @Nullable Object> parameters)
            throws SQLException {
        return parameters.isEmpty() ? List.of() : bound(columns(statement), parameters);
    }

    private static List<@Nullable Object> bound(ParameterColumns columns, List<? extends @Nullable Object> parameters)
            throws SQLException {
        List<@Nullable Object> bound = new ArrayList<>(parameters.size());
        for (Object parameter : parameters) {
            bound.add(columns.bind(bound.size() + 1, parameter));
        }
        return bound;
    }

    private ParameterColumns columns(SqlStatement statement) {
        return new ParameterColumns(binder, () -> {
            try {
                return introspection.knownParameters(statement);
            } catch (EngineException e) {
                throw SqlExceptions.of(e);
            }
        });
    }

    /** Lets the node read a statement, and says which columns it yields. */
    public Introspection.ResultColumns prepare(SqlStatement statement, Caller caller) throws SQLException {
        return ask(caller, () -> {
            introspection.check(statement);
            Introspection.ResultColumns found = introspection.describe(statement);
            return found == null ? new Introspection.ResultColumns(List.of(), List.of()) : found;
        });
    }

    /**
     * What to say of a statement whose parameters are not set.
     *
     * @param otherwise that, unless the server refuses the text; then its words, since the parameters may be none
     */
    public SQLException withoutParameters(SqlStatement statement, String otherwise, Caller caller) throws SQLException {
        return ask(caller, () -> SqlExceptions.parametersMissing(introspection.refusal(statement), otherwise));
    }

    // Transactions.

    /** @throws SQLException 25001 if a transaction is open that a BEGIN has begun */
    public void begin(TransactionMode mode, boolean readOnly) throws SQLException {
        call(() -> {
            if (session.inTransaction()) {
                throw new SQLException("A transaction that a BEGIN has begun is open; end it first", "25001");
            }
            session.transactionMode(mode);
            if (readOnly) {
                session.setReadOnly(true);
            }
            session.setAutoCommit(false);
            return true;
        });
    }

    public void commit() throws SQLException {
        calls.endTransaction(
                "COMMIT",
                () -> call(() -> {
                    session.commit();
                    return true;
                }));
    }

    public void rollback() throws SQLException {
        calls.endTransaction(
                "ROLLBACK",
                () -> call(() -> {
                    session.rollback();
                    return true;
                }));
    }

    /** Sets everything as it was when the session was new; rolls back what is open. */
    public void reset() throws SQLException {
        call(() -> {
            session.reset();
            return true;
        });
    }

    /** A name that no other savepoint of this client has. */
    public String newSavepoint() {
        savepoints++;
        return "dqlite4j_client_" + savepoints;
    }

    public boolean inTransaction() {
        return session.inTransaction();
    }

    public TransactionMode transactionMode() {
        return session.settings().transactionMode();
    }

    // The connection.

    /** The node that the next statement goes to. */
    public String node() throws SQLException {
        return call(() -> session.nextNode().toString());
    }

    /** Asks the node with one round trip. */
    boolean isValid(int seconds) {
        return session.isValid(seconds);
    }

    public boolean isClosed() {
        return session.isClosed();
    }

    /** Ends what this caller has under way. Any thread. */
    public void cancel(Caller caller) {
        session.cancel(caller.token());
    }

    public void close() {
        session.close();
    }

    /** Closes the socket, also while a statement is executed. Any thread. */
    public void abort() {
        session.abort();
    }

    /** Closes the session, with a warning, once the given object is unreachable. Returns what has to be run when it was closed. */
    public Runnable closeWhenUnreachable(Object client) {
        return session.closeWhenUnreachable(client);
    }
}
