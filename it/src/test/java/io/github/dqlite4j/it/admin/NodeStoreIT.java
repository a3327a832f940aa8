package io.github.dqlite4j.it.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.admin.BlockingDqliteAdmin;
import io.github.dqlite4j.admin.DqliteAdmin;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.Table;
import io.github.dqlite4j.nodes.ClusterNode;
import io.github.dqlite4j.nodes.FileNodeStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The file of a node store, between this driver, go-dqlite's shell, and clusters that move. */
@Timeout(240)
class NodeStoreIT {
    @TempDir
    Path directory;

    private static void awaitStored(FileNodeStore store, List<ClusterNode> members) throws InterruptedException {
        FreshNode.await(members + " in the store", () -> store.load().equals(members));
    }

    @Test
    void theShellOfGoReadsWhatJdbcStores() throws Exception {
        Path file = directory.resolve("nodes.yaml");
        try (DqliteCluster cluster = DqliteCluster.start(3)) {
            String url = cluster.jdbcUrl("stored") + "?nodeStore=" + file;
            try (Connection connection = DriverManager.getConnection(url)) {
                Table table = Table.create(connection, "n");
                table.run("INSERT INTO " + table.name() + " VALUES (7)");
                List<ClusterNode> members = DqliteAdmin.of(url).blocking().members();
                awaitStored(new FileNodeStore(file), members);
                assertThat(GoShell.run("file://" + file, "stored", "SELECT n FROM " + table.name()))
                        .contains("7");
                assertThat(GoShell.run("file://" + file, "stored", ".cluster")).hasSize(3);
            }
        }
    }

    /** After every node of the first URL has gone, a URL that has the store alone finds the cluster. */
    @Test
    void aUrlWithoutHostsFindsAClusterThatHasMoved() throws Exception {
        Path file = directory.resolve("nodes.yaml");
        try (DqliteCluster cluster = DqliteCluster.start(1)) {
            String url = cluster.jdbcUrl("moved") + "?topologyRefresh=1&nodeStore=" + file;
            try (Connection connection = DriverManager.getConnection(url)) {
                Table table = Table.create(connection, "n");
                BlockingDqliteAdmin admin = DqliteAdmin.of(url).blocking();
                DqliteCluster.Node first = cluster.nodes().get(0);
                cluster.join();
                awaitStored(new FileNodeStore(file), admin.members());
                assertThat(new FileNodeStore(file).load()).hasSize(2);
                cluster.remove(first);
                awaitStored(new FileNodeStore(file), admin.members());
                assertThat(new FileNodeStore(file).load())
                        .singleElement()
                        .satisfies(node -> assertThat(node.address()).isNotEqualTo(FreshNode.address(first)));
                try (Connection other = DriverManager.getConnection("jdbc:dqlite:///moved?nodeStore=" + file)) {
                    new Table(other, table.name()).run("INSERT INTO " + table.name() + " VALUES (1)");
                }
                assertThat(DqliteAdmin.of("jdbc:dqlite:///moved?nodeStore=" + file)
                                .blocking()
                                .members())
                        .hasSize(1);
            }
        }
    }

    /** What go-dqlite's own tools wrote is read. */
    @Test
    void aStoreOfGoIsRead() throws Exception {
        Path file = directory.resolve("cluster.yaml");
        try (DqliteCluster cluster = DqliteCluster.start(1)) {
            ClusterNode node =
                    DqliteAdmin.of(cluster.jdbcUrl("read")).blocking().leader();
            Files.writeString(
                    file,
                    "- Address: " + node.address() + "\n  ID: " + Long.toUnsignedString(node.id()) + "\n  Role: 0\n");
            assertThat(DqliteAdmin.of("jdbc:dqlite:///read?nodeStore=" + file)
                            .blocking()
                            .leader())
                    .isEqualTo(node);
        }
    }

    @Test
    void aFileThatIsNoStoreIsAnErrorAndStays() throws Exception {
        Path file = Files.writeString(directory.resolve("shadow"), "root:secret:1:2\n");
        for (String hosts : List.of("", "127.0.0.1:1")) {
            assertThatThrownBy(() -> DriverManager.getConnection("jdbc:dqlite://" + hosts + "/x?nodeStore=" + file))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"))
                    .hasMessageContaining("node store")
                    .hasMessageNotContaining("secret");
        }
        assertThat(file).hasContent("root:secret:1:2\n");
    }
}
