package io.github.dqlite4j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.transport.NodeAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class SharedDatabaseTest {
    private static final NodeAddress A = new NodeAddress("a.test", 1);
    private static final NodeAddress B = new NodeAddress("b.test", 1);

    @Test
    void isOneForEachNameOnACluster() {
        SharedDatabase database = SharedDatabase.of(List.of(A, B), "a");
        assertThat(SharedDatabase.of(List.of(B, A), "a")).isSameAs(database);
        assertThat(SharedDatabase.of(List.of(A, B), "b")).isNotSameAs(database);
        assertThat(SharedDatabase.of(List.of(A), "a")).isNotSameAs(database);
    }

    @Test
    void changesOfTheSchemaAreSeenByAll() {
        SharedDatabase database = SharedDatabase.of(List.of(A), "schema");
        long before = database.schema().changes();
        SharedDatabase.of(List.of(A), "schema").schema().changed();
        assertThat(database.schema().changes()).isNotEqualTo(before);
    }
}
