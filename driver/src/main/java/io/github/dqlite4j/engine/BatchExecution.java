package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.keys.KeyRows;
import io.github.dqlite4j.jdbc.DqliteStatement;
import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.rewrite.MultiRowInsert;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.wire.Response;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Executes a batch in one transaction: the one that is open, or in auto-commit one of its own, so that a batch that fails there
 * leaves nothing. It ends at the first failure; the counts of the exception are those of the steps before it. A statement that
 * yields rows is not sent at all: the batch ends before it, and what came before it stays.
 *
 * <p>Rows of a plain INSERT are sent many in a statement. When such a statement fails, or does not insert exactly as many rows as it
 * has, everything is taken back and done again row by row, which finds the row and its count.
 */
public final class BatchExecution {
    /** What every server takes; more need a form of the message that older ones refuse. */
    private static final int MOST_PARAMETERS = 255;

    /** Fewer rows are as many messages by themselves as in a statement between its savepoint and the end of that. */
    private static final int FEWEST_ROWS = 4;

    private static final SqlStatement MARK = statement("SAVEPOINT dqlite4j_batch");
    private static final SqlStatement BACK = statement("ROLLBACK TO dqlite4j_batch");
    private static final SqlStatement FORGET = statement("RELEASE dqlite4j_batch");

    private final Session session;
    private final Map<Integer, SqlStatement> ofSize = new HashMap<>();

    /** What one step did. */
    public record Done(long count, KeyRows keys) {}

    /** One step of a batch. */
    public interface Step {
        Done run(int index) throws SQLException;
    }

    /** What all steps did. */
    public record Result(long[] counts, KeyRows keys) {}

    public BatchExecution(Session session) {
        this.session = session;
    }

    private static SqlStatement statement(String sql) {
        return SqlParser.parseOne(sql);
    }

    /** @param together whether the steps can share a transaction */
    public Result steps(int size, boolean together, Step step) throws SQLException {
        return together && size > 1 ? session.atomically(() -> each(size, step)) : each(size, step);
    }

    /** One execution of the statement for each row of parameters, in as few messages as possible. */
    public Result rows(
            SqlStatement insert,
            @Nullable MultiRowInsert shape,
            List<List<@Nullable Object>> rows,
            int seconds,
            Object owner,
            Step oneByOne)
            throws SQLException {
        if (shape == null
                || !shape.allOrNothing()
                || rows.size() < FEWEST_ROWS
                || 2 * shape.parametersPerRow() > MOST_PARAMETERS
                || insert.refusal() != null) {
            return steps(rows.size(), DqliteStatement.canShareTransaction(insert), oneByOne);
        }
        return session.atomically(() -> {
            session.begin();
            execute(MARK);
            if (!allRows(shape, rows, seconds, owner)) {
                return each(rows.size(), oneByOne);
            }
            execute(FORGET);
            long[] counts = new long[rows.size()];
            Arrays.fill(counts, 1);
            return new Result(counts, KeyRows.NONE);
        });
    }

    /** Returns false if it has to be done row by row; nothing of it is left then. */
    private boolean allRows(MultiRowInsert shape, List<List<@Nullable Object>> rows, int seconds, Object owner)
            throws SQLException {
        SQLException cause = null;
        try {
            if (insert(shape, rows, seconds, owner)) {
                return true;
            }
        } catch (SQLException e) {
            if (!session.inTransaction()) {
                throw failure(e, new long[0]);
            }
            cause = e;
        }
        try {
            execute(BACK);
            execute(FORGET);
        } catch (SQLException e) {
            throw failure(cause == null ? e : cause, new long[0]);
        }
        return false;
    }

    private boolean insert(MultiRowInsert shape, List<List<@Nullable Object>> rows, int seconds, Object owner)
            throws SQLException {
        int most = MOST_PARAMETERS / shape.parametersPerRow();
        int from = 0;
        while (from < rows.size()) {
            int left = rows.size() - from;
            int size = left >= most ? most : Integer.highestOneBit(left);
            List<@Nullable Object> parameters = new ArrayList<>(size * shape.parametersPerRow());
            for (List<@Nullable Object> row : rows.subList(from, from + size)) {
                parameters.addAll(row);
            }
            SqlStatement statement = ofSize.computeIfAbsent(size, rowCount -> statement(shape.withRows(rowCount)));
            Object answer = session.execute(statement, parameters, seconds, owner);
            if (!(answer instanceof Response.Result result) || result.rowsAffected() != size) {
                return false;
            }
            from += size;
        }
        return true;
    }

    private void execute(SqlStatement statement) throws SQLException {
        session.execute(statement, List.of(), 0);
    }

    private static Result each(int size, Step step) throws SQLException {
        long[] counts = new long[size];
        List<KeyRows> keys = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            try {
                Done done = step.run(i);
                counts[i] = done.count();
                keys.add(done.keys());
            } catch (SQLException e) {
                throw failure(e, Arrays.copyOf(counts, i));
            }
        }
        return new Result(counts, KeyRows.join(keys));
    }

    /** @param counts of the steps before the one that failed */
    public static BatchUpdateException failure(SQLException cause, long[] counts) {
        BatchUpdateException failure = new BatchUpdateException(
                cause.getMessage() + " (step " + (counts.length + 1) + " of the batch)",
                cause.getSQLState(),
                cause.getErrorCode(),
                counts,
                cause);
        failure.setNextException(cause);
        return failure;
    }
}
