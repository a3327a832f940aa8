package io.github.dqlite4j.jdbc.retry;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.time.Duration;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs a unit of work of plain JDBC in a transaction, and runs it again if that was rolled back because the leader changed (SQLSTATE 40001). It never retries when the outcome is
 * unknown (08007). Side effects outside the database are repeated with every attempt. Immutable and thread-safe.
 *
 * <pre>{@code
 * TransactionRetry retry = TransactionRetry.on(dataSource);
 * retry.run(connection -> {
 *     try (PreparedStatement update = connection.prepareStatement("UPDATE account SET balance = balance - ? WHERE id = ?")) {
 *         …
 *     }
 * });
 * }</pre>
 */
public final class TransactionRetry {
    /** Methods that would end the transaction, which the work must not call. */
    private static final Set<String> REFUSED = Set.of("commit", "setAutoCommit", "close", "abort");

    private final DataSource dataSource;
    private final RetryPolicy policy;

    private TransactionRetry(DataSource dataSource, RetryPolicy policy) {
        this.dataSource = dataSource;
        this.policy = policy;
    }

    /** Work in a transaction. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        /**
         * Does the work of one attempt.
         *
         * @param connection refuses {@code commit}, {@code setAutoCommit}, {@code close} and {@code abort}
         */
        T on(Connection connection) throws SQLException;
    }

    /** Work without a result. */
    @FunctionalInterface
    public interface Action {
        /** Does the work of one attempt; see {@link Work#on}. */
        void on(Connection connection) throws SQLException;
    }

    /**
     * Makes up to 10 attempts, each on a connection of the source. No attempt starts later than 30 seconds after the first.
     *
     * @param dataSource usually a pool
     */
    public static TransactionRetry on(DataSource dataSource) {
        return new TransactionRetry(dataSource, RetryPolicy.standard());
    }

    /** @see RetryPolicy#attempts */
    public TransactionRetry attempts(int attempts) {
        return new TransactionRetry(dataSource, policy.attempts(attempts));
    }

    /** @see RetryPolicy#timeout */
    public TransactionRetry timeout(Duration timeout) {
        return new TransactionRetry(dataSource, policy.timeout(timeout));
    }

    /**
     * Runs the work in a transaction until it is committed.
     *
     * @return the result of the attempt that was committed
     * @throws SQLException the error of the last attempt, with those of the others as suppressed ones
     */
    public <T extends @Nullable Object> T call(Work<T> work) throws SQLException {
        RetryPolicy.Attempts<T, SQLException> attempts = () -> new Attempt<T>(dataSource, work);
        return policy.<T, SQLException>run(attempts);
    }

    /** Like {@link #call}, for work without a result. */
    public void run(Action work) throws SQLException {
        call(connection -> {
            work.on(connection);
            return true;
        });
    }

    private static final class Attempt<T extends @Nullable Object> implements RetryPolicy.Attempt<T, SQLException> {
        private final DataSource dataSource;
        private final Work<T> work;
        private boolean committed;

        Attempt(DataSource dataSource, Work<T> work) {
            this.dataSource = dataSource;
            this.work = work;
        }

        @Override
        public boolean isCommitted() {
            return committed;
        }

        @Override
        public T run() throws SQLException {
            try (Connection connection = dataSource.getConnection()) {
                boolean autoCommit = connection.getAutoCommit();
                connection.setAutoCommit(false);
                T result = inTransaction(connection);
                if (autoCommit) {
                    connection.setAutoCommit(true);
                }
                return result;
            }
        }

        private T inTransaction(Connection connection) throws SQLException {
            try {
                T result = work.on(withoutEnd(connection));
                connection.commit();
                committed = true;
                return result;
            } catch (SQLException | RuntimeException | Error e) {
                try {
                    connection.rollback();
                } catch (SQLException rollback) {
                    e.addSuppressed(rollback);
                }
                throw e;
            }
        }
    }

    private static Connection withoutEnd(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                TransactionRetry.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> invoke(connection, proxy, method, arguments));
    }

    private static @Nullable Object invoke(
            Connection connection, Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (REFUSED.contains(method.getName())) {
            throw new SQLNonTransientException(
                    method.getName() + "() is not allowed in a transaction that may be run again", "25001");
        }
        if (method.getName().equals("equals") && arguments != null) {
            return proxy == arguments[0];
        }
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
