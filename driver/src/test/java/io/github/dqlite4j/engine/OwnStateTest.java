package io.github.dqlite4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.engine.schema.OwnState;
import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.statement.SqlStatement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnStateTest {

    /** Whether there is state of its own after these statements. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            false | SELECT 1
            false | CREATE TABLE t (a)
            true  | CREATE TEMP TABLE t (a)
            true  | CREATE TABLE temp.t (a)
            false | CREATE TEMPORARY TABLE IF NOT EXISTS T (a); DROP TABLE IF EXISTS t
            false | CREATE TEMP TABLE "t" (a); DROP TABLE temp.[t]
            false | CREATE TABLE IF NOT EXISTS temp.t (a); DROP TABLE t
            true  | CREATE TEMP TABLE t (a); DROP TABLE main.t
            true  | CREATE TEMP TABLE t (a); DROP TABLE u
            true  | CREATE TEMP TABLE t (a); CREATE TEMP TABLE u (a); DROP TABLE t
            true  | CREATE TEMP VIEW t AS SELECT 1; DROP VIEW t
            true  | CREATE TEMP TABLE t (a); ALTER TABLE t RENAME TO u; DROP TABLE t
            false | BEGIN; CREATE TEMP TABLE t (a); DROP TABLE t; COMMIT
            true  | BEGIN; CREATE TEMP TABLE t (a); COMMIT
            false | BEGIN; CREATE TEMP TABLE t (a); ROLLBACK
            false | BEGIN; CREATE TEMP TABLE t (a)
            true  | CREATE TEMP TABLE t (a); BEGIN; DROP TABLE t
            true  | CREATE TEMP TABLE t (a); BEGIN; DROP TABLE t; ROLLBACK
            false | CREATE TEMP TABLE t (a); BEGIN; DROP TABLE t; COMMIT
            true  | CREATE TEMP TABLE t (a); BEGIN; DROP TABLE t; ROLLBACK; SELECT 1
            true  | CREATE TEMP TABLE t (a); BEGIN; SAVEPOINT s; DROP TABLE t; ROLLBACK TO s; COMMIT
            true  | SAVEPOINT s; CREATE TEMP TABLE t (a); RELEASE s
            true  | PRAGMA something_new = 1
            """)
    void exists(boolean expected, String statements) {
        OwnState state = new OwnState();
        TransactionState transaction = new TransactionState(false, false);
        for (String text : statements.split("; ")) {
            SqlStatement statement = SqlParser.parseOne(text);
            boolean wasOpen = transaction.isOpen();
            transaction.executed(statement);
            state.executed(statement, wasOpen, transaction.isOpen());
        }
        assertThat(state.exists()).isEqualTo(expected);
    }

    @Test
    void whatALostTransactionMadeIsGone() {
        OwnState state = new OwnState();
        state.executed(SqlParser.parseOne("BEGIN"), false, true);
        state.executed(SqlParser.parseOne("CREATE TEMP TABLE t (a)"), true, true);
        // The leader is lost, and the next statement begins again.
        state.executed(SqlParser.parseOne("BEGIN"), false, true);
        state.executed(SqlParser.parseOne("COMMIT"), true, false);
        assertThat(state.exists()).isFalse();
    }
}
