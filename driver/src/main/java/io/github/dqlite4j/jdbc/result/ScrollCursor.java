package io.github.dqlite4j.jdbc.result;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.result.RowMessages;
import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.Row;
import io.github.dqlite4j.wire.WireException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Moves back and forth over rows that are kept as the bytes they came in. Messages are read when the cursor first gets there.
 */
public final class ScrollCursor implements Cursor {
    /** Of the messages that are kept. A server may send without end. */
    private static final long MAX_KEPT_BYTES = Runtime.getRuntime().maxMemory() / 4;

    private final RowMessages messages;
    private final long maxBytes;
    private final long maxRows;
    private List<Block> blocks = new ArrayList<>();
    private long keptBytes;
    private long known;
    private boolean complete;
    /** 0 before the first row; one more than there are rows after the last. */
    private long position;

    private long opened;
    private @Nullable Block block;
    private Response.@Nullable Rows rows;
    private int[] offsets = {};

    /**
     * @param start where its first row begins
     * @param first the number of that row, from 1
     */
    private record Block(Response.Rows message, int start, long first, int count) {
        boolean holds(long row) {
            return row >= first && row < first + count;
        }
    }

    /** @param maxRows 0 for all */
    public ScrollCursor(RowMessages messages, long maxRows) {
        this(messages, maxRows, MAX_KEPT_BYTES);
    }

    ScrollCursor(RowMessages messages, long maxRows, long maxBytes) {
        this.messages = messages;
        this.maxRows = maxRows;
        this.maxBytes = maxBytes;
    }

    @Override
    public List<String> columns() {
        return messages.columns();
    }

    @Override
    public @Nullable ColumnOrigin origin(int column) {
        return messages.origin(column);
    }

    @Override
    public Row row() throws SQLException {
        if (position < 1 || position > known) {
            throw Cursor.noRow(position > 0);
        }
        return open(position);
    }

    @Override
    public @Nullable Row sample() throws SQLException {
        if (position > 0) {
            return position <= known ? open(position) : null;
        }
        return has(1) ? open(1) : null;
    }

    /** Whether there is such a row; what comes before it is read. */
    private boolean has(long row) throws SQLException {
        while (known < row && !complete) {
            Response.Rows message;
            int count;
            try {
                if (keptBytes > maxBytes) {
                    throw EngineException.Refused.scrollableTooLarge();
                }
                message = messages.nextMessage();
                count = message == null ? 0 : message.countRows();
            } catch (EngineException e) {
                throw SqlExceptions.of(e);
            } catch (WireException e) {
                throw SqlExceptions.of(messages.malformed(e));
            }
            if (message == null) {
                complete = true;
            } else if (maxRows > 0 && known + count >= maxRows) {
                count = (int) (maxRows - known);
                complete = true;
                messages.stop();
            }
            if (message != null && count > 0) {
                blocks.add(new Block(message, message.position(), known + 1, count));
                keptBytes += message.size();
                known += count;
            }
        }
        return row <= known;
    }

    private Row open(long row) throws SQLException {
        Response.Rows current = rows;
        Block there = block;
        if (current != null && opened == row) {
            return current;
        }
        try {
            if (current == null || there == null || !there.holds(row)) {
                there = find(row);
                current = there.message();
                current.moveTo(there.start());
                offsets = new int[there.count()];
                for (int i = 0; i < offsets.length; i++) {
                    offsets[i] = current.position();
                    current.next();
                }
                block = there;
                rows = current;
            }
            current.moveTo(offsets[(int) (row - there.first())]);
            current.next();
        } catch (WireException e) {
            throw SqlExceptions.of(messages.malformed(e));
        }
        opened = row;
        return current;
    }

    private Block find(long row) throws SQLException {
        List<Block> known = blocks;
        if (known.isEmpty()) {
            // Another thread has closed the result meanwhile.
            throw SqlExceptions.closedObject("result set");
        }
        int low = 0;
        int high = known.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (known.get(middle).first() <= row) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return known.get(low);
    }

    @Override
    public int type() {
        return ResultSet.TYPE_SCROLL_INSENSITIVE;
    }

    @Override
    public int getRow() {
        return position <= known ? Cursor.asInt(position) : 0;
    }

    @Override
    public boolean next() throws SQLException {
        return relative(1);
    }

    @Override
    public boolean previous() throws SQLException {
        return relative(-1);
    }

    @Override
    public boolean relative(long rows) throws SQLException {
        return moveTo(position + rows);
    }

    @Override
    public boolean absolute(long row) throws SQLException {
        if (row >= 0) {
            return moveTo(row);
        }
        afterLast();
        return moveTo(position + row);
    }

    private boolean moveTo(long row) throws SQLException {
        boolean there = row > 0 && has(row);
        position = there ? row : row <= 0 ? 0 : known + 1;
        return there;
    }

    @Override
    public void beforeFirst() {
        position = 0;
    }

    @Override
    public void afterLast() throws SQLException {
        moveTo(Long.MAX_VALUE);
    }

    @Override
    public boolean isBeforeFirst() throws SQLException {
        return position == 0 && has(1);
    }

    @Override
    public boolean isFirst() {
        return position == 1 && known > 0;
    }

    @Override
    public boolean isLast() throws SQLException {
        return position > 0 && position <= known && !has(position + 1);
    }

    @Override
    public boolean isAfterLast() {
        return known > 0 && position > known;
    }

    @Override
    public void close() {
        blocks = new ArrayList<>();
        rows = null;
        messages.close();
    }
}
