package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.keys.KeyRequest;
import io.github.dqlite4j.engine.keys.KeyRows;
import io.github.dqlite4j.engine.result.UpdateResult;
import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.rewrite.MultiRowInsert;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Executes a batch in one transaction: the one that is open, or in auto-commit one of its own, so that a batch that fails there leaves
 * nothing. It ends at the first failure, with an {@link EngineException.BatchFailed} that has the counts of the steps before. A statement
 * that yields rows is not sent at all: the batch ends before it, and what came before stays.
 *
 * <p>Rows of a plain INSERT are sent many in a statement. When such a statement fails, or does not insert exactly as many rows as it has,
 * everything is taken back and done again row by row, which finds the row and its count.
 */
public final class BatchExecution {
    /** What every server takes; more need a form of the message that older ones refuse. */
    private static final int MAX_PARAMETERS = 255;

    /** Fewer rows cost as many messages one by one as in a statement between its savepoint and the release. */
    private static final int MIN_ROWS = 4;

    private static final SqlStatement SAVEPOINT = SqlParser.parseOne("SAVEPOINT dqlite4j_batch");
    private static final SqlStatement ROLLBACK_TO = SqlParser.parseOne("ROLLBACK TO dqlite4j_batch");
    private static final SqlStatement RELEASE = SqlParser.parseOne("RELEASE dqlite4j_batch");

    private final Session session;
    private final KeyedExecution statements;
    private final Map<Integer, SqlStatement> byRowCount = new HashMap<>();

    /** What all steps did. */
    public record Result(long[] counts, KeyRows keys) {}

    private interface Step {
        KeyedExecution.Executed run(int index) throws EngineException;
    }

    public BatchExecution(Session session, KeyedExecution statements) {
        this.session = session;
        this.statements = statements;
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
        Result result = steps(updates, together, i -> {
            if (batch.get(i).parameterCount() > 0) {
                // If it is no parameter to the server, the server says what is wrong.
                new Introspection(session).check(batch.get(i));
            }
            return statements.execute(batch.get(i), List.of(), KeyRequest.NONE, seconds, executor);
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
        Step oneByOne = i -> {
            if (!mayBeUpdate(statement, request)) {
                throw EngineException.Refused.yieldsRows();
            }
            return statements.execute(statement, rows.get(i), request, seconds, executor);
        };
        if (shape == null
                || !shape.allOrNothing()
                || rows.size() < MIN_ROWS
                || 2 * shape.parametersPerRow() > MAX_PARAMETERS
                || statement.refusal() != null) {
            return steps(rows.size(), TransactionStatements.canBeInTransaction(statement), oneByOne);
        }
        return session.atomically(() -> {
            session.begin();
            execute(SAVEPOINT);
            if (!allRows(shape, rows, seconds, executor)) {
                return each(rows.size(), oneByOne);
            }
            execute(RELEASE);
            long[] counts = new long[rows.size()];
            Arrays.fill(counts, 1);
            return new Result(counts, KeyRows.NONE);
        });
    }

    private Result steps(int size, boolean together, Step step) throws EngineException {
        return together && size > 1 ? session.atomically(() -> each(size, step)) : each(size, step);
    }

    private static Result each(int size, Step step) throws EngineException {
        long[] counts = new long[size];
        List<KeyRows> keys = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            try {
                KeyedExecution.Executed executed = step.run(i);
                if (executed.rows() != null) {
                    executed.rows().close();
                    throw EngineException.Refused.yieldsRows();
                }
                counts[i] = executed.updateCount();
                keys.add(executed.keys());
            } catch (EngineException e) {
                throw new EngineException.BatchFailed(e, Arrays.copyOf(counts, i));
            }
        }
        return new Result(counts, KeyRows.join(keys));
    }

    /** Returns false if it has to be done row by row; nothing of it is left then. */
    private boolean allRows(MultiRowInsert shape, List<List<@Nullable Object>> rows, int seconds, Object executor)
            throws EngineException {
        EngineException cause = null;
        try {
            if (insert(shape, rows, seconds, executor)) {
                return true;
            }
        } catch (EngineException e) {
            if (!session.inTransaction()) {
                throw new EngineException.BatchFailed(e, new long[0]);
            }
            cause = e;
        }
        try {
            execute(ROLLBACK_TO);
            execute(RELEASE);
        } catch (EngineException e) {
            throw new EngineException.BatchFailed(cause == null ? e : cause, new long[0]);
        }
        return false;
    }

    private boolean insert(MultiRowInsert shape, List<List<@Nullable Object>> rows, int seconds, Object executor)
            throws EngineException {
        int most = MAX_PARAMETERS / shape.parametersPerRow();
        int from = 0;
        while (from < rows.size()) {
            int left = rows.size() - from;
            int size = left >= most ? most : Integer.highestOneBit(left);
            List<@Nullable Object> parameters = new ArrayList<>(size * shape.parametersPerRow());
            for (List<@Nullable Object> row : rows.subList(from, from + size)) {
                parameters.addAll(row);
            }
            SqlStatement statement =
                    byRowCount.computeIfAbsent(size, rowCount -> SqlParser.parseOne(shape.withRows(rowCount)));
            if (!(session.execute(statement, parameters, seconds, executor) instanceof UpdateResult result)
                    || result.rowsAffected() != size) {
                return false;
            }
            from += size;
        }
        return true;
    }

    private void execute(SqlStatement statement) throws EngineException {
        session.execute(statement, List.of());
    }
}
