package io.github.dqlite4j.client;

import io.github.dqlite4j.client.session.ClientSession;
import io.github.dqlite4j.engine.Introspection;
import io.github.dqlite4j.engine.KeyedExecution;
import io.github.dqlite4j.engine.keys.KeyRequest;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Calls that take a text as it is: scripts, and statements to prepare. */
final class Texts {
    private Texts() {}

    static CompletableFuture<PreparedSql> prepare(Source source, String sql) {
        SqlStatement statement;
        try {
            statement = source.one(sql);
        } catch (DqliteClientException e) {
            return Source.failed(e);
        }
        return Call.start(
                source,
                source.limit(),
                (session, caller) -> new PreparedSql(
                        () -> new SqlCall(source, sql),
                        columns(session.prepare(statement, caller)),
                        Collections.unmodifiableList(new ArrayList<>(statement.parameterNames()))));
    }

    private static List<PreparedSql.ResultColumn> columns(Introspection.ResultColumns found) {
        List<PreparedSql.ResultColumn> columns = new ArrayList<>();
        for (int i = 0; i < found.labels().size(); i++) {
            ColumnOrigin origin = found.origins().get(i);
            columns.add(
                    new PreparedSql.ResultColumn(found.labels().get(i), origin == null ? null : origin.declaredType()));
        }
        return List.copyOf(columns);
    }

    static CompletableFuture<List<ExecuteResult>> script(Source source, String text) {
        List<SqlStatement> statements = source.parse(text).statements();
        for (SqlStatement statement : statements) {
            if (statement.refusal() != null) {
                return Source.failed(DqliteClientException.refused(
                        "42501", statement.refusal().message()));
            }
            if (source.place() == Source.Place.TRANSACTION) {
                try {
                    source.checkPlace(statement);
                } catch (DqliteClientException e) {
                    return Source.failed(e);
                }
            }
        }
        return Call.start(source, source.limit(), (session, caller) -> {
            try {
                return statements.isEmpty()
                        ? new ArrayList<>()
                        : session.script(statements, caller, () -> executeEach(session, statements, caller));
            } finally {
                if (source.place() == Source.Place.POOL) {
                    // The next call may get another connection.
                    session.reset();
                }
            }
        });
    }

    private static List<ExecuteResult> executeEach(
            ClientSession session, List<SqlStatement> statements, ClientSession.Caller caller) throws SQLException {
        List<ExecuteResult> results = new ArrayList<>(statements.size());
        for (SqlStatement statement : statements) {
            results.add(execute(session, statement, caller));
        }
        return results;
    }

    private static ExecuteResult execute(ClientSession session, SqlStatement statement, ClientSession.Caller caller)
            throws SQLException {
        if (statement.parameterCount() > 0) {
            throw session.withoutParameters(
                    statement, "The text has parameters; execute this statement with sql", caller);
        }
        KeyedExecution.Executed executed = session.executePart(statement, KeyRequest.ROW_ID, caller);
        if (executed.rows() != null) {
            Rows.drop(executed.rows());
        }
        return SqlCall.result(executed);
    }
}
