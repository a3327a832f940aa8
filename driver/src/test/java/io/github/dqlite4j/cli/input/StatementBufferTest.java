package io.github.dqlite4j.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where statements end, line by line. */
class StatementBufferTest {
    private final StatementBuffer buffer = new StatementBuffer();
    private int line;

    private List<String> add(String text) {
        List<String> pieces = new ArrayList<>();
        for (String each : text.split("\n", -1)) {
            buffer.append(each, ++line);
        }
        for (StatementBuffer.Piece piece = buffer.next(); piece != null; piece = buffer.next()) {
            pieces.add(piece.line() + ": " + piece.text());
        }
        return pieces;
    }

    @Test
    void aStatementEndsWithItsSemicolon() {
        assertThat(add("SELECT 1")).isEmpty();
        assertThat(buffer.isEmpty()).isFalse();
        assertThat(add("; SELECT 2; SELECT")).containsExactly("1: SELECT 1\n;", "2: SELECT 2;");
        assertThat(buffer.isEmpty()).isFalse();
        assertThat(buffer.rest()).isEqualTo(new StatementBuffer.Piece("SELECT", 2));
        assertThat(buffer.isEmpty()).isTrue();
    }

    @Test
    void linesAreCountedToWhereAStatementBegins() {
        assertThat(add("\n-- a comment;\nSELECT 1;\n\n/* one\nmore; */ SELECT\n2;;"))
                .containsExactly("3: SELECT 1;", "6: SELECT\n2;");
        assertThat(buffer.isEmpty()).isTrue();
    }

    @Test
    void aSemicolonInQuotesEndsNothing() {
        assertThat(add("SELECT 'a;\nb;\"c;\n.quit\n'")).isEmpty();
        assertThat(add(";")).containsExactly("1: SELECT 'a;\nb;\"c;\n.quit\n'\n;");
        assertThat(add("SELECT \"a;\n''\nb\", [c;\nd], `e;`;")).hasSize(1);
    }

    @Test
    void aTriggerEndsWithItsEnd() {
        String trigger = """
                CREATE TRIGGER g AFTER INSERT ON t BEGIN
                  UPDATE t SET a = CASE WHEN a = 1 THEN 2 ELSE 3 END;
                  DELETE FROM u;
                END;""";
        assertThat(add(trigger + " SELECT 1;")).containsExactly("1: " + trigger, "4: SELECT 1;");
    }

    @Test
    void anOpenCommentIsNotEmpty() {
        assertThat(add("/* SELECT 1;")).isEmpty();
        assertThat(buffer.isEmpty()).isFalse();
        assertThat(add("*/")).isEmpty();
        assertThat(buffer.isEmpty()).isTrue();
        assertThat(add("-- SELECT 1;")).isEmpty();
        assertThat(buffer.isEmpty()).isTrue();
        assertThat(buffer.rest()).isNull();
    }

    @Test
    void aTextIsCompleteIfEachStatementIs() {
        assertThat(StatementBuffer.isComplete("SELECT 1;")).isTrue();
        assertThat(StatementBuffer.isComplete("-- nothing")).isTrue();
        assertThat(StatementBuffer.isComplete("SELECT 1; SELECT")).isFalse();
        assertThat(StatementBuffer.isComplete("SELECT ';")).isFalse();
        assertThat(StatementBuffer.isComplete("SELECT 1; /* more")).isFalse();
        assertThat(StatementBuffer.isComplete("CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1;"))
                .isFalse();
    }

    /** Each line is read a few times at most, also within one value of many lines with semicolons. */
    @Test
    void aLongValueIsReadOnce() {
        StringBuilder value = new StringBuilder("SELECT '");
        String text = "x;".repeat(50) + "\n";
        value.append(text.repeat(50_000)).append("';");
        assertThat(add(value.toString())).hasSize(1);
    }
}
