package io.github.dqlite4j.sql.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.lexer.Ascii;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.sql.schema.SchemaTable;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterUsesTest {
    private static final Map<String, SchemaTable> TABLES = Map.of(
            "t",
            new SchemaTable(
                    List.of(
                            new ColumnOrigin("t", "id", "INTEGER", true, true),
                            new ColumnOrigin("t", "name", "VARCHAR(20)", true, false),
                            new ColumnOrigin("t", "day", "DATE(10)", false, false)),
                    null),
            "u",
            new SchemaTable(
                    List.of(
                            new ColumnOrigin("u", "id", "BIGINT", false, false),
                            new ColumnOrigin("u", "price", "DECIMAL(10, 2)", false, false)),
                    null),
            "w",
            new SchemaTable(List.of(), "CREATE VIEW w AS SELECT price AS p FROM u"));

    /** Each parameter's type, with a ! behind it where NULL is not allowed; ? for what is not known. */
    private static String uses(String sql) {
        SqlStatement statement = SqlParser.parseOne(sql);
        return ParameterUses.of(statement, name -> TABLES.get(Ascii.lower(name.name()))).stream()
                .map(use -> use == null ? "?" : use.declaredType() + (use.nullable() ? "" : "!"))
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '§',
            value = {
                "INSERT INTO t VALUES (?, ?, ?) ~ INTEGER VARCHAR(20)! DATE(10)",
                "INSERT OR IGNORE INTO main.T AS x (DAY, \"name\") VALUES (?, upper(?)), (:a, 'b'), (?, :c) ~ DATE(10) ? DATE(10) DATE(10) VARCHAR(20)!",
                "REPLACE INTO t (name) VALUES (? || ?) ~ ? ?",
                "INSERT INTO t (name) VALUES (?) ON CONFLICT (name) DO UPDATE SET day = ?, name = excluded.name || ? WHERE id > ? ~ VARCHAR(20)! DATE(10) ? INTEGER",
                "INSERT INTO t (name) SELECT ? FROM u WHERE price < ? ~ ? DECIMAL(10, 2)",
                "WITH x AS (SELECT 1 AS id FROM u WHERE price = ?) INSERT INTO t VALUES (?, ?, ?) ~ DECIMAL(10, 2) INTEGER VARCHAR(20)! DATE(10)",
                "INSERT INTO nowhere VALUES (?) ~ ?",
                "INSERT INTO t VALUES (?3, ?1, ?2) ~ VARCHAR(20)! DATE(10) INTEGER",
                "UPDATE t SET name = ?, day = ? WHERE id = ? AND name <> ? ~ VARCHAR(20)! DATE(10) INTEGER VARCHAR(20)",
                "UPDATE t AS x SET day = ? + 1 WHERE x.day >= ? OR day IS NOT ? ~ ? DATE(10) DATE(10)",
                "DELETE FROM t WHERE name LIKE ? OR name NOT LIKE ? ESCAPE ? ~ TEXT TEXT ?",
                "DELETE FROM t WHERE id IN (?, 5, ?) AND day NOT IN (?) ~ INTEGER INTEGER DATE(10)",
                "SELECT * FROM t WHERE day BETWEEN ? AND ? AND id NOT BETWEEN ? AND 3 ~ DATE(10) DATE(10) INTEGER",
                "SELECT * FROM t WHERE ? = id AND ? <= t.day AND ? = id + 1 ~ INTEGER DATE(10) ?",
                "SELECT * FROM t WHERE id + 1 = ? AND -id = ? AND lower(name) = ? AND id = ? * 2 ~ ? ? ? ?",
                "SELECT * FROM t a JOIN u b ON a.id = b.id AND b.price > ? WHERE b.id = ? AND a.id == ? ~ DECIMAL(10, 2) BIGINT INTEGER",
                "SELECT * FROM t WHERE id = (SELECT max(id) FROM u WHERE price = ? AND day = ? AND u.id = ?) ~ DECIMAL(10, 2) DATE(10) BIGINT",
                "SELECT * FROM t WHERE EXISTS (SELECT 1 FROM u x WHERE (x.price != ?)) AND (day = ? OR (name = ?)) ~ DECIMAL(10, 2) DATE(10) VARCHAR(20)",
                "SELECT * FROM (SELECT day AS d FROM t WHERE id = ?) WHERE d = ? ~ INTEGER DATE(10)",
                "SELECT p FROM w WHERE p > ? ~ DECIMAL(10, 2)",
                "WITH c(x) AS (SELECT day FROM t) SELECT x FROM c WHERE x = ? ~ DATE(10)",
                "SELECT id FROM t WHERE day = ? UNION SELECT id FROM u WHERE price = ? ORDER BY 1 LIMIT ? OFFSET ? ~ DATE(10) DECIMAL(10, 2) BIGINT! BIGINT!",
                "SELECT 1 LIMIT ?, ? ~ BIGINT! BIGINT!",
                "SELECT CAST(? AS DECIMAL(5, 1)), CAST(? + 1 AS TEXT), ? AS x ~ DECIMAL(5, 1) ? ?",
                "SELECT * FROM t WHERE id << ? AND id >> ? AND name -> ? AND day ->> ? ~ ? ? ? ?",
                "SELECT * FROM t WHERE day = :d AND name = @n AND id = $i AND id > :d ~ DATE(10) VARCHAR(20) INTEGER",
                "SELECT * FROM t WHERE 'a' = ? AND nothing = ? AND z.id = ? ~ ? ? ?",
                "SELECT * FROM t WHERE id IS ? AND day IS NOT ? ~ INTEGER DATE(10)",
                "SELECT coalesce(day, ?), CASE WHEN id = ? THEN ? END FROM t ~ ? INTEGER ?",
                "EXPLAIN SELECT * FROM t WHERE id = ? ~ INTEGER",
                "PRAGMA table_info(?) ~ ?",
                "SELECT ?5 ~ ? ? ? ? ?"
            })
    void tellsWhatParametersStandFor(String sql, String expected) {
        assertThat(uses(sql)).isEqualTo(expected);
    }

    @Test
    void saysNothingOfAStatementWithoutParameters() {
        assertThat(uses("SELECT id FROM t WHERE id = 1")).isEmpty();
    }

    @Test
    void endsInQueriesWithinQueries() {
        int depth = 20_000;
        String sql = "SELECT 1 WHERE 1 = " + "(SELECT id FROM t WHERE id = ".repeat(depth) + "?" + ")".repeat(depth);

        assertThat(uses(sql)).isEqualTo("?");
    }
}
