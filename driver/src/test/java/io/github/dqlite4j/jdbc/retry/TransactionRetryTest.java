package io.github.dqlite4j.jdbc.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.jdbc.DqliteDataSource;
import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Asked;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TransactionRetryTest {
    private static final String WRITE = "DELETE FROM scripted";

    private final AtomicInteger attempts = new AtomicInteger();

    /** A node that refuses matching requests this many times, as one that does not lead. */
    private static ScriptedPeer refusing(int times, long code, Predicate<Asked> what) {
        AtomicInteger left = new AtomicInteger(times);
        return ScriptedPeer.node(what, with -> {
            if (left.getAndDecrement() > 0) {
                with.send(ScriptedPeer.failure(code, "not leader"));
            } else {
                with.answer();
            }
        });
    }

    /** Without requests ahead, so that the node has read each ROLLBACK when the call returns. */
    private static TransactionRetry on(ScriptedPeer node) throws SQLException {
        DqliteDataSource source = new DqliteDataSource();
        source.setUrl(node.url("pipeline=false"));
        return TransactionRetry.on(source);
    }

    private String work(Connection connection) throws SQLException {
        attempts.incrementAndGet();
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO t VALUES (1)");
            statement.executeUpdate(WRITE);
            return "done";
        }
    }

    @Test
    void aTransactionThatWasRolledBackIsRunAgain() throws Exception {
        try (ScriptedPeer node = refusing(2, 10250, asked -> asked.sql().equals(WRITE))) {
            assertThat(on(node).call(this::work)).isEqualTo("done");
            assertThat(attempts).hasValue(3);
            assertThat(node.count(Asked.EXEC_SQL, "INSERT INTO t")).isEqualTo(3);
            assertThat(node.count(Asked.EXEC_SQL, "COMMIT")).isOne();
        }
    }

    @Test
    void aCommitThatIsARollbackIsRunAgain() throws Exception {
        try (ScriptedPeer node = refusing(1, 10250, asked -> asked.sql().equals("COMMIT"))) {
            assertThat(on(node).call(this::work)).isEqualTo("done");
            assertThat(attempts).hasValue(2);
        }
    }

    @Test
    void whatIsUnknownIsNotRunAgain() throws Exception {
        try (ScriptedPeer node = refusing(1, 10506, asked -> asked.sql().equals("COMMIT"))) {
            assertThatThrownBy(() -> on(node).call(this::work)).hasFieldOrPropertyWithValue("SQLState", "08007");
            assertThat(attempts).hasValue(1);
        }
    }

    @Test
    void otherErrorsAreNotRunAgainAndNothingIsCommitted() throws Exception {
        try (ScriptedPeer node = refusing(1, 1, asked -> asked.sql().equals(WRITE))) {
            assertThatThrownBy(() -> on(node).call(this::work)).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> on(node).call(connection -> {
                        work(connection);
                        throw new IllegalStateException("of the work");
                    }))
                    .hasMessage("of the work");
            assertThat(node.count(Asked.EXEC_SQL, "COMMIT")).isZero();
            assertThat(node.count(Asked.EXEC_SQL, "ROLLBACK")).isEqualTo(2);
        }
    }

    @Test
    void theLastErrorHasTheOthers() throws Exception {
        try (ScriptedPeer node =
                refusing(Integer.MAX_VALUE, 10250, asked -> asked.sql().equals(WRITE))) {
            assertThatThrownBy(() -> on(node).attempts(3).call(this::work))
                    .isInstanceOf(SQLTransactionRollbackException.class)
                    .satisfies(last -> assertThat(last.getSuppressed())
                            .hasSize(2)
                            .allMatch(SQLTransactionRollbackException.class::isInstance));
            assertThat(attempts).hasValue(3);
            assertThatThrownBy(() -> on(node).timeout(Duration.ZERO).call(this::work))
                    .isInstanceOf(SQLTransactionRollbackException.class)
                    .hasNoSuppressedExceptions();
            assertThat(attempts).hasValue(4);
        }
    }

    @Test
    void anErrorAfterTheCommitIsNotRunAgain() {
        RetryPolicy.Attempt<String, SQLException> committed = new RetryPolicy.Attempt<>() {
            @Override
            public String run() throws SQLException {
                attempts.incrementAndGet();
                throw new SQLTransactionRollbackException("of another transaction", "40001");
            }

            @Override
            public boolean isCommitted() {
                return true;
            }
        };
        assertThatThrownBy(() -> RetryPolicy.standard().run(() -> committed)).hasMessage("of another transaction");
        assertThat(attempts).hasValue(1);
    }

    @Test
    void anInterruptEndsThePause() throws Exception {
        try (ScriptedPeer node =
                refusing(Integer.MAX_VALUE, 10250, asked -> asked.sql().equals(WRITE))) {
            assertThatThrownBy(() -> on(node).call(connection -> {
                        Thread.currentThread().interrupt();
                        throw new SQLTransactionRollbackException("rolled back", "40001");
                    }))
                    .hasMessage("rolled back");
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void theWorkCannotEndTheTransaction() throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node()) {
            on(node).run(connection -> {
                for (TransactionRetry.Action end : new TransactionRetry.Action[] {
                    Connection::commit,
                    Connection::close,
                    each -> each.setAutoCommit(true),
                    each -> each.abort(Runnable::run)
                }) {
                    assertThatThrownBy(() -> end.on(connection)).hasFieldOrPropertyWithValue("SQLState", "25001");
                }
                assertThat(connection.getAutoCommit()).isFalse();
                assertThat(connection).isEqualTo(connection);
                assertThatThrownBy(() -> connection.createStatement().setFetchSize(-1))
                        .isInstanceOf(SQLException.class);
            });
        }
    }

    @Test
    void limitsAreChecked() throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node()) {
            assertThatThrownBy(() -> on(node).attempts(0)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> on(node).timeout(Duration.ofMillis(-1)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
