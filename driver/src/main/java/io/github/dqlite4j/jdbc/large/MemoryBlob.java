package io.github.dqlite4j.jdbc.large;

import io.github.dqlite4j.report.PrintableText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Blob;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.util.Arrays;

/**
 * A Blob in memory. Changes reach a row only when the Blob is bound to a statement. Not thread-safe. A position out of range is
 * SQLSTATE 22011; every call after {@link #free} is 24000.
 */
public final class MemoryBlob implements Blob {
    private static final int LONGEST = Integer.MAX_VALUE - 8;

    private byte[] bytes;
    private int length;
    private boolean freed;

    /** Takes the bytes over without copying them. */
    public MemoryBlob(byte[] bytes) {
        this.bytes = bytes;
        this.length = bytes.length;
    }

    private void open() throws SQLException {
        if (freed) {
            throw Positions.freed();
        }
    }

    @Override
    public long length() throws SQLException {
        open();
        return length;
    }

    @Override
    public byte[] getBytes(long position, int count) throws SQLException {
        open();
        int from = Positions.index(position, length);
        return Arrays.copyOfRange(bytes, from, from + Positions.within(from, count, length));
    }

    @Override
    public InputStream getBinaryStream() throws SQLException {
        open();
        return new ByteArrayInputStream(bytes, 0, length);
    }

    @Override
    public InputStream getBinaryStream(long position, long count) throws SQLException {
        open();
        int from = Positions.index(position, length);
        if (count < 0 || count > length - from) {
            throw new SQLDataException("There are no " + count + " bytes at " + position, "22011");
        }
        return new ByteArrayInputStream(bytes, from, (int) count);
    }

    /** The position of the first occurrence, or -1. */
    @Override
    public long position(byte[] pattern, long start) throws SQLException {
        open();
        if (start < 1) {
            throw new SQLDataException("There is no position " + start, "22011");
        }
        for (long from = start - 1; from <= (long) length - pattern.length; from++) {
            int at = (int) from;
            if (Arrays.equals(bytes, at, at + pattern.length, pattern, 0, pattern.length)) {
                return from + 1;
            }
        }
        return -1;
    }

    @Override
    public long position(Blob pattern, long start) throws SQLException {
        return position(all(pattern), start);
    }

    private static byte[] all(Blob blob) throws SQLException {
        try (InputStream stream = blob.getBinaryStream()) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new SQLDataException(
                    "The pattern could not be read: " + PrintableText.of(e.getMessage()), "22000", e);
        }
    }

    @Override
    public int setBytes(long position, byte[] source) throws SQLException {
        return setBytes(position, source, 0, source.length);
    }

    /** Overwrites the bytes at the position and grows past the end. */
    @Override
    public int setBytes(long position, byte[] source, int offset, int count) throws SQLException {
        open();
        int at = Positions.index(position, length);
        Positions.checkRange(offset, count, source.length);
        if (count > LONGEST - at) {
            throw Positions.tooLarge();
        }
        if (at + count > bytes.length) {
            long grown = bytes.length + (bytes.length >> 1) + 16L;
            bytes = Arrays.copyOf(bytes, (int) Math.min(LONGEST, Math.max(grown, at + count)));
        }
        System.arraycopy(source, offset, bytes, at, count);
        length = Math.max(length, at + count);
        return count;
    }

    /** The bytes are written when the stream is flushed or closed. */
    @Override
    public OutputStream setBinaryStream(long position) throws SQLException {
        open();
        Positions.index(position, length);
        return new ByteArrayOutputStream() {
            private long at = position;

            @Override
            public void flush() throws IOException {
                try {
                    at += setBytes(at, buf, 0, count);
                    reset();
                } catch (SQLException e) {
                    throw new IOException(e);
                }
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }

    @Override
    public void truncate(long size) throws SQLException {
        open();
        if (size < 0 || size > length) {
            throw new SQLDataException("It has " + length + " bytes, no " + size, "22011");
        }
        length = (int) size;
    }

    @Override
    public void free() {
        freed = true;
        bytes = new byte[0];
        length = 0;
    }
}
