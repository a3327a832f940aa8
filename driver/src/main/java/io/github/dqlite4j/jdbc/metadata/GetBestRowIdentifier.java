package io.github.dqlite4j.jdbc.metadata;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/**
 * {@link DatabaseMetaData#getBestRowIdentifier}: the primary key, or the rowid if there is no primary key or it may hold NULL, which
 * SQLite allows. A rowid without a column may change with a VACUUM, so it is valid for a transaction.
 */
final class GetBestRowIdentifier {
    private static final String COLUMNS = """
            SCOPE:SMALLINT COLUMN_NAME DATA_TYPE:INTEGER TYPE_NAME COLUMN_SIZE:INTEGER BUFFER_LENGTH:INTEGER
            DECIMAL_DIGITS:SMALLINT PSEUDO_COLUMN:SMALLINT
            """;

    private static final String SQL = Tables.WITH + """
            SELECT c.name, c.type, c."notnull" OR
            """ + Tables.IS_ROWID + """
            AS "notnull"
            FROM tables m CROSS JOIN pragma_table_info(m.name, m.schema) c
            WHERE m.kind = 'table' AND c.pk > 0 AND m.name = ?2 COLLATE NOCASE AND
            """ + Tables.VISIBLE + """
            ORDER BY c.pk
            """;

    private GetBestRowIdentifier() {}

    static ResultSet ask(Catalog catalog, @Nullable String schema, @Nullable String table, int scope, boolean nullable)
            throws SQLException {
        Answer key = new Answer(COLUMNS);
        boolean any = false;
        boolean fits = true;
        try (ResultSet found = catalog.query(SQL, Tables.schema(schema), table)) {
            while (found.next()) {
                any = true;
                fits &= nullable || found.getBoolean("notnull");
                DeclaredType type = DeclaredType.of(found.getString("type"));
                key.add(
                        DatabaseMetaData.bestRowSession,
                        found.getString("name"),
                        type.jdbcType(),
                        type.name(),
                        type.size(),
                        null,
                        type.digits(),
                        DatabaseMetaData.bestRowNotPseudo);
            }
        }
        if (any && fits) {
            return key.on(catalog);
        }
        Answer rowId = new Answer(COLUMNS);
        String name = scope > DatabaseMetaData.bestRowTransaction
                ? null
                : GetPseudoColumns.rowIdName(catalog, Tables.schema(schema), table);
        if (name != null) {
            rowId.add(
                    DatabaseMetaData.bestRowTransaction,
                    name,
                    Types.BIGINT,
                    "INTEGER",
                    19,
                    null,
                    0,
                    DatabaseMetaData.bestRowPseudo);
        }
        return rowId.on(catalog);
    }
}
