package io.github.dqlite4j.spring.boot.retry;

import io.github.dqlite4j.jdbc.DqliteConstants;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** After which failures a transaction is run again. A committed transaction is never run again, whatever failed after the commit. */
public enum RetryCondition {
    /** Never. */
    NEVER {
        @Override
        boolean allows(Throwable error) {
            return false;
        }
    },

    /**
     * If it is certain that nothing was committed: the transaction was rolled back (SQLSTATE 40001), and the same thread committed no other
     * transaction in the meantime. For methods without effects outside the database, because such effects would be repeated.
     */
    ROLLED_BACK {
        @Override
        boolean allows(Throwable error) {
            return DqliteConstants.isRolledBack(error);
        }
    },

    /**
     * Like {@link #ROLLED_BACK}, and also if the outcome is unknown (08007), no leader was found (08001, 08006), the write lock was not free
     * (55P03), or another transaction was committed in the meantime. For methods that may run twice: those that only read, and those that first check whether their work is already done.
     */
    REPEATABLE {
        @Override
        boolean allows(Throwable error) {
            Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
            for (Throwable cause = error; cause != null && seen.add(cause); cause = cause.getCause()) {
                if (cause instanceof SQLException sql && mayPass(sql)) {
                    return true;
                }
            }
            return false;
        }
    };

    /** Whether another attempt may succeed after this failure. */
    abstract boolean allows(Throwable error);

    private static boolean mayPass(SQLException error) {
        String state = String.valueOf(error.getSQLState());
        return state.equals(DqliteConstants.SQLSTATE_ROLLED_BACK)
                || state.equals(DqliteConstants.SQLSTATE_BUSY)
                || state.startsWith(DqliteConstants.SQLSTATE_CLASS_CONNECTION) && !isWrongUrl(error);
    }

    private static boolean isWrongUrl(SQLException error) {
        return error instanceof SQLNonTransientConnectionException
                && DqliteConstants.SQLSTATE_CANNOT_CONNECT.equals(error.getSQLState());
    }
}
