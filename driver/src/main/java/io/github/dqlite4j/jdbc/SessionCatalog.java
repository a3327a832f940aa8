package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.engine.result.BufferedRows;
import io.github.dqlite4j.engine.result.RowSource;
import io.github.dqlite4j.jdbc.convert.ColumnReader;
import io.github.dqlite4j.jdbc.metadata.AnswerColumn;
import io.github.dqlite4j.jdbc.metadata.Catalog;
import io.github.dqlite4j.jdbc.result.DqliteResultSet;
import io.github.dqlite4j.jdbc.result.ForwardCursor;
import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The catalog of the database that a session has open. */
final class SessionCatalog implements Catalog {
    private final JdbcSession session;
    private final ColumnReader reader;
    private volatile @Nullable String version;

    SessionCatalog(JdbcSession session, ColumnReader reader) {
        this.session = session;
        this.reader = reader;
    }

    @Override
    public ResultSet query(String sql, @Nullable Object... parameters) throws SQLException {
        List<@Nullable Object> values = new ArrayList<>(parameters.length);
        for (Object parameter : parameters) {
            values.add(parameter instanceof Integer number ? Long.valueOf(number) : parameter);
        }
        return result(session.query(SqlParser.parseOne(sql), values));
    }

    @Override
    public ResultSet answer(List<AnswerColumn> columns, List<List<@Nullable Object>> rows) throws SQLException {
        session.checkOpen();
        return result(new BufferedRows(
                columns.stream().map(AnswerColumn::name).toList(),
                columns.stream()
                        .map(column -> new ColumnOrigin("", column.name(), column.declaredType(), false, false))
                        .toList(),
                rows));
    }

    private ResultSet result(RowSource rows) {
        return new DqliteResultSet(new ForwardCursor(rows, 0), reader, null, 0);
    }

    @Override
    public String serverVersion() throws SQLException {
        String known = version;
        if (known == null) {
            try (ResultSet found = query("SELECT sqlite_version()")) {
                known = found.next() ? found.getString(1) : null;
            }
            if (known == null) {
                throw new SQLException("The node did not tell its version", "58000");
            }
            version = known;
        }
        return known;
    }
}
