package io.github.dqlite4j.it.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.dqlite4j.admin.BlockingDqliteAdmin;
import io.github.dqlite4j.admin.DqliteAdmin;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.nodes.ClusterNode;
import io.github.dqlite4j.nodes.NodeRole;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every node of a cluster is replaced by a new one while clients write. */
@Timeout(300)
class ReplacedNodesIT {
    private static final int WRITERS = 4;

    private final Set<Integer> attempted = ConcurrentHashMap.newKeySet();
    private final Set<Integer> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> failures = ConcurrentHashMap.newKeySet();
    private final AtomicInteger next = new AtomicInteger();
    private volatile boolean ended;

    private void write(String url) {
        while (!ended) {
            try (Connection connection = DriverManager.getConnection(url);
                    PreparedStatement insert = connection.prepareStatement("INSERT INTO written VALUES (?)")) {
                while (!ended) {
                    int number = next.getAndIncrement();
                    attempted.add(number);
                    insert.setInt(1, number);
                    insert.executeUpdate();
                    acknowledged.add(number);
                }
            } catch (SQLException e) {
                failures.add(e.getSQLState() + " " + e.getMessage());
            }
        }
    }

    /** The clients go on: this many more writes are acknowledged. */
    private void awaitWrites() throws InterruptedException {
        int before = acknowledged.size();
        FreshNode.await("writes", () -> acknowledged.size() >= before + 5 * WRITERS);
    }

    @Test
    void clientsGoOnWhileEveryNodeIsReplaced() throws Exception {
        List<FreshNode> fresh = new ArrayList<>();
        try (DqliteCluster cluster = DqliteCluster.start(3)) {
            String url = cluster.jdbcUrl("replaced")
                    + "?topologyRefresh=100&failoverTimeout=60000&loginTimeout=60000&commitVerification=all";
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE written (n INTEGER PRIMARY KEY)");
            }
            BlockingDqliteAdmin admin = DqliteAdmin.of(url).blocking();
            List<ClusterNode> old = admin.members();
            List<Thread> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                Thread writer = new Thread(() -> write(url), "writer " + i);
                writer.start();
                writers.add(writer);
            }
            try {
                awaitWrites();
                for (ClusterNode node : old) {
                    FreshNode other = FreshNode.start();
                    fresh.add(other);
                    admin.add(other.id(), other.address(), NodeRole.VOTER);
                    awaitWrites();
                    if (admin.leader().id() == node.id()) {
                        admin.transfer(other.id());
                        awaitWrites();
                    }
                    admin.remove(node.id());
                    cluster.nodes().stream()
                            .filter(each -> each.address().toString().equals(node.address()))
                            .findFirst()
                            .orElseThrow()
                            .kill();
                    awaitWrites();
                }
                assertThat(admin.members())
                        .extracting(ClusterNode::id, ClusterNode::address)
                        .containsExactlyInAnyOrderElementsOf(fresh.stream()
                                .map(node -> tuple(node.id(), node.address()))
                                .toList());
            } finally {
                ended = true;
                for (Thread writer : writers) {
                    writer.join();
                }
            }
            // Each error would be a pause that was too long; none of them may be about what happened to a write.
            assertThat(failures).noneMatch(failure -> failure.startsWith("08007"));
            try (Connection connection = DriverManager.getConnection(url)) {
                Set<Integer> stored = stored(connection);
                assertThat(stored).containsAll(acknowledged);
                assertThat(attempted).containsAll(stored);
            }
        } finally {
            for (FreshNode node : fresh) {
                node.close();
            }
        }
    }

    private static Set<Integer> stored(Connection connection) throws SQLException {
        Set<Integer> stored = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT n FROM written")) {
            while (rows.next()) {
                stored.add(rows.getInt(1));
            }
        }
        return stored;
    }
}
