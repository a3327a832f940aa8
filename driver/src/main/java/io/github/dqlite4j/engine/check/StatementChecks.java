package io.github.dqlite4j.engine.check;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.failure.EngineException.Refused.Reason;
import io.github.dqlite4j.engine.schema.SessionPragmas;
import io.github.dqlite4j.settings.DqliteProperty;
import io.github.dqlite4j.settings.Settings;
import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.guard.DeclaredTypesGuard;
import io.github.dqlite4j.sql.guard.GeneratedIds;
import io.github.dqlite4j.sql.rewrite.DeclaredTypes;
import io.github.dqlite4j.sql.rewrite.TimeZoneTypes;
import io.github.dqlite4j.sql.statement.Refusal;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.sql.statement.TransactionControl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is checked of a statement, and changed in it, before anything is sent. */
public final class StatementChecks {
    private StatementChecks() {}

    /** @throws EngineException if the statement must not be sent, as far as that can be known here */
    public static void check(SqlStatement statement, List<? extends @Nullable Object> parameters, boolean readOnly)
            throws EngineException {
        checkAllowed(statement.refusal());
        if (parameters.size() != statement.parameterCount()) {
            throw new EngineException.Refused(
                    Reason.PARAMETER_COUNT,
                    "The statement has " + statement.parameterCount() + " parameters and " + parameters.size()
                            + " are given");
        }
        if (readOnly && writes(statement)) {
            throw new EngineException.Refused(Reason.READ_ONLY, "The connection is read-only");
        }
    }

    /** Whether it changes the database, or takes the lock for that. */
    private static boolean writes(SqlStatement statement) {
        TransactionControl control = statement.transactionControl();
        if (control != null) {
            return control.mode() != null && control.mode() != TransactionControl.Mode.DEFERRED;
        }
        return !statement.readOnly() && statement.setting() == null;
    }

    /** @throws EngineException if the statement could harm a node */
    public static void checkAllowed(@Nullable Refusal refusal) throws EngineException {
        if (refusal != null) {
            throw new EngineException.Refused(Reason.HARMFUL, refusal.message());
        }
    }

    /** What is sent: DDL with types that servers accept, and treat as plain SQLite, as far as the options say so. */
    public static SqlStatement declared(SqlStatement statement, Settings settings) throws EngineException {
        if (!statement.isDdl()) {
            return SessionPragmas.sent(statement);
        }
        Refusal otherwise = settings.flag(DqliteProperty.CHECK_GENERATED_IDS) ? GeneratedIds.check(statement) : null;
        if (otherwise != null) {
            throw new EngineException.Refused(Reason.OTHER_MEANING, otherwise.message());
        }
        SqlStatement valid =
                TimeZoneTypes.rewrite(statement).map(SqlParser::parseOne).orElse(statement);
        if (settings.exactTypes()) {
            checkAllowed(DeclaredTypesGuard.check(valid));
            return valid;
        }
        return DeclaredTypes.rewrite(valid).map(SqlParser::parseOne).orElse(valid);
    }
}
