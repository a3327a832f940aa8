package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.settings.Settings;
import java.sql.SQLException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** What an integration needs to recognize this driver and its errors. Constants of the public API; they do not change. */
public final class DqliteConstants {
    /** Every URL of this driver begins with it. */
    public static final String URL_PREFIX = Settings.PREFIX;

    /** What {@link java.sql.DatabaseMetaData#getDriverName()} returns. */
    public static final String DRIVER_NAME = "dqlite4j";

    /** The class of SQLSTATEs for a connection that cannot be used: closed, lost, or never opened. */
    public static final String SQLSTATE_CLASS_CONNECTION = "08";

    /** No leader was reached in time, or the URL is wrong. */
    public static final String SQLSTATE_CANNOT_CONNECT = "08001";

    /** It is not known whether the commit or the autocommit write took effect. The connection is closed. */
    public static final String SQLSTATE_OUTCOME_UNKNOWN = "08007";

    /** The whole transaction was rolled back, for instance because the leader changed. It is safe to run it again. */
    public static final String SQLSTATE_ROLLED_BACK = "40001";

    /** The write lock was not free within {@code busyTimeout}. */
    public static final String SQLSTATE_BUSY = "55P03";

    /** The query timeout expired, or the statement was cancelled. */
    public static final String SQLSTATE_CANCELLED = "57014";

    /** SQLite's code for a database that is locked by another connection. */
    public static final int SQLITE_BUSY = 5;

    /** The largest vendor code that is SQLite's. Larger ones are dqlite's own, from 8202 on. */
    public static final int MAX_SQLITE_CODE = 8191;

    private static final int PRIMARY_CODE = 0xff;

    private DqliteConstants() {}

    /**
     * Returns SQLite's primary result code of an error.
     *
     * @param vendorCode what {@link SQLException#getErrorCode()} returned
     * @return the low byte of an extended code; 0 if the code is dqlite's own
     * @see <a href="https://www.sqlite.org/rescode.html">Result codes of SQLite</a>
     */
    public static int primaryCode(int vendorCode) {
        return vendorCode > MAX_SQLITE_CODE ? 0 : vendorCode & PRIMARY_CODE;
    }

    /**
     * Returns whether an error proves that its transaction was rolled back, as after a change of the leader, so that it is safe to run it again.
     *
     * @param error an exception of this driver, or one that has it among its causes and next exceptions
     * @return true if there is an error with 40001 and none with 08…, which means a lost connection and possibly an unknown outcome
     */
    public static boolean isRolledBack(Throwable error) {
        boolean rolledBack = false;
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable cause = error; cause != null && seen.add(cause); cause = cause.getCause()) {
            if (cause instanceof SQLException first) {
                for (SQLException sql = first; sql != null; sql = sql.getNextException()) {
                    String state = sql.getSQLState() == null ? "" : sql.getSQLState();
                    if (state.startsWith(SQLSTATE_CLASS_CONNECTION)) {
                        return false;
                    }
                    rolledBack |= state.equals(SQLSTATE_ROLLED_BACK);
                }
            }
        }
        return rolledBack;
    }
}
