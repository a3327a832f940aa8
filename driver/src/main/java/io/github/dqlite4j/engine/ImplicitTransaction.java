package io.github.dqlite4j.engine;

import io.github.dqlite4j.settings.DqliteProperty;
import io.github.dqlite4j.time.NanoClock;
import io.github.dqlite4j.transport.TransportException;
import java.sql.SQLException;
import java.util.List;

/**
 * A transaction of the driver's own, in auto-commit: for a batch, and for a QUERY that writes. Outside a transaction that one is
 * answered with its rows and then forgotten, and the next one ends the node (libdqlite 1.11.1); inside it is sound. Used once, by the
 * thread that has entered the session.
 */
final class ImplicitTransaction {
    private final Session session;
    private final TransactionState transaction;

    ImplicitTransaction(Session session) {
        this.session = session;
        this.transaction = session.transaction();
    }

    /** What is done in one transaction; it is done again if the transaction is lost before it could be committed. */
    interface Work<T> {
        T run() throws SQLException;
    }

    <T> T run(Work<T> work) throws SQLException {
        long until = NanoClock.SYSTEM.deadline(session.settings().number(DqliteProperty.FAILOVER_TIMEOUT));
        int unanswered = 0;
        for (; ; ) {
            try {
                session.run(TransactionStatements.BEGIN_IMMEDIATE, List.of(), 0);
                T done = work.run();
                session.run(TransactionStatements.COMMIT, List.of(), 0);
                return done;
            } catch (SQLException e) {
                boolean again = transaction.isLost() && "40001".equals(e.getSQLState()) && e.getErrorCode() != 517;
                endQuietly();
                if (e.getCause() instanceof TransportException.Disconnected) {
                    unanswered++;
                }
                if (!again || unanswered > 1 || session.isClosed() || System.nanoTime() > until) {
                    throw e;
                }
                session.pause();
            } catch (RuntimeException e) {
                endQuietly();
                throw e;
            }
        }
    }

    private void endQuietly() {
        if (transaction.isOpen()) {
            session.rollbackQuietly();
        }
        transaction.end();
    }
}
