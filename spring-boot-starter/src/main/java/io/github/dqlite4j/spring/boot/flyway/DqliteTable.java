package io.github.dqlite4j.spring.boot.flyway;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.internal.database.base.Table;
import org.flywaydb.core.internal.exception.FlywaySqlException;
import org.flywaydb.core.internal.jdbc.JdbcTemplate;

/** A table; the lock that Flyway asks for is the write lock of the database. */
final class DqliteTable extends Table<DqliteDatabase, DqliteSchema> {

    private static final int BUSY = 5;
    private static final int LAST_SQLITE_CODE = 8191;
    private static final String NOTHING_COMMITTED = "40001";

    DqliteTable(JdbcTemplate jdbcTemplate, DqliteDatabase database, DqliteSchema schema, String name) {
        super(jdbcTemplate, database, schema, name);
    }

    @Override
    protected void doDrop() throws SQLException {
        jdbcTemplate.execute("DROP TABLE IF EXISTS " + this);
    }

    /** Often the first statement of a transaction, and so the one that waits for the write lock. */
    @Override
    protected boolean doExists() throws SQLException {
        long start = System.nanoTime();
        while (true) {
            try {
                return jdbcTemplate.queryForInt(
                                "SELECT count(*) FROM sqlite_master WHERE type='table' AND name=?", name)
                        > 0;
            } catch (SQLException error) {
                if (error.getErrorCode() != BUSY || outOfPatience(start)) {
                    throw error;
                }
                pause();
            }
        }
    }

    /**
     * Waits for the write lock. Nothing has been done in the transaction yet, so beginning it again is safe, after a change
     * of leader too.
     */
    @Override
    public void lock() {
        long start = System.nanoTime();
        while (true) {
            try {
                startAfresh();
                super.lock();
                return;
            } catch (FlywaySqlException error) {
                if (!isTransient(error) || outOfPatience(start)) {
                    throw error;
                }
                pause();
            }
        }
    }

    /**
     * Another instance may be in the middle of a long migration: as many seconds as {@code lockRetryCount} says, on top of the
     * driver's own busy timeout; for ever if that is negative.
     */
    private boolean outOfPatience(long start) {
        int seconds = database.getConfiguration().getLockRetryCount();
        return seconds >= 0 && System.nanoTime() - start > TimeUnit.SECONDS.toNanos(seconds);
    }

    /** A snapshot older than another's commit can never become a writer. */
    private void startAfresh() {
        Connection connection = jdbcTemplate.getConnection();
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
        } catch (SQLException error) {
            throw new FlywaySqlException("Unable to begin the transaction that locks " + this, error);
        }
    }

    /** A write that changes nothing. */
    @Override
    protected void doLock() throws SQLException {
        jdbcTemplate.update("DELETE FROM " + this + " WHERE 0");
    }

    /** The end of the transaction has released the lock; a statement here would only begin another. */
    @Override
    public void unlock() {
        lockDepth = Math.max(0, lockDepth - 1);
    }

    private static boolean isTransient(FlywaySqlException error) {
        if (!(error.getCause() instanceof SQLException cause)) {
            return false;
        }
        int code = cause.getErrorCode();
        return code <= LAST_SQLITE_CODE && (code & 0xff) == BUSY || NOTHING_COMMITTED.equals(cause.getSQLState());
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
