package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.engine.keys.KeyRows;
import io.github.dqlite4j.jdbc.result.DqliteResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The results of a statement's last execution: the current one, those that follow, and those that are kept open. Guarded by the session. */
final class StatementResults {
    private final Queue<Entry> following = new ArrayDeque<>();
    private final List<DqliteResultSet> kept = new ArrayList<>();
    private Entry current = Entry.NONE;
    private KeyRows keys = KeyRows.NONE;
    private boolean closing;

    /**
     * The outcome of one statement.
     *
     * @param rows null if there is an update count instead
     * @param updateCount -1 if there is none
     */
    record Entry(@Nullable DqliteResultSet rows, long updateCount, KeyRows keys) {
        private static final Entry NONE = new Entry(null, -1, KeyRows.NONE);
        private static final Entry NOTHING_DONE = new Entry(null, 0, KeyRows.NONE);
    }

    Entry current() {
        return current;
    }

    KeyRows keys() {
        return keys;
    }

    void keys(KeyRows generated) {
        keys = generated;
    }

    /** The result of the one statement that was executed. */
    void set(Entry only) {
        current = only;
        keys = only.keys();
    }

    /** The result of one of several statements. */
    void add(Entry next) {
        following.add(next);
    }

    /** All statements were executed: the first result becomes the current one. */
    void begin() {
        keys = KeyRows.join(following.stream().map(Entry::keys).toList());
        Entry first = following.poll();
        current = first == null ? Entry.NOTHING_DONE : first;
    }

    /** Whether any of the results has rows. */
    boolean hasRows() {
        return current.rows() != null
                || !following.isEmpty() && following.stream().anyMatch(entry -> entry.rows() != null);
    }

    /**
     * Goes to the next result.
     *
     * @param keep whether the current one stays open
     * @param closeAll whether those that were kept are closed, too
     */
    void next(boolean keep, boolean closeAll) throws SQLException {
        DqliteResultSet old = current.rows();
        Entry next = following.poll();
        current = next == null ? Entry.NONE : next;
        if (old != null && keep) {
            kept.add(old);
        } else if (old != null) {
            old.close();
        }
        if (closeAll) {
            for (DqliteResultSet rows : List.copyOf(kept)) {
                rows.close();
            }
            kept.clear();
        }
    }

    /** Closes everything, as a new execution does. */
    void close() throws SQLException {
        closing = true;
        try {
            if (hasSeveral()) {
                for (Entry entry : following) {
                    close(entry.rows());
                }
                for (DqliteResultSet rows : kept) {
                    rows.close();
                }
            }
            close(current.rows());
        } finally {
            closing = false;
            if (hasSeveral()) {
                following.clear();
                kept.clear();
            }
            current = Entry.NONE;
            keys = KeyRows.NONE;
        }
    }

    /** Most statements have one result. */
    private boolean hasSeveral() {
        return !following.isEmpty() || !kept.isEmpty();
    }

    private static void close(@Nullable DqliteResultSet rows) throws SQLException {
        if (rows != null) {
            rows.close();
        }
    }

    /** Whether every result was closed by the application, and not by the statement itself. */
    boolean allClosed() {
        return !closing
                && isClosed(current.rows())
                && following.stream().allMatch(entry -> isClosed(entry.rows()))
                && kept.stream().allMatch(DqliteResultSet::isClosed);
    }

    private static boolean isClosed(@Nullable DqliteResultSet rows) {
        return rows == null || rows.isClosed();
    }
}
