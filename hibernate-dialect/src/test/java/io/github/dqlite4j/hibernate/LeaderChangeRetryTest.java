package io.github.dqlite4j.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.persistence.EntityManagerFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.Session;
import org.hibernate.StatelessSession;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.exception.GenericJDBCException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeaderChangeRetryTest {

    @TempDir
    Path directory;

    private final AtomicInteger attempts = new AtomicInteger();
    private TestDatabase database;

    @BeforeEach
    void open() {
        database = new TestDatabase(directory, Shop.ENTITIES);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static RuntimeException error(String state) {
        return new GenericJDBCException("m", new SQLTransactionRollbackException("leader changed", state));
    }

    @Test
    void workRunsAgainInANewSessionUntilItCommits() {
        Set<Session> sessions = new HashSet<>();
        LeaderChangeRetry.on(database.sessions).run(session -> {
            sessions.add(session);
            session.persist(new Shop.Sale());
            session.flush();
            if (attempts.incrementAndGet() < 3) {
                throw error("40001");
            }
        });
        assertThat(sessions).hasSize(3);
        long rows = LeaderChangeRetry.on(database.sessions)
                .call(session -> session.createSelectionQuery("select count(*) from Sale", Long.class)
                        .getSingleResult());
        assertThat(rows).isEqualTo(1);
    }

    @Test
    void workRunsAgainInANewStatelessSession() {
        EntityManagerFactory factory = database.sessions;
        Set<StatelessSession> sessions = new HashSet<>();
        LeaderChangeRetry.on(factory).runStateless(session -> {
            sessions.add(session);
            session.insert(new Shop.Sale());
            if (attempts.incrementAndGet() < 3) {
                throw error("40001");
            }
        });
        assertThat(sessions).hasSize(3);
        long rows = LeaderChangeRetry.on(factory)
                .callStateless(session -> session.createSelectionQuery("select count(*) from Sale", Long.class)
                        .getSingleResult());
        assertThat(rows).isEqualTo(1);
    }

    /** What runs after the commit may use another transaction, whose error says nothing about this one. */
    @Test
    @SuppressWarnings("removal") // an application would do it by a listener
    void nothingRunsAgainAfterACommit() {
        assertThatThrownBy(() -> LeaderChangeRetry.on(database.sessions).run(session -> {
                    attempts.incrementAndGet();
                    session.persist(new Shop.Sale());
                    ((SessionImplementor) session).getActionQueue().registerCallback((success, ignored) -> {
                        throw error("40001");
                    });
                }))
                .hasStackTraceContaining("leader changed");
        assertThat(attempts).hasValue(1);
    }

    @Test
    void anUnknownOutcomeIsNeverRetried() {
        assertThatThrownBy(() -> LeaderChangeRetry.on(database.sessions).run(session -> {
                    attempts.incrementAndGet();
                    throw error("08007");
                }))
                .hasRootCauseMessage("leader changed");
        assertThat(attempts).hasValue(1);
    }

    @Test
    void otherErrorsAreNotRetried() {
        assertThatThrownBy(() -> LeaderChangeRetry.on(database.sessions).run(session -> {
                    attempts.incrementAndGet();
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        assertThat(attempts).hasValue(1);
    }

    @Test
    void attemptsAndTimeAreBounded() {
        assertThatThrownBy(() -> LeaderChangeRetry.on(database.sessions)
                        .attempts(2)
                        .run(session -> {
                            attempts.incrementAndGet();
                            throw error("40001");
                        }))
                .isInstanceOf(GenericJDBCException.class);
        assertThat(attempts).hasValue(2);
        assertThatThrownBy(() -> LeaderChangeRetry.on(database.sessions)
                        .timeout(Duration.ZERO)
                        .run(session -> {
                            attempts.incrementAndGet();
                            throw error("40001");
                        }))
                .isInstanceOf(GenericJDBCException.class);
        assertThat(attempts).hasValue(3);
        assertThatThrownBy(() -> LeaderChangeRetry.on(database.sessions).attempts(0))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aLostConnectionAnywhereInTheChainPreventsARetry() {
        SQLException first = new SQLException("rolled back", "40001");
        assertThat(LeaderChangeRetry.nothingCommitted(new RuntimeException(first)))
                .isTrue();
        first.setNextException(new SQLException("connection lost", "08006"));
        assertThat(LeaderChangeRetry.nothingCommitted(new RuntimeException(first)))
                .isFalse();
        assertThat(LeaderChangeRetry.nothingCommitted(new RuntimeException("no SQL")))
                .isFalse();
    }
}
