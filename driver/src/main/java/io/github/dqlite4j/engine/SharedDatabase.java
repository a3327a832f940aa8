package io.github.dqlite4j.engine;

import io.github.dqlite4j.cluster.SharedInstances;
import io.github.dqlite4j.engine.outcome.MarkTable;
import io.github.dqlite4j.engine.schema.SchemaCache;
import io.github.dqlite4j.engine.write.WriteQueue;
import io.github.dqlite4j.time.NanoClock;
import io.github.dqlite4j.transport.NodeAddress;
import java.util.List;
import java.util.Set;

/** What all connections of this JVM to one database share. Thread-safe. */
record SharedDatabase(WriteQueue writers, SchemaCache schema, MarkTable marks) {
    private static final SharedInstances<Key, SharedDatabase> ALL = new SharedInstances<>(32);

    private record Key(Set<NodeAddress> nodes, String name) {}

    /** The database of that name on the cluster of these nodes, the same for the nodes in any order. */
    static SharedDatabase of(List<NodeAddress> nodes, String name) {
        return ALL.get(
                new Key(Set.copyOf(nodes), name),
                key -> new SharedDatabase(new WriteQueue(NanoClock.SYSTEM), new SchemaCache(), new MarkTable()));
    }
}
