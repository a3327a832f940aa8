package io.github.dqlite4j.sql.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.sql.statement.SqlStatementTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeclaredTypesGuardTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE t ADD a BOOLEAN DEFAULT 'yes'",
                "ALTER TABLE t ADD a BOOLEAN DEFAULT '1'",
                "ALTER TABLE main.t ADD COLUMN a date NOT NULL DEFAULT 1.5",
                "ALTER TABLE t ADD a DATE DEFAULT '12.5'",
                "ALTER TABLE t ADD a DATE DEFAULT ' -.5e3 '",
                "ALTER TABLE t ADD a DATETIME DEFAULT x'00'",
                "ALTER TABLE t ADD a TIMESTAMP DEFAULT (1)",
                "ALTER TABLE t ADD a TIMESTAMP DEFAULT 99999999999999999999",
                "ALTER TABLE t ADD a TIMESTAMP CHECK (a IN (1)) DEFAULT -1e3"
            })
    void refusesADefaultThatEndsANode(String sql) {
        assertThat(DeclaredTypesGuard.check(SqlStatementTest.one(sql))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE t ADD a BOOLEAN",
                "ALTER TABLE t ADD a BOOLEAN NOT NULL DEFAULT 0",
                "ALTER TABLE t ADD a BOOLEAN DEFAULT TRUE",
                "ALTER TABLE t ADD a BOOLEAN CHECK (a IN (0, 1)) DEFAULT NULL",
                "ALTER TABLE t ADD a DATE DEFAULT '2026-11-21'",
                "ALTER TABLE t ADD a TIMESTAMP DEFAULT -86400",
                "ALTER TABLE t ADD a BOOLEAN(1) DEFAULT 'yes'",
                "ALTER TABLE t ADD a TEXT DEFAULT x'00'",
                "ALTER TABLE t RENAME a TO boolean",
                "CREATE TABLE t (a BOOLEAN DEFAULT 'yes')"
            })
    void allowsADefaultThatDoesNot(String sql) {
        assertThat(DeclaredTypesGuard.check(SqlStatementTest.one(sql))).isNull();
    }
}
