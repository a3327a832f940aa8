package io.github.dqlite4j.sql.escape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.dqlite4j.sql.escape.SqlEscapeException.Kind;
import io.github.dqlite4j.sql.statement.SqlStatementTest;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcEscapesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "SELECT {d '2026-11-21'} | SELECT '2026-11-21'",
                "SELECT {D'2026-1-5'} | SELECT '2026-01-05'",
                "SELECT {t '01:35:00'} | SELECT '01:35:00.000000000'",
                "SELECT {t '1:3:5.25'} | SELECT '01:03:05.250000000'",
                "SELECT {ts '2026-11-21 01:35:00'} | SELECT '2026-11-21 01:35:00.000000000'",
                "SELECT { ts /* x */ '2026-11-21 01:35:00.123456789' } AS x | SELECT '2026-11-21 01:35:00.123456789' AS x",
                "SELECT {fn abs(-1)}, {fn ABS(x)} | SELECT abs((-1)), abs(x)",
                "SELECT {fn pi()} + {fn user()} | SELECT pi() + ''",
                "SELECT {fn locate('b', name)} | SELECT instr(name, 'b')",
                "SELECT {fn locate(?, ?)} | SELECT (SELECT instr(escape_2, escape_1) FROM (SELECT ? AS escape_1, ? AS escape_2))",
                "SELECT {fn left(?, ?)} | SELECT substr(?, 1, max(?, 0))",
                "SELECT {fn left(a, b(1, 2))} | SELECT substr(a, 1, max((b(1, 2)), 0))",
                "SELECT {fn year(x)} | SELECT CAST(strftime('%Y', x) AS INTEGER)",
                "SELECT {fn extract(DAY FROM x)} | SELECT CAST(strftime('%d', x) AS INTEGER)",
                "SELECT {fn position('a' IN name)} | SELECT instr(name, 'a')",
                "SELECT {fn char_length(x, OCTETS)} | SELECT length(CAST(x AS BLOB))",
                "SELECT {fn substring(x, 1, 2, characters)} | SELECT substr(x, 1, 2)",
                "SELECT {fn convert(x, SQL_INTEGER)} | SELECT CAST(x AS INTEGER)",
                "SELECT {fn CURRENT_DATE} | SELECT date('now')",
                "SELECT {fn curdate()} | SELECT date('now')",
                "SELECT {fn coalesce(a, 1)} | SELECT coalesce(a, 1)",
                "SELECT * FROM {oj a LEFT OUTER JOIN b ON a.x = {fn abs(b.x)}} WHERE 1 | SELECT * FROM a LEFT OUTER JOIN b ON a.x = abs((b.x)) WHERE 1",
                "SELECT 1 WHERE a LIKE 'x!%' {escape '!'} | SELECT 1 WHERE a LIKE 'x!%' ESCAPE '!'",
                "SELECT 1 {limit 5} | SELECT 1 LIMIT 5",
                "SELECT 1 {limit ? offset ?} | SELECT 1 LIMIT ? OFFSET ?",
                "SELECT '{d x}', \"{fn y}\", [{], `}` -- {call x} | SELECT '{d x}', \"{fn y}\", [{], `}` -- {call x}",
                "SELECT 1 /* {x */ | SELECT 1 /* {x */",
                "SELECT 1 | SELECT 1",
            })
    void translates(String sql, String expected) {
        assertThat(JdbcEscapes.translate(sql)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "SELECT {d '2026-02-30'} | 8 | MALFORMED",
                "SELECT {d ?} | 8 | MALFORMED",
                "SELECT {d} | 8 | MALFORMED",
                "SELECT {t '25:00:00'} | 8 | MALFORMED",
                "SELECT {ts '2026-11-21'} | 8 | MALFORMED",
                "SELECT {ts '2026-11-21 x'} | 8 | MALFORMED",
                "SELECT {d '2026-11-21' | 7 | MALFORMED",
                "SELECT {} | 7 | MALFORMED",
                "SELECT {'x'} | 7 | MALFORMED",
                "SELECT {foo 1} | 8 | MALFORMED",
                "SELECT {fn} | 8 | MALFORMED",
                "SELECT {fn abs} | 11 | MALFORMED",
                "SELECT {fn abs(1} | 11 | MALFORMED",
                "SELECT {fn abs(1) x} | 11 | MALFORMED",
                "SELECT {fn concat(1,)} | 20 | MALFORMED",
                "SELECT {oj} | 8 | MALFORMED",
                "SELECT {escape} | 8 | MALFORMED",
                "SELECT {limit} | 8 | MALFORMED",
                "SELECT {limit 1 offset} | 8 | MALFORMED",
                "SELECT {fn abs(1, 2)} | 11 | UNSUPPORTED",
                "SELECT {fn convert(1, SQL_NONSENSE)} | 11 | UNSUPPORTED",
                "SELECT {fn convert(1)} | 11 | UNSUPPORTED",
                "SELECT {fn extract(CENTURY FROM x)} | 11 | UNSUPPORTED",
                "SELECT {fn timestampadd(SQL_TSI_EON, 1, x)} | 11 | UNSUPPORTED",
                "SELECT {fn substring(x, 1, 2, OCTETS)} | 11 | UNSUPPORTED",
                "{call p(?)} | 0 | PROCEDURE_CALL",
                "{?= CALL p(?)} | 0 | PROCEDURE_CALL",
            })
    void saysWhatIsWrong(String sql, int position, Kind kind) {
        assertThatExceptionOfType(SqlEscapeException.class)
                .isThrownBy(() -> JdbcEscapes.translate(sql))
                .satisfies(e -> {
                    assertThat(e.kind()).isEqualTo(kind);
                    assertThat(e.position()).isEqualTo(position);
                });
    }

    @Test
    void translatesInsideOut() {
        assertThat(JdbcEscapes.translate("SELECT {fn concat('a', {fn lcase({d '2026-11-21'})})}"))
                .isEqualTo("SELECT ('a' || (lower('2026-11-21')))");
    }

    static Stream<String> listed() {
        return Stream.of(
                        EscapeFunctions.NUMERIC,
                        EscapeFunctions.STRING,
                        EscapeFunctions.SYSTEM,
                        EscapeFunctions.TIME_DATE)
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("listed")
    void translatesWhatItLists(String function) {
        List<String> calls = switch (function) {
            case "EXTRACT" -> List.of("{fn EXTRACT(YEAR FROM ?)}");
            case "TIMESTAMPADD", "TIMESTAMPDIFF" -> List.of("{fn " + function + "(SQL_TSI_DAY, ?, ?)}");
            default ->
                List.of("()", "(?)", "(?, ?)", "(?, ?, ?)", "(?, ?, ?, ?)").stream()
                        .map(arguments -> "{fn " + function + arguments + "}")
                        .toList();
        };
        int translated = 0;
        for (String call : calls) {
            Throwable thrown = catchThrowable(() -> JdbcEscapes.translate(call));
            if (thrown == null) {
                translated++;
                int parameters = (int) call.chars().filter(c -> c == '?').count();
                String sql = JdbcEscapes.translate("SELECT " + call);
                assertThat(SqlStatementTest.one(sql).parameterCount()).as(sql).isEqualTo(parameters);
                assertThat(sql).doesNotContain("$").doesNotContain("{");
            } else {
                assertThat(thrown).isInstanceOf(SqlEscapeException.class);
            }
        }
        assertThat(translated).isPositive();
    }

    @Test
    void takesAnythingElseAsMalformed() {
        Random random = new Random(99);
        String alphabet = "{}()?'\",- fnodtsj=1:\n";
        String seed = "SELECT {fn concat({d '2026-11-21'}, {fn locate(?, 'a', 3)})} {limit 1 offset 2} {oj a}";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder(seed);
            for (int i = random.nextInt(4); i >= 0; i--) {
                int at = random.nextInt(Math.max(1, text.length() - 1));
                switch (random.nextInt(3)) {
                    case 0 -> text.delete(at, at + 1);
                    case 1 -> text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
                    default -> text.setLength(Math.max(1, at));
                }
            }
            Throwable thrown = catchThrowable(() -> JdbcEscapes.translate(text.toString()));
            if (thrown != null) {
                assertThat(thrown).as(text.toString()).isInstanceOf(SqlEscapeException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{fn a(", "{d '2026-11-21'}", "{fn abs(", "}", "{oj ", "'{"})
    void takesLinearTime(String piece) {
        String sql = piece.repeat(1_000_000 / piece.length());
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(catchThrowable(() -> JdbcEscapes.translate(sql)))
                        .satisfiesAnyOf(
                                thrown -> assertThat(thrown).isNull(),
                                thrown -> assertThat(thrown).isInstanceOf(SqlEscapeException.class)));
    }
}
