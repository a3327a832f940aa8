package io.github.dqlite4j.engine.failure;

import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;

/**
 * What a verdict depends on besides the failure itself.
 *
 * @param inTransaction whether a transaction was open when the statement began
 * @param commits whether the statement makes the transaction durable
 * @param endsReads whether the transaction that it commits has sent nothing but reads
 * @param rollsBack whether the statement is a ROLLBACK of the whole transaction
 * @param changesNothing whether the statement changes nothing durable alone: a read, a setting of the connection, a BEGIN, a
 *     SAVEPOINT
 * @param orRollback whether a conflict in the statement rolls the transaction back ({@code OR ROLLBACK})
 * @param sent whether the statement itself may have reached the server, and not only what had to be asked before it
 * @param outOfTime whether the statement's own time is over
 * @param unanswered how often it was sent before without an answer
 * @param mark what was sent with a COMMIT to find its outcome out
 */
public record Situation(
        boolean inTransaction,
        boolean commits,
        boolean endsReads,
        boolean rollsBack,
        boolean changesNothing,
        boolean orRollback,
        boolean sent,
        boolean outOfTime,
        int unanswered,
        Mark mark) {
    /** What was sent with a COMMIT to find its outcome out. */
    public enum Mark {
        NONE,
        /** A mark, in a transaction that may not have the write lock. */
        WITHOUT_LOCK,
        /** A mark, in a transaction that has the write lock. */
        WITH_LOCK;

        /** What was sent with the COMMIT of a transaction. */
        public static Mark of(boolean marked, boolean holdsLock) {
            return !marked ? NONE : holdsLock ? WITH_LOCK : WITHOUT_LOCK;
        }
    }

    /** The situation of a statement that was just begun. */
    public static Situation of(SqlStatement statement, boolean inTransaction, boolean commits, boolean endsReads) {
        return new Situation(
                inTransaction,
                commits,
                endsReads,
                statement.kind() == SqlKind.ROLLBACK,
                changesNothing(statement),
                statement.orRollback(),
                false,
                false,
                0,
                Mark.NONE);
    }

    private static boolean changesNothing(SqlStatement statement) {
        return statement.readOnly()
                || statement.setting() != null
                || statement.kind() == SqlKind.BEGIN
                || statement.kind() == SqlKind.SAVEPOINT;
    }

    /** The same after an attempt. */
    public Situation after(boolean sent, boolean outOfTime, int unanswered) {
        return new Situation(
                inTransaction,
                commits,
                endsReads,
                rollsBack,
                changesNothing,
                orRollback,
                sent,
                outOfTime,
                unanswered,
                mark);
    }

    /** The same of a COMMIT that was sent with this. */
    public Situation marked(Mark sentWithIt) {
        return new Situation(
                inTransaction,
                commits,
                endsReads,
                rollsBack,
                changesNothing,
                orRollback,
                sent,
                outOfTime,
                unanswered,
                sentWithIt);
    }

    /** Whether a lost answer leaves in doubt whether something durable was done. */
    public boolean mayHaveHappened() {
        return sent && (commits && !endsReads || !inTransaction && !changesNothing);
    }

    /** Whether the transaction ends as the caller wants it, also if the server is lost: by a ROLLBACK, or after reads only. */
    public boolean endsWithTheServer() {
        return rollsBack || endsReads;
    }
}
