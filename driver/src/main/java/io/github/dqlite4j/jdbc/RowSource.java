package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.wire.Row;
import java.sql.SQLException;
import java.util.List;

/** Where a result set takes its rows from: the server, or memory. */
interface RowSource {
    List<String> columns();

    boolean next() throws SQLException;

    /** The current row; valid until the next call of {@link #next}. */
    Row row();

    void close() throws SQLException;
}
