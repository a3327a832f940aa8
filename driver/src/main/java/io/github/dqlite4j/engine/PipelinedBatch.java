package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.check.StatementChecks;
import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.failure.FailurePolicy;
import io.github.dqlite4j.engine.failure.ServerErrors;
import io.github.dqlite4j.engine.failure.Verdict;
import io.github.dqlite4j.engine.pipeline.GuardedWrites;
import io.github.dqlite4j.engine.pipeline.GuardedWrites.Failed;
import io.github.dqlite4j.engine.prepared.ReadyRequests;
import io.github.dqlite4j.engine.replay.RecordedStatement;
import io.github.dqlite4j.engine.replay.RecordedStatement.SeenUpdate;
import io.github.dqlite4j.engine.replay.SeenRows;
import io.github.dqlite4j.engine.replay.TransactionRecord;
import io.github.dqlite4j.engine.result.UpdateResult;
import io.github.dqlite4j.engine.schema.SchemaWatcher;
import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.transport.Answer;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.transport.TransportException.ServerFailure;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.WireException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Executes steps of a batch without waiting for each answer, inside a transaction that holds the write lock. The server also executes what
 * comes behind a step that fails, so a savepoint goes first, and everything is taken back to it: the caller then executes the steps up
 * to that one again. Used by the owner of the session.
 */
final class PipelinedBatch {
    private static final SqlStatement SAVEPOINT = SqlParser.parseOne("SAVEPOINT dqlite4j_batch");
    private static final SqlStatement ROLLBACK_TO = SqlParser.parseOne("ROLLBACK TO dqlite4j_batch");
    private static final SqlStatement RELEASE = SqlParser.parseOne("RELEASE dqlite4j_batch");

    private final Session session;
    private final SessionCore core;
    private final Steps steps;
    private final int seconds;

    /** For each step that was executed, the time from the first one's request to its answer; empty if there is no observer. */
    private final List<Long> nanos = new ArrayList<>();

    /** The steps that were executed, in case that the transaction has to be executed again. */
    private final List<RecordedStatement> executed = new ArrayList<>();

    /** The steps, and what becomes of their results. */
    interface Steps {
        SqlStatement statement(int index);

        List<? extends @Nullable Object> parameters(int index);

        /** Takes the answer to a step. Returns false if the step did not do what it should; it then counts as failed. */
        boolean succeeded(int index, Answer answer, SchemaWatcher schema) throws WireException;

        /** Whether the caller gets the row id of the answer to a step. */
        boolean returnsRowId(int index);

        /** What to report of a step. */
        EngineException.BatchFailed failed(int index, EngineException cause);
    }

    /**
     * How far the steps are.
     *
     * @param done the first step that is not executed
     * @param alone the first step that has to be executed alone, after those from {@code done} were executed again
     */
    record Progress(int done, int alone) {}

    /** @param seconds how long one step may take; 0 for {@code queryTimeout} */
    PipelinedBatch(Session session, Steps steps, int seconds) {
        this.session = session;
        this.core = session.core();
        this.steps = steps;
        this.seconds = seconds;
    }

    /**
     * Executes steps as far as that is possible.
     *
     * @throws EngineException.BatchFailed if the transaction is lost, or its outcome unknown
     */
    Progress run(int from, int to) throws EngineException {
        if (to - from < 2 || !core.transaction().holdsWriteLock()) {
            return new Progress(from, from);
        }
        NodeSession node;
        Request<? extends Response> first;
        try {
            node = core.attached(core.timeouts().networkDeadline());
            first = request(node, from);
        } catch (TransportException e) {
            // The step reports it.
            return new Progress(from, from);
        }
        return first == null || !ReadyRequests.canGoAhead(steps.statement(from + 1))
                ? new Progress(from, from)
                : run(node, first, from, to);
    }

    private Progress run(NodeSession node, Request<? extends Response> first, int from, int to) throws EngineException {
        long began = core.clock().nanoTime();
        nanos.clear();
        executed.clear();
        GuardedWrites writes = new GuardedWrites(
                node.exchange(),
                this::deadline,
                (index, answer) -> index == 0 || succeeded(from + index - 1, answer, node, began));
        int end = from;
        try {
            writes.add(new Request.ExecSql(node.exchange().database(), SAVEPOINT.text(), List.of()));
            Request<? extends Response> next = first;
            while (next != null && writes.add(next)) {
                end++;
                next = end < to ? request(node, end) : null;
            }
        } catch (IllegalArgumentException e) {
            // The step itself reports what cannot be sent.
        } catch (TransportException e) {
            return lost(from, e, node);
        }
        return finish(node, writes, from, end);
    }

    private boolean succeeded(int index, Answer answer, NodeSession node, long began) throws WireException {
        if (core.events().wantsStatements()) {
            nanos.add(core.clock().nanoTime() - began);
        }
        TransactionRecord record = core.transaction().record();
        if (record != null) {
            executed.add(recorded(record, index, answer));
        }
        return steps.succeeded(index, answer, node.schema());
    }

    private RecordedStatement recorded(TransactionRecord record, int index, Answer answer) throws WireException {
        if (answer.join() instanceof Response.Result result) {
            UpdateResult update = new UpdateResult(result.lastInsertRowid(), result.rowsAffected());
            return RecordedStatement.of(
                    steps.statement(index), steps.parameters(index), new SeenUpdate(update, steps.returnsRowId(index)));
        }
        return RecordedStatement.of(
                steps.statement(index), steps.parameters(index), SeenRows.of(record.checksums(), answer.collected()));
    }

    private Progress finish(NodeSession node, GuardedWrites writes, int from, int end) throws EngineException {
        try {
            writes.finish();
        } catch (TransportException e) {
            return lost(from, e, node);
        } finally {
            core.used();
        }
        Failed failed = writes.failed();
        if (failed == null) {
            try {
                release(node);
            } catch (TransportException e) {
                return lost(from, e, node);
            }
            TransactionRecord record = core.transaction().record();
            if (record != null) {
                executed.forEach(record::add);
            }
            report(from);
            return new Progress(end, end);
        }
        int step = from + Math.max(0, failed.index() - 1);
        if (!isOpen(step, failed, node)) {
            return new Progress(from, from);
        }
        takeBack(from, failed.cause());
        return new Progress(from, step);
    }

    /**
     * The connection failed.
     *
     * @return if the transaction was executed again, up to these steps
     */
    private Progress lost(int from, TransportException failure, NodeSession node) throws EngineException {
        EngineException lost = execution(from).failed(failure, node);
        if (lost != null) {
            throw steps.failed(from, lost);
        }
        return new Progress(from, from);
    }

    /** Goes with the next request. If it fails, the transaction was ended, which the next request reports. */
    private void release(NodeSession node) throws TransportException {
        Request<Response.Result> release = new Request.ExecSql(node.exchange().database(), RELEASE.text(), List.of());
        node.exchange().sendAhead(release, deadline());
    }

    /** Notifies observers of the steps that were executed. */
    private void report(int from) {
        for (int i = 0; i < nanos.size(); i++) {
            execution(from + i).report(nanos.get(i));
        }
    }

    private @Nullable Request<? extends Response> request(NodeSession node, int index) throws TransportException {
        SqlStatement statement = steps.statement(index);
        List<? extends @Nullable Object> parameters = steps.parameters(index);
        try {
            core.executions().check(statement);
            StatementChecks.check(statement, parameters, session.readOnly());
            ReadyRequests requests = node.pipelined();
            Request<? extends Response> request =
                    requests == null ? null : requests.ahead(statement, parameters, deadline());
            node.sentAhead();
            core.transaction().sending(statement);
            return request;
        } catch (ServerFailure | EngineException e) {
            // The step reports it.
            return null;
        }
    }

    private StatementExecution execution(int step) {
        return new StatementExecution(core, steps.statement(step), steps.parameters(step), seconds);
    }

    private long deadline() {
        return Math.min(core.timeouts().queryDeadline(seconds), core.timeouts().networkDeadline());
    }

    /**
     * Whether the transaction is still open, so that steps can be taken back.
     *
     * @return false if it was lost, and executed again up to these steps
     * @throws EngineException.BatchFailed if it is over, after cleaning the session up
     */
    private boolean isOpen(int step, Failed failed, NodeSession node) throws EngineException {
        ServerFailure known = failed.cause();
        ServerFailure cause = known == null ? ServerErrors.noTransaction() : known;
        boolean aboutStatement = ServerErrors.isAboutStatement(cause);
        switch (failed.transaction()) {
            case OPEN -> {
                if (aboutStatement) {
                    return true;
                }
                lost(step, cause, node);
                return false;
            }
            case REFUSED -> {
                if (!aboutStatement) {
                    lost(step, cause, node);
                    return false;
                }
                throw steps.failed(step, rolledBack(known, cause));
            }
            case LOST -> throw steps.failed(step, rolledBack(aboutStatement ? known : null, cause));
            case UNKNOWN -> {
                core.closeOutcomeUnknown(cause);
                throw steps.failed(step, FailurePolicy.report(Verdict.OUTCOME_UNKNOWN, cause, true, false));
            }
        }
        throw new IllegalStateException(String.valueOf(failed.transaction()));
    }

    /** @param refused what the server has refused and rolled back for; null if it does not say why the transaction was ended */
    private EngineException rolledBack(@Nullable ServerFailure refused, ServerFailure cause) {
        core.rollbackQuietly();
        Verdict verdict = refused == null ? Verdict.TRANSACTION_GONE : Verdict.SERVER_ERROR_ROLLED_BACK;
        return FailurePolicy.report(verdict, cause, true, true);
    }

    /** Takes back what the steps have done. */
    private void takeBack(int from, @Nullable ServerFailure cause) throws EngineException {
        TransactionState transaction = core.transaction();
        TransactionRecord record = transaction.record();
        transaction.doNotRecord();
        transaction.executed(SAVEPOINT);
        try {
            session.execute(ROLLBACK_TO, List.of());
            session.execute(RELEASE, List.of());
        } catch (EngineException e) {
            if (cause != null) {
                e.addSuppressed(cause);
            }
            throw steps.failed(from, e);
        }
        transaction.record(record);
    }
}
