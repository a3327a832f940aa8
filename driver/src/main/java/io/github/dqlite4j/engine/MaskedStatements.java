package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.schema.CoercedColumns;
import io.github.dqlite4j.engine.schema.SchemaWatcher;
import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.rewrite.ColumnTypeMask;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.sql.statement.TableName;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Statements as they have to be sent to a database with {@link CoercedColumns}, so that every value comes as it is stored. Used by the
 * owner of the session.
 */
final class MaskedStatements {
    private final NodeSession session;
    private final int capacity;
    private final Map<String, SqlStatement> known = new HashMap<>();
    private long schemaReads;

    MaskedStatements(NodeSession session, int capacity) {
        this.session = session;
        this.capacity = capacity;
    }

    /** The statement itself if no column needs care. */
    SqlStatement mask(SqlStatement statement, List<? extends @Nullable Object> parameters, long until)
            throws TransportException, EngineException {
        SchemaWatcher schema = session.schema();
        if (schema.coerced().isEmpty() || statement.transactionControl() != null) {
            return statement;
        }
        if (schemaReads != schema.reads()) {
            schemaReads = schema.reads();
            known.clear();
        }
        SqlStatement masked = known.get(statement.text());
        if (masked == null) {
            masked = make(statement, schema.coerced(), parameters, until);
            if (known.size() >= capacity) {
                known.clear();
            }
            known.put(statement.text(), masked);
        }
        return masked;
    }

    private SqlStatement make(
            SqlStatement statement, CoercedColumns coerced, List<? extends @Nullable Object> parameters, long until)
            throws TransportException, EngineException {
        if (SchemaWatcher.isSelect(statement)) {
            SqlStatement probe = SqlParser.parseOne(ColumnTypeMask.probe(statement));
            List<String> names = names(probe, parameters.subList(0, probe.parameterCount()), until);
            return SqlParser.parseOne(ColumnTypeMask.wrap(statement, names));
        }
        TableName target = statement.targetTable();
        if (target == null || !statement.returnsRows()) {
            return statement;
        }
        List<String> columns = coerced.columnsOf(target.schema(), target.name());
        if (columns == null) {
            columns = names(SqlParser.parseOne(ColumnTypeMask.all(target)), List.of(), until);
        }
        return SqlParser.parseOne(ColumnTypeMask.returning(statement, columns));
    }

    /** The names of the columns of a query that yields no rows. */
    private List<String> names(SqlStatement probe, List<? extends @Nullable Object> parameters, long until)
            throws TransportException, EngineException {
        Response response = session.sendQuestion(probe, parameters, until);
        if (!(response instanceof Response.Rows rows)) {
            throw new IllegalStateException("A query was answered with " + response);
        }
        List<String> names = IntStream.range(0, rows.columnCount())
                .mapToObj(rows::columnName)
                .toList();
        session.exchange().drain(rows, until);
        return names;
    }
}
