package io.github.dqlite4j.sql.statement;

import io.github.dqlite4j.sql.lexer.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * What a statement does to the transaction once the server has accepted it.
 *
 * @param kind one of {@link SqlKind#BEGIN}, {@link SqlKind#COMMIT}, {@link SqlKind#ROLLBACK}, {@link SqlKind#SAVEPOINT},
 *     {@link SqlKind#RELEASE}, {@link SqlKind#ROLLBACK_TO}
 * @param savepoint the name given to SAVEPOINT, RELEASE or ROLLBACK TO, without quotes; null for the others. The case of
 *     ASCII letters in a name is ignored. A SAVEPOINT outside of a transaction opens one, which ends when that savepoint is
 *     released.
 * @param mode how BEGIN opens the transaction; null for the others
 */
public record TransactionControl(
        SqlKind kind, @Nullable String savepoint, @Nullable Mode mode) {

    /** Whether both have the same name of a savepoint. */
    public boolean hasSavepointOf(TransactionControl other) {
        return savepoint != null && other.savepoint != null && Ascii.equalsIgnoreCase(savepoint, other.savepoint);
    }

    /** When a transaction takes its locks. */
    public enum Mode {
        /** At the first read or write that needs them; the default. */
        DEFERRED,
        /** Takes the write lock immediately. */
        IMMEDIATE,
        /** The same as IMMEDIATE in WAL mode, which dqlite always uses. */
        EXCLUSIVE
    }
}
