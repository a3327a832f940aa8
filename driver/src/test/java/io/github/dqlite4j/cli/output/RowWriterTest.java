package io.github.dqlite4j.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each mode prints. */
class RowWriterTest {
    private static final byte[] BLOB = {0, (byte) 0xff, 'A'};

    private final Format format = new Format();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private String print(OutputMode mode, boolean terminal, List<String> labels, List<List<Object>> rows)
            throws OutputException {
        bytes.reset();
        format.mode(mode);
        Sink sink = new Sink(new PrintStream(bytes, false, StandardCharsets.UTF_8), terminal);
        RowWriter writer = format.writer(sink);
        writer.begin(labels);
        for (List<Object> row : rows) {
            writer.row(row);
        }
        writer.end();
        sink.flush();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private String print(OutputMode mode, Object... values) throws OutputException {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            labels.add(String.valueOf((char) ('a' + i)));
        }
        return print(mode, false, labels, List.of(Arrays.asList(values)));
    }

    @Test
    void listSeparatesValues() throws Exception {
        assertThat(print(OutputMode.LIST, 1L, null, "x|y", 2.5, "zwei")).isEqualTo("1||x|y|2.5|zwei\n");
        format.nullValue("NULL");
        format.headers(true);
        assertThat(print(OutputMode.LIST, 1L, null)).isEqualTo("a|b\n1|NULL\n");
        assertThat(print(OutputMode.TABS, 1L, 2L)).isEqualTo("a\tb\n1\t2\n");
    }

    /** The same as SQLite's shell writes. */
    @Test
    void csvQuotesWhatNeedsIt() throws Exception {
        assertThat(print(OutputMode.CSV, 1L, "a b", "é", "", null, "q\"x", "plain", "a,b", "x'"))
                .isEqualTo("1,\"a b\",\"é\",\"\",,\"q\"\"x\",plain,\"a,b\",\"x'\"\n");
        assertThat(print(OutputMode.CSV, "two\nlines\u0000\u001b")).isEqualTo("\"two\nlines\u0000\u001b\"\n");
    }

    @Test
    void jsonIsExact() throws Exception {
        assertThat(print(OutputMode.JSON, Long.MAX_VALUE, 0.1, null, "a\"\\\n\u001b☃", BLOB, 1e20))
                .isEqualTo("[{\"a\":9223372036854775807,\"b\":0.1,\"c\":null,\"d\":\"a\\\"\\\\\\n\\u001b☃\","
                        + "\"e\":\"\\u0000\\u00ffA\",\"f\":1.0e+20}]\n");
        assertThat(print(OutputMode.JSON, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY))
                .isEqualTo("[{\"a\":1e999,\"b\":-1e999}]\n");
        assertThat(print(OutputMode.JSON, false, List.of("a"), List.of())).isEqualTo("[]\n");
        assertThat(print(OutputMode.JSON, false, List.of("a"), List.of(List.of(1L), List.of(2L))))
                .isEqualTo("[{\"a\":1},\n{\"a\":2}]\n");
        assertThat(print(OutputMode.JSON, "\ud800x")).isEqualTo("[{\"a\":\"\\ud800x\"}]\n");
    }

    @Test
    void lineHasOneValueALine() throws Exception {
        assertThat(print(OutputMode.LINE, false, List.of("a", "longer"), List.of(List.of(1L, 2L), List.of(3L, 4L))))
                .isEqualTo("     a = 1\nlonger = 2\n\n     a = 3\nlonger = 4\n");
    }

    @Test
    void quoteAndInsertAreLiterals() throws Exception {
        assertThat(print(OutputMode.QUOTE, 1L, null, "a'b", 2.5, BLOB)).isEqualTo("1,NULL,'a''b',2.5,X'00ff41'\n");
        format.insertTable("my table");
        assertThat(print(OutputMode.INSERT, 1L, "x")).isEqualTo("INSERT INTO \"my table\" VALUES(1,'x');\n");
    }

    @Test
    void tablesAreDrawn() throws Exception {
        List<String> labels = List.of("a", "name");
        List<List<Object>> rows = List.of(List.of(1L, "x"), List.of(22L, "two\nlines"));
        assertThat(print(OutputMode.BOX, false, labels, rows)).isEqualTo("""
                ┌────┬───────┐
                │ a  │ name  │
                ├────┼───────┤
                │ 1  │ x     │
                │ 22 │ two   │
                │    │ lines │
                └────┴───────┘
                """);
        assertThat(print(OutputMode.TABLE, false, labels, rows)).isEqualTo("""
                +----+-------+
                | a  | name  |
                +----+-------+
                | 1  | x     |
                | 22 | two   |
                |    | lines |
                +----+-------+
                """);
        assertThat(print(OutputMode.MARKDOWN, false, labels, List.of(List.of(1L, "a|b\nc"))))
                .isEqualTo("""
                | a | name      |
                |---|-----------|
                | 1 | a\\|b<br>c |
                """);
        assertThat(print(OutputMode.COLUMN, false, labels, List.of(List.of(1L, "x"))))
                .isEqualTo("a  name\n-  ----\n1  x   \n");
        assertThat(print(OutputMode.BOX, false, labels, List.of())).isEmpty();
    }

    @Test
    void wideCharactersTakeTwoColumnsAndCombiningOnesNone() throws Exception {
        assertThat(print(
                        OutputMode.TABLE,
                        false,
                        List.of("a"),
                        List.of(List.of("漢字"), List.of("e\u0301"), List.of("😀!"))))
                .isEqualTo("""
                +------+
                | a    |
                +------+
                | 漢字 |
                | e\u0301    |
                | 😀!  |
                +------+
                """);
    }

    /** Widths are those of the first rows. */
    @Test
    void aLaterLongerValueTakesMoreLines() throws Exception {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < DrawnRows.MEASURED_ROWS; i++) {
            rows.add(List.of("abc"));
        }
        rows.add(List.of("abcdefg"));
        assertThat(print(OutputMode.TABLE, false, List.of("a"), rows)).endsWith("""
                | abc |
                | abc |
                | def |
                | g   |
                +-----+
                """);
    }

    @Test
    void givenWidthsWrapAndAlign() throws Exception {
        format.widths(List.of(3, -4));
        assertThat(print(OutputMode.TABLE, false, List.of("a", "b"), List.of(List.of("abcde", 1L))))
                .isEqualTo("""
                +-----+------+
                | a   |    b |
                +-----+------+
                | abc |    1 |
                | de  |      |
                +-----+------+
                """);
    }

    @Test
    void aTerminalGetsNoControlCharacter() throws Exception {
        List<List<Object>> rows = List.of(List.of("\u001b[31m\u0007\u009b\u202e\u007f\r!"));
        for (OutputMode mode : OutputMode.values()) {
            assertThat(print(mode, true, List.of("a\u001b"), rows).codePoints().filter(c -> c != '\n'))
                    .as(mode.label())
                    .noneMatch(Character::isISOControl)
                    .doesNotContain(0x202e);
        }
        assertThat(print(OutputMode.LIST, true, List.of("a"), rows)).isEqualTo("^[[31m^G\\u009b\\u202e^?^M!\n");
    }

    @Test
    void aFileGetsCsvAndListAsTheyAre() throws Exception {
        String text = "\u001b[31m\u0007\u009b\u202e\r!";
        assertThat(print(OutputMode.LIST, false, List.of("a"), List.of(List.of(text))))
                .isEqualTo(text + "\n");
        assertThat(print(OutputMode.CSV, false, List.of("a"), List.of(List.of(text))))
                .isEqualTo('"' + text + "\"\n");
    }
}
