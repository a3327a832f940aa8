package io.github.dqlite4j.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.dqlite4j.sql.rewrite.MultiRowInsert;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlParserTest {
    private static final List<String> STATEMENTS = List.of(
            "SELECT 1",
            "SELECT ';' AS \"a;b\", [c;d], `e;f`, x'3b'",
            "SELECT 1 -- one; two\n + 2",
            "SELECT 1 /* ; */ + 2",
            "SELECT 'it''s; fine'",
            "CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT 1; END",
            "CREATE TEMP TRIGGER IF NOT EXISTS a AFTER INSERT ON t WHEN new.x > 1 BEGIN"
                    + " UPDATE t SET a = CASE WHEN b THEN 1 ELSE 2 END; DELETE FROM t; END",
            "CREATE TEMPORARY TRIGGER begin INSTEAD OF DELETE ON v BEGIN INSERT INTO t VALUES (CASE 1 WHEN 1 THEN 2 END); END",
            "EXPLAIN CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT 1; SELECT 2; END",
            "EXPLAIN QUERY PLAN SELECT 1",
            "CREATE TABLE trigger_t (trigger TEXT)",
            "BEGIN",
            "END",
            "INSERT INTO t VALUES (?, :a, $b::c(d;e))",
            "UPDATE t SET a = 1 RETURNING *");

    static List<String> statements() {
        return STATEMENTS;
    }

    @ParameterizedTest
    @MethodSource("statements")
    void keepsOneStatementWhole(String sql) {
        assertThat(texts(sql)).containsExactly(sql);
        assertThat(texts(" /* a */ ; " + sql + "\n;-- b")).containsExactly(sql);
    }

    @Test
    void splitsWhatWasJoined() {
        Random random = new Random(4711);
        List<String> separators = List.of(";", " ; ", ";\n;", "-- x;\n;", "/* ; */;", ";\uFEFF\t\f\r");
        for (int round = 0; round < 2_000; round++) {
            List<String> expected = new ArrayList<>();
            StringBuilder script = new StringBuilder();
            for (int i = random.nextInt(6); i >= 0; i--) {
                String statement = STATEMENTS.get(random.nextInt(STATEMENTS.size()));
                expected.add(statement);
                script.append(statement).append(separators.get(random.nextInt(separators.size())));
            }
            assertThat(texts(script.toString())).as(script.toString()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ";", ";;", "--", "-- a;b", "/* ; */", "/* open", "\n;\t;\uFEFF", "/*;*/;--;"})
    void dropsEmptyStatements(String sql) {
        assertThat(texts(sql)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'a; SELECT 2",
                "SELECT \"a; SELECT 2",
                "SELECT [a; SELECT 2",
                "SELECT `a; SELECT 2",
                "SELECT x'3b; SELECT 2",
                "SELECT 'a''; SELECT 2",
                "CREATE TRIGGER a AFTER INSERT ON t BEGIN SELECT 1; SELECT 2"
            })
    void leavesWhatDoesNotEndInOnePiece(String sql) {
        assertThat(texts(sql)).containsExactly(sql);
    }

    @Test
    void takesTheLineCommentToTheNewlineOnly() {
        // A carriage return does not end a comment in SQLite.
        assertThat(texts("SELECT 1 -- a\r; SELECT 2")).containsExactly("SELECT 1");
        assertThat(texts("SELECT 1 -- a\n; SELECT 2")).containsExactly("SELECT 1", "SELECT 2");
    }

    @Test
    void readsSlashStarAtTheVeryEndAsOperators() {
        assertThat(texts("SELECT 1 /*")).containsExactly("SELECT 1 /*");
        assertThat(texts("SELECT 1 /* ")).containsExactly("SELECT 1");
    }

    @Test
    void takesAnything() {
        Random random = new Random(42);
        String alphabet = "'\"`[]();,.-/*?:@$#x0eE+ \n\0\u00e9\uD83DAZaz_=<>!%&|~{}\\^";
        String seed = String.join(";", STATEMENTS);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            if (random.nextBoolean()) {
                int from = random.nextInt(seed.length());
                text.append(seed, from, Math.min(seed.length(), from + random.nextInt(80)));
            }
            for (int i = random.nextInt(20); i > 0; i--) {
                text.insert(random.nextInt(text.length() + 1), alphabet.charAt(random.nextInt(alphabet.length())));
            }
            for (SqlStatement statement : SqlParser.parse(text.toString()).statements()) {
                assertThat(text.toString()).contains(statement.text());
                assertThat(statement.parameterNames()).hasSize(statement.parameterCount());
                assertThat(MultiRowInsert.of(statement)
                                .map(MultiRowInsert::parametersPerRow)
                                .orElse(1))
                        .isPositive();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                ")",
                "'",
                "''",
                "\"",
                "[",
                "`",
                "/*",
                "/**/",
                "--",
                "--\n",
                ";",
                "?",
                ":a",
                "$a(",
                "x'",
                "1e",
                "0x",
                "CREATE TRIGGER ",
                "WITH a AS (",
                "WITH ",
                "RETURNING ",
                "END;",
                "BEGIN;",
                "CASE ",
                "EXPLAIN ",
                "PRAGMA ",
                "INSERT INTO t VALUES (",
                "a.",
                "::",
                "$::"
            })
    void takesLinearTime(String piece) {
        String sql = piece.repeat(1_000_000 / piece.length());
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (SqlStatement statement : SqlParser.parse(sql).statements()) {
                assertThat(statement.text()).isNotEmpty();
            }
            assertThat(SqlParser.parse("INSERT INTO t VALUES " + sql).statements())
                    .isNotEmpty();
        });
    }

    private static List<String> texts(String sql) {
        return SqlParser.parse(sql).statements().stream()
                .map(SqlStatement::text)
                .toList();
    }
}
