package io.github.dqlite4j.engine.schema;

import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.sql.statement.TemporaryTable;
import java.util.HashSet;
import java.util.Set;

/**
 * The state that exists only on the connection to this node: TEMP objects, and PRAGMAs that the driver does not know. TEMP tables that were
 * dropped again are not such state, nor are those of a transaction that was not committed.
 */
public final class OwnState {
    /** State other than TEMP tables. Once there, it stays until the connection ends. */
    private boolean others;

    private Set<String> committed = Set.of();
    private Set<String> now = new HashSet<>();
    private final Set<String> inTransaction = new HashSet<>();

    /** Whether there is any while no transaction is open. */
    public boolean exists() {
        return others || !committed.isEmpty();
    }

    /**
     * The server has executed the statement.
     *
     * @param wasOpen whether a transaction was open before
     * @param isOpen whether one is open now
     */
    public void executed(SqlStatement statement, boolean wasOpen, boolean isOpen) {
        if (!statement.changesSession() && committed.isEmpty() && now.isEmpty() && inTransaction.isEmpty()) {
            return;
        }
        if (!wasOpen) {
            now = new HashSet<>(committed);
            inTransaction.clear();
            inTransaction.addAll(committed);
        }
        apply(statement);
        if (!isOpen && statement.kind() != SqlKind.ROLLBACK) {
            committed = Set.copyOf(now);
        }
    }

    private void apply(SqlStatement statement) {
        if (statement.changesSession()) {
            String created = TemporaryTable.created(statement);
            if (created == null) {
                others = true;
            } else {
                now.add(created);
                inTransaction.add(created);
            }
        } else if (statement.kind() == SqlKind.DROP) {
            String dropped = TemporaryTable.dropped(statement);
            if (dropped != null) {
                now.remove(dropped);
            }
        } else if (statement.kind() == SqlKind.ROLLBACK_TO) {
            // It may bring a dropped table back.
            now.addAll(inTransaction);
        } else if (statement.kind() == SqlKind.ALTER) {
            // It may give a TEMP table another name.
            others = true;
        }
    }
}
