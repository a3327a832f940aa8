package io.github.dqlite4j.client;

import io.github.dqlite4j.client.session.ClientSession;
import io.github.dqlite4j.engine.KeyedExecution;
import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.failure.Outcome;
import io.github.dqlite4j.engine.result.ResultStream;
import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.WireException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads results into memory. Each closes the result. */
final class Rows {
    /** As they come from a node; as objects they take several times as much. A server may send without end. */
    private static final long MAX_BYTES = Runtime.getRuntime().maxMemory() / 16;

    private Rows() {}

    static <T extends @Nullable Object> List<T> all(
            KeyedExecution.Executed executed, ClientSession session, RowMapper<T> mapper) throws SQLException {
        ResultStream rows = executed.rows();
        if (rows == null) {
            return List.of();
        }
        try {
            RowView view = new RowView(session, rows);
            List<T> mapped = new ArrayList<>();
            long bytes = 0;
            for (Response.Rows message = rows.nextMessage(); message != null; message = rows.nextMessage()) {
                bytes += message.size();
                if (bytes > MAX_BYTES) {
                    throw tooLarge();
                }
                while (next(rows, message)) {
                    mapped.add(mapper.map(view.on(message)));
                }
            }
            return mapped;
        } catch (EngineException e) {
            throw SqlExceptions.of(e);
        } finally {
            rows.close();
        }
    }

    private static EngineException tooLarge() {
        return new EngineException.Refused(
                EngineException.Refused.Reason.RESULT_TOO_LARGE,
                "The result is larger than a sixteenth of the heap; read it with stream, or select fewer rows",
                Outcome.NOTHING_HAPPENED,
                null);
    }

    private static boolean next(ResultStream rows, Response.Rows message) throws EngineException {
        try {
            return message.next();
        } catch (WireException e) {
            throw rows.malformed(e);
        }
    }

    static <T> Optional<T> first(
            KeyedExecution.Executed executed, ClientSession session, RowMapper<? extends @Nullable T> mapper)
            throws SQLException {
        ResultStream rows = executed.rows();
        if (rows == null) {
            return Optional.empty();
        }
        try {
            return rows.next()
                    ? Optional.ofNullable(mapper.map(new RowView(session, rows).on(rows.row())))
                    : Optional.empty();
        } catch (EngineException e) {
            throw SqlExceptions.of(e);
        } finally {
            rows.close();
        }
    }

    /** Reads the rows to their end and drops them. */
    static void drop(ResultStream rows) throws SQLException {
        try {
            boolean more = true;
            while (more) {
                more = rows.nextMessage() != null;
            }
        } catch (EngineException e) {
            throw SqlExceptions.of(e);
        } finally {
            rows.close();
        }
    }
}
