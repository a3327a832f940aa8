package io.github.dqlite4j.it.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.DqliteCluster.Node;
import io.github.dqlite4j.it.fixture.HostNetwork;
import io.github.dqlite4j.it.fixture.Table;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With {@code readConsistency=linearizable}, a leader that was deposed without noticing answers nothing. */
@Timeout(120)
class LinearizableReadsIT {
    private static final String ENDLESS =
            "?socketTimeout=3600000&connectTimeout=3600000&loginTimeout=3600000&queryTimeout=3600000"
                    + "&failoverTimeout=3600000&busyTimeout=3600000";
    private static final String LINEARIZABLE = ENDLESS + "&readConsistency=linearizable";

    private static HostNetwork network;
    private static DqliteCluster cluster;
    private static int databases;

    private final String database = "linearizable" + databases++;
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
    void prepare() throws Exception {
        cluster.awaitVoters();
        old = cluster.leader();
        write("CREATE TABLE t (x)");
        write("INSERT INTO t VALUES (1)");
    }

    @AfterEach
    void heal() throws Exception {
        old.resume();
        network.heal();
    }

    private void write(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(cluster.jdbcUrl(database) + ENDLESS)) {
            new Table(connection, "t").run(sql);
        }
    }

    /** A client that knows nothing of what the other connections of this JVM have learned. */
    private Connection stranger(String properties) throws SQLException {
        return DriverManager.getConnection("jdbc:dqlite://" + old.address() + "/" + database + properties);
    }

    private static int size(Table table) {
        try {
            return table.size();
        } catch (SQLException e) {
            throw new CompletionException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto-commit", "read-only", "read-write"})
    void aReadSeesWhatOthersHaveCommittedBefore(String transaction) throws Exception {
        try (Connection connection = stranger(LINEARIZABLE)) {
            connection.setReadOnly(transaction.equals("read-only"));
            connection.setAutoCommit(transaction.equals("auto-commit"));
            Table table = new Table(connection, "t");
            assertThat(table.size()).isEqualTo(1);
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
            network.cutOff(List.of(old));
            old.pause();
            cluster.leaderAfter(old);
            write("INSERT INTO t VALUES (2)");
            CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> size(table));
            old.resume();
            assertThat(read.get()).isEqualTo(2);
        }
    }

    @Test
    void theTableOfTheFenceIsMadeAgain() throws Exception {
        try (Connection connection = stranger(LINEARIZABLE)) {
            Table table = new Table(connection, "t");
            assertThat(table.size()).isEqualTo(1);
            write("DROP TABLE dqlite4j_outcome");
            assertThat(table.size()).isEqualTo(1);
            assertThat(table.query("SELECT n FROM dqlite4j_outcome WHERE id = -1"))
                    .hasSize(1);
        }
    }

    @Test
    void nothingIsReadIfTheTableIsAnother() throws Exception {
        write("CREATE TABLE dqlite4j_outcome (id INTEGER PRIMARY KEY, n)");
        try (Connection connection = stranger(LINEARIZABLE)) {
            assertThatThrownBy(() -> new Table(connection, "t").size())
                    .hasFieldOrPropertyWithValue("SQLState", "55000");
        }
        try (Connection connection = stranger(ENDLESS)) {
            assertThat(new Table(connection, "dqlite4j_outcome").size()).isZero();
        }
    }
}
