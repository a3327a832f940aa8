package io.github.dqlite4j.cli.input;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** The lines of a text. A carriage return stays: it may be a part of a value. */
public final class Lines {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final BufferedReader reader;
    private int count;

    public Lines(Reader reader) {
        this.reader = new BufferedReader(reader);
    }

    /** The next line without its line feed, or null at the end. */
    public @Nullable String next() throws IOException {
        StringBuilder line = new StringBuilder();
        int c = reader.read();
        if (c < 0) {
            return null;
        }
        while (c >= 0 && c != '\n') {
            line.append((char) c);
            c = reader.read();
        }
        if (count++ == 0 && line.length() > 0 && line.charAt(0) == BYTE_ORDER_MARK) {
            line.deleteCharAt(0);
        }
        return line.toString();
    }

    /** The number of the last line, from 1. */
    public int number() {
        return count;
    }
}
