package io.github.dqlite4j.jdbc.metadata;

import io.github.dqlite4j.sql.schema.TableConstraints;
import io.github.dqlite4j.sql.schema.TableConstraints.ForeignKey;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link DatabaseMetaData#getImportedKeys}, {@link DatabaseMetaData#getExportedKeys} and {@link DatabaseMetaData#getCrossReference}. Names and
 * deferrability are only in the SQL text of the table. SQLite numbers foreign keys from the last to the first.
 */
final class GetForeignKeys {
    private static final String COLUMNS = """
            PKTABLE_CAT PKTABLE_SCHEM PKTABLE_NAME PKCOLUMN_NAME FKTABLE_CAT FKTABLE_SCHEM FKTABLE_NAME FKCOLUMN_NAME
            KEY_SEQ:SMALLINT UPDATE_RULE:SMALLINT DELETE_RULE:SMALLINT FK_NAME PK_NAME DEFERRABILITY:SMALLINT
            """;

    private static final String SQL = Tables.WITH + """
            SELECT coalesce(p.name, f."table") AS parent, p.sql AS parent_sql, m.name AS child, m.sql AS child_sql,
                   f.id, f.seq + 1 AS position, f."from" AS child_column, f.on_update, f.on_delete,
                   coalesce((SELECT c.name FROM pragma_table_xinfo(p.name, p.schema) c
                             WHERE CASE WHEN f."to" IS NULL THEN c.pk = f.seq + 1 ELSE c.name = f."to" COLLATE NOCASE END),
                            f."to") AS parent_column,
                   NOT EXISTS (SELECT 1 FROM pragma_foreign_key_list(m.name, m.schema) o
                               WHERE o.id = f.id AND o."to" IS NOT NULL
                                 AND NOT EXISTS (SELECT 1 FROM pragma_table_xinfo(p.name, p.schema) c
                                                 WHERE c.pk > 0 AND c.name = o."to" COLLATE NOCASE)) AS to_primary_key
            FROM tables m CROSS JOIN pragma_foreign_key_list(m.name, m.schema) f
            LEFT JOIN tables p ON p.schema = m.schema AND p.name = f."table" COLLATE NOCASE
            WHERE m.kind = 'table' AND (?2 IS NULL OR f."table" = ?2 COLLATE NOCASE) AND (?3 IS NULL OR m.name = ?3 COLLATE NOCASE)
              AND
            """ + Tables.VISIBLE;

    private static final String BY_PARENT = "ORDER BY parent, position, child, f.id DESC";
    private static final String BY_CHILD = "ORDER BY child, position, parent, f.id DESC";

    private GetForeignKeys() {}

    static ResultSet imported(Catalog catalog, @Nullable String schema, String table) throws SQLException {
        return ask(catalog, SQL + BY_PARENT, schema, null, table);
    }

    static ResultSet exported(Catalog catalog, @Nullable String schema, String table) throws SQLException {
        return ask(catalog, SQL + BY_CHILD, schema, table, null);
    }

    static ResultSet between(Catalog catalog, @Nullable String schema, @Nullable String parent, @Nullable String child)
            throws SQLException {
        return ask(catalog, SQL + BY_CHILD, schema, parent, child);
    }

    private static ResultSet ask(
            Catalog catalog, String sql, @Nullable String schema, @Nullable String parent, @Nullable String child)
            throws SQLException {
        Answer answer = new Answer(COLUMNS);
        try (ResultSet found = catalog.query(sql, Tables.schema(schema), parent, child)) {
            while (found.next()) {
                ForeignKey key = key(found);
                answer.add(
                        null,
                        null,
                        found.getString("parent"),
                        found.getString("parent_column"),
                        null,
                        null,
                        found.getString("child"),
                        found.getString("child_column"),
                        found.getInt("position"),
                        rule(found.getString("on_update")),
                        rule(found.getString("on_delete")),
                        key.name(),
                        found.getBoolean("to_primary_key")
                                ? TableConstraints.of(found.getString("parent_sql"))
                                        .primaryKey()
                                : null,
                        key.deferred()
                                ? DatabaseMetaData.importedKeyInitiallyDeferred
                                : DatabaseMetaData.importedKeyNotDeferrable);
            }
        }
        return answer.on(catalog);
    }

    private static ForeignKey key(ResultSet found) throws SQLException {
        List<ForeignKey> keys =
                TableConstraints.of(found.getString("child_sql")).foreignKeys();
        int index = keys.size() - 1 - found.getInt("id");
        return index < 0 ? ForeignKey.UNKNOWN : keys.get(index);
    }

    private static int rule(String action) {
        return switch (action) {
            case "CASCADE" -> DatabaseMetaData.importedKeyCascade;
            case "RESTRICT" -> DatabaseMetaData.importedKeyRestrict;
            case "SET NULL" -> DatabaseMetaData.importedKeySetNull;
            case "SET DEFAULT" -> DatabaseMetaData.importedKeySetDefault;
            default -> DatabaseMetaData.importedKeyNoAction;
        };
    }
}
