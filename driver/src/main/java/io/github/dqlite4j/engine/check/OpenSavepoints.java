package io.github.dqlite4j.engine.check;

import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.TransactionControl;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The savepoints of a transaction that a SAVEPOINT has opened, the outermost first. Several may have the same name; the latest of them is
 * meant then. Used by the owner of the session.
 *
 * @see <a href="https://sqlite.org/lang_savepoint.html">SQLite's savepoints</a>
 */
public final class OpenSavepoints {
    private final List<TransactionControl> savepoints = new ArrayList<>();

    /** Whether this RELEASE would release all of them, which commits the transaction. */
    public boolean releasesAll(@Nullable TransactionControl release) {
        return release != null && place(release) == 0;
    }

    /** The server has opened a transaction with this SAVEPOINT. */
    public void begin(TransactionControl first) {
        savepoints.clear();
        savepoints.add(first);
    }

    /** The server has executed a SAVEPOINT, RELEASE or ROLLBACK TO in the transaction. Does nothing if it was not opened by a SAVEPOINT. */
    public void executed(TransactionControl control) {
        if (savepoints.isEmpty()) {
            return;
        }
        if (control.kind() == SqlKind.SAVEPOINT) {
            savepoints.add(control);
            return;
        }
        int place = place(control);
        if (place >= 0) {
            int kept = control.kind() == SqlKind.RELEASE ? place : place + 1;
            savepoints.subList(kept, savepoints.size()).clear();
        }
    }

    /** The transaction has ended. */
    public void clear() {
        savepoints.clear();
    }

    /** Of the savepoint that the statement means; -1 if there is none. */
    private int place(TransactionControl control) {
        int place = savepoints.size() - 1;
        while (place >= 0 && !savepoints.get(place).hasSavepointOf(control)) {
            place--;
        }
        return place;
    }
}
