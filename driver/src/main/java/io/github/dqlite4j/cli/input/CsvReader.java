package io.github.dqlite4j.cli.input;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records of a CSV file by RFC 4180; a line may end with LF alone. Reads as it goes. */
public final class CsvReader {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final BufferedReader reader;
    private final char separator;
    private int next;
    private int line = 1;
    private int recordLine;

    public CsvReader(Reader reader, char separator) throws IOException {
        this.reader = new BufferedReader(reader);
        this.separator = separator;
        this.next = this.reader.read();
        if (next == BYTE_ORDER_MARK) {
            next = this.reader.read();
        }
    }

    /** The line at which the last record began, from 1. */
    public int line() {
        return recordLine;
    }

    /**
     * The next record, or null at the end.
     *
     * @throws UsageException if a quote is not closed, or something follows a closing quote
     */
    public @Nullable List<String> record() throws IOException, UsageException {
        if (next < 0) {
            return null;
        }
        recordLine = line;
        List<String> fields = new ArrayList<>();
        while (true) {
            fields.add(next == '"' ? quoted() : plain());
            if (next == separator) {
                read();
            } else {
                if (next == '\n') {
                    read();
                }
                return fields;
            }
        }
    }

    private void read() throws IOException {
        if (next == '\n') {
            line++;
        }
        next = reader.read();
    }

    private String plain() throws IOException {
        StringBuilder field = new StringBuilder();
        while (next >= 0 && next != separator && next != '\n') {
            field.append((char) next);
            read();
        }
        if (next != separator && field.length() > 0 && field.charAt(field.length() - 1) == '\r') {
            field.setLength(field.length() - 1);
        }
        return field.toString();
    }

    private String quoted() throws IOException, UsageException {
        StringBuilder field = new StringBuilder();
        read();
        while (true) {
            if (next < 0) {
                throw new UsageException("line " + recordLine + ": a quote is not closed");
            }
            if (next == '"') {
                read();
                if (next != '"') {
                    break;
                }
            }
            field.append((char) next);
            read();
        }
        if (next == '\r') {
            read();
        }
        if (next >= 0 && next != separator && next != '\n') {
            throw new UsageException("line " + line + ": after a closing quote there must be a separator");
        }
        return field.toString();
    }
}
