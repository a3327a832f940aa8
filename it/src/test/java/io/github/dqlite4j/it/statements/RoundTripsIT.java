package io.github.dqlite4j.it.statements;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DelayingProxy;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.UnitOfWork;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many messages a unit of work costs, and how many round trips where that does not depend on how fast a batch is sent. */
class RoundTripsIT {
    private static DqliteCluster cluster;
    private static DelayingProxy proxy;
    private static Connection connection;

    @BeforeAll
    static void start() throws Exception {
        cluster = DqliteCluster.start(1);
        try (Connection direct = DriverManager.getConnection(cluster.jdbcUrl("trips"));
                Statement statement = direct.createStatement()) {
            UnitOfWork.createTable(statement);
        }
        proxy = DelayingProxy.before(cluster.leader().address(), 10);
        connection = DriverManager.getConnection(proxy.url("trips", ""));
        connection.setAutoCommit(false);
    }

    @AfterAll
    static void stop() throws Exception {
        connection.close();
        proxy.close();
        cluster.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATES_IN_A_BATCH | 2007 | ",
                "DELETES_IN_A_BATCH | 1007 | ",
                "INSERTS_IN_A_BATCH | 25 | ",
                "INSERTS_WITH_KEYS | 2007 | ",
                "VARIOUS_TEXTS_IN_A_BATCH | 207 | ",
                "READ_WRITE_COMMIT | 4 | 3",
                "WRITE_COMMIT | 4 | 2",
                "READ_COMMIT | 3 | 1",
                "READ_ROLLBACK | 3 | 1",
                "THREE_READS_COMMIT | 5 | 3",
                "SAVEPOINT_WRITE_RELEASE_COMMIT | 6 | 4",
                "TWO_WRITES_ROLLBACK | 5 | 2",
                "NEW_TEXT_OF_A_STATEMENT | 2 | 1",
                "NEW_TEXT_OF_A_PREPARED_STATEMENT | 2 | 1",
            })
    void aUnitOfWorkCosts(UnitOfWork unit, int messages, Integer trips) throws Exception {
        for (int i = 0; i < 3; i++) {
            unit.run(connection);
        }
        int leastMessages = Integer.MAX_VALUE;
        int leastTrips = Integer.MAX_VALUE;
        // The schema's version is asked for once a second, so one of a few runs goes without.
        for (int i = 0; i < 5; i++) {
            int messagesBefore = proxy.messages();
            int tripsBefore = proxy.roundTrips();
            unit.run(connection);
            leastTrips = Math.min(leastTrips, proxy.roundTrips() - tripsBefore);
            // This also reads the answers that the unit has not waited for. It sends one message of its own.
            assertThat(connection.isValid(5)).isTrue();
            leastMessages = Math.min(leastMessages, proxy.messages() - messagesBefore - 1);
        }
        assertThat(leastMessages).isLessThanOrEqualTo(messages);
        if (trips != null) {
            assertThat(leastTrips).isLessThanOrEqualTo(trips);
        }
    }

    /** The first connection of the JVM reads the schema for all. */
    @Test
    void aNewConnectionAndItsFirstReadCostTenMessagesAndTwoRoundTrips() throws Exception {
        UnitOfWork.READ_COMMIT.run(connection);
        // Reads the answer to what was not waited for.
        assertThat(connection.isValid(5)).isTrue();
        int messagesBefore = proxy.messages();
        int tripsBefore = proxy.roundTrips();
        try (Connection fresh = DriverManager.getConnection(proxy.url("trips", ""))) {
            fresh.setAutoCommit(false);
            UnitOfWork.READ_COMMIT.run(fresh);
            assertThat(proxy.messages() - messagesBefore).isLessThanOrEqualTo(10);
            assertThat(proxy.roundTrips() - tripsBefore).isLessThanOrEqualTo(2);
        }
    }
}
