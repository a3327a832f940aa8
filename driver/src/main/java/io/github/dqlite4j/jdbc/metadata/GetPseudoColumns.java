package io.github.dqlite4j.jdbc.metadata;

import java.sql.PseudoColumnUsage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/**
 * {@link java.sql.DatabaseMetaData#getPseudoColumns}: the three names of the rowid, except those that a column has, and the hidden columns
 * of virtual tables.
 */
final class GetPseudoColumns {
    private static final String COLUMNS = """
            TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME DATA_TYPE:INTEGER COLUMN_SIZE:INTEGER DECIMAL_DIGITS:INTEGER
            NUM_PREC_RADIX:INTEGER COLUMN_USAGE REMARKS CHAR_OCTET_LENGTH:INTEGER IS_NULLABLE
            """;

    private static final String NAMES = """
            , names(preference, name) AS (VALUES (1, 'rowid'), (2, '_rowid_'), (3, 'oid'))
            """;

    private static final String ROW_IDS = """
            FROM tables m CROSS JOIN names n
            WHERE m.kind IN ('table', 'virtual') AND NOT m.clustered
              AND NOT EXISTS (SELECT 1 FROM pragma_table_xinfo(m.name, m.schema) c WHERE c.name = n.name COLLATE NOCASE)
              AND
            """ + Tables.VISIBLE;

    private static final String SQL = Tables.WITH + NAMES + """
            SELECT m.name AS "table", n.name AS "column", 1 AS is_rowid, 'INTEGER' AS type
            """ + ROW_IDS + """
            AND m.name LIKE ?2 ESCAPE '\\' AND n.name LIKE ?3 ESCAPE '\\'
            UNION ALL
            SELECT m.name, c.name, 0, c.type
            FROM tables m CROSS JOIN pragma_table_xinfo(m.name, m.schema) c
            WHERE m.kind = 'virtual' AND c.hidden = 1 AND m.name LIKE ?2 ESCAPE '\\' AND c.name LIKE ?3 ESCAPE '\\' AND
            """ + Tables.VISIBLE + """
            ORDER BY 1, 2
            """;

    private static final String ROW_ID_NAME = Tables.WITH + NAMES + "SELECT n.name " + ROW_IDS + """
            AND m.name = ?2 COLLATE NOCASE ORDER BY n.preference LIMIT 1
            """;

    private GetPseudoColumns() {}

    static ResultSet ask(Catalog catalog, @Nullable String schema, @Nullable String table, @Nullable String column)
            throws SQLException {
        Answer answer = new Answer(COLUMNS);
        try (ResultSet found =
                catalog.query(SQL, Tables.schema(schema), Tables.pattern(table), Tables.pattern(column))) {
            while (found.next()) {
                boolean rowId = found.getBoolean("is_rowid");
                DeclaredType type = DeclaredType.of(found.getString("type"));
                answer.add(
                        null,
                        null,
                        found.getString("table"),
                        found.getString("column"),
                        rowId ? Types.BIGINT : type.jdbcType(),
                        rowId ? 19 : type.size(),
                        type.digits(),
                        type.radix(),
                        PseudoColumnUsage.NO_USAGE_RESTRICTIONS.name(),
                        null,
                        type.octets(),
                        rowId ? "NO" : "YES");
            }
        }
        return answer.on(catalog);
    }

    /** A name that reads the rowid of this table, or null. */
    static @Nullable String rowIdName(Catalog catalog, @Nullable String schema, @Nullable String table)
            throws SQLException {
        try (ResultSet found = catalog.query(ROW_ID_NAME, schema, table)) {
            return found.next() ? found.getString("name") : null;
        }
    }
}
