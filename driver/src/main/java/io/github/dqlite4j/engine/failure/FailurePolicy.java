package io.github.dqlite4j.engine.failure;

import io.github.dqlite4j.engine.failure.Situation.Mark;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.transport.TransportException.Disconnected;
import io.github.dqlite4j.transport.TransportException.ServerFailure;

/**
 * Decides what a failure means and what to do next. Nothing is sent again that might have been executed. Pure functions, so that JDBC and
 * the client decide in the same way; {@code FailurePolicyTest} is their table.
 */
public final class FailurePolicy {
    /** A statement that ends its node would end the next one too: it is not sent again and again. */
    private static final int MAX_UNANSWERED = 1;

    private FailurePolicy() {}

    /** After a statement failed. */
    public static Verdict decide(TransportException failure, Situation situation) {
        if (failure instanceof ServerFailure refused) {
            return decide(refused, situation);
        } else if (failure instanceof Disconnected lost) {
            return decide(lost, situation);
        }
        return Verdict.UNREACHABLE;
    }

    private static Verdict decide(ServerFailure failure, Situation situation) {
        if (ServerErrors.isNotLeader(failure)) {
            return leave(situation);
        }
        if (ServerErrors.isLeadershipLost(failure)) {
            return situation.mayHaveHappened() ? inDoubt(situation) : leave(situation);
        }
        if (ServerErrors.mayBeStoredElsewhere(failure) && situation.mayHaveHappened()) {
            return inDoubt(situation);
        }
        if (mayComeFromMark(failure, situation)) {
            return Verdict.MARK_REFUSED;
        }
        if (failure.code() == ServerErrors.BUSY_SNAPSHOT && situation.inTransaction()) {
            return Verdict.SNAPSHOT_STALE;
        }
        if (ServerErrors.primary(failure.code()) == ServerErrors.BUSY) {
            return Verdict.WAIT_FOR_LOCK;
        }
        return refused(failure, situation);
    }

    /** After a refusal that will not be waited for, or not any longer. */
    public static Verdict refused(ServerFailure failure, Situation situation) {
        if (!situation.inTransaction()) {
            return Verdict.SERVER_ERROR;
        }
        if (ServerErrors.isNoTransaction(failure)) {
            return situation.rollsBack() ? Verdict.ROLLBACK_DONE : Verdict.TRANSACTION_GONE;
        }
        if (ServerErrors.endsTransaction(failure) || situation.orRollback()) {
            return Verdict.SERVER_ERROR_ROLLED_BACK;
        }
        return ServerErrors.primary(failure.code()) == ServerErrors.CONSTRAINT
                ? Verdict.CONSTRAINT_FAILED
                : Verdict.SERVER_ERROR;
    }

    private static Verdict decide(Disconnected failure, Situation situation) {
        if (failure.sent() && situation.mayHaveHappened()) {
            return inDoubt(situation);
        }
        if (!situation.endsWithTheServer()) {
            switch (failure.reason()) {
                case CANCELLED -> {
                    return Verdict.STOPPED;
                }
                case TIMEOUT -> {
                    if (situation.outOfTime()) {
                        return Verdict.STOPPED;
                    }
                }
                case VIOLATION -> {
                    return Verdict.VIOLATION;
                }
                case LOST -> {}
            }
            if (!situation.inTransaction()
                    && failure.sent()
                    && situation.sent()
                    && situation.unanswered() >= MAX_UNANSWERED) {
                return Verdict.CONNECTION_LOST;
            }
        }
        return leave(situation);
    }

    private static Verdict inDoubt(Situation situation) {
        return situation.mark() == Mark.NONE ? Verdict.OUTCOME_UNKNOWN : Verdict.ASK_FOR_MARK;
    }

    /**
     * Whether the transaction may still be open, and the COMMIT not executed. A mark that finds the database busy, or changed since the transaction read,
     * shows that the transaction has not written.
     */
    private static boolean mayComeFromMark(ServerFailure failure, Situation situation) {
        boolean busy = ServerErrors.primary(failure.code()) == ServerErrors.BUSY;
        return situation.mark() != Mark.NONE
                && !ServerErrors.isNoTransaction(failure)
                && !ServerErrors.endsTransaction(failure)
                && !(busy && situation.mark() == Mark.WITH_LOCK);
    }

    /** After the next leader was asked for the mark of a COMMIT. */
    public static Verdict answered(Outcome outcome) {
        return switch (outcome) {
            case COMMITTED -> Verdict.MARK_FOUND;
            case ROLLED_BACK -> Verdict.MARK_MISSING;
            case UNKNOWN, NOTHING_HAPPENED -> Verdict.OUTCOME_UNKNOWN;
        };
    }

    private static Verdict leave(Situation situation) {
        if (!situation.inTransaction()) {
            return Verdict.RETRY_AT_LEADER;
        }
        return situation.endsWithTheServer() ? Verdict.END_DONE_BY_LOSS : Verdict.TRANSACTION_LOST;
    }

    /** After rows failed to come. Reading changes nothing: what fails is lost with the rows, and so is an open transaction. */
    public static Verdict whileReading(TransportException failure, boolean inTransaction) {
        if (failure instanceof ServerFailure refused && ServerErrors.isAboutStatement(refused)) {
            return inTransaction && ServerErrors.endsTransaction(refused)
                    ? Verdict.SERVER_ERROR_ROLLED_BACK
                    : Verdict.SERVER_ERROR;
        }
        if (failure instanceof Disconnected lost) {
            if (lost.reason() == Disconnected.Reason.CANCELLED) {
                return Verdict.STOPPED;
            }
            if (lost.reason() == Disconnected.Reason.VIOLATION) {
                return Verdict.VIOLATION;
            }
        }
        return inTransaction ? Verdict.TRANSACTION_LOST : Verdict.CONNECTION_LOST;
    }

    /** Whether a transaction of the driver's own may be run again: it was surely rolled back, and may succeed the next time. */
    public static boolean isRepeatable(EngineException failure) {
        return failure instanceof EngineException.RolledBack rolledBack
                && rolledBack.reason() != EngineException.RolledBack.Reason.STALE_SNAPSHOT
                && rolledBack.reason() != EngineException.RolledBack.Reason.NOT_REPLAYED;
    }

    /**
     * What the caller gets.
     *
     * @param verdict one that reports
     * @param rolledBack whether the transaction turned out to be rolled back
     */
    public static EngineException report(
            Verdict verdict, TransportException failure, boolean inTransaction, boolean rolledBack) {
        return switch (verdict) {
            case TRANSACTION_LOST, TRANSACTION_GONE -> EngineException.RolledBack.leaderLost(failure);
            case MARK_MISSING -> EngineException.RolledBack.notCommitted(failure);
            case SNAPSHOT_STALE -> EngineException.RolledBack.staleSnapshot((ServerFailure) failure);
            case OUTCOME_UNKNOWN -> new EngineException.OutcomeUnknown(failure);
            case STOPPED -> EngineException.Stopped.by((Disconnected) failure, inTransaction);
            case VIOLATION -> EngineException.ConnectionFailed.violation(failure, inTransaction);
            case CONNECTION_LOST -> EngineException.ConnectionFailed.lost(failure);
            case UNREACHABLE ->
                EngineException.ConnectionFailed.unreachable(String.valueOf(failure.getMessage()), failure);
            case SERVER_ERROR, SERVER_ERROR_ROLLED_BACK, CONSTRAINT_FAILED ->
                new EngineException.ServerError(
                        (ServerFailure) failure, rolledBack ? Outcome.ROLLED_BACK : Outcome.NOTHING_HAPPENED);
            case RETRY_AT_LEADER,
                    WAIT_FOR_LOCK,
                    ROLLBACK_DONE,
                    END_DONE_BY_LOSS,
                    MARK_REFUSED,
                    ASK_FOR_MARK,
                    MARK_FOUND -> throw new IllegalArgumentException(verdict + " reports nothing");
        };
    }
}
