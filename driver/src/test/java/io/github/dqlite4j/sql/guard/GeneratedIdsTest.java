package io.github.dqlite4j.sql.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.sql.SqlParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratedIdsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t (id SERIAL PRIMARY KEY)",
                "create temp table if not exists main.t (a, id bigserial)",
                "CREATE TABLE t (a TEXT, id INT AUTO_INCREMENT, b)",
                "CREATE TABLE t (id INTEGER IDENTITY PRIMARY KEY)",
                "CREATE TABLE t (id BIGINT IDENTITY(1,1))",
                "CREATE TABLE t (id IDENTITY)",
                "ALTER TABLE t ADD id SERIAL",
                "ALTER TABLE main.t ADD COLUMN id BIGINT AUTO_INCREMENT"
            })
    void refuses(String sql) {
        assertThat(GeneratedIds.check(SqlParser.parseOne(sql))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t (id BIGINT PRIMARY KEY)",
                "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)",
                "CREATE TABLE serial (serial TEXT, identity, auto_increment INT)",
                "CREATE TABLE t (id \"SERIAL\")",
                "CREATE TABLE t (id SERIAL NUMBER)",
                "CREATE TABLE t (a INTEGER CONSTRAINT identity CHECK (identity > 0))",
                "CREATE TABLE t (a TEXT DEFAULT 'AUTO_INCREMENT', b TEXT COLLATE identity)",
                "CREATE TABLE t (a INT, UNIQUE (a), FOREIGN KEY (a) REFERENCES serial (identity))",
                "CREATE TABLE t AS SELECT 1 AS serial",
                "CREATE VIRTUAL TABLE t USING fts4(id SERIAL)",
                "ALTER TABLE t RENAME COLUMN serial TO identity",
                "SELECT id SERIAL FROM t"
            })
    void accepts(String sql) {
        assertThat(GeneratedIds.check(SqlParser.parseOne(sql))).isNull();
    }
}
