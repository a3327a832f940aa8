package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.check.TransactionStatements;
import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.keys.KeyPlan;
import io.github.dqlite4j.engine.keys.KeyRequest;
import io.github.dqlite4j.engine.keys.KeyRows;
import io.github.dqlite4j.engine.schema.SchemaWatcher;
import io.github.dqlite4j.sql.rewrite.MultiRowInsert;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.transport.Answer;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.WireException;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Executes a batch in one transaction: the one that is open, or in auto-commit one of its own, so that a batch that fails there leaves
 * nothing. It ends at the first failure, with an {@link EngineException.BatchFailed} that has the counts of the steps before. A statement
 * that yields rows is not sent at all: the batch ends before it, and what came before stays.
 *
 * <p>Steps are sent before the answers to earlier ones have come ({@link PipelinedBatch}), and rows of a plain INSERT many in a statement
 * ({@link ManyRows}). When one of them fails, or does not insert exactly as many rows as it has, everything is taken back and done again step
 * by step, which finds the step and its count.
 */
public final class BatchExecution {
    private final Session session;
    private final KeyedExecution statements;
    private final ManyRows manyRows;

    /** What all steps did. */
    public record Result(long[] counts, KeyRows keys) {}

    public BatchExecution(Session session, KeyedExecution statements) {
        this.session = session;
        this.statements = statements;
        this.manyRows = new ManyRows(session);
    }

    /** Whether the statement may be executed for a count: what is not understood is for the server to refuse. */
    public static boolean mayBeUpdate(SqlStatement statement, KeyRequest request) {
        return !statement.returnsRows() || statement.kind() == SqlKind.OTHER || request.appliesTo(statement);
    }

    /** Different statements without parameters. */
    public Result statements(List<SqlStatement> batch, int seconds, Object executor) throws EngineException {
        int updates = 0;
        while (updates < batch.size() && mayBeUpdate(batch.get(updates), KeyRequest.NONE)) {
            updates++;
        }
        boolean together = batch.stream().allMatch(TransactionStatements::canBeInTransaction);
        BatchSteps steps =
                new BatchSteps(updates, index -> KeyPlan.plain(batch.get(index)), index -> List.of(), index -> {
                    SqlStatement statement = batch.get(index);
                    if (statement.parameterCount() > 0) {
                        // If it is no parameter to the server, the server says what is wrong.
                        new Introspection(session).check(statement);
                    }
                    return statements.execute(statement, List.of(), KeyRequest.NONE, seconds, executor);
                });
        Result result = !together || updates < 2
                ? oneByOne(steps)
                : session.atomically(() -> {
                    session.begin();
                    return run(steps, 0, seconds);
                });
        if (updates < batch.size()) {
            throw new EngineException.BatchFailed(EngineException.Refused.yieldsRows(), result.counts());
        }
        return result;
    }

    /**
     * One statement, once for each row of parameters, in as few messages as possible.
     *
     * @param shape how to insert several rows at once, if the statement allows that and no keys are wanted
     */
    public Result rows(
            SqlStatement statement,
            @Nullable MultiRowInsert shape,
            List<List<@Nullable Object>> rows,
            KeyRequest request,
            int seconds,
            Object executor)
            throws EngineException {
        BatchSteps.Step alone = index -> {
            if (!mayBeUpdate(statement, request)) {
                throw EngineException.Refused.yieldsRows();
            }
            return statements.execute(statement, rows.get(index), request, seconds, executor);
        };
        if (rows.size() < 2
                || !TransactionStatements.canBeInTransaction(statement)
                || !mayBeUpdate(statement, request)
                || statement.refusal() != null) {
            return oneByOne(new BatchSteps(rows.size(), index -> KeyPlan.plain(statement), rows::get, alone));
        }
        return session.atomically(() -> {
            session.begin();
            KeyPlan plan = statements.plan(statement, request);
            BatchSteps steps = new BatchSteps(rows.size(), index -> plan, rows::get, alone);
            int done = 0;
            if (shape != null && ManyRows.suits(shape, rows.size())) {
                done = manyRows.insert(shape, rows, seconds, executor);
                steps.inserted(done);
            }
            return run(steps, done, seconds);
        });
    }

    private static Result oneByOne(BatchSteps steps) throws EngineException {
        for (int i = 0; i < steps.size(); i++) {
            steps.runAlone(i);
        }
        return steps.result();
    }

    private Result run(BatchSteps steps, int from, int seconds) throws EngineException {
        PipelinedBatch ahead = new PipelinedBatch(session, steps, seconds);
        int next = from;
        while (next < steps.size()) {
            PipelinedBatch.Progress progress = ahead.run(next, steps.size());
            next = progress.done();
            if (next < progress.alone()) {
                next = ahead.run(next, progress.alone()).done();
                for (; next < progress.alone(); next++) {
                    steps.runAlone(next);
                }
            }
            if (next < steps.size()) {
                steps.runAlone(next);
                next++;
            }
        }
        return steps.result();
    }

    /** The steps of one batch, and what they did. Used by the owner of the session. */
    private static final class BatchSteps implements PipelinedBatch.Steps {
        private final IntFunction<KeyPlan> plans;
        private final IntFunction<List<@Nullable Object>> parameters;
        private final Step alone;
        private final long[] counts;
        private final KeyRows[] keys;

        /** How a step is executed alone. */
        interface Step {
            KeyedExecution.Executed run(int index) throws EngineException;
        }

        /** @param plans how each step is executed so that its keys come back */
        BatchSteps(int size, IntFunction<KeyPlan> plans, IntFunction<List<@Nullable Object>> parameters, Step alone) {
            this.plans = plans;
            this.parameters = parameters;
            this.alone = alone;
            this.counts = new long[size];
            this.keys = new KeyRows[size];
        }

        int size() {
            return counts.length;
        }

        /** Executes a step alone. */
        void runAlone(int index) throws EngineException {
            try {
                KeyedExecution.Executed executed = alone.run(index);
                if (executed.rows() != null) {
                    executed.rows().close();
                    throw EngineException.Refused.yieldsRows();
                }
                done(index, executed.updateCount(), executed.keys());
            } catch (EngineException e) {
                throw failed(index, e);
            }
        }

        /** The steps before this one have inserted one row each. */
        void inserted(int end) {
            Arrays.fill(counts, 0, end, 1);
            Arrays.fill(keys, 0, end, KeyRows.NONE);
        }

        private void done(int index, long count, KeyRows found) {
            counts[index] = count;
            keys[index] = found;
        }

        /** What all steps did. */
        BatchExecution.Result result() {
            return new BatchExecution.Result(counts, KeyRows.join(List.of(keys)));
        }

        @Override
        public SqlStatement statement(int index) {
            return plans.apply(index).statement();
        }

        @Override
        public List<? extends @Nullable Object> parameters(int index) {
            return parameters.apply(index);
        }

        @Override
        public boolean succeeded(int index, Answer answer, SchemaWatcher schema) throws WireException {
            KeyPlan plan = plans.apply(index);
            if (answer.join() instanceof Response.Result result) {
                done(index, result.rowsAffected(), plan.keys(result.lastInsertRowid(), result.rowsAffected()));
                return true;
            }
            List<Response.Rows> rows = answer.collected();
            if (rows.stream().anyMatch(Response.Rows::hasCoercedTypes)) {
                // Another client has just made such a column: these values may be wrong.
                return false;
            }
            KeyRows returned = KeyRows.of(rows, columns -> schema.origins(plan.statement(), columns));
            done(index, returned.size(), returned);
            return true;
        }

        @Override
        public boolean returnsRowId(int index) {
            return plans.apply(index).rowId() != null;
        }

        @Override
        public EngineException.BatchFailed failed(int index, EngineException cause) {
            return new EngineException.BatchFailed(cause, Arrays.copyOf(counts, index));
        }
    }
}
