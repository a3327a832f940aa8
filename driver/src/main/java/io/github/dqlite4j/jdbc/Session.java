package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.client.CallerEventLoop;
import io.github.dqlite4j.client.ClientException;
import io.github.dqlite4j.client.Cluster;
import io.github.dqlite4j.client.Link;
import io.github.dqlite4j.sql.DeclaredTypes;
import io.github.dqlite4j.sql.Refusal;
import io.github.dqlite4j.sql.SessionSetup;
import io.github.dqlite4j.sql.SqlKind;
import io.github.dqlite4j.sql.SqlScript;
import io.github.dqlite4j.sql.SqlStatement;
import io.github.dqlite4j.sql.TransactionControl;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import io.netty.channel.nio.NioIoHandler;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTransactionRollbackException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one JDBC connection says to the cluster: it holds the socket, the transaction, the prepared statements, and decides
 * what an error means for the data. Thread-safe: one call at a time, the calling thread drives the event loop.
 */
final class Session {
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final SqlStatement COMMIT =
            SqlScript.parse("COMMIT").statements().get(0);
    private static final SqlStatement ROLLBACK =
            SqlScript.parse("ROLLBACK").statements().get(0);
    private static final SqlStatement BEGIN =
            SqlScript.parse("BEGIN").statements().get(0);
    private static final SqlStatement BEGIN_IMMEDIATE =
            SqlScript.parse("BEGIN IMMEDIATE").statements().get(0);

    private final Settings settings;
    private final Cluster cluster;
    private final ReentrantLock lock = new ReentrantLock();
    private final CallerEventLoop loop = new CallerEventLoop(NioIoHandler.newFactory());
    private final Map<String, Prepared> prepared = new LinkedHashMap<>(16, 0.75f, true);
    private @Nullable Link link;
    private int db;
    private @Nullable RowStream active;
    private boolean autoCommit = true;
    private boolean readOnly;
    private boolean inTransaction;
    private @Nullable String outermostSavepoint;
    private boolean sessionState;
    private long lastUsed;
    private volatile boolean closed;
    private volatile int networkTimeout;

    /** @param statement the id of the node that the link leads to */
    private record Prepared(int id, long parameters) {}

    Session(Settings settings) throws SQLException {
        this.settings = settings;
        this.cluster = Cluster.of(settings.nodes());
        this.readOnly = settings.readOnly();
        this.networkTimeout = settings.socketTimeout();
        enter();
        try {
            attach(deadline(settings.loginTimeout()));
        } catch (SQLException | RuntimeException e) {
            close();
            throw e;
        } finally {
            exit();
        }
    }

    Settings settings() {
        return settings;
    }

    boolean isClosed() {
        return closed;
    }

    boolean autoCommit() {
        return autoCommit;
    }

    boolean readOnly() {
        return readOnly;
    }

    boolean inTransaction() {
        return inTransaction;
    }

    int networkTimeout() {
        return networkTimeout;
    }

    void networkTimeout(int millis) {
        networkTimeout = millis;
    }

    void checkOpen() throws SQLException {
        if (closed) {
            throw Errors.closed("connection");
        }
    }

    void setReadOnly(boolean value) throws SQLException {
        checkOpen();
        if (inTransaction && value != readOnly) {
            throw Errors.usage("A transaction is open; its mode cannot be changed");
        }
        readOnly = value;
    }

    void setAutoCommit(boolean value) throws SQLException {
        enter();
        try {
            checkOpen();
            if (value != autoCommit) {
                if (inTransaction) {
                    commit();
                }
                autoCommit = value;
            }
        } finally {
            exit();
        }
    }

    void commit() throws SQLException {
        enter();
        try {
            checkOpen();
            if (inTransaction) {
                execute(COMMIT, List.of(), 0);
            }
        } finally {
            exit();
        }
    }

    void rollback() throws SQLException {
        enter();
        try {
            checkOpen();
            if (inTransaction) {
                execute(ROLLBACK, List.of(), 0);
            }
        } finally {
            exit();
        }
    }

    /**
     * Executes one statement.
     *
     * @param seconds the query timeout, 0 for none but the socket's
     * @return a {@link RowStream} or a {@link Response.Result}
     */
    Object execute(SqlStatement statement, List<? extends @Nullable Object> parameters, int seconds)
            throws SQLException {
        check(statement, parameters);
        SqlStatement sent = statement.isDdl() ? DeclaredTypes.rewrite(statement) : statement;
        enter();
        try {
            checkOpen();
            RowStream open = active;
            if (open != null) {
                open.detach();
            }
            TransactionControl control = sent.transactionControl();
            if (!autoCommit && !inTransaction && control == null && opensTransaction(sent)) {
                run(beginStatement(), List.of(), seconds);
            }
            if (control != null && control.kind() == SqlKind.ROLLBACK && !inTransaction) {
                return new Response.Result(0, 0);
            }
            if (!inTransaction && control == null && sent.returnsRows() && sent.targetTable() != null) {
                return inItsOwnTransaction(sent, parameters, seconds);
            }
            return run(sent, parameters, seconds);
        } finally {
            exit();
        }
    }

    /**
     * A QUERY that writes outside a transaction is answered with its rows and then forgotten, and the next one ends the node
     * (libdqlite 1.11.1). Inside a transaction it is sound.
     */
    private Object inItsOwnTransaction(SqlStatement statement, List<? extends @Nullable Object> parameters, int seconds)
            throws SQLException {
        run(BEGIN_IMMEDIATE, List.of(), seconds);
        try {
            Object answer = run(statement, parameters, seconds);
            RowStream open = active;
            if (open != null) {
                open.detach();
            }
            run(COMMIT, List.of(), seconds);
            return answer;
        } catch (SQLException | RuntimeException e) {
            if (inTransaction) {
                rollbackQuietly();
            }
            throw e;
        }
    }

    private static boolean opensTransaction(SqlStatement statement) {
        return switch (statement.kind()) {
            case PRAGMA, VACUUM, ATTACH, DETACH -> false;
            default -> true;
        };
    }

    private SqlStatement beginStatement() {
        return switch (settings.transactionMode()) {
            case "immediate" -> BEGIN_IMMEDIATE;
            case "deferred" -> BEGIN;
            default -> readOnly ? BEGIN : BEGIN_IMMEDIATE;
        };
    }

    private void check(SqlStatement statement, List<? extends @Nullable Object> parameters) throws SQLException {
        Refusal refusal = statement.refusal();
        if (refusal != null) {
            throw new SQLSyntaxErrorException(refusal.message(), "42501");
        }
        if (parameters.size() != statement.parameterCount()) {
            throw new SQLException(
                    "The statement has " + statement.parameterCount() + " parameters and " + parameters.size()
                            + " are given",
                    "07001");
        }
        if (readOnly && !statement.readOnly() && statement.transactionControl() == null) {
            throw new SQLException("The connection is read-only", "25006");
        }
    }

    /** Sends the statement until it is answered, as long as it is certain that it was not executed before. */
    private Object run(SqlStatement statement, List<? extends @Nullable Object> parameters, int seconds)
            throws SQLException {
        boolean wasInTransaction = inTransaction;
        boolean commits = statement.transactionControl() != null
                && (statement.kind() == SqlKind.COMMIT
                        || statement.kind() == SqlKind.RELEASE
                                && String.valueOf(statement.transactionControl().savepoint())
                                        .equalsIgnoreCase(outermostSavepoint));
        boolean harmless =
                statement.readOnly() || statement.kind() == SqlKind.BEGIN || statement.kind() == SqlKind.SAVEPOINT;
        long busyUntil = deadline(settings.busyTimeout());
        long failoverUntil = deadline(settings.failoverTimeout());
        long pause = TimeUnit.MICROSECONDS.toNanos(200);
        for (; ; ) {
            try {
                Link current = attached(failoverUntil, wasInTransaction);
                Object answer = send(current, statement, parameters, seconds);
                executed(statement);
                return answer;
            } catch (ClientException.Server e) {
                if (Errors.notLeader(e)) {
                    detach();
                    if (wasInTransaction) {
                        throw Errors.rolledBack(e);
                    }
                } else if (Errors.leadershipLost(e)) {
                    detach();
                    if (commits || !wasInTransaction && !harmless) {
                        throw doubt(e);
                    }
                    if (wasInTransaction) {
                        throw Errors.rolledBack(e);
                    }
                } else if (e.code() == Errors.BUSY_SNAPSHOT && wasInTransaction) {
                    rollbackQuietly();
                    throw new SQLTransactionRollbackException(
                            "The transaction read what has been changed since, and was rolled back; run it again",
                            "40001",
                            517,
                            e);
                } else if (Errors.primary(e.code()) == Errors.BUSY && System.nanoTime() < busyUntil) {
                    LockSupport.parkNanos(pause + ThreadLocalRandom.current().nextLong(pause));
                    pause = Math.min(pause * 2, TimeUnit.MILLISECONDS.toNanos(20));
                    if (Thread.currentThread().isInterrupted()) {
                        throw Errors.of(e);
                    }
                } else {
                    if (wasInTransaction && (Errors.endsTransaction(e) || statement.orRollback())) {
                        rollbackQuietly();
                    }
                    throw Errors.of(e);
                }
            } catch (ClientException.Link e) {
                detach();
                if (e.sent() && (commits || !wasInTransaction && !harmless)) {
                    throw doubt(e);
                }
                if (wasInTransaction && statement.kind() == SqlKind.ROLLBACK) {
                    return new Response.Result(0, 0);
                }
                if (wasInTransaction) {
                    throw Errors.rolledBack(e);
                }
                if (System.nanoTime() > failoverUntil) {
                    throw Errors.lost(e);
                }
            } catch (ClientException e) {
                throw Errors.unreachable(String.valueOf(e.getMessage()), e);
            }
        }
    }

    private SQLException doubt(Throwable cause) {
        close();
        return Errors.unknown(cause);
    }

    /** Keeps track of what the server accepted. */
    private void executed(SqlStatement statement) {
        TransactionControl control = statement.transactionControl();
        sessionState |= statement.changesSession();
        if (control == null) {
            return;
        }
        switch (control.kind()) {
            case BEGIN -> inTransaction = true;
            case COMMIT, ROLLBACK -> endTransaction();
            case SAVEPOINT -> {
                if (!inTransaction) {
                    inTransaction = true;
                    outermostSavepoint = control.savepoint();
                }
            }
            case RELEASE -> {
                if (String.valueOf(control.savepoint()).equalsIgnoreCase(outermostSavepoint)) {
                    endTransaction();
                }
            }
            default -> {}
        }
    }

    private void endTransaction() {
        inTransaction = false;
        outermostSavepoint = null;
    }

    private void rollbackQuietly() {
        try {
            Link current = link;
            if (current != null && current.isOpen()) {
                await(current.request(new Request.ExecSql(db, "ROLLBACK", List.of())), deadline(networkMillis()));
            }
        } catch (ClientException e) {
            detach();
        } finally {
            endTransaction();
        }
    }

    private Object send(Link current, SqlStatement statement, List<? extends @Nullable Object> parameters, int seconds)
            throws ClientException, SQLException {
        long until = deadline(seconds > 0 ? (int) Math.min(seconds * 1000L, networkMillis()) : networkMillis());
        try {
            if (statement.parameterCount() == 0 && (!statement.returnsRows() || statement.readOnly())) {
                if (!statement.returnsRows()) {
                    return await(current.request(new Request.ExecSql(db, statement.text(), List.of())), until);
                }
                return stream(
                        current, await(current.request(new Request.QuerySql(db, statement.text(), List.of())), until));
            }
            Prepared handle = prepare(current, statement, until);
            if (statement.returnsRows()) {
                return stream(current, await(current.request(new Request.Query(db, handle.id(), parameters)), until));
            }
            return await(current.request(new Request.Exec(db, handle.id(), parameters)), until);
        } catch (IllegalArgumentException e) {
            throw new java.sql.SQLDataException(e.getMessage(), "22021", e);
        } finally {
            lastUsed = System.nanoTime();
        }
    }

    private RowStream stream(Link current, Response.Rows rows) throws ClientException {
        RowStream stream = new RowStream(this, current, rows);
        active = rows.hasMore() ? stream : null;
        return stream;
    }

    /** The next message of a stream; only {@link RowStream} asks. */
    Response.Rows more(Link current) throws SQLException {
        enter();
        try {
            Response.Rows rows = await(current.moreRows(), deadline(networkMillis()));
            if (!rows.hasMore()) {
                active = null;
            }
            return rows;
        } catch (ClientException.Server e) {
            active = null;
            throw Errors.of(e);
        } catch (ClientException e) {
            active = null;
            boolean lostTransaction = inTransaction;
            detach();
            throw lostTransaction ? Errors.rolledBack(e) : Errors.lost(e);
        } finally {
            exit();
        }
    }

    private Prepared prepare(Link current, SqlStatement statement, long until) throws ClientException, SQLException {
        Prepared known = prepared.get(statement.text());
        if (known == null) {
            if (prepared.size() >= Math.max(1, settings.statementCacheSize())) {
                var eldest = prepared.entrySet().iterator();
                int id = eldest.next().getValue().id();
                eldest.remove();
                await(current.request(new Request.Finalize(db, id)), until);
            }
            Response.Stmt answer = await(current.request(new Request.Prepare(db, statement.text())), until);
            known = new Prepared(answer.id(), answer.parameters());
            prepared.put(statement.text(), known);
        }
        if (known.parameters() != statement.parameterCount()) {
            throw new SQLException(
                    "The server counts " + known.parameters() + " parameters, the driver " + statement.parameterCount(),
                    "07001");
        }
        return known;
    }

    private Link attached(long until, boolean mustBeThere) throws SQLException, ClientException {
        Link current = link;
        if (current != null && System.nanoTime() - lastUsed > IDLE_NANOS) {
            loop.runNow();
        }
        if (current != null && current.isOpen()) {
            return current;
        }
        if (mustBeThere) {
            throw new ClientException.Link("the connection was closed", false, null);
        }
        detach();
        return attach(until);
    }

    private Link attach(long until) throws SQLException {
        if (sessionState) {
            close();
            throw new java.sql.SQLNonTransientConnectionException(
                    "The node was lost, and with it this connection's TEMP tables or changed PRAGMAs", "08003");
        }
        for (; ; ) {
            CompletableFuture<Link> connecting = cluster.connectToLeader(loop, settings.connectTimeout());
            try {
                Link fresh = await(connecting, until);
                try {
                    long answer = deadline(settings.connectTimeout());
                    db = await(fresh.request(new Request.Open(settings.database())), answer)
                            .id();
                    await(fresh.request(new Request.ExecSql(db, SessionSetup.SCRIPT, List.of())), answer);
                    link = fresh;
                    return fresh;
                } catch (ClientException e) {
                    fresh.close();
                    cluster.notLeader(fresh.node());
                    if (System.nanoTime() > until) {
                        throw Errors.unreachable("No leader could be used: " + e.getMessage(), e);
                    }
                }
            } catch (ClientException e) {
                connecting.cancel(false);
                throw Errors.unreachable(
                        "No leader of " + settings.nodes() + " was found in time. " + cluster.lastError(), e);
            }
        }
    }

    private void detach() {
        Link old = link;
        link = null;
        prepared.clear();
        endTransaction();
        RowStream open = active;
        active = null;
        if (open != null) {
            open.broken();
        }
        if (old != null) {
            cluster.notLeader(old.node());
            old.close();
        }
    }

    private <T> T await(CompletableFuture<T> answer, long until) throws ClientException {
        boolean interrupted = false;
        try {
            while (!answer.isDone()) {
                long left = until - System.nanoTime();
                if (left <= 0) {
                    throw new ClientException.Link("no answer in time", true, null);
                }
                loop.run(left);
                interrupted |= Thread.interrupted();
            }
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ClientException known) {
                throw known;
            }
            throw new ClientException.Link(String.valueOf(e.getCause()), true, e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** One cheap round trip; false when no leader can be reached in time. Never throws. */
    boolean isValid(int seconds) {
        if (closed) {
            return false;
        }
        int millis = seconds == 0 ? networkMillis() : (int) Math.min(seconds * 1000L, networkMillis());
        enter();
        try {
            long until = deadline(millis);
            Link current = attached(until, inTransaction);
            RowStream open = active;
            if (open != null) {
                open.detach();
            }
            Response.Server leader = await(current.request(new Request.Leader()), until);
            if (leader.address().equals(current.node().toString())) {
                return true;
            }
            boolean lostTransaction = inTransaction;
            detach();
            attach(until);
            return !lostTransaction;
        } catch (ClientException | SQLException e) {
            if (!inTransaction) {
                detach();
            }
            return false;
        } finally {
            exit();
        }
    }

    /** Closes the socket; an open transaction is rolled back by the server. From any thread, at any time. */
    void abort() {
        closed = true;
        if (lock.tryLock()) {
            try {
                close();
            } finally {
                lock.unlock();
            }
        } else {
            Link current = link;
            if (current != null) {
                loop.execute(current::close);
            }
        }
    }

    void close() {
        enter();
        try {
            closed = true;
            detach();
            loop.terminate();
        } finally {
            exit();
        }
    }

    private int networkMillis() {
        return networkTimeout > 0 ? networkTimeout : settings.socketTimeout();
    }

    private static long deadline(int millis) {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private void enter() {
        lock.lock();
        loop.enter();
    }

    private void exit() {
        loop.exit();
        lock.unlock();
    }
}
