package io.github.dqlite4j.engine.replay;

import io.github.dqlite4j.engine.failure.ServerErrors;
import io.github.dqlite4j.engine.result.UpdateResult;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement of a transaction.
 *
 * @param parameters copies, which the caller does not change
 * @param seen what the caller has seen of the answer
 */
public record RecordedStatement(SqlStatement statement, List<@Nullable Object> parameters, Seen seen) {
    /** A guess of what the objects of one statement take. */
    private static final int OVERHEAD_BYTES = 200;

    /** What a caller has seen of an answer. */
    public sealed interface Seen permits SeenRows, SeenUpdate, SeenRefusal {}

    /**
     * A count of rows.
     *
     * @param rowIdSeen whether the caller has also seen the row id of the row that was inserted last
     */
    public record SeenUpdate(UpdateResult result, boolean rowIdSeen) implements Seen {
        /** Whether the caller would have seen the same of this one. Only some statements have a count. */
        public boolean isSameAs(UpdateResult other, SqlStatement statement) {
            return !statement.kind().isDml()
                    || result.rowsAffected() == other.rowsAffected()
                            && (!rowIdSeen || result.lastInsertRowid() == other.lastInsertRowid());
        }
    }

    /** An error of the server that left the transaction open. */
    public record SeenRefusal(long code, String message) implements Seen {}

    /** @param parameters as the caller gave them */
    public static RecordedStatement of(SqlStatement statement, List<? extends @Nullable Object> parameters, Seen seen) {
        List<@Nullable Object> copies = new ArrayList<>(parameters.size());
        for (Object each : parameters) {
            copies.add(each instanceof byte[] bytes ? bytes.clone() : each);
        }
        return new RecordedStatement(statement, copies, seen);
    }

    RecordedStatement withRowId() {
        return seen instanceof SeenUpdate update
                ? new RecordedStatement(statement, parameters, new SeenUpdate(update.result(), true))
                : this;
    }

    /** About how much memory it takes. */
    long bytes() {
        long bytes = OVERHEAD_BYTES + 2L * statement.text().length();
        for (Object each : parameters) {
            if (each instanceof byte[] blob) {
                bytes += blob.length;
            } else if (each instanceof String text) {
                bytes += 2L * text.length();
            }
        }
        return bytes;
    }

    /** Whether the server has refused it because it was busy, so that nothing was seen of the data. */
    static boolean isBusy(long code) {
        return ServerErrors.primary(code) == ServerErrors.BUSY;
    }
}
