package io.github.dqlite4j.it.failover;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.Table;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes join and leave. */
@Timeout(180)
class MovingClusterIT {
    @Test
    void aConnectionGoesOnWhenEveryNodeOfItsUrlWasReplaced() throws Exception {
        try (DqliteCluster cluster = DqliteCluster.start(3)) {
            List<DqliteCluster.Node> ofUrl = cluster.nodes();
            String url = cluster.jdbcUrl("moving") + "?topologyRefresh=1&failoverTimeout=60000";
            try (Connection connection = DriverManager.getConnection(url)) {
                Table table = Table.create(connection, "x");
                int rows = 0;
                for (DqliteCluster.Node old : ofUrl) {
                    cluster.join();
                    // Asks for the members with the first, and reads the answer with the second at the latest.
                    for (int i = 0; i < 2; i++) {
                        table.run("INSERT INTO " + table.name() + " VALUES (" + rows + ")");
                        rows++;
                    }
                    cluster.remove(old);
                }
                assertThat(cluster.nodes()).doesNotContainAnyElementsOf(ofUrl);
                assertThat(table.size()).isEqualTo(rows);
                // A new connection with the same URL finds the cluster by what this JVM knows.
                try (Connection other = DriverManager.getConnection(url)) {
                    assertThat(new Table(other, table.name()).size()).isEqualTo(rows);
                }
            }
        }
    }
}
