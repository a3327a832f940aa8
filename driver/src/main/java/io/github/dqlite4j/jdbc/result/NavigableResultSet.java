package io.github.dqlite4j.jdbc.result;

import java.sql.ResultSet;
import java.sql.SQLException;

/** The methods of {@link ResultSet} that move its {@link Cursor}. */
interface NavigableResultSet extends ResultSet {
    /** @throws SQLException if the result set is closed */
    Cursor cursor() throws SQLException;

    @Override
    default boolean next() throws SQLException {
        return cursor().next();
    }

    @Override
    default boolean previous() throws SQLException {
        return cursor().previous();
    }

    @Override
    default boolean first() throws SQLException {
        return cursor().absolute(1);
    }

    @Override
    default boolean last() throws SQLException {
        return cursor().absolute(-1);
    }

    @Override
    default boolean absolute(int row) throws SQLException {
        return cursor().absolute(row);
    }

    @Override
    default boolean relative(int rows) throws SQLException {
        return cursor().relative(rows);
    }

    @Override
    default void beforeFirst() throws SQLException {
        cursor().beforeFirst();
    }

    @Override
    default void afterLast() throws SQLException {
        cursor().afterLast();
    }

    @Override
    default boolean isBeforeFirst() throws SQLException {
        return cursor().isBeforeFirst();
    }

    @Override
    default boolean isFirst() throws SQLException {
        return cursor().isFirst();
    }

    @Override
    default boolean isLast() throws SQLException {
        return cursor().isLast();
    }

    @Override
    default boolean isAfterLast() throws SQLException {
        return cursor().isAfterLast();
    }

    @Override
    default int getRow() throws SQLException {
        return cursor().getRow();
    }

    @Override
    default int getType() throws SQLException {
        return cursor().type();
    }

    @Override
    default int getConcurrency() throws SQLException {
        cursor();
        return CONCUR_READ_ONLY;
    }

    @Override
    default int getHoldability() throws SQLException {
        cursor();
        return HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    default boolean rowUpdated() throws SQLException {
        cursor();
        return false;
    }

    @Override
    default boolean rowInserted() throws SQLException {
        cursor();
        return false;
    }

    @Override
    default boolean rowDeleted() throws SQLException {
        cursor();
        return false;
    }
}
