package io.github.dqlite4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.engine.failure.TransactionFate;
import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionStateTest {
    private final TransactionState state = new TransactionState(false, false);

    private static SqlStatement parse(String sql) {
        return SqlParser.parseOne(sql);
    }

    private void executed(String... statements) {
        for (String sql : statements) {
            state.executed(parse(sql));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"BEGIN", "begin immediate", "BEGIN EXCLUSIVE TRANSACTION", "SAVEPOINT a"})
    void isOpenedBy(String sql) {
        assertThat(state.isOpen()).isFalse();
        executed(sql);
        assertThat(state.isOpen()).isTrue();
        assertThat(state.isLost()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "BEGIN, COMMIT",
        "BEGIN, END TRANSACTION",
        "BEGIN, ROLLBACK",
        "SAVEPOINT a, COMMIT",
        "SAVEPOINT a, ROLLBACK",
        "SAVEPOINT a, RELEASE a",
        "SAVEPOINT a, RELEASE SAVEPOINT A"
    })
    void isEndedBy(String begin, String end) {
        executed(begin, "INSERT INTO t VALUES (1)", end);
        assertThat(state.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SAVEPOINT b", "RELEASE b", "ROLLBACK TO a", "ROLLBACK TO b", "SELECT 1", "CREATE TABLE t (a)"})
    void staysOpenAfter(String sql) {
        executed("SAVEPOINT a", "SAVEPOINT b", sql);
        assertThat(state.isOpen()).isTrue();
    }

    @Test
    void aSavepointInsideATransactionDoesNotEndIt() {
        executed("BEGIN", "SAVEPOINT a", "RELEASE a");
        assertThat(state.isOpen()).isTrue();
        assertThat(state.isCommit(parse("RELEASE a"))).isFalse();
    }

    @Test
    void knowsWhatCommits() {
        assertThat(state.isCommit(parse("COMMIT"))).isTrue();
        assertThat(state.isCommit(parse("END"))).isTrue();
        assertThat(state.isCommit(parse("ROLLBACK"))).isFalse();
        assertThat(state.isCommit(parse("RELEASE a"))).isFalse();
        executed("SAVEPOINT a", "SAVEPOINT b");
        assertThat(state.isCommit(parse("RELEASE a"))).isTrue();
        assertThat(state.isCommit(parse("RELEASE b"))).isFalse();
        executed("COMMIT");
        assertThat(state.isCommit(parse("RELEASE a"))).isFalse();
    }

    /** As SQLite does it: a name means the latest savepoint that has it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SAVEPOINT a, SAVEPOINT a | RELEASE a",
                "SAVEPOINT a, SAVEPOINT A | RELEASE \"a\"",
                "SAVEPOINT a, SAVEPOINT b, SAVEPOINT a, ROLLBACK TO a | RELEASE a",
                "SAVEPOINT a, SAVEPOINT a, SAVEPOINT b, RELEASE b | RELEASE a",
                "SAVEPOINT a, SAVEPOINT b, SAVEPOINT a, SAVEPOINT c, RELEASE a, SAVEPOINT a | RELEASE a",
            })
    void theLatestSavepointOfANameIsReleasedFirst(String before, String release) {
        executed(before.split(", "));
        assertThat(state.isCommit(parse(release))).isFalse();
        executed(release);
        assertThat(state.isOpen()).isTrue();
        assertThat(state.isCommit(parse("RELEASE a"))).isTrue();
        executed("RELEASE a");
        assertThat(state.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SAVEPOINT b, SAVEPOINT a, ROLLBACK TO b",
                "SAVEPOINT b, SAVEPOINT a, RELEASE b",
                "SAVEPOINT a, RELEASE a",
                "SAVEPOINT \u00C4, RELEASE \u00C4",
                "ROLLBACK TO a",
            })
    void whatWasDroppedIsNotReleasedAgain(String inside) {
        executed("SAVEPOINT a");
        executed(inside.split(", "));
        assertThat(state.isCommit(parse("RELEASE a"))).isTrue();
    }

    @Test
    void onlyTheCaseOfAsciiLettersIsIgnored() {
        executed("SAVEPOINT \u00C4", "SAVEPOINT b");
        assertThat(state.isCommit(parse("RELEASE \u00E4"))).isFalse();
        assertThat(state.isCommit(parse("RELEASE \u00C4"))).isTrue();
    }

    @Test
    void remembersWhetherARollbackTakesDdlBack() {
        executed("CREATE TABLE t (a)");
        assertThat(state.changedSchema()).isFalse();
        executed("BEGIN", "INSERT INTO t VALUES (1)");
        assertThat(state.changedSchema()).isFalse();
        executed("DROP TABLE t");
        assertThat(state.changedSchema()).isTrue();
        executed("ROLLBACK");
        assertThat(state.changedSchema()).isFalse();
    }

    @Test
    void isLostUntilTheCallerHasEndedIt() {
        state.markRolledBack();
        assertThat(state.isLost()).isFalse();
        executed("BEGIN", "DROP TABLE t");
        state.markRolledBack();
        assertThat(state.isOpen()).isFalse();
        assertThat(state.isLost()).isTrue();
        assertThat(state.changedSchema()).isFalse();
        state.markRolledBack();
        assertThat(state.isLost()).isTrue();
        state.clear();
        assertThat(state.isLost()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"COMMIT", "END", "RELEASE a"})
    void aCommitIsKnownAfterwards(String commit) {
        executed("SAVEPOINT a");
        TransactionFate fate = state.fate();
        assertThat(fate.isOpen()).isTrue();
        assertThat(fate.isCommitted()).isFalse();
        assertThat(state.fate()).isSameAs(fate);
        executed(commit);
        assertThat(fate.isOpen()).isFalse();
        assertThat(fate.isCommitted()).isTrue();
        assertThat(state.fate()).isNull();
    }

    @Test
    void whatIsNotCommittedIsKnownToo() {
        executed("BEGIN");
        TransactionFate rolledBack = state.fate();
        executed("ROLLBACK", "BEGIN");
        TransactionFate lost = state.fate();
        assertThat(lost).isNotSameAs(rolledBack);
        state.markRolledBack();
        executed("BEGIN", "COMMIT");
        assertThat(List.of(rolledBack, lost))
                .noneMatch(TransactionFate::isOpen)
                .noneMatch(TransactionFate::isCommitted);
    }

    @Test
    void rollbacksToSavepointsAreCounted() {
        executed("BEGIN", "SAVEPOINT a");
        TransactionFate fate = state.fate();
        executed("ROLLBACK TO a", "RELEASE a", "SAVEPOINT b", "ROLLBACK TO b");
        assertThat(fate.savepointRollbacks()).isEqualTo(2);
        assertThat(fate.isOpen()).isTrue();
        executed("COMMIT");
        assertThat(fate.isCommitted()).isTrue();
        assertThat(fate.savepointRollbacks()).isEqualTo(2);
    }
}
