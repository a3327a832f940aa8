package io.github.dqlite4j.engine.schema;

/**
 * Distinguishes one schema from another.
 *
 * @param version SQLite's {@code schema_version}, which grows with each change
 * @param print of the stored texts and where their tables begin: another database may have come to the same version
 */
record SchemaMark(long version, String print) {
    /** A scalar subquery. Every part of it changes with any statement that creates, alters or drops something. */
    static final String PRINT =
            "(SELECT count(*) || ' ' || total(rowid * length(sql)) || ' ' || total(rowid * rootpage) || ' ' || coalesce(max(rowid), 0)"
                    + " FROM main.sqlite_schema)";

    /** No schema has it. */
    static final SchemaMark UNKNOWN = new SchemaMark(-1, "");

    /** Whether the server has sent it. */
    boolean isKnown() {
        return !print.isEmpty();
    }
}
