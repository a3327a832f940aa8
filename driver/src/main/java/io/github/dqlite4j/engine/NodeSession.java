package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.exchange.NodeExchange;
import io.github.dqlite4j.engine.exchange.Opening;
import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.failure.ServerErrors;
import io.github.dqlite4j.engine.outcome.CommitMarks;
import io.github.dqlite4j.engine.outcome.ReadFence;
import io.github.dqlite4j.engine.pipeline.TransactionEdges;
import io.github.dqlite4j.engine.prepared.CheckedRead;
import io.github.dqlite4j.engine.prepared.CheckedStatements;
import io.github.dqlite4j.engine.prepared.InlinedStatements;
import io.github.dqlite4j.engine.prepared.PreparedStatements;
import io.github.dqlite4j.engine.prepared.ReadyRequests;
import io.github.dqlite4j.engine.prepared.WideStatements;
import io.github.dqlite4j.engine.schema.SchemaCache;
import io.github.dqlite4j.engine.schema.SchemaQuestion;
import io.github.dqlite4j.engine.schema.SchemaWatcher;
import io.github.dqlite4j.engine.write.QueuedRequest;
import io.github.dqlite4j.settings.DqliteProperty;
import io.github.dqlite4j.settings.Settings;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.time.NanoClock;
import io.github.dqlite4j.transport.FutureAwaiter;
import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.transport.NodeConnection;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Parameters;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A session's database, opened on one connection to the leader, and what ends with that connection: prepared statements, and
 * what is known of the schema. Used by the owner of the session.
 */
final class NodeSession {
    /** How often a query is sent because the schema has changed since the last time. */
    private static final int MAX_SCHEMA_CHANGES = 20;

    private final NodeExchange exchange;
    private final FutureAwaiter awaiter;
    private final Executions executions;
    private final PreparedStatements prepared;
    private final SchemaWatcher schema;
    private final ReadyRequests requests;
    private final TransactionEdges edges;
    private final MaskedStatements masked;
    private final InlinedStatements inlined;
    private final WideStatements wide;
    private final DropTableCheck dropTableCheck;
    private final CheckedStatements versions;
    private @Nullable List<String> labels;
    private @Nullable QueuedRequest queued;
    private final boolean pipeline;
    private boolean statementSent;

    private NodeSession(
            NodeExchange exchange,
            FutureAwaiter awaiter,
            NanoClock clock,
            Executions executions,
            SchemaCache cache,
            Settings settings) {
        int capacity = Math.max(1, settings.number(DqliteProperty.STATEMENT_CACHE_SIZE));
        this.exchange = exchange;
        this.awaiter = awaiter;
        this.executions = executions;
        this.prepared = new PreparedStatements(exchange, capacity, settings.number(DqliteProperty.PREPARE_THRESHOLD));
        this.pipeline = settings.flag(DqliteProperty.PIPELINE);
        this.schema = new SchemaWatcher(exchange, cache, clock, capacity);
        this.requests = new ReadyRequests(exchange, prepared, schema);
        this.edges = new TransactionEdges(exchange, schema, requests);
        this.masked = new MaskedStatements(this, capacity);
        this.inlined = new InlinedStatements();
        this.wide = new WideStatements(capacity);
        this.dropTableCheck = new DropTableCheck(this, settings);
        this.versions = new CheckedStatements(capacity);
    }

    /**
     * Waits until the database is open.
     *
     * @param question for the schema, which was sent with the opening
     */
    static NodeSession open(
            Opening opening,
            SchemaQuestion question,
            FutureAwaiter awaiter,
            NanoClock clock,
            Executions executions,
            SchemaCache cache,
            Settings settings,
            long until)
            throws TransportException {
        NodeExchange exchange = opening.await(awaiter, clock, settings.flag(DqliteProperty.PIPELINE), until);
        NodeSession session = new NodeSession(exchange, awaiter, clock, executions, cache, settings);
        session.schema.read(question, opening.rows(exchange, until), false, until);
        return session;
    }

    NodeExchange exchange() {
        return exchange;
    }

    NodeConnection connection() {
        return exchange.connection();
    }

    NodeAddress node() {
        return connection().node();
    }

    SchemaWatcher schema() {
        return schema;
    }

    boolean isOpen() {
        return connection().isOpen();
    }

    void close() {
        connection().close();
    }

    /** Closes it for good. Only the owner calls this. */
    void end() {
        close();
        prepared.ended();
    }

    /** Whether the server says that a transaction is open. */
    boolean hasTransaction(long until) {
        try {
            return exchange.hasTransaction(until);
        } catch (TransportException lost) {
            return false;
        }
    }

    /** Whether the last statement itself may have reached the server, and not only what had to be asked before it. */
    boolean statementSent() {
        return statementSent;
    }

    /**
     * Executes a statement.
     *
     * @return {@link Response.Result} or the first {@link Response.Rows}
     * @throws EngineException if the statement was not sent, since the server could not execute it; {@link EngineException.RolledBack} if it was, but
     *     nothing that it returned is certain: a transaction has to be rolled back
     * @throws IllegalArgumentException if the protocol cannot carry a value; nothing was sent
     */
    Response execute(
            SqlStatement statement, List<? extends @Nullable Object> parameters, boolean inTransaction, long until)
            throws TransportException, EngineException {
        CompletableFuture<? extends Response> answer = queued == null ? null : queued.answer();
        queued = null;
        labels = null;
        if (edges.isFirstSent()) {
            statementSent = true;
            Response response = edges.await(statement, until);
            return response == null ? executeNow(statement, parameters, inTransaction, until) : response;
        }
        if (edges.expectsBegin()) {
            statementSent = answer != null;
            if (answer == null) {
                schema.refresh(statement, false, until);
                executions.check(statement);
                statementSent = true;
            }
            return edges.begin(statement, answer, until);
        }
        edges.settleEnd(until);
        if (answer != null) {
            statementSent = true;
            schema.transactionEnded();
            return exchange.await(answer, until);
        }
        CheckedRead read = pipeline ? requests.checkedRead(statement, parameters, inTransaction) : null;
        if (read != null) {
            executions.check(statement);
            statementSent = true;
            Response rows = read.send(exchange, until);
            if (rows != null) {
                return rows;
            }
        }
        return executeNow(statement, parameters, inTransaction, until);
    }

    private Response executeNow(
            SqlStatement statement, List<? extends @Nullable Object> parameters, boolean inTransaction, long until)
            throws TransportException, EngineException {
        statementSent = false;
        schema.refresh(statement, inTransaction, until);
        schema.prepareFor(statement, inTransaction, until);
        if (statement.mayLoseDigits() && schema.schema(inTransaction, until).losesDigits(statement)) {
            throw EngineException.Refused.tooManyDigits();
        }
        dropTableCheck.check(statement, until);
        Response response = executeMasked(statement, parameters, inTransaction, until);
        if (statement.kind() == SqlKind.ROLLBACK_TO) {
            schema.invalidate();
        }
        return response;
    }

    /** A BEGIN comes next, and then this statement, which is sent with it if that is possible. */
    void expectBehindBegin(SqlStatement statement, List<? extends @Nullable Object> parameters) {
        if (pipeline) {
            edges.expect(statement, parameters);
        }
    }

    /** Ends the transaction without waiting for the answer. Returns false if that is not possible now; nothing was sent then. */
    boolean endUnawaited(SqlStatement end, int patienceMillis) {
        return pipeline && edges.endUnawaited(end, patienceMillis);
    }

    /** Makes what the marks of transactions need, outside a transaction. Returns why there will be none, to be said once, or null. */
    @Nullable
    String prepare(CommitMarks marks, long until) throws TransportException {
        statementSent = false;
        edges.settleEnd(until);
        return marks.prepare(exchange, until);
    }

    /** Shows that the node leads, outside a transaction. */
    void pass(ReadFence fence, long until) throws TransportException, EngineException {
        statementSent = false;
        edges.settleEnd(until);
        fence.pass(exchange, until);
    }

    /** Waits for the end of the last transaction, if its answer was not read yet. */
    void settleEnd(long until) throws TransportException {
        edges.settleEnd(until);
    }

    /** Sends a statement that may have to be rewritten for the schema. A query is sent again if the schema turns out to be another one. */
    private Response executeMasked(
            SqlStatement statement, List<? extends @Nullable Object> parameters, boolean inTransaction, long until)
            throws TransportException, EngineException {
        boolean lookedAgain = false;
        for (int attempt = 0; attempt < MAX_SCHEMA_CHANGES; attempt++) {
            boolean noneCoerced = schema.coerced().isEmpty() && !lookedAgain;
            SqlStatement rewritten = rewritten(statement, parameters, inTransaction, until);
            SqlStatement checked = versions.check(rewritten, schema.version());
            Response response;
            try {
                response = send(checked, parameters, until);
            } catch (TransportException.ServerFailure e) {
                int code = ServerErrors.primary(e.code());
                if (checked == rewritten || code != ServerErrors.MISMATCH && code != ServerErrors.ERROR) {
                    throw e;
                }
                if (schema.hasChanged(inTransaction, until)) {
                    continue;
                }
                // The statement itself is wrong, or has no place for the check.
                return send(rewritten, parameters, until);
            }
            if (!noneCoerced || !(response instanceof Response.Rows rows) || !hasCoercedColumns(statement, rows)) {
                return response;
            }
            // Another client has just made such a column: these values may be wrong.
            exchange.drain(rows, until);
            if (!statement.readOnly()) {
                schema.invalidate();
                throw EngineException.RolledBack.schemaChanged();
            }
            schema.read(inTransaction, until);
            lookedAgain = true;
        }
        throw EngineException.RolledBack.schemaChanged();
    }

    private static boolean hasCoercedColumns(SqlStatement statement, Response.Rows rows) {
        return (SchemaWatcher.isSelect(statement) || statement.kind().isDml()) && rows.hasCoercedTypes();
    }

    private SqlStatement rewritten(
            SqlStatement statement, List<? extends @Nullable Object> parameters, boolean inTransaction, long until)
            throws TransportException, EngineException {
        if (statement.mayHaveWideNames() && schema.namesFillMessage(statement, inTransaction, until)) {
            WideStatements.Narrowed narrowed = wide.narrow(statement, schema.schema(inTransaction, until), schema);
            labels = narrowed.labels();
            return narrowed.statement();
        }
        labels = null;
        return masked.mask(statement, parameters, until);
    }

    /** The labels of the columns that the last statement returned, if the server has other ones; null if it has these. */
    @Nullable
    List<String> labels() {
        return labels;
    }

    /** Sends a statement as it is, and waits for the answer. */
    Response send(SqlStatement statement, List<? extends @Nullable Object> parameters, long until)
            throws TransportException, EngineException {
        int database = exchange.database();
        if (parameters.size() > Parameters.MAX_IN_SCHEMA_0
                && !exchange.capabilities().takesManyParameters(exchange, until)) {
            Request<? extends Response> request = inlined.request(database, statement, parameters);
            executions.check(statement);
            statementSent = true;
            return exchange.ask(request, until);
        }
        if (statement.parameterCount() == 0 && !statement.returnsRows()) {
            executions.check(statement);
            statementSent = true;
            return exchange.ask(new Request.ExecSql(database, statement.text(), List.of()), until);
        }
        // A prepared EXPLAIN of a write is a statement in progress for SQLite until it is executed again, so that
        // nothing can be committed.
        boolean unprepared = statement.parameterCount() == 0
                || statement.kind() == SqlKind.EXPLAIN
                || SchemaWatcher.isSelect(statement) && !prepared.isDue(statement);
        if (statement.readOnly() && unprepared) {
            prepared.countUse(statement);
            executions.check(statement);
            statementSent = true;
            return exchange.ask(new Request.QuerySql(database, statement.text(), parameters), until);
        }
        int number = prepared.prepare(statement, schema.epoch(), until);
        executions.check(statement);
        statementSent = true;
        return statement.returnsRows()
                ? exchange.ask(new Request.Query(database, number, parameters), until)
                : exchange.ask(new Request.Exec(database, number, parameters), until);
    }

    /** The requests that can be sent as they are; null if several at once must not be sent to this server. */
    @Nullable
    ReadyRequests pipelined() {
        return pipeline ? requests : null;
    }

    /** Statements that may have reached the server were sent by {@link ReadyRequests#ahead}. */
    void sentAhead() {
        statementSent = true;
    }

    /** Whether another thread has sent the statement that waited for its turn. */
    boolean isSent() {
        return queued != null && queued.answer() != null;
    }

    /** The same for a question of the driver's own, which changes nothing. */
    Response sendQuestion(SqlStatement question, List<? extends @Nullable Object> parameters, long until)
            throws TransportException, EngineException {
        Response response = send(question, parameters, until);
        statementSent = false;
        return response;
    }

    /**
     * What another thread may send for a statement that waits for its turn to write; null if something has to be asked before. If it was
     * sent, {@link #execute} only waits for the answer. Outside a transaction.
     */
    @Nullable
    QueuedRequest queue(SqlStatement statement, List<? extends @Nullable Object> parameters) {
        Request<? extends Response> request =
                !edges.hasUnawaitedEnd() && !connection().isBusy() ? requests.inQueue(statement, parameters) : null;
        queued = request == null
                ? null
                : new QueuedRequest(awaiter.loop(), connection(), request, () -> schema.isReady(statement));
        return queued;
    }
}
