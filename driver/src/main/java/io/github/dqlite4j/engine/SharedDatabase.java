package io.github.dqlite4j.engine;

import io.github.dqlite4j.cluster.Topology;
import io.github.dqlite4j.engine.schema.SchemaColumns;
import io.github.dqlite4j.engine.write.QueuedRequest;
import io.github.dqlite4j.engine.write.WriteQueue;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the connections of this JVM to one database share. There is one writer at a time, and a server does not queue: so the
 * writers of a JVM queue here, first come first served, and only the first of them asks the server. Thread-safe.
 */
public final class SharedDatabase {
    private static final Map<Key, SharedDatabase> ALL = new ConcurrentHashMap<>();

    private final WriteQueue turn = new WriteQueue();
    private final AtomicLong schemaChanges = new AtomicLong();

    private volatile @Nullable Known columns;

    private record Known(long schemaVersion, SchemaColumns columns) {}

    private record Key(Topology cluster, String name) {}

    private SharedDatabase() {}

    public static SharedDatabase of(Topology cluster, String name) {
        return ALL.computeIfAbsent(new Key(cluster, name), key -> new SharedDatabase());
    }

    /**
     * Waits for the turn to write. Whoever got it gives it back with {@link #endTurn}.
     *
     * @param until {@link System#nanoTime} of the latest moment
     * @param abandoned asked every now and then: whether the caller need not wait any longer
     * @param handover asked once the caller has to wait: what is sent for him, if possible, by whoever gives him the turn
     * @return whether the turn was got
     */
    public boolean awaitTurn(long until, BooleanSupplier abandoned, Supplier<@Nullable QueuedRequest> handover)
            throws InterruptedException {
        return turn.await(until, abandoned, handover);
    }

    public void endTurn() {
        turn.end();
    }

    /** Grows whenever a connection of this JVM has changed the schema, so that the others know that theirs is old. */
    public long schemaChanges() {
        return schemaChanges.get();
    }

    public void schemaChanged() {
        schemaChanges.incrementAndGet();
    }

    /** The columns of all tables at that version of the schema, if a connection of this JVM has read them. */
    public @Nullable SchemaColumns columns(long schemaVersion) {
        Known known = columns;
        return known != null && known.schemaVersion() == schemaVersion ? known.columns() : null;
    }

    public void columns(long schemaVersion, SchemaColumns read) {
        columns = new Known(schemaVersion, read);
    }
}
