package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.client.ClientException;
import io.github.dqlite4j.jdbc.convert.Reader;
import io.github.dqlite4j.jdbc.metadata.AnswerColumn;
import io.github.dqlite4j.jdbc.metadata.Catalog;
import io.github.dqlite4j.sql.ParameterUse;
import io.github.dqlite4j.sql.ParameterUses;
import io.github.dqlite4j.sql.ResultShield;
import io.github.dqlite4j.sql.Schema;
import io.github.dqlite4j.sql.SqlKind;
import io.github.dqlite4j.sql.SqlScript;
import io.github.dqlite4j.sql.SqlStatement;
import io.github.dqlite4j.sql.TableName;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a session answers about its schema. */
final class SessionCatalog implements Catalog {
    private final Session session;
    private final Reader reader;
    private volatile @Nullable String version;

    SessionCatalog(Session session, Reader reader) {
        this.session = session;
        this.reader = reader;
    }

    @Override
    public ResultSet query(String sql, @Nullable Object... parameters) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>(parameters.length);
        for (Object parameter : parameters) {
            values.add(parameter instanceof Integer number ? Long.valueOf(number) : parameter);
        }
        return query(SqlScript.parse(sql).statements().get(0), values);
    }

    private ResultSet query(SqlStatement statement, List<@Nullable Object> values) throws SQLException {
        return result(rows(statement, values));
    }

    private RowStream rows(SqlStatement statement, List<@Nullable Object> values) throws SQLException {
        session.enter();
        try {
            session.checkOpen();
            session.makeRoom();
            RowStream rows = (RowStream) new Execution(session, statement, values, 0).run();
            if (!rows.detach(session.settings().queryDeadline(0))) {
                rows.close();
                throw Errors.tooMuch();
            }
            return rows;
        } finally {
            session.exit();
        }
    }

    @Override
    public ResultSet answer(List<AnswerColumn> columns, List<List<@Nullable Object>> rows) throws SQLException {
        session.checkOpen();
        return result(MemoryRows.answer(columns, rows));
    }

    /** The columns of a statement that need not have been executed; null if it yields no rows or cannot be asked about. */
    @Nullable
    ResultSetMetaData describe(SqlStatement statement) throws SQLException {
        Errors.checkAllowed(statement);
        TableName target = statement.targetTable();
        SqlStatement probe;
        if (statement.kind() == SqlKind.SELECT || statement.kind() == SqlKind.VALUES) {
            probe = ResultShield.probe(statement);
        } else if (target != null && statement.returnsRows()) {
            probe = ResultShield.probe(statement, target);
        } else {
            return null;
        }
        RowStream none = rows(probe, Collections.nCopies(probe.parameterCount(), null));
        try {
            return DqliteResultSetMetaData.of(none.columns(), none.origins(statement));
        } finally {
            none.close();
        }
    }

    /** What the parameters of a statement are for: null for one of which nothing is known, or could be found out now. */
    List<@Nullable ParameterUse> parameters(SqlStatement statement) throws SQLException {
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
            Attachment current = session.attached(session.networkDeadline());
            Schema known = current.knownSchema();
            if (known != null) {
                return known;
            }
            session.makeRoom();
            return current.schema(session.inTransaction(), session.networkDeadline());
        } catch (ClientException e) {
            boolean stays = e instanceof ClientException.Server server
                    && !Errors.notLeader(server)
                    && !Errors.leadershipLost(server);
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
