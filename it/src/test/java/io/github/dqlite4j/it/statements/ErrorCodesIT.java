package io.github.dqlite4j.it.statements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The errors of a real node, and their SQLSTATEs. */
class ErrorCodesIT {
    private static DqliteCluster cluster;
    private static Connection connection;
    private static Statement statement;

    @BeforeAll
    static void start() throws SQLException {
        cluster = DqliteCluster.start(1);
        connection = DriverManager.getConnection(cluster.jdbcUrl("errors"));
        statement = connection.createStatement();
        for (String sql : new String[] {
            "CREATE TABLE parent(id INTEGER PRIMARY KEY, a INT UNIQUE, plain INT CHECK (plain < 10), needed INT NOT NULL DEFAULT 1)",
            "INSERT INTO parent(id, a) VALUES (1, 1), (2, 9223372036854775807)",
            "CREATE TABLE child(p INT REFERENCES parent(id))",
            "CREATE TABLE mismatched(p INT REFERENCES parent(plain))",
            "CREATE TABLE exact(i INTEGER, t TEXT) STRICT",
            "CREATE TABLE word(k TEXT PRIMARY KEY) WITHOUT ROWID",
            "CREATE TABLE raising(a INT)",
            "CREATE TRIGGER raises BEFORE INSERT ON raising BEGIN SELECT RAISE(ABORT, 'not this one'); END",
            "CREATE TABLE pinned(id INTEGER PRIMARY KEY)",
            "INSERT INTO pinned VALUES (1)",
            "CREATE TRIGGER pins BEFORE UPDATE ON pinned BEGIN DELETE FROM pinned; END",
            "CREATE INDEX by_plain ON parent(plain)",
            "CREATE VIEW seen AS SELECT id FROM parent"
        }) {
            statement.execute(sql);
        }
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        cluster.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "23514 | 275  | INSERT INTO parent(plain) VALUES (10)",
                "23503 | 787  | INSERT INTO child VALUES (77)",
                "23502 | 1299 | INSERT INTO parent(needed) VALUES (NULL)",
                "23505 | 1555 | INSERT INTO parent(id) VALUES (1)",
                "23505 | 2067 | INSERT INTO parent(a) VALUES (1)",
                "23000 | 1811 | INSERT INTO raising VALUES (1)",
                "22018 | 3091 | INSERT INTO exact(i) VALUES ('x')",
                "22018 | 3091 | INSERT INTO exact(i) VALUES (x'00')",
                "22018 | 3091 | INSERT INTO exact(t) VALUES (x'00')",
                "22018 | 20   | INSERT INTO parent(id) VALUES ('x')",
                "22001 | 18   | INSERT INTO raising VALUES (zeroblob(3000000000))",
                "22003 | 1    | INSERT INTO raising SELECT sum(a) FROM parent",
                "22032 | 1    | INSERT INTO raising VALUES (json('{'))",
                "42830 | 1    | INSERT INTO mismatched VALUES (1)",
                "42S22 | 1    | INSERT INTO parent(absent) VALUES (1)",
                "42S11 | 1    | CREATE INDEX by_plain ON parent(plain)",
                "42S12 | 1    | DROP INDEX absent",
                "42S01 | 1    | CREATE TABLE parent(a)",
                "42S01 | 1    | CREATE VIEW seen AS SELECT 1",
                "42S02 | 1    | DROP TABLE absent",
                "42S02 | 1    | DROP VIEW absent",
                "42S21 | 1    | CREATE TABLE twice(a, a)",
                "42939 | 1    | CREATE TABLE sqlite_mine(a)",
                "42501 | 1    | DELETE FROM sqlite_master",
                "3B001 | 1    | RELEASE absent"
            })
    void aRefusedChangeHasTheStateOfItsReason(String state, int code, String sql) {
        assertThatThrownBy(() -> statement.executeUpdate(sql))
                .isInstanceOfSatisfying(SQLException.class, e -> check(e, state, code));
        assertThatThrownBy(() -> {
                    try (PreparedStatement prepared = connection.prepareStatement(sql)) {
                        prepared.executeUpdate();
                    }
                })
                .isInstanceOfSatisfying(SQLException.class, e -> check(e, state, code));
    }

    private static void check(SQLException e, String state, int code) {
        assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo(state);
        assertThat(e.getErrorCode()).isEqualTo(code);
        Class<?> type = state.startsWith("22")
                ? SQLDataException.class
                : state.startsWith("42") ? SQLSyntaxErrorException.class : SQLNonTransientException.class;
        assertThat(type.isInstance(e)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "22003 | SELECT sum(a) FROM parent",
                "22003 | SELECT abs(-9223372036854775807 - 1)",
                "22003 | SELECT 0x1ffffffffffffffff",
                "22013 | SELECT sum(a) OVER (ROWS BETWEEN -1 PRECEDING AND CURRENT ROW) FROM parent",
                "22014 | SELECT ntile(0) OVER () FROM parent",
                "22016 | SELECT nth_value(a, 0) OVER () FROM parent",
                "22018 | SELECT json_array(x'00')",
                "22018 | SELECT json_object(1, 2)",
                "22019 | SELECT 'a' LIKE 'b' ESCAPE 'xx'",
                "22023 | SELECT json_extract('{}', '$.[')",
                "22032 | SELECT json_extract('{', '$')",
                "54000 | SELECT 'a' LIKE printf('%.60000c', 'x')",
                "42000 | SELECT absent()",
                "42S22 | SELECT absent FROM parent"
            })
    void aRefusedQueryHasTheStateOfItsReason(String state, String sql) {
        assertThatThrownBy(() -> rows(statement.executeQuery(sql)))
                .isInstanceOfSatisfying(SQLException.class, e -> check(e, state, 1));
        assertThatThrownBy(() -> {
                    try (PreparedStatement prepared = connection.prepareStatement(sql)) {
                        rows(prepared.executeQuery());
                    }
                })
                .isInstanceOfSatisfying(SQLException.class, e -> check(e, state, 1));
    }

    private static void rows(ResultSet rows) throws SQLException {
        try (rows) {
            while (rows.next()) {
                assertThat(rows.getObject(1)).isNotNull();
            }
        }
    }

    /** The row that the statement updates is gone when it comes to it: SQLite skips it, or reports it. */
    @Test
    void aTriggerThatDeletesTheRowUnderWayIsNoViolationOfAKey() throws SQLException {
        try {
            assertThat(statement.executeUpdate("UPDATE pinned SET id = 2")).isLessThanOrEqualTo(1);
        } catch (SQLException e) {
            check(e, "27000", 2835);
        }
    }

    @Test
    void aStatementBeyondALimitIsNoSyntaxError() {
        assertThatThrownBy(() -> statement.executeQuery("SELECT 1" + " UNION ALL SELECT 1".repeat(600)))
                .isInstanceOfSatisfying(SQLException.class, e -> check(e, "54000", 1));
    }
}
