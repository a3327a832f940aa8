package io.github.dqlite4j.jdbc.result;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.result.RowSource;
import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.wire.Row;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads rows once, as they come; nothing is kept. */
public final class ForwardCursor implements Cursor {
    private final RowSource source;
    private final long maxRows;
    private long row;
    private boolean onRow;
    private boolean ended;
    private boolean sampled;

    /** @param maxRows 0 for all */
    public ForwardCursor(RowSource source, long maxRows) {
        this.source = source;
        this.maxRows = maxRows;
    }

    @Override
    public List<String> columns() {
        return source.columns();
    }

    @Override
    public @Nullable ColumnOrigin origin(int column) {
        return source.origin(column);
    }

    @Override
    public Row row() throws SQLException {
        if (!onRow) {
            throw Cursor.noRow(ended);
        }
        return source.row();
    }

    @Override
    public @Nullable Row sample() throws SQLException {
        if (!onRow && !sampled && row == 0 && !ended) {
            sampled = nextRow();
        }
        return onRow || sampled ? source.row() : null;
    }

    @Override
    public int type() {
        return ResultSet.TYPE_FORWARD_ONLY;
    }

    @Override
    public int getRow() {
        return onRow ? Cursor.asInt(row) : 0;
    }

    @Override
    public boolean next() throws SQLException {
        if (ended) {
            return false;
        }
        onRow = sampled || !full() && nextRow();
        sampled = false;
        if (!onRow) {
            ended = true;
        } else if (++row == maxRows) {
            source.stop();
        }
        return onRow;
    }

    private boolean nextRow() throws SQLException {
        try {
            return source.next();
        } catch (EngineException e) {
            throw SqlExceptions.of(e);
        }
    }

    private boolean full() {
        return maxRows != 0 && row >= maxRows;
    }

    private boolean hasNext() throws SQLException {
        if (sampled) {
            return true;
        }
        try {
            return !full() && source.hasNext();
        } catch (EngineException e) {
            throw SqlExceptions.of(e);
        }
    }

    @Override
    public boolean isBeforeFirst() throws SQLException {
        return row == 0 && !ended && hasNext();
    }

    @Override
    public boolean isFirst() {
        return onRow && row == 1;
    }

    @Override
    public boolean isLast() throws SQLException {
        return onRow && !hasNext();
    }

    @Override
    public boolean isAfterLast() {
        return ended && row > 0;
    }

    private SQLException forwardOnly() {
        return SqlExceptions.usage(String.format(
                Locale.ROOT,
                "This result is read forwards only (row %d); ask for ResultSet.TYPE_SCROLL_INSENSITIVE to move about",
                row));
    }

    @Override
    public boolean previous() throws SQLException {
        throw forwardOnly();
    }

    @Override
    public boolean absolute(long number) throws SQLException {
        throw forwardOnly();
    }

    @Override
    public boolean relative(long rows) throws SQLException {
        throw forwardOnly();
    }

    @Override
    public void beforeFirst() throws SQLException {
        throw forwardOnly();
    }

    @Override
    public void afterLast() throws SQLException {
        throw forwardOnly();
    }

    @Override
    public void close() {
        source.close();
    }
}
