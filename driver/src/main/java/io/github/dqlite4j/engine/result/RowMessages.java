package io.github.dqlite4j.engine.result;

import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.WireException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a result set that moves to and fro takes its rows from, message by message. */
public interface RowMessages {
    List<String> columns();

    /** Where a column comes from, from 0; null for one that is no column of a table. */
    @Nullable
    ColumnOrigin origin(int column);

    /** The next message, or null after the last. */
    Response.@Nullable Rows nextMessage() throws SQLException;

    /** Leaves the node, as nothing that follows malformed rows can be trusted. */
    SQLException malformed(WireException cause);

    /** No more rows are wanted. */
    void stop() throws SQLException;

    /** A second call does nothing. */
    void close() throws SQLException;
}
