package io.github.dqlite4j.spring.boot.metrics;

import io.github.dqlite4j.jdbc.DqliteConstants;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** How a statement ended, as a tag with few values. */
enum StatementOutcome {
    SUCCESS("success"),
    /** Its transaction was rolled back, and can be run again. */
    ROLLED_BACK("rolled_back"),
    /** It is not known whether the change was made. */
    IN_DOUBT("in_doubt"),
    /** The write lock was not free in time. */
    BUSY("busy"),
    TIMEOUT("timeout"),
    CONSTRAINT("constraint"),
    CONNECTION("connection"),
    ERROR("error");

    private static final String CONSTRAINT_CLASS = "23";

    private final String tag;

    StatementOutcome(String tag) {
        this.tag = tag;
    }

    String tag() {
        return tag;
    }

    static StatementOutcome of(@Nullable SQLException error) {
        if (error == null) {
            return SUCCESS;
        }
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        if (DqliteConstants.isRolledBack(error)) {
            return ROLLED_BACK;
        }
        return switch (state) {
            case DqliteConstants.SQLSTATE_OUTCOME_UNKNOWN -> IN_DOUBT;
            case DqliteConstants.SQLSTATE_BUSY -> BUSY;
            case DqliteConstants.SQLSTATE_CANCELLED -> TIMEOUT;
            default -> {
                if (state.startsWith(CONSTRAINT_CLASS)) {
                    yield CONSTRAINT;
                }
                yield state.startsWith(DqliteConstants.SQLSTATE_CLASS_CONNECTION) ? CONNECTION : ERROR;
            }
        };
    }
}
