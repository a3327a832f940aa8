package io.github.dqlite4j.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.LeakLog;
import io.github.dqlite4j.peer.ParallelCalls.Running;
import io.github.dqlite4j.peer.SharedConnection;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A pool is shut down while threads read and write: each gets correct rows, or an SQLException of the driver. */
@ExtendWith(LeakLog.class)
@Timeout(120)
class PoolShutdownIT {
    private static final int READERS = 4;

    private static DqliteCluster cluster;
    private static String url;

    @BeforeAll
    static void start() throws SQLException {
        cluster = DqliteCluster.start(1);
        url = cluster.jdbcUrl("shutdown");
        try (Connection connection = DriverManager.getConnection(url)) {
            SharedConnection.createTable(connection);
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @RepeatedTest(5)
    void threadsOfPoolThatIsShutDownGetRightRowsOrAnSqlException() throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(READERS + 1);
        // One for each thread: one that still waits for a connection would wait on, as HikariCP wakes no thread when it
        // is
        // closed.
        List<CountDownLatch> busy =
                Stream.generate(() -> new CountDownLatch(1)).limit(READERS + 1).toList();
        List<Running> running = new ArrayList<>();
        try (HikariDataSource pool = new HikariDataSource(config)) {
            for (int i = 0; i < READERS; i++) {
                int number = i;
                running.add(new Running(() -> {
                    try (Connection connection = pool.getConnection()) {
                        for (; ; ) {
                            SharedConnection.checkQuery(connection, number);
                            busy.get(number).countDown();
                        }
                    }
                }));
            }
            running.add(new Running(() -> {
                try (Connection connection = pool.getConnection()) {
                    connection.setAutoCommit(false);
                    for (; ; ) {
                        try (PreparedStatement insert =
                                connection.prepareStatement("INSERT INTO keyed (side) VALUES (1) RETURNING id")) {
                            try (ResultSet rows = insert.executeQuery()) {
                                assertThat(rows.next()).isTrue();
                            }
                        }
                        connection.commit();
                        busy.get(READERS).countDown();
                    }
                }
            }));
            for (CountDownLatch each : busy) {
                assertThat(each.await(60, TimeUnit.SECONDS)).isTrue();
            }
        }
        for (Running each : running) {
            Throwable thrown = each.outcome();
            assertThat(thrown).isInstanceOf(SQLException.class);
            for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
                assertThat(cause).isNotInstanceOf(RuntimeException.class).isNotInstanceOf(Error.class);
            }
        }
    }
}
