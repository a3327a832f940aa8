package io.github.dqlite4j.it.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.client.DqlitePool;
import io.github.dqlite4j.it.client.Futures;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.peer.ParallelCalls.Running;
import io.github.dqlite4j.spring.boot.metrics.DqliteObservationContext;
import io.github.dqlite4j.spring.boot.metrics.DqliteObservations;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.tck.TestObservationRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Observations of statements that succeed, fail, are cancelled or lose their leader: each that was started is stopped once. */
@Timeout(600)
class ObservationsIT {
    private static final String DATABASE = "observed";
    private static final String PATIENT = "?loginTimeout=60000&failoverTimeout=60000";

    @AutoClose
    private final DqliteCluster cluster = DqliteCluster.start(3);

    private final TestObservationRegistry registry = TestObservationRegistry.create();
    private final List<DqliteObservationContext> started = Collections.synchronizedList(new ArrayList<>());
    private final List<DqliteObservationContext> stopped = Collections.synchronizedList(new ArrayList<>());

    @AutoClose
    private @Nullable DqliteObservations observations;

    /** Keeps those of this test. */
    private final class Recorder implements ObservationHandler<DqliteObservationContext> {
        @Override
        public boolean supportsContext(Observation.Context context) {
            return context instanceof DqliteObservationContext own
                    && own.getDatabase().equals(DATABASE);
        }

        @Override
        public void onStart(DqliteObservationContext context) {
            started.add(context);
        }

        @Override
        public void onStop(DqliteObservationContext context) {
            stopped.add(context);
        }
    }

    @BeforeEach
    void observe() {
        registry.observationConfig().observationHandler(new Recorder());
        observations = DqliteObservations.start(registry, null);
    }

    @AfterEach
    void everyStartHasOneStop() throws Exception {
        for (DqliteCluster.Node node : cluster.nodes()) {
            if (node.isRunning()) {
                node.resume();
            }
        }
        assertThat(started).isNotEmpty().doesNotHaveDuplicates();
        assertThat(stopped).containsExactlyInAnyOrderElementsOf(started);
    }

    private String url() {
        return cluster.jdbcUrl(DATABASE) + PATIENT;
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private DqliteObservationContext last() {
        return stopped.get(stopped.size() - 1);
    }

    private static String tag(DqliteObservationContext context, String key) {
        return context.getAllKeyValues().stream()
                .filter(each -> each.getKey().equals(key))
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    @Test
    void eachCallOfATransactionBelongsToTheCurrentObservation() throws Exception {
        Observation request = Observation.start("request", registry);
        try (Connection connection = connect();
                Observation.Scope scope = request.openScope()) {
            assertThat(scope).isNotNull();
            execute(connection, "CREATE TABLE t (a INTEGER UNIQUE)");
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
                for (int i = 0; i < 3; i++) {
                    insert.setInt(1, 4711 + i);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            connection.commit();
            connection.commit();
            assertThatThrownBy(() -> execute(connection, "INSERT INTO t VALUES (4711)"))
                    .isInstanceOf(SQLException.class)
                    .satisfies(error -> assertThat(last().getError()).isSameAs(error));
            connection.rollback();
        }
        assertThat(stopped)
                .extracting(DqliteObservationContext::getContextualName)
                .containsExactly(
                        "CREATE observed",
                        "BATCH INSERT observed",
                        "COMMIT observed",
                        "INSERT observed",
                        "ROLLBACK observed");
        assertThat(stopped).allSatisfy(context -> {
            assertThat(context.getParentObservation()).isSameAs(request);
            assertThat(context.getNode()).isEqualTo(cluster.leader().address().toString());
            assertThat(context.getAllKeyValues())
                    .noneMatch(each -> each.getValue().contains("4711"));
        });
        assertThat(tag(stopped.get(1), "db.operation.batch.size")).isEqualTo("3");
        assertThat(tag(stopped.get(3), "error.type")).isEqualTo("23505");
    }

    @Test
    void aCancelledStatementIsAnError() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            // All of them: otherwise the others elect another leader, and the statement goes there.
            for (DqliteCluster.Node node : cluster.nodes()) {
                node.pause();
            }
            Running reading = new Running(() -> statement.executeQuery("SELECT 1"));
            reading.awaitRequest();
            assertThat(started).hasSize(1);
            assertThat(stopped).isEmpty();
            statement.cancel();
            assertThat(reading.outcome()).isNotNull().isSameAs(last().getError());
            assertThat(tag(last(), "error.type")).isEqualTo("57014");
        }
    }

    @Test
    void aLeaderThatIsKilledInATransactionIsAnErrorOfEachCallThatNoticesIt() throws Exception {
        try (Connection connection = connect()) {
            execute(connection, "CREATE TABLE t (a)");
            connection.setAutoCommit(false);
            execute(connection, "INSERT INTO t VALUES (1)");
            cluster.leader().kill();
            assertThatThrownBy(() -> execute(connection, "INSERT INTO t VALUES (2)"))
                    .satisfies(error -> assertThat(last().getError()).isSameAs(error));
            assertThat(tag(last(), "error.type")).isEqualTo("40001");
            assertThatThrownBy(connection::commit)
                    .satisfies(error -> assertThat(last().getError()).isSameAs(error));
            assertThat(last().getOperation()).isEqualTo("COMMIT");
            execute(connection, "INSERT INTO t VALUES (3)");
            connection.commit();
            assertThat(last().getError()).isNull();
            assertThat(last().getNode()).isEqualTo(cluster.leader().address().toString());
        }
    }

    @Test
    void aLeaderThatIsKilledInTheMiddleOfACommitLeavesItsOutcomeUnknown() throws Exception {
        try (Connection connection = connect()) {
            execute(connection, "CREATE TABLE t (a)");
            connection.setAutoCommit(false);
            execute(connection, "INSERT INTO t VALUES (1)");
            DqliteCluster.Node leader = cluster.leader();
            leader.pause();
            Running committing = new Running(connection::commit);
            committing.awaitRequest();
            leader.kill();
            assertThat(committing.outcome()).isNotNull().isSameAs(last().getError());
            assertThat(last().getOperation()).isEqualTo("COMMIT");
            assertThat(tag(last(), "error.type")).isEqualTo("08007");
            assertThat(last().getNode()).isEqualTo(leader.address().toString());
        }
    }

    @Test
    void aReadThatGoesToTheNextLeaderIsOneObservation() throws Exception {
        try (Connection connection = connect()) {
            DqliteCluster.Node leader = cluster.leader();
            leader.pause();
            Running reading = new Running(() -> execute(connection, "SELECT 1"));
            reading.awaitRequest();
            leader.kill();
            assertThat(reading.outcome()).isNull();
            assertThat(stopped).hasSize(1);
            assertThat(last().getRetries()).isPositive();
            assertThat(last().getNode()).isEqualTo(cluster.leader().address().toString());
        }
    }

    @Test
    void callsOfTheAsynchronousClientAreObservedAsWell() {
        DqlitePool pool = DqlitePool.builder(url()).create();
        try {
            Futures.get(pool.execute("CREATE TABLE t (a)"));
            Futures.get(pool.transaction(transaction -> transaction.execute("INSERT INTO t VALUES (?)", 1)));
            assertThat(Futures.get(pool.fetchValue("SELECT count(*) FROM t", Long.class)))
                    .contains(1L);
        } finally {
            Futures.get(pool.close());
        }
        assertThat(stopped)
                .extracting(DqliteObservationContext::getOperation)
                .containsExactly("CREATE", "INSERT", "COMMIT", "SELECT");
    }
}
