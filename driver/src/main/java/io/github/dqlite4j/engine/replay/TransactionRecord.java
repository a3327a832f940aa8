package io.github.dqlite4j.engine.replay;

import io.github.dqlite4j.engine.replay.RecordedStatement.Seen;
import io.github.dqlite4j.engine.replay.RecordedStatement.SeenRefusal;
import io.github.dqlite4j.engine.replay.RecordedStatement.SeenUpdate;
import io.github.dqlite4j.engine.result.UpdateResult;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.WireException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction has executed, and what its caller has seen. It ends with the first statement that cannot be replayed, and beyond a number of
 * statements and bytes. Used by the owner of the session.
 */
public final class TransactionRecord {
    /** Of one transaction. */
    public static final int MAX_STATEMENTS = 20_000;

    /** Of the texts and parameters of one transaction. */
    public static final long MAX_BYTES = 8L * 1024 * 1024;

    private final SqlStatement begin;
    private List<RecordedStatement> statements = new ArrayList<>();
    private @Nullable RowChecksum checksums;
    private long bytes;
    private @Nullable String obstacle;

    /** @param begin what opened the transaction */
    public TransactionRecord(SqlStatement begin) {
        this.begin = begin;
    }

    public SqlStatement begin() {
        return begin;
    }

    public List<RecordedStatement> statements() {
        return statements;
    }

    /** For what its caller sees of rows. */
    public RowChecksum checksums() {
        RowChecksum known = checksums;
        if (known == null) {
            known = new RowChecksum();
            checksums = known;
        }
        return known;
    }

    /** Why the transaction cannot be replayed, as the end of a sentence; null if it can. */
    public @Nullable String obstacle() {
        return obstacle;
    }

    /** Ends the record: the transaction cannot be replayed. */
    public void stop(String why) {
        if (obstacle == null) {
            obstacle = why;
            statements = List.of();
        }
    }

    /** Adds a statement that was answered. */
    public void add(RecordedStatement executed) {
        String why = ReplayObstacles.of(executed.statement());
        if (why != null) {
            stop(why);
        }
        if (obstacle != null) {
            return;
        }
        statements.add(executed);
        bytes += executed.bytes();
        if (statements.size() > MAX_STATEMENTS) {
            stop("it has more than " + MAX_STATEMENTS + " statements");
        } else if (bytes > MAX_BYTES) {
            stop("its statements and parameters have more than " + MAX_BYTES + " bytes");
        }
    }

    private void add(SqlStatement statement, List<? extends @Nullable Object> parameters, Seen seen) {
        add(RecordedStatement.of(statement, parameters, seen));
    }

    /**
     * The server has answered with rows.
     *
     * @return what the caller has seen; the messages that follow are added to it, too
     */
    public SeenRows rows(SqlStatement statement, List<? extends @Nullable Object> parameters, Response.Rows first) {
        SeenRows seen = new SeenRows(checksums(), first);
        add(statement, parameters, seen);
        rows(seen, first);
        return seen;
    }

    /** The server has sent another message of rows. */
    public void rows(SeenRows seen, Response.Rows message) {
        try {
            seen.add(message);
        } catch (WireException e) {
            // Its reader will report it.
            stop("rows are malformed");
        }
    }

    /** The server has answered without rows. */
    public void updated(SqlStatement statement, List<? extends @Nullable Object> parameters, UpdateResult result) {
        add(statement, parameters, new SeenUpdate(result, false));
    }

    /** The caller also sees the row id in the last answer. */
    public void rowIdSeen() {
        if (!statements.isEmpty()) {
            int last = statements.size() - 1;
            statements.set(last, statements.get(last).withRowId());
        }
    }

    /**
     * The server has refused a statement, and the transaction is still open.
     *
     * @param commits whether the statement would have committed the transaction
     */
    public void refused(
            SqlStatement statement,
            List<? extends @Nullable Object> parameters,
            long code,
            String message,
            boolean commits) {
        if (commits) {
            stop("a COMMIT was refused");
        } else if (!RecordedStatement.isBusy(code)) {
            add(statement, parameters, new SeenRefusal(code, message));
        }
    }
}
