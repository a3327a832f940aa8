package io.github.dqlite4j.jdbc.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.failure.Outcome;
import io.github.dqlite4j.engine.schema.CoercedColumns;
import io.github.dqlite4j.transport.TransportException;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientException;
import java.sql.SQLSyntaxErrorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What SQLite's codes and texts become. {@code ErrorCodesIT} shows that a node sends them. */
class ServerErrorTableTest {
    private static SQLException exception(int code, String text) {
        return SqlExceptions.of(new EngineException.ServerError(
                new TransportException.ServerFailure(code, text), Outcome.NOTHING_HAPPENED));
    }

    /** All codes of https://www.sqlite.org/rescode.html that begin with SQLITE_CONSTRAINT. */
    @ParameterizedTest
    @CsvSource({
        "19, rtree constraint failed: r.(a<=b), 23000, true",
        "275, CHECK constraint failed: a < 10, 23514, true",
        "531, constraint failed, 23000, true",
        "787, FOREIGN KEY constraint failed, 23503, true",
        "1043, constraint failed, 23000, true",
        "1299, NOT NULL constraint failed: t.a, 23502, true",
        "1555, UNIQUE constraint failed: t.id, 23505, true",
        "1811, a trigger's own words, 23000, true",
        "2067, UNIQUE constraint failed: t.a, 23505, true",
        "2323, constraint failed, 23000, true",
        "2579, UNIQUE constraint failed: t.rowid, 23505, true",
        "2835, constraint failed, 27000, false",
        "3091, cannot store TEXT value in INTEGER column t.a, 22018, false"
    })
    void eachCodeOfAConstraintHasItsState(int code, String text, String state, boolean violation) {
        SQLException e = exception(code, text);
        assertThat(e.getSQLState()).isEqualTo(state);
        assertThat(e.getErrorCode()).isEqualTo(code);
        assertThat(e instanceof SQLIntegrityConstraintViolationException).isEqualTo(violation);
        assertThat(e instanceof SQLDataException).isEqualTo(state.startsWith("22"));
    }

    @Test
    void theDriversOwnTriggersReportAWrongValue() {
        SQLException e = exception(1811, CoercedColumns.REASON);
        assertThat(e.getSQLState()).isEqualTo("22018");
        assertThat(e instanceof SQLDataException).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "22003 | integer overflow",
                "22003 | hex literal too big: 0x1ffffffffffffffff",
                "22013 | frame starting offset must be a non-negative integer",
                "22013 | frame ending offset must be a non-negative number",
                "22014 | argument of ntile must be a positive integer",
                "22016 | second argument to nth_value must be a positive integer",
                "22018 | JSON cannot hold BLOB values",
                "22018 | json_object() labels must be TEXT",
                "22019 | ESCAPE expression must be a single character",
                "22023 | JSON path error near '['",
                "22023 | bad JSON path: '$.['",
                "22023 | fts5: syntax error near \"\"",
                "22023 | unterminated string",
                "22025 | invalid Unicode escape",
                "22032 | malformed JSON",
                "25001 | cannot start a transaction within a transaction",
                "25001 | cannot VACUUM from within a transaction",
                "25001 | Safety level may not be changed inside a transaction",
                "25P01 | cannot commit - no transaction is active",
                "25P01 | cannot rollback - no transaction is active",
                "3B001 | no such savepoint: s",
                "55006 | cannot VACUUM - SQL statements in progress",
                "54000 | too many levels of trigger recursion",
                "54000 | too many columns in result set",
                "54000 | too many terms in compound SELECT",
                "54000 | at most 64 tables in a join",
                "54000 | Expression tree is too large (maximum depth 1000)",
                "54000 | LIKE or GLOB pattern too complex",
                "54000 | parser stack overflow",
                "42S01 | table t already exists",
                "42S01 | there is already another table or index with this name: t",
                "42S02 | no such table: t",
                "42S02 | no such view: v",
                "42S11 | index i already exists",
                "42S12 | no such index: i",
                "42S21 | duplicate column name: a",
                "42S22 | no such column: a",
                "42S22 | table t has no column named a",
                "42830 | foreign key mismatch - \"c\" referencing \"p\"",
                "42939 | object name reserved for internal use: sqlite_x",
                "42501 | table sqlite_master may not be modified",
                "42501 | table sqlite_master may not be dropped",
                "42501 | table sqlite_master may not be altered",
                "42501 | unsafe use of f()",
                "42501 | not authorized",
                "42000 | near \"x\": syntax error",
                "42000 | incomplete input",
                "42000 | no such function: f",
                "42000 | view v is circularly defined",
                "42000 | a text that no version sends yet"
            })
    void eachTextOfTheGeneralCodeHasItsState(String state, String text) {
        SQLException e = exception(1, text);
        assertThat(e.getSQLState()).isEqualTo(state);
        assertThat(e.getMessage()).isEqualTo(text + " (code 1)");
        assertThat((Object) e.getClass())
                .isEqualTo(
                        switch (state.substring(0, 2)) {
                            case "22" -> SQLDataException.class;
                            case "42" -> SQLSyntaxErrorException.class;
                            default -> SQLNonTransientException.class;
                        });
    }
}
