package io.github.dqlite4j.sql.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.sql.statement.SqlStatementTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeZoneTypesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "CREATE TABLE t (a TIMESTAMP(9) WITH TIME ZONE) | CREATE TABLE t (a TIMESTAMP WITH TIME ZONE(9))",
                "create table t (a timestamp (6) without time zone not null, b int) | create table t (a timestamp without time zone(6) not null, b int)",
                "CREATE TABLE t (a TIME(3) WITH TIME ZONE DEFAULT '10:11', b TIME(0) WITHOUT TIME ZONE) | CREATE TABLE t (a TIME WITH TIME ZONE(3) DEFAULT '10:11', b TIME WITHOUT TIME ZONE(0))",
                "CREATE TABLE t (a \"timestamp\"(6) with time zone) | CREATE TABLE t (a \"timestamp\" with time zone(6))",
                "ALTER TABLE t ADD a TIMESTAMP(6) WITH TIME ZONE NULL | ALTER TABLE t ADD a TIMESTAMP WITH TIME ZONE(6) NULL",
            })
    void movesThePrecisionToTheEnd(String sql, String expected) {
        assertThat(TimeZoneTypes.rewrite(SqlStatementTest.one(sql))).contains(expected);
        assertThat(TimeZoneTypes.rewrite(SqlStatementTest.one(expected))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE t (a TIMESTAMP(6), b TIME(3), c TIMESTAMP WITH TIME ZONE)",
                "CREATE TABLE t (a TEXT DEFAULT 'TIMESTAMP(9) WITH TIME ZONE' /* TIME(9) WITH TIME ZONE */)",
                "CREATE TABLE t (a TIMESTAMP(6) WITH TIME",
                "CREATE TABLE t (a TIMESTAMP(6, 3) WITH TIME ZONE)",
                "SELECT TIMESTAMP(9) WITH TIME ZONE"
            })
    void keepsEverythingElse(String sql) {
        assertThat(TimeZoneTypes.rewrite(SqlStatementTest.one(sql))).isEmpty();
    }
}
