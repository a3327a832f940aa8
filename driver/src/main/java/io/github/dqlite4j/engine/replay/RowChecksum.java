package io.github.dqlite4j.engine.replay;

import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.Row;
import io.github.dqlite4j.wire.ValueType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Computes checksums of results, row by row. SHA-256, since every client that may write to the database chooses values. Not thread-safe.
 */
public final class RowChecksum {
    private final MessageDigest sha256;
    private final ByteBuffer number = ByteBuffer.allocate(1 + Long.BYTES);

    public RowChecksum() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has it", e);
        }
    }

    /** Of the names of the columns. */
    byte[] columns(Response.Rows message) {
        for (int i = 0; i < message.columnCount(); i++) {
            add(ValueType.TEXT, message.columnName(i).getBytes(StandardCharsets.UTF_8));
        }
        return sha256.digest();
    }

    /** Of a row, and everything before it. */
    byte[] row(byte[] before, Row row) {
        sha256.update(before);
        for (int i = 0; i < row.columnCount(); i++) {
            ValueType type = row.type(i);
            switch (type) {
                case TEXT, ISO8601, BLOB -> add(type, row.bytes(i));
                case NULL -> add(type, 0);
                case FLOAT -> add(type, Double.doubleToRawLongBits(row.real(i)));
                default -> add(type, row.integer(i));
            }
        }
        return sha256.digest();
    }

    private void add(ValueType type, byte[] bytes) {
        add(type, bytes.length);
        sha256.update(bytes);
    }

    private void add(ValueType type, long value) {
        sha256.update(number.clear().put((byte) type.ordinal()).putLong(value).flip());
    }
}
