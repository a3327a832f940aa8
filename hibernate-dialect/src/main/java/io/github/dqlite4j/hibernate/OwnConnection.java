package io.github.dqlite4j.hibernate;

import io.github.dqlite4j.jdbc.DqliteConnection;
import java.sql.Connection;
import java.sql.SQLException;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/** The driver's connection of a session. */
final class OwnConnection {
    private OwnConnection() {}

    /** The connection; null if it is a connection of another driver, or if a wrapper does not allow access to it. */
    static @Nullable DqliteConnection of(SharedSessionContractImplementor session) throws SQLException {
        Connection connection =
                session.getJdbcCoordinator().getLogicalConnection().getPhysicalConnection();
        return connection.isWrapperFor(DqliteConnection.class) ? connection.unwrap(DqliteConnection.class) : null;
    }

    /**
     * The transaction in which the last statement was executed; null if that is committed. A statement that has begun a transaction outside
     * the session's transactions is committed: the session may continue in another transaction, with another connection.
     *
     * @param joined whether a transaction was open before the statement
     */
    static DqliteConnection.@Nullable Transaction transaction(
            DqliteConnection connection, SharedSessionContractImplementor session, boolean joined) throws SQLException {
        DqliteConnection.Transaction transaction = connection.transaction();
        if (transaction != null && !joined && isOutsideTransactions(session)) {
            connection.commit();
            return null;
        }
        return transaction;
    }

    private static boolean isOutsideTransactions(SharedSessionContractImplementor session) {
        return !session.isTransactionInProgress()
                && !session.getTransactionCoordinator()
                        .getTransactionCoordinatorBuilder()
                        .isJta();
    }
}
