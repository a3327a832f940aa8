package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.exchange.NodeExchange;
import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.settings.DqliteProperty;
import io.github.dqlite4j.settings.Settings;
import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.statement.DropTable;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.sql.statement.TableName;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a DROP TABLE that would delete or change rows of other tables. SQLite deletes the rows of a table before it drops it, which runs
 * the actions of the foreign keys that refer to it. Foreign keys are on in dqlite, while the tools that rebuild a table (a new one, a copy,
 * DROP, RENAME) were written for SQLite's default, which is off. Used by the owner of the session.
 */
final class DropTableCheck {
    /** The foreign keys of other tables that refer to a table and act on a DELETE, one row for each column. */
    private static final SqlStatement REFERENCES = SqlParser.parseOne("""
            SELECT s.name, f.id, f."from", f.on_delete
            FROM pragma_foreign_keys k CROSS JOIN main.sqlite_schema s CROSS JOIN pragma_foreign_key_list(s.name, 'main') f
            WHERE k.foreign_keys = 1 AND s.type = 'table' AND s.sql NOT LIKE 'create virtual%'
              AND f."table" = ?1 COLLATE NOCASE AND s.name <> ?1 COLLATE NOCASE
              AND f.on_delete IN ('CASCADE', 'SET NULL', 'SET DEFAULT')
              AND EXISTS (SELECT 1 FROM main.sqlite_schema p WHERE p.type = 'table' AND p.name = ?1 COLLATE NOCASE)
            ORDER BY s.name, f.id, f.seq""");

    private final NodeSession session;
    private final Settings settings;

    DropTableCheck(NodeSession session, Settings settings) {
        this.session = session;
        this.settings = settings;
    }

    /** Whether the server has to be asked about a statement before it. */
    static boolean isNeeded(SqlStatement statement, Settings settings) {
        return dropped(statement, settings) != null;
    }

    private static @Nullable TableName dropped(SqlStatement statement, Settings settings) {
        TableName table = DropTable.of(statement);
        return table == null
                        || "temp".equalsIgnoreCase(table.schema())
                        || !settings.flag(DqliteProperty.CHECK_DROP_TABLE)
                ? null
                : table;
    }

    private record Reference(String child, String action, List<String> columns) {}

    /** @throws EngineException if the statement is such a DROP TABLE */
    void check(SqlStatement statement, long until) throws TransportException, EngineException {
        TableName table = dropped(statement, settings);
        if (table == null) {
            return;
        }
        for (Reference reference : references(table.name(), until)) {
            if (hasRows(table.name(), reference, until)) {
                throw new EngineException.Refused(
                        EngineException.Refused.Reason.DELETES_OTHERS, message(table.name(), reference));
            }
        }
    }

    private List<Reference> references(String table, long until) throws TransportException, EngineException {
        Map<String, Reference> found = new LinkedHashMap<>();
        each(REFERENCES, List.of(table), until, row -> {
            String child = session.exchange().text(row, 0);
            String action = session.exchange().text(row, 3);
            found.computeIfAbsent(
                            session.exchange().integer(row, 1) + " " + child,
                            key -> new Reference(child, action, new ArrayList<>()))
                    .columns()
                    .add(session.exchange().text(row, 2));
        });
        return List.copyOf(found.values());
    }

    /** Whether a row of the child refers to one of the table. Those that refer to none stay, but then the foreign key is violated. */
    private boolean hasRows(String table, Reference reference, long until) throws TransportException, EngineException {
        boolean[] found = new boolean[1];
        each(
                SqlParser.parseOne(DropTable.referringRows(reference.child(), reference.columns(), table)),
                List.of(),
                until,
                row -> found[0] =
                        row.type(0) != ValueType.NULL && session.exchange().integer(row, 0) == 1);
        return found[0];
    }

    private void each(
            SqlStatement query, List<? extends @Nullable Object> parameters, long until, NodeExchange.RowAction action)
            throws TransportException, EngineException {
        if (session.sendQuestion(query, parameters, until) instanceof Response.Rows rows) {
            session.exchange().forEachRow(rows, until, action);
        }
    }

    private static String message(String table, Reference reference) {
        boolean deletes = reference.action().equals("CASCADE");
        return "refused: DROP TABLE " + table + " would " + (deletes ? "delete" : "change") + " rows of "
                + reference.child()
                + ", which refers to it with ON DELETE " + reference.action()
                + ": dqlite enforces foreign keys, and SQLite deletes the rows of a table before it drops it. To rebuild the table,"
                + " execute PRAGMA foreign_keys=OFF before the transaction and PRAGMA foreign_keys=ON after it; to add, rename or drop a"
                + " column, use ALTER TABLE. To lose these rows, delete them first. With checkDropTable=false the driver sends the"
                + " statement as it is";
    }
}
