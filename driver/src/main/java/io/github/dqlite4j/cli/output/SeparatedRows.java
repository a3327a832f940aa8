package io.github.dqlite4j.cli.output;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One row a line, with separators: csv, list, tabs, quote. */
final class SeparatedRows implements RowWriter {
    /** One value in this mode. */
    interface Cell {
        String text(@Nullable Object value, Format format);
    }

    private final Sink sink;
    private final Format format;
    private final Cell cell;

    SeparatedRows(Sink sink, Format format, Cell cell) {
        this.sink = sink;
        this.format = format;
        this.cell = cell;
    }

    static String plain(@Nullable Object value, Format format) {
        return Values.text(value, format.nullValue());
    }

    static String quote(@Nullable Object value, Format format) {
        return Values.quoted(value);
    }

    /** Quoted by the same rule as in SQLite's shell. */
    static String csv(@Nullable Object value, Format format) {
        String text = Values.text(value, format.nullValue());
        if (value == null) {
            return text;
        }
        boolean plain = !text.isEmpty()
                && !text.contains(format.columnSeparator())
                && text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\'');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    @Override
    public void begin(List<String> labels) throws OutputException {
        if (format.headers()) {
            row(new ArrayList<>(labels));
        }
    }

    @Override
    public void row(List<@Nullable Object> values) throws OutputException {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            line.append(i == 0 ? "" : format.columnSeparator()).append(cell.text(values.get(i), format));
        }
        sink.print(line.append(format.rowSeparator()));
    }

    @Override
    public void end() {}
}
