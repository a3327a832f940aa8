package io.github.dqlite4j.jdbc.large;

import io.github.dqlite4j.report.PrintableText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.SQLDataException;
import java.sql.SQLException;

/**
 * A Clob or NClob in memory. Changes reach a row only when the Clob is bound to a statement. Not thread-safe. Positions count UTF-16
 * characters; one out of range is SQLSTATE 22011, and every call after {@link #free} is 24000.
 */
public final class MemoryClob implements NClob {
    private StringBuilder text;
    private boolean freed;

    public MemoryClob(String text) {
        this.text = new StringBuilder(text);
    }

    private StringBuilder open() throws SQLException {
        if (freed) {
            throw Positions.freed();
        }
        return text;
    }

    @Override
    public long length() throws SQLException {
        return open().length();
    }

    @Override
    public String getSubString(long position, int count) throws SQLException {
        StringBuilder all = open();
        int from = Positions.index(position, all.length());
        return all.substring(from, from + Positions.within(from, count, all.length()));
    }

    @Override
    public Reader getCharacterStream() throws SQLException {
        return new StringReader(open().toString());
    }

    @Override
    public Reader getCharacterStream(long position, long count) throws SQLException {
        StringBuilder all = open();
        int from = Positions.index(position, all.length());
        if (count < 0 || count > all.length() - from) {
            throw new SQLDataException("There are no " + count + " characters at " + position, "22011");
        }
        return new StringReader(all.substring(from, from + (int) count));
    }

    /** @throws SQLException 22018 if a character is not ASCII */
    @Override
    public InputStream getAsciiStream() throws SQLException {
        return new ByteArrayInputStream(ascii(open()));
    }

    /**
     * The text in ASCII.
     *
     * @throws SQLException 22018 if a character is not ASCII
     */
    public static byte[] ascii(CharSequence text) throws SQLException {
        try {
            byte[] bytes = new byte[text.length()];
            StandardCharsets.US_ASCII.newEncoder().encode(CharBuffer.wrap(text)).get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new SQLDataException("The text is not ASCII", "22018", e);
        }
    }

    /** The position of the first occurrence, or -1. */
    @Override
    public long position(String pattern, long start) throws SQLException {
        StringBuilder all = open();
        if (start < 1) {
            throw new SQLDataException("There is no position " + start, "22011");
        }
        if (start > (long) all.length() + 1) {
            return -1;
        }
        int found = all.indexOf(pattern, (int) (start - 1));
        return found < 0 ? -1 : found + 1L;
    }

    @Override
    public long position(Clob pattern, long start) throws SQLException {
        StringWriter whole = new StringWriter();
        try (Reader characters = pattern.getCharacterStream()) {
            characters.transferTo(whole);
        } catch (IOException e) {
            throw new SQLDataException(
                    "The pattern could not be read: " + PrintableText.of(e.getMessage()), "22000", e);
        }
        return position(whole.toString(), start);
    }

    @Override
    public int setString(long position, String source) throws SQLException {
        return setString(position, source, 0, source.length());
    }

    /** Overwrites the text at the position and grows past the end. */
    @Override
    public int setString(long position, String source, int offset, int count) throws SQLException {
        StringBuilder all = open();
        int at = Positions.index(position, all.length());
        Positions.checkRange(offset, count, source.length());
        if (count > Integer.MAX_VALUE - 8 - at) {
            throw Positions.tooLarge();
        }
        all.replace(at, Math.min(all.length(), at + count), source.substring(offset, offset + count));
        return count;
    }

    /** The text is written when the writer is flushed or closed. */
    @Override
    public Writer setCharacterStream(long position) throws SQLException {
        Positions.index(position, open().length());
        return new StringWriter() {
            private long at = position;

            @Override
            public void flush() {
                try {
                    at += setString(at, toString());
                    getBuffer().setLength(0);
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void close() {
                flush();
            }
        };
    }

    /** The text is written when the stream is flushed or closed. Bytes that are not ASCII are an error then. */
    @Override
    public OutputStream setAsciiStream(long position) throws SQLException {
        Positions.index(position, open().length());
        return new ByteArrayOutputStream() {
            private long at = position;

            @Override
            public void flush() throws IOException {
                for (int i = 0; i < count; i++) {
                    if (buf[i] < 0) {
                        throw new IOException("The bytes are not ASCII");
                    }
                }
                try {
                    at += setString(at, toString(StandardCharsets.US_ASCII));
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
        StringBuilder all = open();
        if (size < 0 || size > all.length()) {
            throw new SQLDataException("It has " + all.length() + " characters, no " + size, "22011");
        }
        all.setLength((int) size);
    }

    @Override
    public void free() {
        freed = true;
        text = new StringBuilder();
    }
}
