package io.github.dqlite4j.sql.statement;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.sql.SqlParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaNamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM t",
                "select distinct * from t",
                "SELECT ALL* FROM t",
                "SELECT 1, * FROM t",
                "SELECT t.* FROM t",
                "SELECT main.t . * FROM t",
                "SELECT a FROM (SELECT * FROM t)",
                "WITH c AS (SELECT * FROM t) SELECT a FROM c",
                "INSERT INTO t VALUES (1) RETURNING *",
                "DELETE FROM t RETURNING 1, *",
                "SELECT rowid FROM t",
                "SELECT \"OID\" FROM t",
                "UPDATE t SET a = 1 RETURNING [_rowid_]"
            })
    void namesComeFromTheSchema(String sql) {
        assertThat(SqlParser.parseOne(sql).namesFromSchema()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT a, t.b AS c FROM t",
                "SELECT count(*), sum(a * b), (a) * 2 FROM t",
                "SELECT 2 * 3",
                "SELECT 'rowid, *'",
                "INSERT INTO t SELECT * FROM u",
                "UPDATE t SET a = a * 2 RETURNING a",
                "EXPLAIN SELECT * FROM t",
                "CREATE VIEW v AS SELECT * FROM t"
            })
    void namesComeFromTheText(String sql) {
        assertThat(SqlParser.parseOne(sql).namesFromSchema()).isFalse();
    }
}
