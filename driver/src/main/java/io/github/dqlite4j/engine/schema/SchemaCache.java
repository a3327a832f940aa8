package io.github.dqlite4j.engine.schema;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What the connections of this JVM to one database know of its schema together. Thread-safe. */
public final class SchemaCache {
    private final AtomicLong changes = new AtomicLong();
    private volatile @Nullable Known known;

    private record Known(long schemaVersion, SchemaColumns columns) {}

    /** Grows whenever a connection of this JVM has changed the schema, so that the others know that theirs is out of date. */
    public long changes() {
        return changes.get();
    }

    /** A connection of this JVM has changed the schema. */
    public void changed() {
        changes.incrementAndGet();
    }

    /** The columns of all tables at that version of the schema, if a connection of this JVM has read them. */
    @Nullable
    SchemaColumns columns(long schemaVersion) {
        Known last = known;
        return last != null && last.schemaVersion() == schemaVersion ? last.columns() : null;
    }

    void remember(long schemaVersion, SchemaColumns columns) {
        known = new Known(schemaVersion, columns);
    }
}
