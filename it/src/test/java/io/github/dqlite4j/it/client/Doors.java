package io.github.dqlite4j.it.client;

import static io.github.dqlite4j.it.client.Futures.get;
import static org.awaitility.Awaitility.await;

import io.github.dqlite4j.client.DqliteClient;
import io.github.dqlite4j.client.DqlitePool;
import io.github.dqlite4j.client.SqlClient;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.util.stream.Stream;

/** A connection and a pool at one node. */
record Doors(DqliteCluster cluster, DqlitePool pool, DqliteClient client) implements AutoCloseable {
    static Doors open(String database, int poolSize) {
        DqliteCluster cluster = DqliteCluster.start(1);
        String url = cluster.jdbcUrl(database);
        return new Doors(cluster, DqlitePool.builder(url).maxSize(poolSize).create(), get(DqliteClient.connect(url)));
    }

    Stream<SqlClient> all() {
        return Stream.of(client, pool);
    }

    /** Waits until no call holds a connection of the pool. */
    void awaitFreePool() {
        await().until(() -> pool.statistics().inUse() == 0);
    }

    @Override
    public void close() {
        get(client.close());
        get(pool.close());
        cluster.close();
    }
}
