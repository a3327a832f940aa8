package io.github.dqlite4j.engine.schema;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What the connections of this JVM to one database know of its schema together: of one version, the last one. Thread-safe. */
public final class SchemaCache {
    private final AtomicLong changes = new AtomicLong();
    private final AtomicReference<@Nullable Known> known = new AtomicReference<>();

    /**
     * What is known of a schema without TEMP tables.
     *
     * @param columns null if no connection has asked for them yet
     */
    record Known(
            SchemaMark mark,
            CoercedColumns coerced,
            @Nullable SchemaColumns columns) {}

    /** Grows whenever a connection of this JVM has changed the schema, so that the others know that theirs is out of date. */
    public long changes() {
        return changes.get();
    }

    /** A connection of this JVM has changed the schema. */
    public void changed() {
        changes.incrementAndGet();
    }

    /** What was read last, or null. */
    @Nullable
    Known last() {
        return known.get();
    }

    /** What is known of this schema, or null. */
    @Nullable
    Known find(SchemaMark mark) {
        Known last = known.get();
        return last != null && last.mark().equals(mark) ? last : null;
    }

    /** Replaces what was known. */
    void remember(SchemaMark mark, CoercedColumns coerced) {
        known.set(new Known(mark, coerced, null));
    }

    /** Adds the columns, if this schema is still the last one. */
    void remember(SchemaMark mark, SchemaColumns columns) {
        known.updateAndGet(
                last -> last != null && last.mark().equals(mark) ? new Known(mark, last.coerced(), columns) : last);
    }
}
