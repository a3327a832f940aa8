package io.github.dqlite4j.sql.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.sql.statement.SqlStatementTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultiRowInsertTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "INSERT INTO t VALUES (?) | 1 | INSERT INTO t VALUES (?),(?),(?)",
                "insert into t(a,b) values(?, ?) ; | 2 | insert into t(a,b) values(?, ?),(?, ?),(?, ?)",
                "INSERT OR IGNORE INTO main.\"t\" AS x (a) VALUES (?) -- end | 1 | INSERT OR IGNORE INTO main.\"t\" AS x (a) VALUES (?),(?),(?)",
                "REPLACE INTO t VALUES (?, 1, lower(?), ')') | 2 | REPLACE INTO t VALUES (?, 1, lower(?), ')'),(?, 1, lower(?), ')'),(?, 1, lower(?), ')')",
            })
    void repeatsTheRow(String sql, int parameters, String three) {
        MultiRowInsert shape = MultiRowInsert.of(SqlStatementTest.one(sql)).orElseThrow();
        assertThat(shape.parametersPerRow()).isEqualTo(parameters);
        assertThat(shape.withRows(1)).isEqualTo(SqlStatementTest.one(sql).text());
        assertThat(shape.withRows(3)).isEqualTo(three);
        assertThat(shape.withRows(3)).hasSize(shape.withRows(1).length() + 2 * shape.rowLength());
        SqlStatement repeated = SqlStatementTest.one(shape.withRows(3));
        assertThat(repeated.parameterCount()).isEqualTo(3 * parameters);
        assertThat(repeated.returnsRows()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES (1)",
                "INSERT INTO t VALUES (?), (?)",
                "INSERT INTO t VALUES (?1)",
                "INSERT INTO t VALUES (:a)",
                "INSERT INTO t VALUES (?, :a)",
                "INSERT INTO t VALUES (?) RETURNING id",
                "INSERT INTO t VALUES (?) ON CONFLICT DO NOTHING",
                "INSERT INTO t SELECT ?",
                "INSERT INTO t DEFAULT VALUES",
                "INSERT INTO t VALUES (?, (SELECT max(id) FROM t))",
                "INSERT INTO t VALUES (?, last_insert_rowid())",
                "INSERT INTO t VALUES (?, changes())",
                "WITH a AS (SELECT 1) INSERT INTO t VALUES (?)",
                "EXPLAIN INSERT INTO t VALUES (?)",
                "UPDATE t SET a = (?)",
                "INSERT INTO t VALUES (?",
                "INSERT INTO t (a VALUES (?)",
                "INSERT t VALUES (?)"
            })
    void leavesOthersAlone(String sql) {
        assertThat(MultiRowInsert.of(SqlStatementTest.one(sql))).isEmpty();
    }

    @Test
    void wantsARow() {
        MultiRowInsert shape = MultiRowInsert.of(SqlStatementTest.one("INSERT INTO t VALUES (?)"))
                .orElseThrow();
        assertThatIllegalArgumentException().isThrownBy(() -> shape.withRows(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSERT INTO t VALUES (?) | true",
                "INSERT OR ABORT INTO t VALUES (?) | true",
                "INSERT OR REPLACE INTO t VALUES (?) | true",
                "REPLACE INTO t VALUES (?) | true",
                "INSERT OR IGNORE INTO t VALUES (?) | false",
                "INSERT OR FAIL INTO t VALUES (?) | false",
                "INSERT or rollback INTO t VALUES (?) | false",
            })
    void tellsWhatIsLeftOfAStatementThatFails(String sql, boolean nothing) {
        MultiRowInsert shape = MultiRowInsert.of(SqlStatementTest.one(sql)).orElseThrow();
        assertThat(shape.allOrNothing()).isEqualTo(nothing);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INSERT INTO t VALUES (1, 2) | true",
                "INSERT INTO t (a) VALUES ((SELECT max(a) FROM t)) ; | true",
                "INSERT OR IGNORE INTO main.t AS x (a, b) VALUES (:a, ?2) | true",
                "INSERT INTO t DEFAULT VALUES | true",
                "REPLACE INTO t VALUES (1) | true",
                "INSERT INTO t VALUES (1), (2) | false",
                "INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING | false",
                "INSERT INTO t VALUES (1) RETURNING a | false",
                "INSERT INTO t SELECT 1 | false",
                "WITH a AS (SELECT 1) INSERT INTO t VALUES (1) | false",
                "UPDATE t SET a = (1) | false",
                "EXPLAIN INSERT INTO t VALUES (1) | false",
            })
    void knowsAnInsertOfOneRow(String sql, boolean one) {
        assertThat(MultiRowInsert.isOneRow(SqlStatementTest.one(sql))).isEqualTo(one);
    }
}
