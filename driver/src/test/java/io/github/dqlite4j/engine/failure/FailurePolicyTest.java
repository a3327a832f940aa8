package io.github.dqlite4j.engine.failure;

import static io.github.dqlite4j.engine.failure.FailurePolicyTest.Statement.BEGIN;
import static io.github.dqlite4j.engine.failure.FailurePolicyTest.Statement.COMMIT;
import static io.github.dqlite4j.engine.failure.FailurePolicyTest.Statement.COMMIT_OF_READS;
import static io.github.dqlite4j.engine.failure.FailurePolicyTest.Statement.OR_ROLLBACK;
import static io.github.dqlite4j.engine.failure.FailurePolicyTest.Statement.READ;
import static io.github.dqlite4j.engine.failure.FailurePolicyTest.Statement.ROLLBACK;
import static io.github.dqlite4j.engine.failure.FailurePolicyTest.Statement.WRITE;
import static io.github.dqlite4j.engine.failure.Situation.Mark.WITHOUT_LOCK;
import static io.github.dqlite4j.engine.failure.Situation.Mark.WITH_LOCK;
import static io.github.dqlite4j.engine.failure.Verdict.ASK_FOR_MARK;
import static io.github.dqlite4j.engine.failure.Verdict.CONNECTION_LOST;
import static io.github.dqlite4j.engine.failure.Verdict.CONSTRAINT_FAILED;
import static io.github.dqlite4j.engine.failure.Verdict.END_DONE_BY_LOSS;
import static io.github.dqlite4j.engine.failure.Verdict.MARK_FOUND;
import static io.github.dqlite4j.engine.failure.Verdict.MARK_MISSING;
import static io.github.dqlite4j.engine.failure.Verdict.MARK_REFUSED;
import static io.github.dqlite4j.engine.failure.Verdict.OUTCOME_UNKNOWN;
import static io.github.dqlite4j.engine.failure.Verdict.RETRY_AT_LEADER;
import static io.github.dqlite4j.engine.failure.Verdict.ROLLBACK_DONE;
import static io.github.dqlite4j.engine.failure.Verdict.SERVER_ERROR;
import static io.github.dqlite4j.engine.failure.Verdict.SERVER_ERROR_ROLLED_BACK;
import static io.github.dqlite4j.engine.failure.Verdict.SNAPSHOT_STALE;
import static io.github.dqlite4j.engine.failure.Verdict.STOPPED;
import static io.github.dqlite4j.engine.failure.Verdict.TRANSACTION_GONE;
import static io.github.dqlite4j.engine.failure.Verdict.TRANSACTION_LOST;
import static io.github.dqlite4j.engine.failure.Verdict.UNREACHABLE;
import static io.github.dqlite4j.engine.failure.Verdict.VIOLATION;
import static io.github.dqlite4j.engine.failure.Verdict.WAIT_FOR_LOCK;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.transport.TransportException.Disconnected;
import io.github.dqlite4j.transport.TransportException.Disconnected.Reason;
import io.github.dqlite4j.transport.TransportException.NoLeader;
import io.github.dqlite4j.transport.TransportException.ServerFailure;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of failures: what each means for each kind of statement, in a transaction and outside. */
class FailurePolicyTest {
    /** Kinds of statements that failures treat in different ways. */
    enum Statement {
        READ(false, false, true, false),
        WRITE(false, false, false, false),
        OR_ROLLBACK(false, false, false, true),
        BEGIN(false, false, true, false),
        COMMIT(true, false, false, false),
        COMMIT_OF_READS(true, false, false, false),
        ROLLBACK(false, true, false, false);

        private final boolean commits;
        private final boolean rollsBack;
        private final boolean changesNothing;
        private final boolean orRollback;

        Statement(boolean commits, boolean rollsBack, boolean changesNothing, boolean orRollback) {
            this.commits = commits;
            this.rollsBack = rollsBack;
            this.changesNothing = changesNothing;
            this.orRollback = orRollback;
        }

        Situation situation(boolean inTransaction, boolean sent) {
            return new Situation(
                    inTransaction,
                    commits,
                    this == COMMIT_OF_READS,
                    rollsBack,
                    changesNothing,
                    orRollback,
                    sent,
                    false,
                    0,
                    Situation.Mark.NONE);
        }
    }

    private static ServerFailure code(long code) {
        return new ServerFailure(code, "words of the server");
    }

    private static ServerFailure code(long code, String message) {
        return new ServerFailure(code, message);
    }

    private static Disconnected lost(Reason reason, boolean sent) {
        return new Disconnected("gone", sent, reason, null);
    }

    private static Arguments row(
            String failure, TransportException e, Statement statement, boolean inTransaction, Verdict verdict) {
        return Arguments.of(failure, e, statement, inTransaction, true, verdict);
    }

    private static Arguments notSent(
            String failure, TransportException e, Statement statement, boolean inTransaction, Verdict verdict) {
        return Arguments.of(failure, e, statement, inTransaction, false, verdict);
    }

    static Stream<Arguments> table() {
        return Stream.of(
                // The node does not lead: nothing was executed.
                row("10250", code(10250), READ, false, RETRY_AT_LEADER),
                row("10250", code(10250), WRITE, false, RETRY_AT_LEADER),
                row("10250", code(10250), BEGIN, false, RETRY_AT_LEADER),
                row("10250", code(10250), READ, true, TRANSACTION_LOST),
                row("10250", code(10250), WRITE, true, TRANSACTION_LOST),
                row("10250", code(10250), COMMIT, true, TRANSACTION_LOST),
                row("10250", code(10250), COMMIT_OF_READS, true, END_DONE_BY_LOSS),
                row("10250", code(10250), ROLLBACK, true, END_DONE_BY_LOSS),
                row("8202", code(8202), WRITE, false, RETRY_AT_LEADER),
                row("no database", code(12, "no database opened"), WRITE, false, RETRY_AT_LEADER),
                row("no database", code(12, "no database opened"), COMMIT, true, TRANSACTION_LOST),
                row("another 12", code(12), WRITE, false, SERVER_ERROR),
                // An older leader transfers the leadership.
                row("raft's 7", code(7, "no more rows available"), WRITE, false, RETRY_AT_LEADER),
                row("raft's 7", code(7, "not an error"), READ, false, RETRY_AT_LEADER),
                row("raft's 7", code(7, "no more rows available"), WRITE, true, TRANSACTION_LOST),
                row("raft's 7", code(7, "no more rows available"), COMMIT, true, TRANSACTION_LOST),
                row("raft's 7", code(7, "no more rows available"), ROLLBACK, true, END_DONE_BY_LOSS),
                // The node cannot bring itself up to date.
                row("barrier", code(1, "barrier error"), READ, false, RETRY_AT_LEADER),
                row("barrier", code(1, "not an error"), WRITE, false, RETRY_AT_LEADER),
                row("barrier", code(1, "not an error"), COMMIT, true, TRANSACTION_LOST),
                // The node could not store a change, which it may have sent to others.
                row("full disk", code(778, "disk I/O error"), WRITE, false, OUTCOME_UNKNOWN),
                row("full disk", code(778, "disk I/O error"), COMMIT, true, OUTCOME_UNKNOWN),
                row("full disk", code(778, "disk I/O error"), WRITE, true, SERVER_ERROR_ROLLED_BACK),
                row("full disk", code(778, "disk I/O error"), READ, false, SERVER_ERROR),
                row("full disk", code(778, "disk I/O error"), BEGIN, false, SERVER_ERROR),
                notSent("full disk", code(778, "disk I/O error"), WRITE, false, SERVER_ERROR),
                row("another of raft's", code(10, "leader exec failed"), WRITE, false, OUTCOME_UNKNOWN),
                row("another of raft's", code(10, "disk I/O error"), COMMIT, true, OUTCOME_UNKNOWN),
                row("shutdown", code(4, "abort"), COMMIT, true, OUTCOME_UNKNOWN),
                row("another I/O error", code(266, "disk I/O error"), WRITE, false, SERVER_ERROR),
                // The node stopped leading while it executed.
                row("10506", code(10506), READ, false, RETRY_AT_LEADER),
                row("10506", code(10506), WRITE, false, OUTCOME_UNKNOWN),
                row("10506", code(10506), BEGIN, false, RETRY_AT_LEADER),
                row("10506", code(10506), WRITE, true, TRANSACTION_LOST),
                row("10506", code(10506), COMMIT, true, OUTCOME_UNKNOWN),
                row("10506", code(10506), COMMIT_OF_READS, true, END_DONE_BY_LOSS),
                row("10506", code(10506), ROLLBACK, true, END_DONE_BY_LOSS),
                row("8458", code(8458), COMMIT, true, OUTCOME_UNKNOWN),
                notSent("10506", code(10506), WRITE, false, RETRY_AT_LEADER),
                notSent("10506", code(10506), COMMIT, true, TRANSACTION_LOST),
                // Locks.
                row("busy", code(5), WRITE, false, WAIT_FOR_LOCK),
                row("busy", code(5), BEGIN, false, WAIT_FOR_LOCK),
                row("busy", code(5), COMMIT, true, WAIT_FOR_LOCK),
                row("busy", code(5), COMMIT_OF_READS, true, WAIT_FOR_LOCK),
                row("busy", code(261), READ, true, WAIT_FOR_LOCK),
                row("stale", code(517), WRITE, true, SNAPSHOT_STALE),
                row("stale", code(517), WRITE, false, WAIT_FOR_LOCK),
                // The server has ended the transaction before.
                row("none", code(1, "cannot commit - no transaction is active"), COMMIT, true, TRANSACTION_GONE),
                row(
                        "none",
                        code(1, "cannot commit - no transaction is active"),
                        COMMIT_OF_READS,
                        true,
                        TRANSACTION_GONE),
                row("none", code(1, "cannot rollback - no transaction is active"), ROLLBACK, true, ROLLBACK_DONE),
                row("none", code(1, "cannot commit - no transaction is active"), COMMIT, false, SERVER_ERROR),
                row("full", code(13), WRITE, true, SERVER_ERROR_ROLLED_BACK),
                row("full", code(13), WRITE, false, SERVER_ERROR),
                row("memory", code(7), READ, true, SERVER_ERROR_ROLLED_BACK),
                row("io", code(522), WRITE, true, SERVER_ERROR_ROLLED_BACK),
                // Refusals.
                row("unique", code(2067), WRITE, true, CONSTRAINT_FAILED),
                row("unique", code(2067), OR_ROLLBACK, true, SERVER_ERROR_ROLLED_BACK),
                row("unique", code(2067), WRITE, false, SERVER_ERROR),
                row("syntax", code(1), READ, true, SERVER_ERROR),
                row("syntax", code(1), WRITE, false, SERVER_ERROR),
                row("deferred key", code(787), COMMIT, true, CONSTRAINT_FAILED),
                row("protocol", code(1001), WRITE, false, SERVER_ERROR),
                row("strange", code(-1), WRITE, true, SERVER_ERROR),
                // The connection is gone.
                row("lost", lost(Reason.LOST, true), READ, false, RETRY_AT_LEADER),
                row("lost", lost(Reason.LOST, true), WRITE, false, OUTCOME_UNKNOWN),
                row("lost", lost(Reason.LOST, false), WRITE, false, RETRY_AT_LEADER),
                row("lost", lost(Reason.LOST, true), BEGIN, false, RETRY_AT_LEADER),
                row("lost", lost(Reason.LOST, true), READ, true, TRANSACTION_LOST),
                row("lost", lost(Reason.LOST, true), WRITE, true, TRANSACTION_LOST),
                row("lost", lost(Reason.LOST, true), COMMIT, true, OUTCOME_UNKNOWN),
                row("lost", lost(Reason.LOST, true), COMMIT_OF_READS, true, END_DONE_BY_LOSS),
                row("lost", lost(Reason.LOST, false), COMMIT, true, TRANSACTION_LOST),
                row("lost", lost(Reason.LOST, true), ROLLBACK, true, END_DONE_BY_LOSS),
                notSent("lost", lost(Reason.LOST, true), WRITE, false, RETRY_AT_LEADER),
                row("timeout", lost(Reason.TIMEOUT, true), READ, false, RETRY_AT_LEADER),
                row("timeout", lost(Reason.TIMEOUT, true), WRITE, false, OUTCOME_UNKNOWN),
                row("timeout", lost(Reason.TIMEOUT, true), WRITE, true, TRANSACTION_LOST),
                row("timeout", lost(Reason.TIMEOUT, true), COMMIT, true, OUTCOME_UNKNOWN),
                row("cancelled", lost(Reason.CANCELLED, true), READ, false, STOPPED),
                row("cancelled", lost(Reason.CANCELLED, true), WRITE, false, OUTCOME_UNKNOWN),
                row("cancelled", lost(Reason.CANCELLED, true), WRITE, true, STOPPED),
                row("cancelled", lost(Reason.CANCELLED, true), ROLLBACK, true, END_DONE_BY_LOSS),
                row("violation", lost(Reason.VIOLATION, true), READ, false, VIOLATION),
                row("violation", lost(Reason.VIOLATION, true), WRITE, false, OUTCOME_UNKNOWN),
                row("violation", lost(Reason.VIOLATION, true), WRITE, true, VIOLATION),
                row("violation", lost(Reason.VIOLATION, true), COMMIT, true, OUTCOME_UNKNOWN),
                row("violation", lost(Reason.VIOLATION, true), COMMIT_OF_READS, true, END_DONE_BY_LOSS),
                row("violation", lost(Reason.VIOLATION, true), ROLLBACK, true, END_DONE_BY_LOSS),
                row("no leader", new NoLeader("none"), READ, false, UNREACHABLE));
    }

    @ParameterizedTest(name = "{0} after {2}, in a transaction {3}, sent {4}: {5}")
    @MethodSource("table")
    void decides(
            String failure,
            TransportException e,
            Statement statement,
            boolean inTransaction,
            boolean sent,
            Verdict verdict) {
        assertThat(FailurePolicy.decide(e, statement.situation(inTransaction, sent)))
                .isEqualTo(verdict);
    }

    /** What might have been executed is not sent again, after any failure. */
    @ParameterizedTest
    @MethodSource("table")
    void nothingThatMayHaveHappenedIsSentAgain(
            String failure,
            TransportException e,
            Statement statement,
            boolean inTransaction,
            boolean sent,
            Verdict verdict) {
        boolean refused = e instanceof ServerFailure known && !ServerErrors.isLeadershipLost(known);
        boolean durable = statement == COMMIT || !inTransaction && !statement.changesNothing;
        boolean left = sent && !(e instanceof Disconnected lost && !lost.sent());
        if (durable && left && !refused && !(e instanceof NoLeader)) {
            assertThat(verdict.next()).isEqualTo(Verdict.Next.REPORT);
            assertThat(verdict).isEqualTo(OUTCOME_UNKNOWN);
        }
    }

    static Stream<Arguments> reading() {
        return Stream.of(
                Arguments.of(code(10250), false, CONNECTION_LOST),
                Arguments.of(code(10250), true, TRANSACTION_LOST),
                Arguments.of(code(10506), true, TRANSACTION_LOST),
                Arguments.of(code(1), true, SERVER_ERROR),
                Arguments.of(code(7), true, SERVER_ERROR_ROLLED_BACK),
                Arguments.of(code(7), false, SERVER_ERROR),
                Arguments.of(lost(Reason.LOST, true), false, CONNECTION_LOST),
                Arguments.of(lost(Reason.LOST, true), true, TRANSACTION_LOST),
                Arguments.of(lost(Reason.TIMEOUT, true), true, TRANSACTION_LOST),
                Arguments.of(lost(Reason.CANCELLED, true), true, STOPPED),
                Arguments.of(lost(Reason.VIOLATION, true), false, VIOLATION));
    }

    @ParameterizedTest
    @MethodSource("reading")
    void decidesWhileRowsAreRead(TransportException e, boolean inTransaction, Verdict verdict) {
        assertThat(FailurePolicy.whileReading(e, inTransaction)).isEqualTo(verdict);
    }

    @Test
    void aReadIsSentAgainOnce() {
        Situation first = READ.situation(false, true);
        Disconnected lost = lost(Reason.LOST, true);
        assertThat(FailurePolicy.decide(lost, first)).isEqualTo(RETRY_AT_LEADER);
        assertThat(FailurePolicy.decide(lost, first.after(true, false, 1))).isEqualTo(CONNECTION_LOST);
        assertThat(FailurePolicy.decide(lost, first.after(false, false, 1))).isEqualTo(RETRY_AT_LEADER);
        assertThat(FailurePolicy.decide(code(10250), first.after(true, false, 9)))
                .isEqualTo(RETRY_AT_LEADER);
    }

    @Test
    void aTimeoutOfTheStatementItselfIsNotSentAgain() {
        Disconnected timeout = lost(Reason.TIMEOUT, true);
        Situation late = READ.situation(false, true).after(true, true, 0);
        assertThat(FailurePolicy.decide(timeout, late)).isEqualTo(STOPPED);
        assertThat(FailurePolicy.decide(timeout, WRITE.situation(false, true).after(true, true, 0)))
                .isEqualTo(OUTCOME_UNKNOWN);
        assertThat(FailurePolicy.decide(timeout, ROLLBACK.situation(true, true).after(true, true, 0)))
                .isEqualTo(END_DONE_BY_LOSS);
    }

    /** A COMMIT with a mark: what is in doubt is asked for, and what the mark may have failed with is not taken for the answer to the COMMIT. */
    static Stream<Arguments> marked() {
        ServerFailure gone = code(1, "cannot commit - no transaction is active");
        return Stream.of(
                Arguments.of(lost(Reason.LOST, true), WITH_LOCK, ASK_FOR_MARK),
                Arguments.of(lost(Reason.TIMEOUT, true), WITHOUT_LOCK, ASK_FOR_MARK),
                Arguments.of(lost(Reason.CANCELLED, true), WITH_LOCK, ASK_FOR_MARK),
                Arguments.of(lost(Reason.VIOLATION, true), WITH_LOCK, ASK_FOR_MARK),
                Arguments.of(lost(Reason.LOST, false), WITH_LOCK, TRANSACTION_LOST),
                Arguments.of(code(10506), WITH_LOCK, ASK_FOR_MARK),
                Arguments.of(code(8458), WITH_LOCK, ASK_FOR_MARK),
                Arguments.of(code(10250), WITH_LOCK, TRANSACTION_LOST),
                Arguments.of(gone, WITH_LOCK, TRANSACTION_GONE),
                Arguments.of(code(7), WITH_LOCK, SERVER_ERROR_ROLLED_BACK),
                Arguments.of(code(5), WITH_LOCK, WAIT_FOR_LOCK),
                Arguments.of(code(5), WITHOUT_LOCK, MARK_REFUSED),
                Arguments.of(code(517), WITHOUT_LOCK, MARK_REFUSED),
                Arguments.of(code(1, "no such table: main.dqlite4j_outcome"), WITH_LOCK, MARK_REFUSED),
                Arguments.of(code(787), WITH_LOCK, MARK_REFUSED),
                Arguments.of(code(1299), WITH_LOCK, MARK_REFUSED));
    }

    @ParameterizedTest
    @MethodSource("marked")
    void decidesAboutACommitWithAMark(TransportException failure, Situation.Mark mark, Verdict verdict) {
        assertThat(FailurePolicy.decide(failure, COMMIT.situation(true, true).marked(mark)))
                .isEqualTo(verdict);
    }

    @Test
    void decidesByTheAnswerToTheQuestion() {
        assertThat(FailurePolicy.answered(Outcome.COMMITTED)).isEqualTo(MARK_FOUND);
        assertThat(FailurePolicy.answered(Outcome.ROLLED_BACK)).isEqualTo(MARK_MISSING);
        assertThat(FailurePolicy.answered(Outcome.UNKNOWN)).isEqualTo(OUTCOME_UNKNOWN);
        assertThat(MARK_MISSING.isRolledBack()).isTrue();
    }

    @Test
    void aLockThatIsNotWaitedForAnyLongerIsAnError() {
        assertThat(FailurePolicy.refused(code(5), WRITE.situation(false, true))).isEqualTo(SERVER_ERROR);
        assertThat(FailurePolicy.refused(code(5), COMMIT.situation(true, true))).isEqualTo(SERVER_ERROR);
    }

    @ParameterizedTest
    @EnumSource(Verdict.class)
    void everyReportSaysWhatHappenedToTheData(Verdict verdict) {
        if (verdict.next() != Verdict.Next.REPORT) {
            return;
        }
        boolean rolledBack = verdict == SERVER_ERROR_ROLLED_BACK;
        TransportException failure = switch (verdict) {
            case STOPPED -> lost(Reason.CANCELLED, true);
            case VIOLATION -> lost(Reason.VIOLATION, true);
            default -> code(1);
        };
        Outcome expected = switch (verdict) {
            case OUTCOME_UNKNOWN -> Outcome.UNKNOWN;
            case TRANSACTION_LOST, TRANSACTION_GONE, MARK_MISSING, SNAPSHOT_STALE, STOPPED, VIOLATION ->
                Outcome.ROLLED_BACK;
            case SERVER_ERROR_ROLLED_BACK -> Outcome.ROLLED_BACK;
            default -> Outcome.NOTHING_HAPPENED;
        };
        EngineException report = FailurePolicy.report(verdict, failure, true, rolledBack);
        assertThat(report.outcome()).isEqualTo(expected);
        assertThat(report).hasCause(failure);
    }

    @Test
    void onlyATransactionThatWasRolledBackAndMaySucceedIsRepeatable() {
        assertThat(FailurePolicy.isRepeatable(EngineException.RolledBack.leaderLost(code(10250))))
                .isTrue();
        assertThat(FailurePolicy.isRepeatable(EngineException.RolledBack.notCommitted(code(10506))))
                .isTrue();
        assertThat(FailurePolicy.isRepeatable(EngineException.RolledBack.staleSnapshot(code(517))))
                .isFalse();
        assertThat(FailurePolicy.isRepeatable(new EngineException.OutcomeUnknown(code(10506))))
                .isFalse();
        assertThat(FailurePolicy.isRepeatable(new EngineException.Busy("busy", null)))
                .isFalse();
    }
}
