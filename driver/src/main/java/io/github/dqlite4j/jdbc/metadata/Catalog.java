package io.github.dqlite4j.jdbc.metadata;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The connection, as far as questions about the schema need it. */
public interface Catalog {
    /**
     * The rows of a query, all of them read. It opens no transaction, whatever auto-commit says; in an open one it sees what that one
     * has changed.
     *
     * @param sql a SELECT
     * @param parameters String, Integer or null
     */
    ResultSet query(String sql, @Nullable Object... parameters) throws SQLException;

    /**
     * These rows as a result set.
     *
     * @param rows cells are String, Integer, Long, Boolean or null
     */
    ResultSet answer(List<AnswerColumn> columns, List<List<@Nullable Object>> rows) throws SQLException;

    /** SQLite's version on the node that is connected. */
    String serverVersion() throws SQLException;
}
