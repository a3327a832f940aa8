package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.result.UpdateResult;
import io.github.dqlite4j.engine.schema.SchemaWatcher;
import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.rewrite.MultiRowInsert;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.transport.Answer;
import io.github.dqlite4j.wire.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Inserts the rows of a batch, many in a statement. Used by the owner of the session, inside a transaction. */
final class ManyRows {
    /** What every server takes; more need a form of the message that older ones refuse. */
    private static final int MAX_PARAMETERS = 255;

    /** Fewer rows cost as many messages one by one as in a statement between its savepoint and the release. */
    private static final int MIN_ROWS = 4;

    private static final SqlStatement SAVEPOINT = SqlParser.parseOne("SAVEPOINT dqlite4j_rows");
    private static final SqlStatement ROLLBACK_TO = SqlParser.parseOne("ROLLBACK TO dqlite4j_rows");
    private static final SqlStatement RELEASE = SqlParser.parseOne("RELEASE dqlite4j_rows");

    private final Session session;
    private final Map<Integer, SqlStatement> byRowCount = new HashMap<>();

    ManyRows(Session session) {
        this.session = session;
    }

    static boolean suits(MultiRowInsert shape, int rows) {
        return shape.allOrNothing() && rows >= MIN_ROWS && 2 * shape.parametersPerRow() <= MAX_PARAMETERS;
    }

    /** Some rows, in one statement. */
    private record Part(SqlStatement statement, List<List<@Nullable Object>> rows) {
        private List<@Nullable Object> parameters() {
            List<@Nullable Object> all = new ArrayList<>(statement.parameterCount());
            rows.forEach(all::addAll);
            return all;
        }
    }

    /**
     * Inserts rows, each exactly once.
     *
     * @return how many of the first rows were inserted; nothing of the others is left
     */
    int insert(MultiRowInsert shape, List<List<@Nullable Object>> rows, int seconds, Object executor)
            throws EngineException {
        List<Part> parts = parts(shape, rows);
        PipelinedBatch.Progress progress =
                new PipelinedBatch(session, new PartSteps(parts), seconds).run(0, parts.size());
        if (progress.done() > 0 || progress.alone() > 0) {
            return parts.subList(0, progress.done()).stream()
                    .mapToInt(part -> part.rows().size())
                    .sum();
        }
        return insertAll(parts, seconds, executor) ? rows.size() : 0;
    }

    private List<Part> parts(MultiRowInsert shape, List<List<@Nullable Object>> rows) {
        int most = MAX_PARAMETERS / shape.parametersPerRow();
        List<Part> parts = new ArrayList<>();
        int from = 0;
        while (from < rows.size()) {
            int left = rows.size() - from;
            int size = left >= most ? most : Integer.highestOneBit(left);
            SqlStatement statement =
                    byRowCount.computeIfAbsent(size, count -> SqlParser.parseOne(shape.withRows(count)));
            parts.add(new Part(statement, rows.subList(from, from + size)));
            from += size;
        }
        return parts;
    }

    /** Returns false if it has to be done row by row; nothing of it is left then. */
    private boolean insertAll(List<Part> parts, int seconds, Object executor) throws EngineException {
        execute(SAVEPOINT);
        EngineException cause = null;
        try {
            if (insertEach(parts, seconds, executor)) {
                execute(RELEASE);
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

    private boolean insertEach(List<Part> parts, int seconds, Object executor) throws EngineException {
        for (Part part : parts) {
            if (!(session.execute(part.statement(), part.parameters(), seconds, executor)
                            instanceof UpdateResult result)
                    || result.rowsAffected() != part.rows().size()) {
                return false;
            }
        }
        return true;
    }

    private void execute(SqlStatement statement) throws EngineException {
        session.execute(statement, List.of());
    }

    /** The parts as steps. */
    private record PartSteps(List<Part> parts) implements PipelinedBatch.Steps {
        @Override
        public SqlStatement statement(int index) {
            return parts.get(index).statement();
        }

        @Override
        public List<? extends @Nullable Object> parameters(int index) {
            return parts.get(index).parameters();
        }

        @Override
        public boolean succeeded(int index, Answer answer, SchemaWatcher schema) {
            return answer.join() instanceof Response.Result result
                    && result.rowsAffected() == parts.get(index).rows().size();
        }

        @Override
        public boolean returnsRowId(int index) {
            return false;
        }

        @Override
        public EngineException.BatchFailed failed(int index, EngineException cause) {
            return new EngineException.BatchFailed(cause, new long[0]);
        }
    }
}
