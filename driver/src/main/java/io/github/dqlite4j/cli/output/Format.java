package io.github.dqlite4j.cli.output;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How rows are printed now: the mode and its options. Set by the user. */
public final class Format {
    private OutputMode mode = OutputMode.LIST;
    private @Nullable Boolean headers;
    private String nullValue = "";
    private String columnSeparator = "|";
    private String rowSeparator = "\n";
    private String insertTable = "table";
    private List<Integer> widths = List.of();

    /** Sets the mode, and the separators to those of the mode. */
    public void mode(OutputMode to) {
        mode = to;
        columnSeparator = to.columnSeparator();
        rowSeparator = "\n";
    }

    public OutputMode mode() {
        return mode;
    }

    public void headers(boolean shown) {
        headers = shown;
    }

    /** Whether the labels of columns are printed. */
    public boolean headers() {
        return headers == null ? mode.hasHeaders() : headers;
    }

    public void nullValue(String text) {
        nullValue = text;
    }

    public String nullValue() {
        return nullValue;
    }

    public void separators(String column, @Nullable String row) {
        columnSeparator = column;
        rowSeparator = row == null ? rowSeparator : row;
    }

    public String columnSeparator() {
        return columnSeparator;
    }

    public String rowSeparator() {
        return rowSeparator;
    }

    public void insertTable(String name) {
        insertTable = name;
    }

    String insertTable() {
        return insertTable;
    }

    /** @param columns widths of columns; 0 is as wide as needed, below 0 is aligned to the right */
    public void widths(List<Integer> columns) {
        widths = List.copyOf(columns);
    }

    public List<Integer> widths() {
        return widths;
    }

    /** Prints one result. */
    public RowWriter writer(Sink sink) {
        return mode.writer(sink, this);
    }
}
