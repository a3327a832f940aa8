package io.github.dqlite4j.cli.output;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One value a line, after its label; an empty line between rows. */
final class LineRows implements RowWriter {
    /** As in SQLite's shell. */
    private static final int LEAST_WIDTH = 5;

    private final Sink sink;
    private final Format format;
    private List<String> names = List.of();
    private boolean first = true;

    LineRows(Sink sink, Format format) {
        this.sink = sink;
        this.format = format;
    }

    @Override
    public void begin(List<String> labels) {
        int width = Math.max(
                LEAST_WIDTH, labels.stream().mapToInt(ShownText::width).max().orElse(0));
        names = labels.stream()
                .map(label -> " ".repeat(width - ShownText.width(label)) + label + " = ")
                .toList();
    }

    @Override
    public void row(List<@Nullable Object> values) throws OutputException {
        StringBuilder lines = new StringBuilder(first ? "" : "\n");
        first = false;
        for (int i = 0; i < values.size(); i++) {
            lines.append(names.get(i))
                    .append(Values.text(values.get(i), format.nullValue()))
                    .append('\n');
        }
        sink.print(lines);
    }

    @Override
    public void end() {}
}
