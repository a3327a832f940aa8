package io.github.dqlite4j.jdbc.result;

import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.wire.Row;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The position of a result set in its rows. Every method has the meaning of the method of {@link ResultSet} with the same name. */
public interface Cursor {
    List<String> columns();

    /** Where a column comes from, from 0; null for one that is no column of a table. */
    @Nullable
    ColumnOrigin origin(int column);

    /**
     * The current row; valid until the cursor moves.
     *
     * @throws SQLException 24000 if there is none
     */
    Row row() throws SQLException;

    /** The current row, or the first if the cursor is before it; null if there is neither. Does not move. */
    @Nullable
    Row sample() throws SQLException;

    /** {@link ResultSet#TYPE_FORWARD_ONLY} or {@link ResultSet#TYPE_SCROLL_INSENSITIVE}. */
    int type();

    /** Row numbers beyond an int's are its greatest. */
    int getRow();

    boolean next() throws SQLException;

    boolean previous() throws SQLException;

    boolean absolute(long row) throws SQLException;

    boolean relative(long rows) throws SQLException;

    void beforeFirst() throws SQLException;

    void afterLast() throws SQLException;

    boolean isBeforeFirst() throws SQLException;

    boolean isFirst() throws SQLException;

    boolean isLast() throws SQLException;

    boolean isAfterLast() throws SQLException;

    /** A second call does nothing. */
    void close();

    static SQLException noRow(boolean after) {
        return new SQLException(after ? "After the last row" : "Before the first row; call next()", "24000");
    }

    static int asInt(long row) {
        return (int) Math.min(row, Integer.MAX_VALUE);
    }
}
