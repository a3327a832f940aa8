package io.github.dqlite4j.jdbc.metadata;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@link java.sql.DatabaseMetaData#getTables} and {@link java.sql.DatabaseMetaData#getTableTypes}. */
final class GetTables {
    private static final String COLUMNS = """
            TABLE_CAT TABLE_SCHEM TABLE_NAME TABLE_TYPE REMARKS TYPE_CAT TYPE_SCHEM TYPE_NAME SELF_REFERENCING_COL_NAME
            REF_GENERATION
            """;

    private static final List<String> TYPES = List.of("LOCAL TEMPORARY", "SYSTEM TABLE", "TABLE", "VIEW");

    private static final String SQL = Tables.WITH + """
            SELECT m.name,
                   CASE WHEN m.kind = 'shadow' OR m.name LIKE 'sqlite\\_%' ESCAPE '\\' THEN 'SYSTEM TABLE'
                        WHEN m.kind = 'view' THEN 'VIEW'
                        WHEN m.schema = 'temp' THEN 'LOCAL TEMPORARY'
                        ELSE 'TABLE' END AS type
            FROM tables m
            WHERE (?1 IS NULL OR m.schema LIKE ?1 ESCAPE '\\') AND m.name LIKE ?2 ESCAPE '\\'
            ORDER BY type, m.name
            """;

    private GetTables() {}

    static ResultSet ask(Catalog catalog, @Nullable String schema, @Nullable String name, String @Nullable [] types)
            throws SQLException {
        Set<String> wanted = types == null || types.length == 0
                ? Set.copyOf(TYPES)
                : Stream.of(types).map(type -> type.toUpperCase(Locale.ROOT)).collect(Collectors.toSet());
        Answer answer = new Answer(COLUMNS);
        try (ResultSet found = catalog.query(SQL, Tables.schema(schema), Tables.pattern(name))) {
            while (found.next()) {
                String type = found.getString("type");
                if (wanted.contains(type)) {
                    answer.add(null, null, found.getString("name"), type, null, null, null, null, null, null);
                }
            }
        }
        return answer.on(catalog);
    }

    static ResultSet types(Catalog catalog) throws SQLException {
        Answer answer = new Answer("TABLE_TYPE");
        TYPES.forEach(answer::add);
        return answer.on(catalog);
    }
}
