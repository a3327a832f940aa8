package io.github.dqlite4j.sql.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.sql.statement.SqlStatementTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeclaredTypesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "CREATE TABLE t (a BOOLEAN) | CREATE TABLE t (a BOOLEAN(1))",
                "create table t(a boolean,b Date,c dateTime,d timestamp) | create table t(a boolean(1),b Date(10),c dateTime(6),d timestamp(6))",
                "CREATE TEMP TABLE IF NOT EXISTS main.\"t (\" (a BOOLEAN NOT NULL DEFAULT (1), b) | CREATE TEMP TABLE IF NOT EXISTS main.\"t (\" (a BOOLEAN(1) NOT NULL DEFAULT (1), b)",
                "CREATE TABLE t (a \"boolean\", b [date], c `datetime`, d 'timestamp') | CREATE TABLE t (a boolean(1), b date(10), c datetime(6), d timestamp(6))",
                "CREATE TABLE t (a /* x */ BOOLEAN /* y */, b) | CREATE TABLE t (a /* x */ BOOLEAN(1) /* y */, b)",
                "CREATE TABLE t (date DATE, \"x y\" TIMESTAMP PRIMARY KEY) WITHOUT ROWID | CREATE TABLE t (date DATE(10), \"x y\" TIMESTAMP(6) PRIMARY KEY) WITHOUT ROWID",
                "CREATE TABLE t (a BOOLEAN GENERATED ALWAYS AS (b > 1) STORED, b DATE AS (1)) | CREATE TABLE t (a BOOLEAN(1) GENERATED ALWAYS AS (b > 1) STORED, b DATE(10) AS (1))",
                "CREATE TABLE t (a \"boolean\"(1), b [date] time) | CREATE TABLE t (a boolean(1), b date time)",
                "CREATE TABLE t (a int CHECK (a IN (1, 2)), b DATE CONSTRAINT x UNIQUE, PRIMARY KEY (a, b)) | CREATE TABLE t (a int CHECK (a IN (1, 2)), b DATE(10) CONSTRAINT x UNIQUE, PRIMARY KEY (a, b))",
                "ALTER TABLE t ADD a BOOLEAN | ALTER TABLE t ADD a BOOLEAN(1)",
                "ALTER TABLE main.t ADD COLUMN a date DEFAULT NULL | ALTER TABLE main.t ADD COLUMN a date(10) DEFAULT NULL",
            })
    void addsALength(String sql, String expected) {
        assertThat(DeclaredTypes.rewrite(SqlStatementTest.one(sql))).contains(expected);
        assertThat(DeclaredTypes.rewrite(SqlStatementTest.one(expected))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t (a BOOL, b INTEGER, c TIMESTAMP(6), d BOOLEAN(1), e DATE TIME, f TIMESTAMP WITH TIME ZONE)",
                "CREATE TABLE t (boolean, date, datetime, timestamp)",
                "CREATE TABLE t (boolean TEXT, a TEXT DEFAULT 'date', b CHECK (b <> date), c COLLATE nocase)",
                "CREATE TABLE t (a TEXT, CONSTRAINT date CHECK (a), UNIQUE (a), FOREIGN KEY (a) REFERENCES date)",
                "CREATE TABLE t AS SELECT a boolean, (SELECT b date) FROM x",
                "CREATE TABLE t (a BOOLEAN) STRICT",
                "CREATE TABLE t (a INT) WITHOUT ROWID",
                "CREATE VIEW v AS SELECT a BOOLEAN FROM t",
                "CREATE TABLE t",
                "CREATE TABLE t (",
                "ALTER TABLE t RENAME COLUMN a TO date",
                "ALTER TABLE t RENAME TO boolean",
                "ALTER TABLE t DROP COLUMN date",
                "SELECT a boolean FROM t",
                "EXPLAIN CREATE TABLE t (a BOOLEAN)"
            })
    void keepsEverythingElse(String sql) {
        assertThat(DeclaredTypes.rewrite(SqlStatementTest.one(sql))).isEmpty();
    }
}
