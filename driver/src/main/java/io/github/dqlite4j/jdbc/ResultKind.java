package io.github.dqlite4j.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Which result sets a statement gives: forward-only or scrollable, always read-only, and never closed by a commit. What else
 * is asked for is granted as far as possible, with a warning on the connection, as JDBC wants it.
 *
 * @param type {@link ResultSet#TYPE_FORWARD_ONLY} or {@link ResultSet#TYPE_SCROLL_INSENSITIVE}
 */
record ResultKind(int type) {
    static final ResultKind FORWARD = new ResultKind(ResultSet.TYPE_FORWARD_ONLY);

    boolean scrollable() {
        return type != ResultSet.TYPE_FORWARD_ONLY;
    }

    /**
     * @param warnings gets what was asked for and not granted
     * @throws SQLException if one of the numbers is no constant of {@link ResultSet}
     */
    static ResultKind of(int type, int concurrency, int holdability, List<String> warnings) throws SQLException {
        if (type != ResultSet.TYPE_FORWARD_ONLY
                && type != ResultSet.TYPE_SCROLL_INSENSITIVE
                && type != ResultSet.TYPE_SCROLL_SENSITIVE) {
            throw Errors.usage("There is no type of result set " + type);
        }
        if (concurrency != ResultSet.CONCUR_READ_ONLY && concurrency != ResultSet.CONCUR_UPDATABLE) {
            throw Errors.usage("There is no concurrency of result sets " + concurrency);
        }
        if (holdability != ResultSet.HOLD_CURSORS_OVER_COMMIT && holdability != ResultSet.CLOSE_CURSORS_AT_COMMIT) {
            throw Errors.usage("There is no holdability of result sets " + holdability);
        }
        if (type == ResultSet.TYPE_SCROLL_SENSITIVE) {
            warnings.add("The result sets do not show later changes (TYPE_SCROLL_INSENSITIVE)");
        }
        if (concurrency == ResultSet.CONCUR_UPDATABLE) {
            warnings.add("The result sets are read-only (CONCUR_READ_ONLY)");
        }
        if (holdability == ResultSet.CLOSE_CURSORS_AT_COMMIT) {
            warnings.add("The result sets stay open after a commit (HOLD_CURSORS_OVER_COMMIT)");
        }
        return type == ResultSet.TYPE_FORWARD_ONLY ? FORWARD : new ResultKind(ResultSet.TYPE_SCROLL_INSENSITIVE);
    }
}
