package io.github.dqlite4j.jdbc.metadata;

import org.jspecify.annotations.Nullable;

/**
 * What the questions about tables share. TEMP objects are in the schema {@code temp}, all others in {@code main}; answers name
 * neither, since a connection sees one database.
 */
final class Tables {
    /**
     * Begins a query with two tables: {@code stored} has the text of every table and view, {@code tables} all that can be selected from.
     * A PRAGMA function that is planned before its argument yields nothing, so it is to be joined by CROSS JOIN, which keeps the order.
     * {@code kind} is table, view, virtual or shadow; {@code clustered} is 1 for WITHOUT ROWID.
     */
    static final String WITH = """
            WITH stored(schema, name, sql) AS (
              SELECT 'main', name, sql FROM main.sqlite_schema WHERE type IN ('table', 'view')
              UNION ALL
              SELECT 'temp', name, sql FROM temp.sqlite_schema WHERE type IN ('table', 'view')),
            tables(schema, name, kind, clustered, sql) AS (
              SELECT l.schema, l.name, l.type, l.wr, s.sql
              FROM pragma_table_list l LEFT JOIN stored s ON s.schema = l.schema AND s.name = l.name
              WHERE l.name <> 'sqlite_temp_schema')
            """;

    /**
     * Ends a query: {@code m} is one of {@code tables}, and parameter 1 the pattern of its schema. Without one, a TEMP object hides what
     * has the same name, as in a statement.
     */
    static final String VISIBLE = """
            CASE WHEN ?1 IS NULL
                 THEN m.schema = 'temp'
                      OR NOT EXISTS (SELECT 1 FROM stored t WHERE t.schema = 'temp' AND t.name = m.name COLLATE NOCASE)
                 ELSE m.schema LIKE ?1 ESCAPE '\\' END
            """;

    /** Whether column {@code c}, a row of {@code pragma_table_xinfo}, of table {@code m} is its rowid, which the database assigns. */
    static final String IS_ROWID = """
            m.kind = 'table' AND c.pk = 1 AND c.type = 'INTEGER' COLLATE NOCASE
            AND NOT EXISTS (SELECT 1 FROM pragma_index_list(m.name, m.schema) l WHERE l.origin = 'pk')
            """;

    private Tables() {}

    /** The pattern of a schema. Answers name no schema, so "" (those without one) matches all. */
    static @Nullable String schema(@Nullable String schema) {
        return schema == null || schema.isEmpty() ? null : schema;
    }

    /** The pattern of a name, where null matches all. */
    static String pattern(@Nullable String pattern) {
        return pattern == null ? "%" : pattern;
    }

    /** The pattern that matches this name alone. */
    static String exactly(String name) {
        return name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }
}
