package io.github.dqlite4j.jdbc.metadata;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link DatabaseMetaData#getColumns}. */
final class GetColumns {
    private static final String COLUMNS = """
            TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME DATA_TYPE:INTEGER TYPE_NAME COLUMN_SIZE:INTEGER BUFFER_LENGTH:INTEGER
            DECIMAL_DIGITS:INTEGER NUM_PREC_RADIX:INTEGER NULLABLE:INTEGER REMARKS COLUMN_DEF SQL_DATA_TYPE:INTEGER
            SQL_DATETIME_SUB:INTEGER CHAR_OCTET_LENGTH:INTEGER ORDINAL_POSITION:INTEGER IS_NULLABLE SCOPE_CATALOG SCOPE_SCHEMA
            SCOPE_TABLE SOURCE_DATA_TYPE:SMALLINT IS_AUTOINCREMENT IS_GENERATEDCOLUMN
            """;

    private static final String TABLES = Tables.WITH + """
            SELECT m.schema, m.name FROM tables m WHERE m.name LIKE ?2 ESCAPE '\\' AND
            """ + Tables.VISIBLE + """
            ORDER BY m.name
            """;

    private static final String SQL = Tables.WITH + """
            SELECT m.name AS "table", m.kind, c.name, c.type, c."notnull", c.dflt_value, c.hidden,
            """ + Tables.IS_ROWID + """
            AS is_rowid, c.cid + 1 AS position
            FROM tables m CROSS JOIN pragma_table_xinfo(m.name, m.schema) c
            WHERE c.hidden <> 1 AND m.name LIKE ?2 ESCAPE '\\' AND c.name LIKE ?3 ESCAPE '\\' AND
            """ + Tables.VISIBLE + """
            ORDER BY m.name, m.schema, c.cid
            """;

    /** The name in a STRICT table. Hibernate expects a name that is not empty. */
    private static final String UNTYPED = "ANY";

    private GetColumns() {}

    static ResultSet ask(Catalog catalog, @Nullable String schema, @Nullable String table, @Nullable String column)
            throws SQLException {
        String columns = Tables.pattern(column);
        Answer answer = new Answer(COLUMNS);
        try {
            add(catalog, answer, Tables.schema(schema), Tables.pattern(table), columns);
        } catch (SQLSyntaxErrorException e) {
            // A view of a dropped table makes the whole query fail.
            answer = new Answer(COLUMNS);
            for (List<String> name : tables(catalog, Tables.schema(schema), Tables.pattern(table))) {
                try {
                    add(catalog, answer, name.get(0), Tables.exactly(name.get(1)), columns);
                } catch (SQLSyntaxErrorException broken) {
                    continue;
                }
            }
        }
        return answer.on(catalog);
    }

    private static List<List<String>> tables(Catalog catalog, @Nullable String schema, String pattern)
            throws SQLException {
        List<List<String>> names = new ArrayList<>();
        try (ResultSet found = catalog.query(TABLES, schema, pattern)) {
            while (found.next()) {
                names.add(List.of(found.getString("schema"), found.getString("name")));
            }
        }
        return names;
    }

    private static void add(
            Catalog catalog, Answer answer, @Nullable String schema, String tablePattern, String columnPattern)
            throws SQLException {
        try (ResultSet found = catalog.query(SQL, schema, tablePattern, columnPattern)) {
            while (found.next()) {
                add(answer, found);
            }
        }
    }

    private static void add(Answer answer, ResultSet found) throws SQLException {
        DeclaredType type = DeclaredType.of(found.getString("type"));
        boolean rowId = found.getBoolean("is_rowid");
        boolean generated = found.getInt("hidden") != 0;
        int nullable = DatabaseMetaData.columnNullable;
        String isNullable = "YES";
        if (rowId || found.getBoolean("notnull")) {
            nullable = DatabaseMetaData.columnNoNulls;
            isNullable = "NO";
        } else if (found.getString("kind").equals("view")) {
            nullable = DatabaseMetaData.columnNullableUnknown;
            isNullable = "";
        }
        answer.add(
                null,
                null,
                found.getString("table"),
                found.getString("name"),
                type.jdbcType(),
                type.name().isEmpty() ? UNTYPED : type.name(),
                type.size(),
                null,
                type.digits(),
                type.radix(),
                nullable,
                null,
                found.getString("dflt_value"),
                null,
                null,
                type.octets(),
                found.getInt("position"),
                isNullable,
                null,
                null,
                null,
                null,
                rowId ? "YES" : "NO",
                generated ? "YES" : "NO");
    }
}
