package io.github.dqlite4j.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decodes as a connection does, reads every cell, and checks that no buffer is kept. */
final class Received {
    /** What a ROWS message held, as values that compare. */
    record Table(List<String> columns, List<List<@Nullable Object>> rows, boolean more) {}

    record Cell(ValueType type, @Nullable Object value) {}

    private Received() {}

    /** Decodes a whole message, the header included; a {@link Table} instead of ROWS. */
    static Object message(byte[] message) throws WireException {
        assertThat(message.length).isEqualTo(8 + 8 * (message[0] & 0xff | (message[1] & 0xff) << 8));
        assertThat(Arrays.copyOfRange(message, 2, 4)).containsOnly(0);
        assertThat(Arrays.copyOfRange(message, 6, 8)).containsOnly(0);
        return body(message[4], message[5], Arrays.copyOfRange(message, 8, message.length));
    }

    static Object body(int type, int schema, byte[] bytes) throws WireException {
        // In the middle of a larger buffer, as a slice of a connection's reads is.
        ByteBuf whole = PooledByteBufAllocator.DEFAULT.buffer(bytes.length + 32);
        whole.writeLongLE(-1).writeBytes(bytes).writeLongLE(0).writeLongLE(-1);
        try {
            Response response = Response.decode(type, schema, whole.slice(8, bytes.length));
            return response instanceof Response.Rows rows ? table(rows) : response;
        } finally {
            assertThat(whole.refCnt()).isEqualTo(1);
            whole.release();
        }
    }

    private static Table table(Response.Rows rows) throws WireException {
        int columns = rows.columnCount();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            names.add(rows.columnName(i));
        }
        List<List<@Nullable Object>> table = new ArrayList<>();
        boolean empty = rows.isEmpty();
        int count = rows.countRows();
        while (rows.next()) {
            List<@Nullable Object> row = new ArrayList<>();
            for (int i = 0; i < columns; i++) {
                row.add(new Cell(rows.type(i), value(rows, i)));
            }
            table.add(row);
        }
        assertThat(rows.next()).isFalse();
        assertThat(table.isEmpty()).isEqualTo(empty);
        assertThat(table).hasSize(count);
        return new Table(names, table, rows.hasMore());
    }

    private static @Nullable Object value(Row row, int column) {
        return switch (row.type(column)) {
            case INTEGER, UNIXTIME, BOOLEAN -> row.integer(column);
            case FLOAT -> Double.doubleToRawLongBits(row.real(column));
            case TEXT, ISO8601 -> row.text(column);
            case BLOB -> Arrays.toString(row.bytes(column));
            case NULL -> null;
        };
    }
}
