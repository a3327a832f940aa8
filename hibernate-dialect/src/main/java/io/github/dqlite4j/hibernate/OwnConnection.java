package io.github.dqlite4j.hibernate;

import io.github.dqlite4j.jdbc.DqliteConnection;
import java.sql.Connection;
import java.sql.SQLException;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/** The connection of a session, as the driver has it. */
final class OwnConnection {
    private OwnConnection() {}

    /** The connection; null if the driver is another one, or if what is around it does not let it be reached. */
    static @Nullable DqliteConnection of(SharedSessionContractImplementor session) throws SQLException {
        Connection connection =
                session.getJdbcCoordinator().getLogicalConnection().getPhysicalConnection();
        return connection.isWrapperFor(DqliteConnection.class) ? connection.unwrap(DqliteConnection.class) : null;
    }

    /**
     * The transaction in which the last statement was executed; null if that is committed. A statement that has begun a transaction outside any
     * of the session's is committed: the session may go on in another one, with another connection.
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
