package io.github.dqlite4j.it.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DirectConnection;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.DqliteCluster.Node;
import io.github.dqlite4j.it.fixture.HostNetwork;
import io.github.dqlite4j.it.fixture.Table;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Response;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A leader that is cut off from the other nodes: the statements of docs/failover.md about reads are true. */
@Timeout(120)
class PartitionIT {
    private static final String ENDLESS =
            "?socketTimeout=3600000&connectTimeout=3600000&loginTimeout=3600000&queryTimeout=3600000"
                    + "&failoverTimeout=3600000&busyTimeout=3600000";
    private static final String DATABASE = "partition";

    private static HostNetwork network;
    private static DqliteCluster cluster;

    @AutoClose
    private Connection connection;

    private Table table;
    private Node old;

    @BeforeAll
    static void start() {
        network = HostNetwork.openOrSkip();
        cluster = DqliteCluster.start(3, network);
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            cluster.close();
        }
        if (network != null) {
            network.close();
        }
    }

    @BeforeEach
    void connect() throws Exception {
        cluster.awaitVoters();
        old = cluster.leader();
        connection = newConnection();
        table = Table.create(connection, "x");
        insert(1);
    }

    @AfterEach
    void heal() throws Exception {
        if (old != null) {
            old.resume();
            network.heal();
        }
    }

    private static Connection newConnection() throws SQLException {
        return DriverManager.getConnection(cluster.jdbcUrl(DATABASE) + ENDLESS);
    }

    private void insert(int x) throws SQLException {
        table.run("INSERT INTO " + table.name() + " VALUES (" + x + ")");
    }

    /** Writes on a new leader, while the old one does not run, so that it does not notice what happens. */
    private void replaceLeader() throws Exception {
        network.cutOff(List.of(old));
        old.pause();
        Node next = cluster.leaderAfter(old);
        try (Connection other = newConnection()) {
            new Table(other, table.name()).run("INSERT INTO " + table.name() + " VALUES (2)");
        }
        assertThat(next).isNotSameAs(old);
    }

    /** Not a promise, but the reason for the others. */
    @Test
    void aDeposedLeaderThatHasNotNoticedAnswersFromOldData() throws Exception {
        try (DirectConnection direct = new DirectConnection(old, DATABASE)) {
            String count = "SELECT count(*) FROM " + table.name();
            assertThat(direct.integer(count)).isEqualTo(1);
            network.cutOff(List.of(old));
            old.pause();
            CompletableFuture<Response.Rows> answer = direct.send(count);
            cluster.leaderAfter(old);
            try (Connection other = newConnection()) {
                new Table(other, table.name()).run("INSERT INTO " + table.name() + " VALUES (2)");
            }
            old.resume();
            assertThat(direct.integer(answer)).as("rows at the old leader").isEqualTo(1);
            assertThat(table.size()).as("rows on a connection of this JVM").isEqualTo(2);
        }
    }

    /** So a read in a transaction that writes is not of old data, if COMMIT succeeds. */
    @Test
    void aLeaderThatIsCutOffCommitsNothing() throws Exception {
        try (DirectConnection direct = new DirectConnection(old, DATABASE)) {
            network.cutOff(List.of(old));
            direct.execute("BEGIN IMMEDIATE");
            assertThat(direct.integer("SELECT count(*) FROM " + table.name())).isEqualTo(1);
            direct.execute("INSERT INTO " + table.name() + " VALUES (3)");
            assertThatThrownBy(() -> direct.execute("COMMIT")).isInstanceOf(TransportException.class);
        }
        cluster.leaderAfter(old);
        insert(2);
        network.heal();
        cluster.awaitVoters();
        assertThat(table.rows()).extracting(row -> row.get(0)).containsExactly("1", "2");
    }

    @Test
    void noConnectionOfThisJvmReadsFromTheOldLeaderAnyMore() throws Exception {
        try (Connection idle = newConnection();
                Connection reading = newConnection()) {
            reading.setReadOnly(true);
            reading.setAutoCommit(false);
            Table ofReading = new Table(reading, table.name());
            assertThat(ofReading.size()).isEqualTo(1);
            replaceLeader();
            old.resume();
            assertThat(new Table(idle, table.name()).size()).isEqualTo(2);
            assertThatThrownBy(ofReading::size)
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("40001"));
            assertThat(table.size()).isEqualTo(2);
        }
    }

    /** The client knows nothing of what the other connections of this JVM have learned: another option keeps it apart. */
    @ParameterizedTest
    @ValueSource(strings = {"auto-commit", "read-only", "read-write"})
    void aLinearizableReadIsNotOfOldData(String transaction) throws Exception {
        try (Connection stranger = DriverManager.getConnection("jdbc:dqlite://" + old.address() + "/" + DATABASE
                + ENDLESS + "&tcpKeepAlive=false&readConsistency=linearizable")) {
            stranger.setReadOnly(transaction.equals("read-only"));
            stranger.setAutoCommit(transaction.equals("auto-commit"));
            Table ofStranger = new Table(stranger, table.name());
            assertThat(ofStranger.size()).isEqualTo(1);
            if (!stranger.getAutoCommit()) {
                stranger.commit();
            }
            replaceLeader();
            CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> {
                try {
                    return ofStranger.size();
                } catch (SQLException e) {
                    throw new CompletionException(e);
                }
            });
            old.resume();
            assertThat(read.get()).isEqualTo(2);
        }
    }

    /** No node is notified of the cut. The old leader answers reads until it notices, and commits nothing. */
    @Test
    void aSessionSeesItsOwnWritesAndNeverOlderData() throws Exception {
        network.cutOff(List.of(old));
        AtomicReference<Throwable> failed = new AtomicReference<>();
        CompletableFuture<Void> written = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try (Connection reading = newConnection()) {
                Table ofReading = new Table(reading, table.name());
                int seen = 0;
                while (!written.isDone()) {
                    int now = ofReading.size();
                    assertThat(now).as("rows after %d rows", seen).isGreaterThanOrEqualTo(seen);
                    seen = now;
                }
            } catch (SQLException | AssertionError e) {
                failed.set(e);
            }
        });
        reader.start();
        try {
            int acknowledged = 1;
            while (acknowledged < 50) {
                try {
                    insert(acknowledged + 1);
                    acknowledged++;
                } catch (SQLException e) {
                    assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("08007");
                    connection.close();
                    connection = newConnection();
                    table = new Table(connection, table.name());
                }
                assertThat(table.size()).as("own rows").isGreaterThanOrEqualTo(acknowledged);
            }
        } finally {
            written.complete(null);
            reader.join();
        }
        assertThat(failed.get()).isNull();
        assertThat(cluster.leaderAfter(old)).isNotSameAs(old);
    }

    @Test
    void anUnreachableLeaderIsGivenUpWhenAnotherOneLeads() throws Exception {
        network.cutOff(List.of(old));
        network.cutClientsOff(old);
        assertThat(table.size()).isEqualTo(1);
        insert(2);
        assertThat(table.size()).isEqualTo(2);
    }
}
