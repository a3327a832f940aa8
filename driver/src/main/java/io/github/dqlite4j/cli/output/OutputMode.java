package io.github.dqlite4j.cli.output;

import io.github.dqlite4j.sql.lexer.SqlIdentifiers;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The forms in which rows are printed; names as SQLite's shell has them. */
public enum OutputMode {
    BOX(DrawnRows::box),
    COLUMN(DrawnRows::column),
    CSV((sink, format) -> new SeparatedRows(sink, format, SeparatedRows::csv)),
    INSERT(InsertRows::new),
    JSON((sink, format) -> new JsonRows(sink)),
    LINE(LineRows::new),
    LIST((sink, format) -> new SeparatedRows(sink, format, SeparatedRows::plain)),
    MARKDOWN(DrawnRows::markdown),
    QUOTE((sink, format) -> new SeparatedRows(sink, format, SeparatedRows::quote)),
    TABLE(DrawnRows::table),
    TABS((sink, format) -> new SeparatedRows(sink, format, SeparatedRows::plain));

    /** The names, for messages. */
    public static final String NAMES =
            Arrays.stream(values()).map(OutputMode::label).collect(Collectors.joining(" "));

    private final BiFunction<Sink, Format, RowWriter> writer;

    OutputMode(BiFunction<Sink, Format, RowWriter> writer) {
        this.writer = writer;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The mode with this name, or null. */
    public static @Nullable OutputMode named(String name) {
        for (OutputMode mode : values()) {
            if (mode.label().equals(name)) {
                return mode;
            }
        }
        return null;
    }

    RowWriter writer(Sink sink, Format format) {
        return writer.apply(sink, format);
    }

    /** Whether labels are printed unless the user says otherwise. */
    boolean hasHeaders() {
        return this == BOX || this == COLUMN || this == MARKDOWN || this == TABLE;
    }

    String columnSeparator() {
        return switch (this) {
            case CSV, QUOTE -> ",";
            case TABS -> "\t";
            default -> "|";
        };
    }

    /** Rows of INSERT statements. */
    private static final class InsertRows implements RowWriter {
        private final Sink sink;
        private final String table;

        InsertRows(Sink sink, Format format) {
            this.sink = sink;
            this.table = SqlIdentifiers.quoteIfNeeded(format.insertTable());
        }

        @Override
        public void begin(java.util.List<String> labels) {}

        @Override
        public void row(java.util.List<@Nullable Object> values) throws OutputException {
            sink.print("INSERT INTO " + table + " VALUES("
                    + values.stream().map(Values::literal).collect(Collectors.joining(",")) + ");\n");
        }

        @Override
        public void end() {}
    }
}
