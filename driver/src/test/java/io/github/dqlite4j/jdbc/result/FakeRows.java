package io.github.dqlite4j.jdbc.result;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.result.RowMessages;
import io.github.dqlite4j.engine.result.RowSource;
import io.github.dqlite4j.peer.WireBytes;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.Row;
import io.github.dqlite4j.wire.WireException;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** ROWS messages of two columns, {@code n} and {@code N}: the row's number and a text of it. */
public final class FakeRows implements RowSource, RowMessages {
    private final List<Response.Rows> messages = new ArrayList<>();
    private int next;
    private Response.@Nullable Rows rows;
    int stopped;
    int closed;

    /** @param counts how many rows each message has */
    public static FakeRows of(int... counts) {
        FakeRows messages = new FakeRows();
        int number = 0;
        for (int i = 0; i < counts.length; i++) {
            WireBytes words = new WireBytes().int64(2).text("n").text("N");
            for (int row = 0; row < counts[i]; row++) {
                number++;
                words.int64(0x31).int64(number).text("row " + number);
            }
            messages.add(words.int64(i == counts.length - 1 ? -1 : 0xeeee_eeee_eeee_eeeeL));
        }
        return messages;
    }

    public void add(WireBytes words) {
        try {
            messages.add((Response.Rows) Response.decode(7, 0, Unpooled.wrappedBuffer(words.body())));
        } catch (WireException e) {
            throw new IllegalArgumentException(e);
        }
    }

    public int read() {
        return next;
    }

    @Override
    public List<String> columns() {
        return IntStream.range(0, messages.get(0).columnCount())
                .mapToObj(messages.get(0)::columnName)
                .toList();
    }

    @Override
    public @Nullable ColumnOrigin origin(int column) {
        return null;
    }

    @Override
    public boolean next() throws EngineException {
        try {
            while (rows == null || !rows.next()) {
                if (next == messages.size()) {
                    return false;
                }
                rows = messages.get(next++);
            }
            return true;
        } catch (WireException e) {
            throw malformed(e);
        }
    }

    @Override
    public boolean hasNext() {
        return rows != null && rows.hasNext() || messages.stream().skip(next).anyMatch(Response.Rows::hasNext);
    }

    @Override
    public Row row() {
        if (rows == null) {
            throw new IllegalStateException("next() comes first");
        }
        return rows;
    }

    @Override
    public Response.@Nullable Rows nextMessage() {
        return next == messages.size() ? null : messages.get(next++);
    }

    @Override
    public EngineException malformed(WireException cause) {
        return EngineException.ConnectionFailed.violation(
                new TransportException.Disconnected(
                        cause.getMessage(), true, TransportException.Disconnected.Reason.VIOLATION, cause),
                false);
    }

    @Override
    public void stop() {
        stopped++;
    }

    @Override
    public void close() {
        closed++;
    }
}
