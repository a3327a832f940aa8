package io.github.dqlite4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A connection of JDBC. */
final class JdbcDoor implements Door {
    private final Connection connection;

    JdbcDoor(String url) {
        this.connection = call(() -> DriverManager.getConnection(url));
    }

    private interface Action<T extends @Nullable Object> {
        T run() throws SQLException;
    }

    private interface Step {
        void run() throws SQLException;
    }

    /** What a call has failed with. */
    private static final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failed(SQLException cause) {
            super(cause);
        }
    }

    private static <T extends @Nullable Object> T call(Action<T> action) {
        try {
            return action.run();
        } catch (SQLException e) {
            throw new Failed(e);
        }
    }

    private static void run(Step step) {
        call(() -> {
            step.run();
            return null;
        });
    }

    @Override
    public void begin() {
        run(() -> connection.setAutoCommit(false));
    }

    @Override
    public void execute(String sql, Object... parameters) {
        run(() -> {
            if (parameters.length == 0) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(sql);
                }
            } else {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    for (int i = 0; i < parameters.length; i++) {
                        statement.setObject(i + 1, parameters[i]);
                    }
                    statement.execute();
                }
            }
        });
    }

    @Override
    public void executeMany(String sql, Object... values) {
        run(() -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (Object value : values) {
                    statement.setObject(1, value);
                    statement.addBatch();
                }
                statement.executeBatch();
            }
        });
    }

    @Override
    public void savepoint() {
        run(connection::setSavepoint);
    }

    @Override
    public void rows(String sql) {
        run(() -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    rows.getInt(1);
                }
            }
        });
    }

    @Override
    public void commit() {
        run(connection::commit);
    }

    @Override
    public void rollback() {
        run(connection::rollback);
    }

    @Override
    public void metadata() {
        run(() -> connection.getMetaData().getTables(null, null, "%", null).close());
    }

    @Override
    public void isValid() {
        assertThat(call(() -> connection.isValid(30))).isTrue();
    }

    @Override
    public void close() {
        run(connection::close);
    }

    @Override
    public boolean inTransaction() {
        return !call(connection::getAutoCommit);
    }

    @Override
    public boolean hasEnded() {
        return call(connection::isClosed);
    }

    @Override
    public void assertFailure(String sqlState, @Nullable Throwable failure) {
        assertThat(failure).isInstanceOf(Failed.class);
        Class<?>[] classes = switch (sqlState) {
            case "40001" -> new Class<?>[] {SQLTransactionRollbackException.class, BatchUpdateException.class};
            case "55P03" -> new Class<?>[] {SQLTransientException.class};
            case "08006" -> new Class<?>[] {SQLTransientConnectionException.class};
            case "08007" -> new Class<?>[] {SQLNonTransientConnectionException.class};
            default -> throw new IllegalArgumentException(sqlState);
        };
        assertThat(failure.getCause()).isInstanceOfAny(classes).hasFieldOrPropertyWithValue("SQLState", sqlState);
    }

    @Override
    public void assertReplaced() {
        assertThat(hasEnded()).isTrue();
        assertThatThrownBy(connection::rollback).hasFieldOrPropertyWithValue("SQLState", "08003");
    }
}
