package io.github.dqlite4j.sql.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.sql.statement.SqlStatementTest;
import io.github.dqlite4j.sql.statement.TableName;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTypeMaskTest {
    private static SqlStatement one(String sql) {
        return SqlStatementTest.one(sql);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "SELECT a FROM t | SELECT a FROM t LIMIT 0",
                "SELECT a FROM t ORDER BY a | SELECT a FROM t LIMIT 0",
                "SELECT a FROM t limit 5 offset 2 | SELECT a FROM t LIMIT 0",
                "SELECT a FROM (SELECT a FROM t ORDER BY a LIMIT 3) LIMIT ?, ? | SELECT a FROM (SELECT a FROM t ORDER BY a LIMIT 3) LIMIT 0",
                "SELECT row_number() OVER (ORDER BY a) FROM t | SELECT row_number() OVER (ORDER BY a) FROM t LIMIT 0",
                "SELECT \"order\", [limit] FROM t /* x */ | SELECT \"order\", [limit] FROM t LIMIT 0",
                "WITH c AS (SELECT 1 ORDER BY 1) SELECT * FROM c UNION SELECT 2 ORDER BY 1 | WITH c AS (SELECT 1 ORDER BY 1) SELECT * FROM c LIMIT 0",
                "VALUES (1), (2) | SELECT * FROM (VALUES (1), (2) ) LIMIT 0",
                "SELECT a FROM t UNION VALUES (1) | SELECT a FROM t LIMIT 0",
                "VALUES (1) UNION SELECT a FROM t ORDER BY 1 | SELECT * FROM (VALUES (1) ) LIMIT 0",
                "SELECT a FROM (SELECT 1 AS a UNION SELECT 2) INTERSECT SELECT ? | SELECT a FROM (SELECT 1 AS a UNION SELECT 2) LIMIT 0",
                "SELECT (VALUES (1)), 'VALUES' FROM t | SELECT (VALUES (1)), 'VALUES' FROM t LIMIT 0"
            })
    void asksForTheNamesWithoutRows(String query, String probe) {
        SqlStatement asked = one(ColumnTypeMask.probe(one(query)));
        assertThat(asked.text().replaceAll("\\s+", " ")).isEqualTo(probe);
        assertThat(asked.readOnly()).isTrue();
    }

    @Test
    void keepsTheFirstParametersOfTheQueryInItsProbe() {
        assertThat(one(ColumnTypeMask.probe(one("SELECT ?, ? FROM t WHERE a = ? LIMIT ? OFFSET ?")))
                        .parameterCount())
                .isEqualTo(3);
        assertThat(one(ColumnTypeMask.probe(one("SELECT ?3 FROM t LIMIT ?1"))).parameterCount())
                .isEqualTo(3);
    }

    @Test
    void wrapsTheWholeQueryAndKeepsNamesAndParameters() {
        SqlStatement wrapped = one(ColumnTypeMask.wrap(
                one("SELECT a, a, \"x\"\"y\", ? FROM t -- all of it\n ORDER BY :n LIMIT ?"),
                List.of("a", "a", "x\"y", "?")));
        assertThat(wrapped.text())
                .isEqualTo(
                        "WITH d(c0,c1,c2,c3) AS (SELECT a, a, \"x\"\"y\", ? FROM t -- all of it\n ORDER BY :n LIMIT ?\n)"
                                + " SELECT +c0 AS \"a\",+c1 AS \"a\",+c2 AS \"x\"\"y\",+c3 AS \"?\" FROM d");
        assertThat(wrapped.parameterCount()).isEqualTo(3);
        assertThat(wrapped.kind()).isEqualTo(SqlKind.SELECT);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "* | +\"f\" AS \"f\", +\"day\" AS \"day\"",
                "f | +f AS \"f\"",
                "\"f\", [day] | +\"f\" AS \"f\", +[day] AS \"day\"",
                "t.f, main.t.day | +t.f AS \"f\", +main.t.day AS \"day\"",
                "f AS x, day y, f AS 'z w' | +f AS \"x\", +day AS \"y\", +f AS \"z w\"",
                "(f), (SELECT g FROM u) AS s, (SELECT g, 1 FROM u) | +(f) AS \"(f)\", +(SELECT g FROM u) AS \"s\", +(SELECT g, 1 FROM u) AS \"(SELECT g, 1 FROM u)\"",
                "f + 1, f - 'x' AS y, abs(f), CAST(f AS BOOLEAN) | f + 1, f - 'x' AS y, abs(f), CAST(f AS BOOLEAN)",
                "+f, - day AS d, 'f', 'f' f, 1, ? AS x | +f, - day AS d, 'f', 'f' f, 1, ? AS x",
                "NOT f, f ISNULL, f NOTNULL, f IS NULL, NOT (f) | NOT f, f ISNULL, f NOTNULL, f IS NULL, NOT (f)",
                "f COLLATE nocase, CASE f WHEN 1 THEN f END, EXISTS (SELECT f) | f COLLATE nocase, CASE f WHEN 1 THEN f END, EXISTS (SELECT f)",
                "*, f, rowid | +\"f\" AS \"f\", +\"day\" AS \"day\", +f AS \"f\", +rowid AS \"rowid\""
            })
    void hidesThePlainColumnsThatAreReturned(String returned, String expected) {
        SqlStatement statement = one("UPDATE t SET f = (SELECT 1 RETURNING_) WHERE f = ? RETURNING " + returned);
        SqlStatement masked = one(ColumnTypeMask.returning(statement, List.of("f", "day")));
        assertThat(masked.text()).isEqualTo("UPDATE t SET f = (SELECT 1 RETURNING_) WHERE f = ? RETURNING " + expected);
        assertThat(masked.parameterCount()).isEqualTo(statement.parameterCount());
        assertThat(masked.returnsRows()).isTrue();
    }

    @Test
    void asksForTheColumnsOfATable() {
        assertThat(ColumnTypeMask.all(new TableName(null, "a\"b"))).isEqualTo("SELECT * FROM \"a\"\"b\" LIMIT 0");
        assertThat(ColumnTypeMask.all(new TableName("temp", "t"))).isEqualTo("SELECT * FROM \"temp\".\"t\" LIMIT 0");
    }
}
