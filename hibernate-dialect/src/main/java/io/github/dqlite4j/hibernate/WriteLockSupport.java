package io.github.dqlite4j.hibernate;

import io.github.dqlite4j.jdbc.DqliteConnection;
import jakarta.persistence.Timeout;
import java.sql.Connection;
import java.sql.SQLException;
import org.hibernate.HibernateException;
import org.hibernate.LockMode;
import org.hibernate.LockOptions;
import org.hibernate.Timeouts;
import org.hibernate.dialect.lock.PessimisticLockStyle;
import org.hibernate.dialect.lock.spi.ConnectionLockTimeoutStrategy;
import org.hibernate.dialect.lock.spi.LockTimeoutType;
import org.hibernate.dialect.lock.spi.LockingSupport;
import org.hibernate.dialect.lock.spi.OuterJoinLockingType;
import org.hibernate.engine.spi.SessionFactoryImplementor;

/**
 * Pessimistic locks: there is one lock for the whole database, and a transaction holds it from its first statement on. So no SQL locks
 * rows, and a timeout applies to the connection while the statement runs: if the statement begins the transaction, it waits for the lock.
 */
final class WriteLockSupport implements LockingSupport, LockingSupport.Metadata, ConnectionLockTimeoutStrategy {

    static final WriteLockSupport INSTANCE = new WriteLockSupport();

    private WriteLockSupport() {}

    @Override
    public Metadata getMetadata() {
        return this;
    }

    @Override
    public ConnectionLockTimeoutStrategy getConnectionLockTimeoutStrategy() {
        return this;
    }

    @Override
    public PessimisticLockStyle getPessimisticLockStyle() {
        return PessimisticLockStyle.NONE;
    }

    /** No rows are locked one by one, so outer joins are allowed. */
    @Override
    public OuterJoinLockingType getOuterJoinLockingType() {
        return OuterJoinLockingType.FULL;
    }

    @Override
    public LockTimeoutType getLockTimeoutType(Timeout timeout) {
        return timeout.milliseconds() >= 0 ? LockTimeoutType.CONNECTION : LockTimeoutType.NONE;
    }

    /**
     * Makes NOWAIT, which may be a lock mode, the timeout 0, and refuses to skip locked rows: it is not known which rows another
     * transaction uses.
     */
    @SuppressWarnings("removal") // drop when the dialect gets no LockOptions
    static void prepare(LockOptions options) {
        if (options.getLockMode() == LockMode.UPGRADE_NOWAIT) {
            options.setTimeout(Timeouts.NO_WAIT);
        }
        if (options.getLockMode() == LockMode.UPGRADE_SKIPLOCKED
                || options.getTimeout().milliseconds() == Timeouts.SKIP_LOCKED_MILLI) {
            throw new HibernateException(
                    "dqlite cannot skip locked rows: one lock holds the whole database, so there would be no rows at all. Use"
                            + " NOWAIT (a lock timeout of 0), or claim rows with an update");
        }
    }

    @Override
    public Level getSupportedLevel() {
        return Level.EXTENDED;
    }

    /** Not known, and not needed: the driver restores its own timeout. */
    @Override
    public Timeout getLockTimeout(Connection connection, SessionFactoryImplementor sessions) {
        return Timeouts.WAIT_FOREVER;
    }

    /**
     * Sets the timeout of the next statement. After it Hibernate sets what {@link #getLockTimeout} returned, but only if the statement succeeded, so this does
     * not rely on it.
     */
    @Override
    public void setLockTimeout(Timeout timeout, Connection connection, SessionFactoryImplementor sessions) {
        try {
            if (timeout.milliseconds() >= 0 && connection.isWrapperFor(DqliteConnection.class)) {
                connection.unwrap(DqliteConnection.class).setNextBusyTimeout(timeout.milliseconds());
            }
        } catch (SQLException error) {
            throw sessions.getJdbcServices().getSqlExceptionHelper().convert(error, "could not set the lock timeout");
        }
    }
}
