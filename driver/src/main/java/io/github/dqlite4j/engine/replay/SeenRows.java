package io.github.dqlite4j.engine.replay;

import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.Row;
import io.github.dqlite4j.wire.ValueType;
import io.github.dqlite4j.wire.WireException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/**
 * What a caller has seen of the rows of one result: how many, and a checksum of their columns and values. SHA-256, since the values are those
 * of anybody who may write to the database.
 */
public final class SeenRows implements RecordedStatement.Seen {
    private final MessageDigest sha256;
    private final ByteBuffer number = ByteBuffer.allocate(1 + Long.BYTES);
    private byte[] checksum;
    private long count;
    private boolean whole;

    /** @param first the first message, for the columns */
    public SeenRows(Response.Rows first) {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has it", e);
        }
        for (int i = 0; i < first.columnCount(); i++) {
            add(0, first.columnName(i).getBytes(StandardCharsets.UTF_8));
        }
        checksum = sha256.digest();
    }

    /** All messages of a result that is whole. */
    public static SeenRows of(List<Response.Rows> messages) throws WireException {
        SeenRows seen = new SeenRows(messages.get(0));
        for (Response.Rows message : messages) {
            seen.add(message);
        }
        return seen;
    }

    /** The caller gets what is left of this message, whose position stays. */
    public void add(Response.Rows message) throws WireException {
        int start = message.position();
        while (message.next()) {
            addRow(message);
        }
        message.moveTo(start);
        whole = !message.hasMore();
    }

    /** The caller gets this row. */
    public void addRow(Row row) {
        sha256.update(checksum);
        for (int i = 0; i < row.columnCount(); i++) {
            ValueType type = row.type(i);
            switch (type) {
                case TEXT, ISO8601, BLOB -> add(type.ordinal(), row.bytes(i));
                case NULL -> add(type.ordinal(), 0);
                case FLOAT -> add(type.ordinal(), Double.doubleToRawLongBits(row.real(i)));
                default -> add(type.ordinal(), row.integer(i));
            }
        }
        checksum = sha256.digest();
        count++;
    }

    private void add(int type, byte[] bytes) {
        add(type, bytes.length);
        sha256.update(bytes);
    }

    private void add(int type, long value) {
        sha256.update(number.clear().put((byte) type).putLong(value).flip());
    }

    public long count() {
        return count;
    }

    /** Whether the last row was among them, so that the caller knows that there are no more. */
    public boolean isWhole() {
        return whole;
    }

    /** Whether these are as many rows, with the same columns and values. */
    public boolean isSameAs(SeenRows other) {
        return count == other.count && Arrays.equals(checksum, other.checksum);
    }
}
