package io.github.dqlite4j.jdbc.metadata;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What metadata queries need of the connection. */
public interface Catalog {
    /**
     * Runs a query and reads all its rows. Opens no transaction, even without auto-commit, and sees the changes of an open one.
     *
     * @param sql a SELECT
     * @param parameters String, Integer or null
     */
    ResultSet query(String sql, @Nullable Object... parameters) throws SQLException;

    /**
     * Returns these rows as a result set.
     *
     * @param rows cells are String, Integer, Long, Boolean or null
     */
    ResultSet answer(List<AnswerColumn> columns, List<List<@Nullable Object>> rows) throws SQLException;

    /** The SQLite version of the connected node. */
    String serverVersion() throws SQLException;
}
