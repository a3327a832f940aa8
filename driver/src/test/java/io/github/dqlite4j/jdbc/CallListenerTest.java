package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.event.DqliteListener;
import io.github.dqlite4j.peer.NumberedNode;
import io.github.dqlite4j.peer.ParallelCalls.Running;
import io.github.dqlite4j.peer.ScriptedPeer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each call that executes SQL has one beginning and one end for a listener. */
@Timeout(600)
class CallListenerTest implements DqliteListener {
    /** No other test has it. */
    private final String database = "calls-" + UUID.randomUUID();

    private final List<Calling> begun = new CopyOnWriteArrayList<>();
    private final List<Called> ended = new CopyOnWriteArrayList<>();

    /** For each call, how many others had not ended when it began. */
    private final List<Integer> others = new CopyOnWriteArrayList<>();

    private ScriptedPeer node;
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        node = NumberedNode.start();
        connection = DriverManager.getConnection("jdbc:dqlite://" + node.address() + "/" + database);
        DqliteDriver.addListener(this);
    }

    @AfterEach
    void close() throws Exception {
        DqliteDriver.removeListener(this);
        connection.close();
        node.close();
    }

    @Override
    public @Nullable CallListener calling(Calling event) {
        if (!event.database().equals(database)) {
            return null;
        }
        others.add(begun.size() - ended.size());
        begun.add(event);
        return ended::add;
    }

    /** What was called since the last time, all of it without an error. */
    private List<Calling> calls() {
        assertThat(ended).hasSameSizeAs(begun).allSatisfy(end -> {
            assertThat(end.error()).isNull();
            assertThat(end.node()).isEqualTo(node.address());
            assertThat(end.retries()).isZero();
        });
        assertThat(others)
                .as("calls within calls")
                .hasSameSizeAs(begun)
                .containsOnly(begun.isEmpty() ? new Integer[0] : new Integer[] {0});
        List<Calling> calls = List.copyOf(begun);
        others.clear();
        begun.clear();
        ended.clear();
        return calls;
    }

    private Calling call(int executions, String... statements) {
        return new Calling(database, List.of(statements), executions);
    }

    @Test
    void eachExecutionIsACall() throws SQLException {
        String query = "SELECT n, t FROM numbered WHERE k = 1";
        String update = "UPDATE numbered SET a = 3";
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery(query).close();
            statement.executeUpdate(update);
            statement.execute(query + ";" + update);
        }
        assertThat(calls()).containsExactly(call(1, query), call(1, update), call(2, query, update));

        String prepared = "UPDATE numbered SET a = ?";
        try (PreparedStatement statement = connection.prepareStatement(prepared)) {
            statement.setLong(1, 5);
            statement.executeUpdate();
            statement.execute();
        }
        assertThat(calls()).containsExactly(call(1, prepared), call(1, prepared));
    }

    @Test
    void aBatchIsOneCall() throws SQLException {
        String other = "UPDATE numbered SET a = 4";
        String prepared = "UPDATE numbered SET a = ?";
        connection.setAutoCommit(false);
        try (Statement texts = connection.createStatement();
                PreparedStatement rows = connection.prepareStatement(prepared)) {
            texts.addBatch("UPDATE numbered SET a = 3");
            texts.addBatch(other);
            texts.executeBatch();
            rows.setLong(1, 1);
            rows.addBatch();
            rows.executeBatch();
        }
        assertThat(calls()).containsExactly(call(2, "UPDATE numbered SET a = 3", other), call(1, prepared));
    }

    @Test
    void onlyWhatEndsATransactionIsACall() throws SQLException {
        connection.setAutoCommit(false);
        connection.commit();
        connection.rollback();
        assertThat(calls()).isEmpty();
        try (Statement statement = connection.createStatement()) {
            for (int i = 0; i < 3; i++) {
                statement.executeUpdate("UPDATE numbered SET a = 3");
                switch (i) {
                    case 0 -> connection.commit();
                    case 1 -> connection.rollback();
                    default -> connection.setAutoCommit(true);
                }
            }
        }
        assertThat(calls())
                .extracting(call -> call.statements().get(0))
                .containsExactly(
                        "UPDATE numbered SET a = 3",
                        "COMMIT",
                        "UPDATE numbered SET a = 3",
                        "ROLLBACK",
                        "UPDATE numbered SET a = 3",
                        "COMMIT");
    }

    @Test
    void whatTheDriverAsksIsNoCall() throws SQLException {
        connection.setAutoCommit(false);
        connection.isValid(10);
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE numbered SET a = 3");
        }
        assertThat(calls()).hasSize(1);
        Savepoint savepoint = connection.setSavepoint();
        connection.rollback(savepoint);
        connection.getMetaData().getTables(null, null, "%", null).close();
        assertThat(calls()).isEmpty();
    }

    @Test
    void theReleaseOfTheFirstSavepointIsNoCommit() throws SQLException {
        connection.setAutoCommit(false);
        connection.releaseSavepoint(connection.setSavepoint());
        assertThat(calls()).isEmpty();
        connection.rollback();
        assertThat(calls()).containsExactly(call(1, "ROLLBACK"));
        assertThat(node.asked())
                .extracting(ScriptedPeer.Asked::sql)
                .containsSubsequence("BEGIN IMMEDIATE", "SAVEPOINT dqlite4j_1", "RELEASE dqlite4j_1");
    }

    @Test
    void theEndHasTheErrorOfTheCaller() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("DELETE FROM refused"))
                    .satisfies(thrown -> assertThat(ended)
                            .singleElement()
                            .extracting(Called::error)
                            .isSameAs(thrown));
        }
    }

    @Test
    void aCommitBeginsBeforeItWaitsForAnotherThread() throws Exception {
        CountDownLatch executed = new CountDownLatch(1);
        try (ScriptedPeer slow = ScriptedPeer.node(with -> {
                    executed.await();
                    with.answer();
                });
                Connection shared = DriverManager.getConnection("jdbc:dqlite://" + slow.address() + "/" + database);
                Statement statement = shared.createStatement()) {
            shared.setAutoCommit(false);
            statement.executeUpdate("DELETE FROM t");
            begun.clear();
            Running writing = new Running(() -> statement.executeUpdate("DELETE FROM scripted"));
            writing.awaitRequest();
            Running committing = new Running(shared::commit);
            while (!begun.contains(call(1, "COMMIT"))) {
                assertThat(committing.isRunning()).isTrue();
                Thread.sleep(1);
            }
            executed.countDown();
            assertThat(writing.outcome()).isNull();
            assertThat(committing.outcome()).isNull();
        } finally {
            executed.countDown();
        }
    }

    @Test
    void anAddedTextThatIsNullIsRefusedAtOnce() throws SQLException {
        String update = "UPDATE numbered SET a = 3";
        try (Statement statement = connection.createStatement()) {
            statement.addBatch(update);
            assertThatThrownBy(() -> statement.addBatch(null)).isInstanceOf(SQLException.class);
            assertThat(statement.executeBatch()).containsExactly(3);
            statement.addBatch(update);
            assertThat(statement.executeBatch()).containsExactly(3);
        }
        assertThat(calls()).containsExactly(call(1, update), call(1, update));
    }

    @Test
    void repetitionsBelongToTheCall() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery("SELECT 1 FROM lost").close();
        }
        assertThat(begun).containsExactly(call(1, "SELECT 1 FROM lost"));
        assertThat(ended).containsExactly(new Called(node.address(), 1, null));
    }
}
