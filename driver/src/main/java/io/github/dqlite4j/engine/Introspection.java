package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.result.BufferedRows;
import io.github.dqlite4j.engine.result.ResultStream;
import io.github.dqlite4j.engine.result.RowSource;
import io.github.dqlite4j.jdbc.convert.ColumnReader;
import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.jdbc.metadata.AnswerColumn;
import io.github.dqlite4j.jdbc.metadata.Catalog;
import io.github.dqlite4j.jdbc.result.DqliteResultSet;
import io.github.dqlite4j.jdbc.result.DqliteResultSetMetaData;
import io.github.dqlite4j.jdbc.result.ForwardCursor;
import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.resolve.ParameterUse;
import io.github.dqlite4j.sql.resolve.ParameterUses;
import io.github.dqlite4j.sql.rewrite.ColumnTypeMask;
import io.github.dqlite4j.sql.schema.Schema;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.sql.statement.TableName;
import io.github.dqlite4j.transport.TransportException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a session answers about its schema. */
public final class Introspection implements Catalog {
    private final Session session;
    private final ColumnReader reader;
    private volatile @Nullable String version;

    public Introspection(Session session, ColumnReader reader) {
        this.session = session;
        this.reader = reader;
    }

    @Override
    public ResultSet query(String sql, @Nullable Object... parameters) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>(parameters.length);
        for (Object parameter : parameters) {
            values.add(parameter instanceof Integer number ? Long.valueOf(number) : parameter);
        }
        return query(SqlParser.parseOne(sql), values);
    }

    private ResultSet query(SqlStatement statement, List<@Nullable Object> values) throws SQLException {
        return result(rows(statement, values));
    }

    private ResultStream rows(SqlStatement statement, List<@Nullable Object> values) throws SQLException {
        session.enter();
        try {
            session.checkOpen();
            session.makeRoom();
            ResultStream rows = (ResultStream) new StatementExecution(session, statement, values, 0).run();
            if (!rows.detach(session.settings().queryDeadline(0))) {
                rows.close();
                throw SqlExceptions.tooMuch();
            }
            return rows;
        } finally {
            session.exit();
        }
    }

    @Override
    public ResultSet answer(List<AnswerColumn> columns, List<List<@Nullable Object>> rows) throws SQLException {
        session.checkOpen();
        return result(BufferedRows.answer(columns, rows));
    }

    /** The columns of a statement that need not have been executed; null if it yields no rows or cannot be asked about. */
    public @Nullable ResultSetMetaData describe(SqlStatement statement) throws SQLException {
        SqlExceptions.checkAllowed(statement);
        TableName target = statement.targetTable();
        SqlStatement probe;
        if (statement.kind() == SqlKind.SELECT || statement.kind() == SqlKind.VALUES) {
            probe = SqlParser.parseOne(ColumnTypeMask.probe(statement));
        } else if (target != null && statement.returnsRows()) {
            probe = SqlParser.parseOne(ColumnTypeMask.probe(statement, target));
        } else {
            return null;
        }
        ResultStream none = rows(probe, Collections.nCopies(probe.parameterCount(), null));
        try {
            return DqliteResultSetMetaData.of(none.columns(), none.origins(statement));
        } finally {
            none.close();
        }
    }

    /** What the parameters of a statement are for: null for one of which nothing is known, or could be found out now. */
    public List<@Nullable ParameterUse> parameters(SqlStatement statement) throws SQLException {
        if (statement.parameterCount() == 0) {
            return List.of();
        }
        session.enter();
        try {
            session.checkOpen();
            return ParameterUses.of(statement, schema());
        } finally {
            session.exit();
        }
    }

    /** No tables when they cannot be asked for: who wants to know types meets that failure with the next statement. */
    private Schema schema() {
        try {
            NodeSession current = session.attached(session.networkDeadline());
            Schema known = current.knownSchema();
            if (known != null) {
                return known;
            }
            session.makeRoom();
            return current.schema(session.inTransaction(), session.networkDeadline());
        } catch (TransportException e) {
            boolean stays = e instanceof TransportException.ServerFailure server
                    && !SqlExceptions.notLeader(server)
                    && !SqlExceptions.leadershipLost(server);
            if (!stays) {
                session.detach();
            }
        } catch (SQLException e) {
            // The connection is closed now.
        }
        return name -> null;
    }

    private ResultSet result(RowSource rows) {
        return new DqliteResultSet(new ForwardCursor(rows, 0), reader, null, 0);
    }

    @Override
    public String serverVersion() throws SQLException {
        String known = version;
        if (known == null) {
            try (ResultSet found = query("SELECT sqlite_version()")) {
                found.next();
                known = found.getString(1);
            }
            version = known;
        }
        return known;
    }
}
