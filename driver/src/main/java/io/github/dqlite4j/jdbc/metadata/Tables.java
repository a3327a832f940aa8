package io.github.dqlite4j.jdbc.metadata;

import io.github.dqlite4j.sql.schema.OutcomeTables;
import org.jspecify.annotations.Nullable;

/**
 * SQL that the queries about tables share. TEMP objects are in the schema {@code temp}, all others in {@code main}. Results name
 * neither, since a connection sees one database.
 */
final class Tables {
    /**
     * Begins a query with two tables: {@code stored} has the SQL text of every table and view, {@code tables} everything that can be
     * selected from, but for the driver's own tables. {@code kind} is table, view, virtual or shadow; {@code clustered} is 1 for WITHOUT ROWID.
     *
     * <p>Join PRAGMA functions by CROSS JOIN, which keeps the order: one that is planned before its argument yields no rows.
     */
    static final String WITH = """
            WITH stored(schema, name, sql) AS (
              SELECT 'main', name, sql FROM main.sqlite_schema WHERE type IN ('table', 'view')
              UNION ALL
              SELECT 'temp', name, sql FROM temp.sqlite_schema WHERE type IN ('table', 'view')),
            tables(schema, name, kind, clustered, sql) AS (
              SELECT l.schema, l.name, l.type, l.wr, s.sql
              FROM pragma_table_list l LEFT JOIN stored s ON s.schema = l.schema AND s.name = l.name
              WHERE l.name <> 'sqlite_temp_schema'
                AND coalesce(s.sql, '') NOT IN ('""" + OutcomeTables.CREATE_MARKS + "', '" + OutcomeTables.CREATE_NONE + """
            '))
            """;

    /**
     * Ends a query: {@code m} is one of {@code tables}, and parameter 1 the pattern of its schema. Without a pattern, a TEMP object hides
     * an object of the same name, as in a statement.
     */
    static final String VISIBLE = """
            CASE WHEN ?1 IS NULL
                 THEN m.schema = 'temp'
                      OR NOT EXISTS (SELECT 1 FROM stored t WHERE t.schema = 'temp' AND t.name = m.name COLLATE NOCASE)
                 ELSE m.schema LIKE ?1 ESCAPE '\\' END
            """;

    /** Whether column {@code c} of table {@code m}, a row of {@code pragma_table_xinfo}, is its rowid, which the database assigns. */
    static final String IS_ROWID = """
            m.kind = 'table' AND c.pk = 1 AND c.type = 'INTEGER' COLLATE NOCASE
            AND NOT EXISTS (SELECT 1 FROM pragma_index_list(m.name, m.schema) l WHERE l.origin = 'pk')
            """;

    private Tables() {}

    /** The pattern of a schema, or null for all. Results name no schema, so "" (objects without a schema) matches all. */
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
