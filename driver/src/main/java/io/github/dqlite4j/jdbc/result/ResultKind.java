package io.github.dqlite4j.jdbc.result;

import io.github.dqlite4j.engine.result.ResultStream;
import io.github.dqlite4j.jdbc.error.SqlExceptions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Consumer;

/** The two kinds of result set. Both are read-only and stay open over a commit. */
public enum ResultKind {
    FORWARD_ONLY(ResultSet.TYPE_FORWARD_ONLY),
    SCROLLABLE(ResultSet.TYPE_SCROLL_INSENSITIVE);

    private final int type;

    ResultKind(int type) {
        this.type = type;
    }

    public int type() {
        return type;
    }

    public Cursor cursor(ResultStream rows, long maxRows) {
        return this == SCROLLABLE ? new ScrollCursor(rows, maxRows) : new ForwardCursor(rows, maxRows);
    }

    /**
     * The nearest kind to what is asked for. What differs is a warning, as JDBC specifies.
     *
     * @param warnings takes the warnings
     *
     * @throws SQLException if one of the three is no constant of {@link ResultSet}
     */
    public static ResultKind of(int type, int concurrency, int holdability, Consumer<String> warnings)
            throws SQLException {
        if (type != ResultSet.TYPE_FORWARD_ONLY
                && type != ResultSet.TYPE_SCROLL_INSENSITIVE
                && type != ResultSet.TYPE_SCROLL_SENSITIVE) {
            throw SqlExceptions.usage("There is no result set type " + type);
        }
        if (concurrency != ResultSet.CONCUR_READ_ONLY && concurrency != ResultSet.CONCUR_UPDATABLE) {
            throw SqlExceptions.usage("There is no result set concurrency " + concurrency);
        }
        if (holdability != ResultSet.HOLD_CURSORS_OVER_COMMIT && holdability != ResultSet.CLOSE_CURSORS_AT_COMMIT) {
            throw SqlExceptions.usage("There is no result set holdability " + holdability);
        }
        if (type == ResultSet.TYPE_SCROLL_SENSITIVE) {
            warnings.accept("Results do not see later changes: TYPE_SCROLL_INSENSITIVE is used");
        }
        if (concurrency == ResultSet.CONCUR_UPDATABLE) {
            warnings.accept("Results cannot be updated: CONCUR_READ_ONLY is used");
        }
        if (holdability == ResultSet.CLOSE_CURSORS_AT_COMMIT) {
            warnings.accept("Results stay open over a commit: HOLD_CURSORS_OVER_COMMIT is used");
        }
        return type == ResultSet.TYPE_FORWARD_ONLY ? FORWARD_ONLY : SCROLLABLE;
    }
}
