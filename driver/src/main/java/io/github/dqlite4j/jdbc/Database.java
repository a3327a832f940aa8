package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.client.Cluster;
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
final class Database {
    private static final Map<Key, Database> ALL = new ConcurrentHashMap<>();

    private final WriteTurn turn = new WriteTurn();
    private final AtomicLong schemaChanges = new AtomicLong();

    private volatile @Nullable Known columns;

    private record Known(long schemaVersion, SchemaColumns columns) {}

    private record Key(Cluster cluster, String name) {}

    private Database() {}

    static Database of(Cluster cluster, String name) {
        return ALL.computeIfAbsent(new Key(cluster, name), key -> new Database());
    }

    /**
     * Waits for the turn to write. Whoever got it gives it back with {@link #endTurn}.
     *
     * @param until {@link System#nanoTime} of the latest moment
     * @param abandoned asked every now and then: whether the caller need not wait any longer
     * @param handover asked once the caller has to wait: what is sent for him, if possible, by whoever gives him the turn
     * @return whether the turn was got
     */
    boolean awaitTurn(long until, BooleanSupplier abandoned, Supplier<@Nullable Handover> handover)
            throws InterruptedException {
        return turn.await(until, abandoned, handover);
    }

    void endTurn() {
        turn.end();
    }

    /** Grows whenever a connection of this JVM has changed the schema, so that the others know that theirs is old. */
    long schemaChanges() {
        return schemaChanges.get();
    }

    void schemaChanged() {
        schemaChanges.incrementAndGet();
    }

    /** The columns of all tables at that version of the schema, if a connection of this JVM has read them. */
    @Nullable
    SchemaColumns columns(long schemaVersion) {
        Known known = columns;
        return known != null && known.schemaVersion() == schemaVersion ? known.columns() : null;
    }

    void columns(long schemaVersion, SchemaColumns read) {
        columns = new Known(schemaVersion, read);
    }
}
