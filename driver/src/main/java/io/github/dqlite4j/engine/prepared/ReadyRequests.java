package io.github.dqlite4j.engine.prepared;

import io.github.dqlite4j.engine.exchange.NodeExchange;
import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.schema.SchemaWatcher;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Parameters;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The requests for statements that need no question to the node first, and no rewriting. They can be sent before the answers
 * to earlier ones have come, or by another thread. Used by the owner of the event loop.
 */
public final class ReadyRequests {
    /** What another thread may send: larger values would keep it busy. */
    private static final int MAX_QUEUED_PARAMETERS = 64;

    /** Characters or bytes. */
    private static final int MAX_QUEUED_LENGTH = 512;

    private final NodeExchange exchange;
    private final PreparedStatements prepared;
    private final SchemaWatcher schema;

    public ReadyRequests(NodeExchange exchange, PreparedStatements prepared, SchemaWatcher schema) {
        this.exchange = exchange;
        this.prepared = prepared;
        this.schema = schema;
    }

    /** Whether the statement may be sent by {@link #ahead}, as far as it alone decides that. */
    public static boolean canGoAhead(SqlStatement statement) {
        return statement.kind().isDml() && isPlain(statement);
    }

    private static boolean isPlain(SqlStatement statement) {
        return !statement.mayLoseDigits()
                && !statement.namesFromSchema()
                && !statement.mayHaveWideNames()
                && statement.parameterCount() <= Parameters.MAX_IN_SCHEMA_0;
    }

    /**
     * The request for a statement that writes, inside a transaction that holds the write lock; null if the statement has to be executed by
     * itself. May ask the node.
     */
    public @Nullable Request<? extends Response> ahead(
            SqlStatement statement, List<? extends @Nullable Object> parameters, long until)
            throws TransportException, EngineException {
        if (!canGoAhead(statement)) {
            return null;
        }
        schema.refresh(statement, true, until);
        if (!schema.coerced().isEmpty()) {
            return null;
        }
        if (statement.parameterCount() == 0 && !statement.returnsRows()) {
            return execSql(statement);
        }
        int number = prepared.prepare(statement, schema.epoch(), until);
        return statement.returnsRows()
                ? new Request.Query(exchange.database(), number, parameters)
                : new Request.Exec(exchange.database(), number, parameters);
    }

    /** The request for the first statement of a transaction; null if something has to be asked before it. */
    public @Nullable Request<? extends Response> behindBegin(
            SqlStatement statement, List<? extends @Nullable Object> parameters) {
        if (statement.kind() == SqlKind.SAVEPOINT) {
            return execSql(statement);
        }
        if (!schema.isReady(statement) || !schema.coerced().isEmpty() || !isPlain(statement)) {
            return null;
        }
        if (!statement.readOnly()) {
            return write(statement, parameters);
        }
        return read(statement, parameters);
    }

    /** The request for a SELECT: prepared if it is, else with its text. Null if it has to be rewritten or prepared. */
    public @Nullable Request<? extends Response> read(
            SqlStatement statement, List<? extends @Nullable Object> parameters) {
        if (!SchemaWatcher.isSelect(statement) || !isPlain(statement)) {
            return null;
        }
        Integer number = prepared.ready(statement, schema.epoch());
        if (number != null) {
            return new Request.Query(exchange.database(), number, parameters);
        }
        return statement.parameterCount() == 0 || !prepared.isDue(statement)
                ? new Request.QuerySql(exchange.database(), statement.text(), parameters)
                : null;
    }

    /** A SELECT together with the question for the schema; null if there is nothing to ask before it, or more than that, or it is no SELECT. */
    public @Nullable CheckedRead checkedRead(
            SqlStatement statement, List<? extends @Nullable Object> parameters, boolean inTransaction) {
        if (!schema.isCheckDue(statement)) {
            return null;
        }
        Request<? extends Response> request = read(statement, parameters);
        if (request == null) {
            return null;
        }
        Request<? extends Response> question = schema.questionWith(statement, inTransaction);
        if (question == null) {
            return null;
        }
        if (request instanceof Request.QuerySql) {
            prepared.countUse(statement);
        }
        return new CheckedRead(question, request, schema, inTransaction);
    }

    /** What another thread may send for a statement that waits for its turn to write, outside a transaction; null if something has to be asked before. */
    public @Nullable Request<? extends Response> inQueue(
            SqlStatement statement, List<? extends @Nullable Object> parameters) {
        return schema.isReady(statement) && !statement.mayLoseDigits() && areSmall(parameters)
                ? write(statement, parameters)
                : null;
    }

    private @Nullable Request<? extends Response> write(
            SqlStatement statement, List<? extends @Nullable Object> parameters) {
        if (statement.returnsRows()) {
            return null;
        }
        if (statement.parameterCount() == 0) {
            return execSql(statement);
        }
        Integer number = prepared.ready(statement, schema.epoch());
        return number == null ? null : new Request.Exec(exchange.database(), number, parameters);
    }

    private Request<? extends Response> execSql(SqlStatement statement) {
        return new Request.ExecSql(exchange.database(), statement.text(), List.of());
    }

    private static boolean areSmall(List<? extends @Nullable Object> parameters) {
        return parameters.size() <= MAX_QUEUED_PARAMETERS && parameters.stream().allMatch(ReadyRequests::isSmall);
    }

    private static boolean isSmall(@Nullable Object value) {
        if (value instanceof String text) {
            return text.length() <= MAX_QUEUED_LENGTH;
        }
        return value instanceof byte[] bytes
                ? bytes.length <= MAX_QUEUED_LENGTH
                : value == null || value instanceof Number;
    }
}
