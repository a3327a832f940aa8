package io.github.dqlite4j.engine.outcome;

import io.github.dqlite4j.engine.exchange.NodeExchange;
import io.github.dqlite4j.engine.failure.ServerErrors;
import io.github.dqlite4j.engine.outcome.MarkTable.Numbers;
import io.github.dqlite4j.engine.schema.SessionPragmas;
import io.github.dqlite4j.time.NanoClock;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.transport.TransportException.ServerFailure;
import org.jspecify.annotations.Nullable;

/** The marks of the transactions of one session. Used by the owner of the session. */
public final class CommitMarks {
    private final boolean wanted;
    private final MarkTable table;
    private final SessionPragmas pragmas;
    private final NanoClock clock;
    private final Runnable schemaChanged;
    private @Nullable Numbers numbers;
    private boolean unanswered;
    private boolean readOnly;

    /**
     * @param wanted whether there are marks at all
     * @param schemaChanged run when the table was made
     */
    public CommitMarks(
            boolean wanted, MarkTable table, SessionPragmas pragmas, NanoClock clock, Runnable schemaChanged) {
        this.wanted = wanted;
        this.table = table;
        this.pragmas = pragmas;
        this.clock = clock;
        this.schemaChanged = schemaChanged;
    }

    /** Whether the session may write. */
    public void readOnly(boolean value) {
        readOnly = value;
    }

    /** Whether the next transaction may leave a mark: no, if the table cannot be used. */
    public boolean mayBeKept() {
        return wanted && !readOnly && pragmas.checksForeignKeys() && (table.table() != null || !table.isKnown(clock));
    }

    /** Whether {@link #prepare} has to be called before the next transaction. */
    public boolean needPreparation() {
        return wanted && !readOnly && pragmas.checksForeignKeys() && !table.isKnown(clock);
    }

    /**
     * Looks for the table, and makes it if it is missing. Call it outside a transaction.
     *
     * @return why there will be no marks, to be said once, or null
     * @throws TransportException if the node is lost, or the database busy
     */
    public @Nullable String prepare(NodeExchange exchange, long until) throws TransportException {
        return table.prepare(exchange, clock, schemaChanged, until);
    }

    /** A mark for the transaction that is committed next; null if it cannot have one. */
    public @Nullable CommitMark next() {
        Long number = wanted && pragmas.checksForeignKeys() ? table.table() : null;
        if (number == null) {
            return null;
        }
        Numbers last = numbers == null || unanswered ? table.take() : numbers;
        numbers = new Numbers(last.id(), last.last() + 1);
        unanswered = true;
        return new CommitMark(last.id(), last.last() + 1, number, CommitMark.now());
    }

    /** The COMMIT of the last mark was answered. */
    public void answered() {
        unanswered = false;
    }

    /** The server has refused the last mark, or the COMMIT with it. */
    public void refused(TransportException failure) {
        unanswered = false;
        int code = failure instanceof ServerFailure refused ? ServerErrors.primary(refused.code()) : 0;
        if (code == ServerErrors.CONSTRAINT) {
            // A foreign key of the application's, or another client has written into the row.
            numbers = null;
        } else if (code != ServerErrors.BUSY) {
            table.forget();
        }
    }

    /** There was no answer to a question: the table may no longer be what it was. */
    public void unknown() {
        table.forget();
    }

    /** The session has ended. */
    public void end() {
        Numbers last = numbers;
        numbers = null;
        if (last != null && !unanswered) {
            table.giveBack(last);
        }
    }
}
