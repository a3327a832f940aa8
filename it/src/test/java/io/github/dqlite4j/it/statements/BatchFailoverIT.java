package io.github.dqlite4j.it.statements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.Table;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The leader is killed between two statements of a batch. */
class BatchFailoverIT {
    private static final Logger WIRE = Logger.getLogger("io.github.dqlite4j.wire");

    private final DqliteCluster cluster = DqliteCluster.start(3);
    private final AtomicBoolean killed = new AtomicBoolean();
    private Connection connection;
    private Table table;
    private Handler killer;

    @BeforeEach
    void connect() throws SQLException {
        connection = DriverManager.getConnection(cluster.jdbcUrl("batches") + "?failoverTimeout=60000");
        table = Table.create(connection, "id INTEGER PRIMARY KEY, name TEXT");
        connection.close();
        killer = new Killer();
        WIRE.addHandler(killer);
        WIRE.setLevel(Level.FINER);
        connection = DriverManager.getConnection(cluster.jdbcUrl("batches") + "?failoverTimeout=60000");
        table = new Table(connection, table.name());
    }

    /** Kills the leader when a statement of the batch was answered: listeners are called after the whole batch, the log is written meanwhile. */
    private final class Killer extends Handler {
        private boolean inserting;

        @Override
        public void publish(LogRecord message) {
            String text = message.getMessage();
            if (text.contains("INSERT INTO " + table.name())) {
                inserting = true;
            } else if (inserting && text.contains("<- RESULT") && killed.compareAndSet(false, true)) {
                cluster.leader().kill();
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @AfterEach
    void close() throws SQLException {
        WIRE.removeHandler(killer);
        WIRE.setLevel(null);
        connection.close();
        cluster.close();
    }

    private PreparedStatement batch() throws SQLException {
        PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table.name() + " (name) VALUES (?)");
        for (int i = 1; i <= 1000; i++) {
            insert.setString(1, "name " + i);
            insert.addBatch();
        }
        return insert;
    }

    @Test
    void batchIsRepeatedAsAWholeInAutoCommit() throws SQLException {
        try (PreparedStatement insert = batch()) {
            assertThat(insert.executeBatch()).hasSize(1000).containsOnly(1);
        }
        assertThat(killed).isTrue();
        assertThat(table.size()).isEqualTo(1000);
        assertThat(table.query("SELECT count(DISTINCT name) FROM " + table.name())
                        .get(0))
                .containsExactly("1000");
    }

    @Test
    void batchFailsWithItsTransaction() throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement insert = batch()) {
            BatchUpdateException failure = catchThrowableOfType(BatchUpdateException.class, insert::executeBatch);
            assertThat(failure.getSQLState()).isEqualTo("40001");
            assertThat(failure.getUpdateCounts()).isEmpty();
        }
        connection.rollback();
        assertThat(table.size()).isZero();
        connection.rollback();
        try (PreparedStatement insert = batch()) {
            assertThat(insert.executeBatch()).as("on the new leader").hasSize(1000);
        }
        connection.commit();
        assertThat(table.size()).isEqualTo(1000);
    }
}
