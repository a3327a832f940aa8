package io.github.dqlite4j.jdbc.metadata;

import io.github.dqlite4j.sql.schema.TableConstraints;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** {@link java.sql.DatabaseMetaData#getPrimaryKeys}. */
final class GetPrimaryKeys {
    private static final String COLUMNS = "TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME KEY_SEQ:SMALLINT PK_NAME";

    private static final String SQL = Tables.WITH + """
            SELECT m.name AS "table", m.sql, c.name, c.pk
            FROM tables m CROSS JOIN pragma_table_info(m.name, m.schema) c
            WHERE m.kind = 'table' AND c.pk > 0 AND (?2 IS NULL OR m.name = ?2 COLLATE NOCASE) AND
            """ + Tables.VISIBLE + """
            ORDER BY c.name
            """;

    private GetPrimaryKeys() {}

    static ResultSet ask(Catalog catalog, @Nullable String schema, @Nullable String table) throws SQLException {
        Answer answer = new Answer(COLUMNS);
        try (ResultSet found = catalog.query(SQL, Tables.schema(schema), table)) {
            while (found.next()) {
                answer.add(
                        null,
                        null,
                        found.getString("table"),
                        found.getString("name"),
                        found.getInt("pk"),
                        TableConstraints.of(found.getString("sql")).primaryKey());
            }
        }
        return answer.on(catalog);
    }
}
