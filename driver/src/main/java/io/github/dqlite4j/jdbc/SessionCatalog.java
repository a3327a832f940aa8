package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.jdbc.convert.Reader;
import io.github.dqlite4j.jdbc.metadata.AnswerColumn;
import io.github.dqlite4j.jdbc.metadata.Catalog;
import io.github.dqlite4j.sql.ResultShield;
import io.github.dqlite4j.sql.SqlKind;
import io.github.dqlite4j.sql.SqlScript;
import io.github.dqlite4j.sql.SqlStatement;
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
        session.enter();
        try {
            session.checkOpen();
            session.makeRoom();
            RowStream rows = (RowStream) new Execution(session, statement, values, 0).run();
            rows.detach();
            return result(rows);
        } finally {
            session.exit();
        }
    }

    @Override
    public ResultSet answer(List<AnswerColumn> columns, List<List<@Nullable Object>> rows) throws SQLException {
        session.checkOpen();
        return result(new MemoryRows(columns, rows));
    }

    /** The columns of a query that need not have been executed; null for any other statement. */
    @Nullable
    ResultSetMetaData describe(SqlStatement statement) throws SQLException {
        if (statement.kind() != SqlKind.SELECT && statement.kind() != SqlKind.VALUES) {
            return null;
        }
        Errors.checkAllowed(statement);
        SqlStatement probe = ResultShield.probe(statement);
        try (ResultSet none = query(probe, Collections.nCopies(probe.parameterCount(), null))) {
            return none.getMetaData();
        }
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
