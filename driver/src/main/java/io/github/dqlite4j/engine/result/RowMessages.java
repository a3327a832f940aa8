package io.github.dqlite4j.engine.result;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.WireException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows for a reader that goes back and forth: message by message, each of which the reader keeps. */
public interface RowMessages {
    List<String> columns();

    /** Where a column comes from, counted from 0; null if it is not a column of a table. */
    @Nullable
    ColumnOrigin origin(int column);

    /** The next message, or null after the last. */
    Response.@Nullable Rows nextMessage() throws EngineException;

    /** Leaves the node, since nothing that follows malformed rows can be trusted. */
    EngineException malformed(WireException cause);

    /** Ends the reading. */
    void stop();

    /** A second call does nothing. */
    void close();
}
