package io.github.dqlite4j.hibernate;

import java.io.Serializable;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.hibernate.engine.jdbc.spi.JdbcCoordinator;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.id.IdentifierGenerationException;
import org.hibernate.id.IdentifierGeneratorHelper;
import org.hibernate.id.IntegralDataTypeHolder;
import org.hibernate.id.enhanced.AccessCallback;
import org.hibernate.resource.jdbc.ResourceRegistry;
import org.jspecify.annotations.Nullable;

/**
 * A number in one row of a table, which each id increments by one UPDATE with RETURNING.
 *
 * @param increment the UPDATE, which returns the id
 * @param add inserts the row if it is missing; null if it must be there
 * @param segment which row it is; null if the table has only one
 */
record IdCounter(
        String increment, @Nullable String add, @Nullable String segment, Class<?> idType) implements Serializable {

    /** The only row of a table. */
    static IdCounter ofRow(String table, String column, int step, Class<?> idType) {
        return new IdCounter(SingleRowTableSequenceSupport.increment(table, column, step), null, null, idType);
    }

    /**
     * A row of a table of {@code GenerationType.TABLE}.
     *
     * @param initial the first id
     * @param lastUsed whether the row has the last id, not the next one
     */
    static IdCounter ofSegment(
            String table,
            String valueColumn,
            String segmentColumn,
            String segment,
            int initial,
            int step,
            boolean lastUsed,
            Class<?> idType) {
        int ahead = lastUsed ? 1 : 0;
        return new IdCounter(
                "update " + table + " set " + valueColumn + "=" + valueColumn + "+(" + step + ") where " + segmentColumn
                        + "=? returning " + valueColumn + "-(" + (step - ahead) + ")",
                "insert into " + table + " (" + segmentColumn + ", " + valueColumn + ") select ?1, " + (initial - ahead)
                        + " where not exists (select 1 from " + table + " where " + segmentColumn + "=?1)",
                segment,
                idType);
    }

    /** Returns a source of ids that uses the connection of {@code session}. */
    AccessCallback in(SharedSessionContractImplementor session) {
        return new AccessCallback() {
            @Override
            public IntegralDataTypeHolder getNextValue() {
                IntegralDataTypeHolder id = query(session, increment);
                if (id == null && add != null) {
                    execute(session, add);
                    id = query(session, increment);
                }
                if (id == null) {
                    throw new IdentifierGenerationException("No row to take an id from: " + increment);
                }
                return id;
            }

            @Override
            public String getTenantIdentifier() {
                return session.getTenantIdentifier();
            }
        };
    }

    private interface Execution<T> {
        @Nullable
        T of(PreparedStatement statement, JdbcCoordinator jdbc) throws SQLException;
    }

    private @Nullable IntegralDataTypeHolder query(SharedSessionContractImplementor session, String sql) {
        return with(session, sql, (statement, jdbc) -> {
            ResultSet rows = jdbc.getResultSetReturn().extract(statement, sql);
            try {
                if (!rows.next()) {
                    return null;
                }
                IntegralDataTypeHolder id = IdentifierGeneratorHelper.getIntegralDataTypeHolder(idType);
                id.initialize(rows.getLong(1));
                if (rows.wasNull()) {
                    throw new IdentifierGenerationException("The value to take an id from is NULL: " + sql);
                }
                return id;
            } finally {
                registry(jdbc).release(rows, statement);
            }
        });
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
