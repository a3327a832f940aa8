package io.github.dqlite4j.jdbc.metadata;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/**
 * {@link DatabaseMetaData#getFunctions} and {@link DatabaseMetaData#getFunctionColumns}: the functions of the node's SQLite, except those that it or
 * the driver refuses. The specific name ends with the number of parameters, or {@code *} for any number.
 */
final class GetFunctions {
    private static final String COLUMNS =
            "FUNCTION_CAT FUNCTION_SCHEM FUNCTION_NAME REMARKS FUNCTION_TYPE:SMALLINT SPECIFIC_NAME";

    private static final String PARAMETER_COLUMNS = """
            FUNCTION_CAT FUNCTION_SCHEM FUNCTION_NAME COLUMN_NAME COLUMN_TYPE:SMALLINT DATA_TYPE:INTEGER TYPE_NAME PRECISION:INTEGER
            LENGTH:INTEGER SCALE:SMALLINT RADIX:SMALLINT NULLABLE:SMALLINT REMARKS CHAR_OCTET_LENGTH:INTEGER
            ORDINAL_POSITION:INTEGER IS_NULLABLE SPECIFIC_NAME
            """;

    private static final String SQL = """
            SELECT DISTINCT name, narg, name || '/' || CASE WHEN narg < 0 THEN '*' ELSE narg END AS specific_name,
                   CASE type WHEN 's' THEN 'scalar' WHEN 'a' THEN 'aggregate'
                             WHEN 'w' THEN 'aggregate or window' ELSE '' END AS remarks
            FROM pragma_function_list
            WHERE name LIKE ? ESCAPE '\\' AND name NOT IN ('fts3_tokenizer', 'load_extension', 'optimize')
            ORDER BY name, specific_name
            """;

    private GetFunctions() {}

    static ResultSet ask(Catalog catalog, @Nullable String name) throws SQLException {
        Answer answer = new Answer(COLUMNS);
        try (ResultSet found = catalog.query(SQL, Tables.pattern(name))) {
            while (found.next()) {
                answer.add(
                        null,
                        null,
                        found.getString("name"),
                        found.getString("remarks"),
                        DatabaseMetaData.functionNoTable,
                        found.getString("specific_name"));
            }
        }
        return answer.on(catalog);
    }

    /** Results and parameters have no names and no types. A function with any number of parameters has a row for the result only. */
    static ResultSet columns(Catalog catalog, @Nullable String name, @Nullable String column) throws SQLException {
        Answer answer = new Answer(PARAMETER_COLUMNS);
        if (column != null && !column.isEmpty() && !column.equals("%")) {
            return answer.on(catalog);
        }
        try (ResultSet found = catalog.query(SQL, Tables.pattern(name))) {
            while (found.next()) {
                for (int i = 0; i <= Math.max(found.getInt("narg"), 0); i++) {
                    answer.add(
                            null,
                            null,
                            found.getString("name"),
                            "",
                            i == 0 ? DatabaseMetaData.functionReturn : DatabaseMetaData.functionColumnIn,
                            Types.OTHER,
                            "",
                            null,
                            null,
                            null,
                            null,
                            DatabaseMetaData.functionNullableUnknown,
                            null,
                            null,
                            i,
                            "",
                            found.getString("specific_name"));
                }
            }
        }
        return answer.on(catalog);
    }
}
