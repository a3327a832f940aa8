package io.github.dqlite4j.spring.boot.flyway;

import io.github.dqlite4j.jdbc.DqliteConstants;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.internal.database.base.Table;
import org.flywaydb.core.internal.exception.FlywaySqlException;
import org.flywaydb.core.internal.jdbc.JdbcTemplate;

/** A table. Locking a table takes the write lock of the whole database. */
final class DqliteTable extends Table<DqliteDatabase, DqliteSchema> {

    DqliteTable(JdbcTemplate jdbcTemplate, DqliteDatabase database, DqliteSchema schema, String name) {
        super(jdbcTemplate, database, schema, name);
    }

    @Override
    protected void doDrop() throws SQLException {
        jdbcTemplate.execute("DROP TABLE IF EXISTS " + this);
    }

    /** Waits for the write lock: this is often the first statement of a transaction. */
    @Override
    protected boolean doExists() throws SQLException {
        long start = System.nanoTime();
        while (true) {
            try {
                return jdbcTemplate.queryForInt(
                                "SELECT count(*) FROM sqlite_master WHERE type='table' AND name=?", name)
                        > 0;
            } catch (SQLException error) {
                if (error.getErrorCode() != DqliteConstants.SQLITE_BUSY || hasTimedOut(start)) {
                    throw error;
                }
                pause();
            }
        }
    }

    /**
     * Waits for the write lock. The transaction has not changed anything yet, so it is safe to begin it again, even after a
     * leader change.
     */
    @Override
    public void lock() {
        long start = System.nanoTime();
        while (true) {
            try {
                rollBackOpenTransaction();
                super.lock();
                return;
            } catch (FlywaySqlException error) {
                if (!isTransient(error) || hasTimedOut(start)) {
                    throw error;
                }
                pause();
            }
        }
    }

    /**
     * Returns whether the wait was longer than {@code lockRetryCount} seconds, which is added to the driver's own busy timeout.
     * Another instance may be running a long migration. A negative count means no limit.
     */
    private boolean hasTimedOut(long start) {
        int seconds = database.getConfiguration().getLockRetryCount();
        return seconds >= 0 && System.nanoTime() - start > TimeUnit.SECONDS.toNanos(seconds);
    }

    /** Discards an old snapshot: after another connection's commit, a transaction that reads it can no longer write. */
    private void rollBackOpenTransaction() {
        Connection connection = jdbcTemplate.getConnection();
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
        } catch (SQLException error) {
            throw new FlywaySqlException("Unable to roll back before locking " + this, error);
        }
    }

    /** Takes the write lock with a write that changes nothing. */
    @Override
    protected void doLock() throws SQLException {
        jdbcTemplate.update("DELETE FROM " + this + " WHERE 0");
    }

    /** Does nothing on the server: the end of the transaction has released the lock. */
    @Override
    public void unlock() {
        lockDepth = Math.max(0, lockDepth - 1);
    }

    private static boolean isTransient(FlywaySqlException error) {
        if (!(error.getCause() instanceof SQLException cause)) {
            return false;
        }
        return DqliteConstants.primaryCode(cause.getErrorCode()) == DqliteConstants.SQLITE_BUSY
                || DqliteConstants.SQLSTATE_ROLLED_BACK.equals(cause.getSQLState());
    }

    private static void pause() {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(20, 100));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new FlywayException("Interrupted while waiting for the lock of a migration", interrupted);
        }
    }
}
