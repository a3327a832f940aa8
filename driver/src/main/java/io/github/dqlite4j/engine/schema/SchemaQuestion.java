package io.github.dqlite4j.engine.schema;

import org.jspecify.annotations.Nullable;

/**
 * A query for which columns of a schema need care, and for what tells the schema. It asks less if the schema is the one that this JVM knows.
 * {@link SchemaWatcher#read(SchemaQuestion, io.github.dqlite4j.wire.Response.Rows, boolean, long)} reads the answer.
 *
 * @param changes how many changes of this JVM were known when it was asked
 * @param last what was known then, or null
 */
public record SchemaQuestion(long changes, SchemaCache.@Nullable Known last) {
    /** What a new connection asks. */
    public static SchemaQuestion of(SchemaCache cache) {
        // In this order: what is known then may be newer, never older.
        long changes = cache.changes();
        return new SchemaQuestion(changes, cache.last());
    }

    public String sql() {
        return CoercedColumns.query(last == null ? SchemaMark.UNKNOWN : last.mark());
    }
}
