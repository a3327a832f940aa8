package io.github.dqlite4j.it.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.Table;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A leader that is paused: calls that wait for it continue as soon as another node leads. All timeouts of the connections are an hour, so
 * only the answers of the other nodes can end a wait.
 */
@Timeout(120)
class SilentLeaderIT {
    private static final String ENDLESS =
            "?socketTimeout=3600000&connectTimeout=3600000&loginTimeout=3600000&queryTimeout=3600000"
                    + "&failoverTimeout=3600000&busyTimeout=3600000";

    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(3);

    @AutoClose
    private Connection connection;

    private Table table;
    private DqliteCluster.Node paused;

    @BeforeEach
    void connect() throws Exception {
        CLUSTER.awaitVoters();
        connection = DriverManager.getConnection(CLUSTER.jdbcUrl("silent") + ENDLESS);
        table = Table.create(connection, "x");
        table.run("INSERT INTO " + table.name() + " VALUES (1)");
    }

    @AfterEach
    void resume() throws Exception {
        if (paused != null) {
            paused.resume();
        }
    }

    private void pauseLeader() throws Exception {
        paused = CLUSTER.leader();
        paused.pause();
    }

    @Test
    void aReadIsAnsweredByTheNextLeader() throws Exception {
        pauseLeader();
        assertThat(table.size()).isOne();
        assertThat(CLUSTER.leaderAfter(paused)).isNotEqualTo(paused);
    }

    @Test
    void aPreparedReadIsAnsweredByTheNextLeader() throws Exception {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT count(*) FROM " + table.name() + " WHERE x = ?")) {
            for (int i = 0; i < 3; i++) {
                select.setInt(1, 1);
                if (i == 2) {
                    pauseLeader();
                }
                try (ResultSet rows = select.executeQuery()) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getInt(1)).isOne();
                }
            }
        }
    }

    @Test
    void aTransactionThatBeginsGoesToTheNextLeader() throws Exception {
        connection.setAutoCommit(false);
        pauseLeader();
        table.run("INSERT INTO " + table.name() + " VALUES (2)");
        connection.commit();
        paused.resume();
        assertThat(table.size()).isEqualTo(2);
    }

    /** If more than a second has passed, the connection first asks whether the schema has changed, so that nothing was written yet. */
    @Test
    void aWriteIsExecutedOnceOrReportedAsUnknown() throws Exception {
        pauseLeader();
        boolean known = true;
        try {
            table.run("INSERT INTO " + table.name() + " VALUES (2)");
        } catch (SQLException e) {
            known = false;
            assertThat(e.getMessage()).contains("leads now");
            assertThat(e.getSQLState()).isEqualTo("08007");
            assertThat(connection.isClosed()).isTrue();
        }
        paused.resume();
        try (Connection other = DriverManager.getConnection(CLUSTER.jdbcUrl("silent") + ENDLESS)) {
            assertThat(new Table(other, table.name()).size()).isBetween(known ? 2 : 1, 2);
        }
    }

    @Test
    void aTransactionIsLostAndTheConnectionGoesOn() throws Exception {
        connection.setAutoCommit(false);
        table.run("INSERT INTO " + table.name() + " VALUES (2)");
        pauseLeader();
        assertThatThrownBy(() -> table.run("INSERT INTO " + table.name() + " VALUES (3)"))
                .isInstanceOf(SQLTransactionRollbackException.class);
        connection.rollback();
        table.run("INSERT INTO " + table.name() + " VALUES (4)");
        connection.commit();
        paused.resume();
        assertThat(table.rows()).extracting(row -> row.get(0)).containsExactly("1", "4");
    }

    @Test
    void aCommitThatWasSentIsUnknownAndSaysSo() throws Exception {
        connection.setAutoCommit(false);
        table.run("INSERT INTO " + table.name() + " VALUES (2)");
        pauseLeader();
        assertThatThrownBy(connection::commit)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08007"));
    }

    @Test
    void rowsThatDoNotComeAreLost() throws Exception {
        // 100 MB, more than all buffers between a node and its client hold.
        String many = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 1000) "
                + "SELECT hex(zeroblob(50000)) FROM c";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(many)) {
            assertThat(rows.next()).isTrue();
            pauseLeader();
            assertThatThrownBy(() -> Table.read(rows))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).startsWith("08"));
        }
        assertThat(table.size()).isOne();
    }

    @Test
    void idleConnectionsLeaveTheOldLeaderToo() throws Exception {
        try (Connection idle = DriverManager.getConnection(CLUSTER.jdbcUrl("silent") + ENDLESS);
                Connection reading = DriverManager.getConnection(CLUSTER.jdbcUrl("silent") + ENDLESS)) {
            Table ofIdle = new Table(idle, table.name());
            Table ofReading = new Table(reading, table.name());
            assertThat(ofIdle.size()).isOne();
            reading.setReadOnly(true);
            reading.setAutoCommit(false);
            assertThat(ofReading.size()).isOne();
            pauseLeader();
            assertThat(table.size()).isOne();
            table.run("INSERT INTO " + table.name() + " VALUES (2)");
            // The old leader would answer these now, with what it knew before.
            paused.resume();
            assertThat(ofIdle.size()).isEqualTo(2);
            assertThatThrownBy(ofReading::size).isInstanceOf(SQLTransactionRollbackException.class);
            reading.rollback();
            assertThat(ofReading.size()).isEqualTo(2);
        }
    }
}
