package io.github.dqlite4j.sql.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.sql.SqlParser;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InlinedParametersTest {
    /** The values are 101, 102 and so on; two parameters stay. */
    private static String inline(String sql) {
        InlinedParameters inlined = InlinedParameters.of(SqlParser.parseOne(sql), 2);
        assertThat(inlined.isPossible()).isTrue();
        List<Long> values = Arrays.asList(101L, 102L, 103L, 104L, 105L, 106L, 107L, 108L, 109L);
        String text = inlined.text(values);
        assertThat(inlined.length(values)).isGreaterThanOrEqualTo(text.length());
        assertThat(SqlParser.parseOne(text).parameterCount()).isEqualTo(inlined.kept());
        return text.replaceAll(" +", " ");
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', textBlock = """
            INSERT INTO t VALUES (?,?,?,?)             => INSERT INTO t VALUES (?,?, 103 , 104 )
            DELETE FROM t WHERE a IN(?,?,?)AND b=?     => DELETE FROM t WHERE a IN(?,?, 103 )AND b= 104
            DELETE FROM t WHERE a=?3 OR b=? OR c=?1    => DELETE FROM t WHERE a= 103 OR b= 104 OR c=?1
            DELETE FROM t WHERE a=:a OR b=:b OR c IN (@c,:a,$d,?,@c) \
                                                       => DELETE FROM t WHERE a=:a OR b=:b OR c IN ( 103 ,:a, 104 , 105 , 103 )
            DELETE FROM t WHERE a=?5                   => DELETE FROM t WHERE a= 105
            UPDATE t SET a='?', b=?, c=? /* ? */ WHERE d=?  => UPDATE t SET a='?', b=?, c=? /* ? */ WHERE d= 103
            """)
    void valuesTakeTheirPlaces(String sql, String expected) {
        assertThat(inline(sql).strip()).isEqualTo(expected);
    }

    /** There a plain integer would be the number of a column. */
    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', textBlock = """
            SELECT a FROM t ORDER BY ?3                     => ORDER BY (103|0)
            SELECT a FROM t ORDER BY a, (+?3) DESC          => ORDER BY a, (+ (103|0) ) DESC
            SELECT a FROM t GROUP BY ?3, ?4 HAVING max(?5, 1)>?6 LIMIT ?7, ?8 \
                            => GROUP BY (103|0) , (104|0) HAVING max( 105 , 1)> 106 LIMIT 107 , 108
            SELECT a FROM t WHERE a IN (SELECT b FROM u GROUP BY ?3) AND a IN (1, ?4) \
                            => WHERE a IN (SELECT b FROM u GROUP BY (103|0) ) AND a IN (1, 104 )
            SELECT a FROM t ORDER BY a IN (?3, ?4), ?5      => ORDER BY a IN ( 103 , (104|0) ), (105|0)
            """)
    void anIntegerIsNoColumnNumber(String sql, String expected) {
        assertThat(inline(sql).strip()).isEqualTo("SELECT a FROM t " + expected.replaceAll(" +", " "));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', textBlock = """
            SELECT ?3                               => SELECT 103 AS "?3"
            SELECT DISTINCT ?1, ?3 || "x" , ?4 b, ?5 AS c, a FROM t \
                                                    => SELECT DISTINCT ?1, 103 || "x" AS "?3 || ""x\""" , 104 b, 105 AS c, a FROM t
            SELECT * FROM (SELECT :a, :b, :c /* d */) \
                                                    => SELECT * FROM (SELECT :a, :b, 103 AS ":c /* d */" /* d */)
            SELECT (SELECT ?3)                      => SELECT (SELECT 103 AS "?3") AS "(SELECT ?3)"
            INSERT INTO t SELECT ?, ?, ? RETURNING ?4, a, ?5 b \
                                                    => INSERT INTO t SELECT ?, ?, 103 AS "?" RETURNING 104 AS "?4", a, 105 b
            INSERT INTO t VALUES (?3) ON CONFLICT DO UPDATE SET a=?4 \
                                                    => INSERT INTO t VALUES ( 103 ) ON CONFLICT DO UPDATE SET a= 104
            VALUES (?, ?, ?)                        => VALUES (?, ?, 103 )
            SELECT ?3 COLLATE nocase                => SELECT 103 COLLATE nocase AS "?3 COLLATE nocase"
            SELECT sum(?3) OVER w, sum(?3) OVER (ORDER BY a) s FROM t WINDOW w AS (ORDER BY a) \
                        => SELECT sum( 103 ) OVER w AS "sum(?3) OVER w", sum( 103 ) OVER (ORDER BY a) s FROM t WINDOW w AS (ORDER BY a)
            """)
    void aColumnKeepsItsName(String sql, String expected) {
        assertThat(inline(sql).strip()).isEqualTo(expected.replaceAll(" +", " "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ?3 + t.like x FROM t",
                "SELECT ?3 END",
                "SELECT a FROM (SELECT ?3 /* at the end of the range */)",
                "SELECT CASE WHEN ?3 THEN 1 END END"
            })
    void whereNamesAreNotCertainItIsNotPossible(String sql) {
        assertThat(InlinedParameters.of(SqlParser.parseOne(sql), 2).isPossible())
                .isEqualTo(sql.contains("range"));
    }

    private static String literal(@Nullable Object value) {
        List<@Nullable Object> values = Collections.singletonList(value);
        InlinedParameters inlined = InlinedParameters.of(SqlParser.parseOne("INSERT INTO t VALUES(?)"), 0);
        String text = inlined.text(values);
        assertThat(inlined.length(values)).isGreaterThanOrEqualTo(text.length());
        assertThat(SqlParser.parse(text).statements()).hasSize(1);
        assertThat(SqlParser.parseOne(text).parameterCount()).isZero();
        assertThat(text).startsWith("INSERT INTO t VALUES( ").endsWith(" )");
        return text.substring(22, text.length() - 2);
    }

    @Test
    void everyTypeHasALiteral() {
        assertThat(literal(null)).isEqualTo("NULL");
        assertThat(literal(0L)).isEqualTo("0");
        assertThat(literal(-1L)).isEqualTo("(-1)");
        assertThat(literal(Long.MAX_VALUE)).isEqualTo("9223372036854775807");
        assertThat(literal(Long.MIN_VALUE)).isEqualTo("(-9223372036854775807-1)");
        assertThat(literal(0.0)).isEqualTo("(0.0)");
        assertThat(literal(-0.0)).isEqualTo("(-0.0)");
        assertThat(literal(-12.0)).isEqualTo("(-12.0)");
        assertThat(literal(0.5)).isEqualTo("(1.0/2)");
        assertThat(literal(-2.75)).isEqualTo("(-11.0/4)");
        assertThat(literal(0x1p60)).isEqualTo("(1.0*1152921504606846976)");
        assertThat(literal(Double.POSITIVE_INFINITY)).isEqualTo("(9e999)");
        assertThat(literal(Double.NEGATIVE_INFINITY)).isEqualTo("(-9e999)");
        assertThat(literal(new byte[] {0, -1, 39})).isEqualTo("x'00ff27'");
        assertThat(literal(new byte[0])).isEqualTo("x''");
        assertThat(literal("it's -- ? /* \"x\" ; ''")).isEqualTo("'it''s -- ? /* \"x\" ; '''''");
        assertThat(literal("\uD83D\uDE00\n\\")).isEqualTo("'\uD83D\uDE00\n\\'");
        assertThatThrownBy(() -> literal(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> literal(new Object())).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0.1,
                Double.MIN_VALUE,
                Double.MAX_VALUE,
                Double.MIN_NORMAL,
                0x1p53,
                0x1.0000000000001p53,
                1e22,
                1e-22
            })
    void aRealIsExact(double value) {
        assertThat(calculated(literal(value))).isEqualTo(value);
        assertThat(calculated(literal(-value))).isEqualTo(-value);
    }

    @Test
    void anyRealIsExact() {
        Random random = new Random(12);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(calculated(literal(value))).isEqualTo(value);
            }
        }
    }

    /** As SQLite calculates: one operation of doubles after the other. Each number must be one that is read without rounding. */
    private static double calculated(String literal) {
        String[] numbers = literal.replaceAll("[()]", "").split("[*/]");
        double result = Double.parseDouble(numbers[0]);
        assertThat(Math.abs(result)).isLessThanOrEqualTo(0x1p53);
        for (int i = 1; i < numbers.length; i++) {
            double factor = Long.parseLong(numbers[i]);
            assertThat(new BigDecimal(factor)).isEqualTo(new BigDecimal(numbers[i]));
            result = literal.contains("/") ? result / factor : result * factor;
        }
        return result;
    }
}
