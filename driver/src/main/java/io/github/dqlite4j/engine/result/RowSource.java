package io.github.dqlite4j.engine.result;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.wire.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows that are read once, in order: from the server, or from memory. One thread reads; any thread may close. */
public interface RowSource {
    List<String> columns();

    /** Where a column comes from, counted from 0; null if it is not a column of a table. */
    default @Nullable ColumnOrigin origin(int column) {
        return null;
    }

    boolean next() throws EngineException;

    /** Whether {@link #next} will return true; the current row stays. */
    boolean hasNext() throws EngineException;

    /** The current row; valid until {@link #next} is called. */
    Row row();

    /** Ends the reading; the current row stays. */
    void stop();

    /** A second call does nothing. */
    void close();
}
