package io.github.dqlite4j.cli.output;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table with columns of one width. The widths are those of the first rows, which are kept until then; a longer value in a later row takes more
 * lines. So a result of any length needs little memory, and nothing of it is left out.
 */
final class DrawnRows implements RowWriter {
    /** How many rows decide the widths. */
    static final int MEASURED_ROWS = 500;

    /** Characters of those rows, at most. */
    private static final int MEASURED_LENGTH = 4_000_000;

    /** What is drawn around cells. An empty text of a rule leaves its line out. */
    private record Frame(
            String left, String between, String right, Rule top, Rule middle, Rule bottom, boolean markdown) {}

    /** A horizontal line. */
    private record Rule(String left, String line, String cross, String right) {
        static final Rule NONE = new Rule("", "", "", "");
    }

    private static final Frame BOX = new Frame(
            "│ ",
            " │ ",
            " │",
            new Rule("┌─", "─", "─┬─", "─┐"),
            new Rule("├─", "─", "─┼─", "─┤"),
            new Rule("└─", "─", "─┴─", "─┘"),
            false);

    private static final Rule PLUS = new Rule("+-", "-", "-+-", "-+");
    private static final Frame TABLE = new Frame("| ", " | ", " |", PLUS, PLUS, PLUS, false);
    private static final Frame MARKDOWN =
            new Frame("| ", " | ", " |", Rule.NONE, new Rule("|-", "-", "-|-", "-|"), Rule.NONE, true);
    private static final Frame COLUMN =
            new Frame("", "  ", "", Rule.NONE, new Rule("", "-", "  ", ""), Rule.NONE, false);

    private final Sink sink;
    private final Format format;
    private final Frame frame;
    private final List<List<String>> measured = new ArrayList<>();
    private long measuredLength;
    private List<String> labels = List.of();
    private int @Nullable [] widths;
    private boolean empty = true;

    private DrawnRows(Sink sink, Format format, Frame frame) {
        this.sink = sink;
        this.format = format;
        this.frame = frame;
    }

    static RowWriter box(Sink sink, Format format) {
        return new DrawnRows(sink, format, BOX);
    }

    static RowWriter table(Sink sink, Format format) {
        return new DrawnRows(sink, format, TABLE);
    }

    static RowWriter markdown(Sink sink, Format format) {
        return new DrawnRows(sink, format, MARKDOWN);
    }

    static RowWriter column(Sink sink, Format format) {
        return new DrawnRows(sink, format, COLUMN);
    }

    @Override
    public void begin(List<String> names) {
        labels = names.stream().map(this::cell).toList();
    }

    private String cell(String text) {
        return frame.markdown() ? text.replace("|", "\\|").replace("\n", "<br>") : text;
    }

    @Override
    public void row(List<@Nullable Object> values) throws OutputException {
        empty = false;
        List<String> cells = new ArrayList<>(values.size());
        for (Object value : values) {
            cells.add(cell(Values.text(value, format.nullValue())));
        }
        if (widths != null) {
            draw(cells, widths);
            return;
        }
        measured.add(cells);
        measuredLength += cells.stream().mapToLong(String::length).sum();
        if (measured.size() == MEASURED_ROWS || measuredLength > MEASURED_LENGTH) {
            start();
        }
    }

    @Override
    public void end() throws OutputException {
        if (empty) {
            return;
        }
        int[] columns = widths == null ? start() : widths;
        rule(frame.bottom(), columns);
    }

    private int[] start() throws OutputException {
        int[] columns = new int[labels.size()];
        for (int i = 0; i < columns.length; i++) {
            int given = i < format.widths().size() ? Math.abs(format.widths().get(i)) : 0;
            columns[i] = given > 0 ? given : width(i);
        }
        widths = columns;
        rule(frame.top(), columns);
        if (format.headers()) {
            draw(labels, columns);
            rule(frame.middle(), columns);
        }
        for (List<String> cells : measured) {
            draw(cells, columns);
        }
        measured.clear();
        return columns;
    }

    private int width(int column) {
        int widest = format.headers() ? width(labels.get(column)) : 1;
        for (List<String> cells : measured) {
            widest = Math.max(widest, width(cells.get(column)));
        }
        return Math.max(1, widest);
    }

    private static int width(String text) {
        return ShownText.lines(text, Integer.MAX_VALUE).stream()
                .mapToInt(ShownText::width)
                .max()
                .orElse(0);
    }

    private void rule(Rule rule, int[] columns) throws OutputException {
        if (rule == Rule.NONE) {
            return;
        }
        StringBuilder line = new StringBuilder(rule.left());
        for (int i = 0; i < columns.length; i++) {
            line.append(i == 0 ? "" : rule.cross()).append(rule.line().repeat(columns[i]));
        }
        sink.print(line.append(rule.right()).append('\n'));
    }

    private void draw(List<String> cells, int[] columns) throws OutputException {
        List<List<String>> lines = new ArrayList<>(cells.size());
        int height = 1;
        for (int i = 0; i < cells.size(); i++) {
            List<String> wrapped = ShownText.lines(cells.get(i), frame.markdown() ? Integer.MAX_VALUE : columns[i]);
            lines.add(wrapped);
            height = Math.max(height, wrapped.size());
        }
        for (int row = 0; row < height; row++) {
            StringBuilder line = new StringBuilder(frame.left());
            for (int i = 0; i < columns.length; i++) {
                List<String> cell = lines.get(i);
                String text = row < cell.size() ? cell.get(row) : "";
                String pad = " ".repeat(Math.max(0, columns[i] - ShownText.width(text)));
                boolean right = i < format.widths().size() && format.widths().get(i) < 0;
                line.append(i == 0 ? "" : frame.between()).append(right ? pad + text : text + pad);
            }
            sink.print(line.append(frame.right()).append('\n'));
        }
    }
}
