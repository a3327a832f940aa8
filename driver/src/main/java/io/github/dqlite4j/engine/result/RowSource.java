package io.github.dqlite4j.engine.result;

import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.wire.Row;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a result set that is read once takes its rows from: the server, or memory. */
public interface RowSource {
    List<String> columns();

    /** Where a column comes from, from 0; null for one that is no column of a table. */
    default @Nullable ColumnOrigin origin(int column) {
        return null;
    }

    boolean next() throws SQLException;

    /** Whether {@link #next} will say true; the current row stays. */
    boolean hasNext() throws SQLException;

    /** The current row; valid until the next call of {@link #next}. */
    Row row();

    /** No more rows are wanted; the current one stays. */
    void stop() throws SQLException;

    /** A second call does nothing. */
    void close() throws SQLException;
}
