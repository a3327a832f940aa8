package io.github.dqlite4j.hibernate;

import io.github.dqlite4j.jdbc.DqliteConnection;
import java.io.Serializable;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.hibernate.engine.jdbc.spi.JdbcCoordinator;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.id.IdentifierGenerationException;
import org.hibernate.resource.jdbc.ResourceRegistry;
import org.jspecify.annotations.Nullable;

/**
 * A number in one row of a table, from which ids are taken by one UPDATE with RETURNING, on the connection of a session and in its transaction.
 *
 * @param ahead the difference between the next id and the number
 * @param segmentColumn the column that identifies the row; null if the table has only one row
 * @param initial the first id, if the row has to be added; null if it must be there
 */
record IdCounter(
        String table,
        String column,
        int ahead,
        @Nullable String segmentColumn,
        @Nullable String segment,
        @Nullable Integer initial)
        implements Serializable {

    /** The only row of a table, which has the next id. */
    static IdCounter ofRow(String table, String column) {
        return new IdCounter(table, column, 0, null, null, null);
    }

    /**
     * A row of a table of {@code GenerationType.TABLE}.
     *
     * @param initial the first id
     * @param lastUsed whether the row has the last id, not the next one
     */
    static IdCounter ofSegment(
            String table, String column, String segmentColumn, String segment, int initial, boolean lastUsed) {
        return new IdCounter(table, column, lastUsed ? 1 : 0, segmentColumn, segment, initial);
    }

    /** The same for all generators that count with this row. */
    String row() {
        return segment == null ? table : table + " " + segment;
    }

    /**
     * Ids that were taken.
     *
     * @param transaction in which they were taken; null if they are committed, or if the driver is not dqlite's
     */
    record Taken(long first, DqliteConnection.@Nullable Transaction transaction) {}

    /**
     * Takes ids.
     *
     * @param step how far the next ids are; negative if the ids count down
     * @param beyond where the counter has to be at least; null if that is not known to be needed
     */
    Taken take(SharedSessionContractImplementor session, int step, @Nullable Long beyond) {
        String signed = signed(step);
        String sql = "update " + table + " set " + column + "=" + (beyond == null ? column : atLeast(beyond, step))
                + "+" + signed + where() + " returning " + column + "-" + signed + (ahead == 0 ? "" : "+" + ahead);
        Taken taken = query(session, sql);
        if (taken == null && initial != null) {
            execute(
                    session,
                    "insert into " + table + " (" + segmentColumn + ", " + column + ") select ?1, " + (initial - ahead)
                            + " where not exists (select 1 from " + table + " where " + segmentColumn + "=?1)");
            taken = query(session, sql);
        }
        if (taken == null) {
            throw new IdentifierGenerationException("No row to take an id from: " + sql);
        }
        return taken;
    }

    /** Makes sure that the counter gives no id before {@code next}; {@code step} is the direction in which it counts. */
    void skipTo(SharedSessionContractImplementor session, long next, int step) {
        execute(session, "update " + table + " set " + column + "=" + atLeast(next, step) + where());
    }

    private String atLeast(long next, int step) {
        return (step < 0 ? "min(" : "max(") + column + "," + (next - ahead) + ")";
    }

    private String where() {
        return segmentColumn == null ? "" : " where " + segmentColumn + "=?";
    }

    static String signed(int step) {
        return step < 0 ? "(" + step + ")" : Integer.toString(step);
    }

    private interface Execution<T> {
        @Nullable
        T of(PreparedStatement statement, JdbcCoordinator jdbc) throws SQLException;
    }

    private @Nullable Taken query(SharedSessionContractImplementor session, String sql) {
        return with(session, sql, (statement, jdbc) -> {
            DqliteConnection connection = OwnConnection.of(session);
            boolean joins = connection == null || connection.transaction() != null;
            Long first = first(statement, jdbc, sql);
            if (first == null) {
                return null;
            }
            return new Taken(first, connection == null ? null : OwnConnection.transaction(connection, session, joins));
        });
    }

    private static @Nullable Long first(PreparedStatement statement, JdbcCoordinator jdbc, String sql)
            throws SQLException {
        ResultSet rows = jdbc.getResultSetReturn().extract(statement, sql);
        try {
            if (!rows.next()) {
                return null;
            }
            long first = rows.getLong(1);
            if (rows.wasNull()) {
                throw new IdentifierGenerationException("The value to take an id from is NULL: " + sql);
            }
            return first;
        } finally {
            registry(jdbc).release(rows, statement);
        }
    }

    private void execute(SharedSessionContractImplementor session, String sql) {
        with(session, sql, (statement, jdbc) -> jdbc.getResultSetReturn().executeUpdate(statement, sql));
    }

    private <T> @Nullable T with(SharedSessionContractImplementor session, String sql, Execution<T> execution) {
        JdbcCoordinator jdbc = session.getJdbcCoordinator();
        PreparedStatement statement = jdbc.getStatementPreparer().prepareStatement(sql);
        try {
            if (segment != null) {
                statement.setString(1, segment);
            }
            return execution.of(statement, jdbc);
        } catch (SQLException error) {
            throw session.getJdbcServices().getSqlExceptionHelper().convert(error, "could not take an id", sql);
        } finally {
            registry(jdbc).release(statement);
            jdbc.afterStatementExecution();
        }
    }

    private static ResourceRegistry registry(JdbcCoordinator jdbc) {
        return jdbc.getLogicalConnection().getResourceRegistry();
    }
}
