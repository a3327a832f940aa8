package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.LockModeType;
import jakarta.persistence.LockTimeoutException;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PessimisticLockScope;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.hibernate.LockMode;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.Timeouts;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Pessimistic and optimistic locks. The message of a lock that is not free says how long the statement would have waited: the connection's own
 * {@code busyTimeout}, or the timeout of the lock.
 */
@SuppressWarnings("try") // another writer only has to be there
class LocksIT {
    private static final String LOCK_TIMEOUT = "jakarta.persistence.lock.timeout";
    private static final Queue<String> SQL = new ConcurrentLinkedQueue<>();

    private static DqliteCluster cluster;
    private static SessionFactory sessions;

    @BeforeAll
    static void start() {
        cluster = DqliteCluster.start(1);
        sessions = new Configuration()
                .setProperty("hibernate.connection.url", url() + "?busyTimeout=300")
                .setProperty("hibernate.connection.pool_size", "1")
                .setProperty("hibernate.hbm2ddl.auto", "create")
                .setStatementInspector(sql -> {
                    SQL.add(sql);
                    return sql;
                })
                .addAnnotatedClass(Account.class)
                .buildSessionFactory();
    }

    @AfterAll
    static void stop() {
        sessions.close();
        cluster.close();
    }

    private static String url() {
        return cluster.jdbcUrl("locks");
    }

    @BeforeEach
    void fill() {
        sessions.getSchemaManager().truncate();
        sessions.inTransaction(session -> {
            session.persist(new Account(1));
            session.persist(new Account(2));
        });
        SQL.clear();
    }

    /** Another client that has the write lock. */
    private static AutoCloseable writer() throws SQLException {
        Connection connection = DriverManager.getConnection(url());
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE Account SET balance=balance+1");
        }
        return () -> {
            connection.rollback();
            connection.close();
        };
    }

    private static void assertLocked(boolean locked) throws SQLException {
        try (Connection other = DriverManager.getConnection(url() + "?busyTimeout=0");
                Statement statement = other.createStatement()) {
            if (locked) {
                assertThatThrownBy(() -> statement.executeUpdate("UPDATE Account SET balance=9"))
                        .hasFieldOrPropertyWithValue("SQLState", "55P03");
            } else {
                assertThat(statement.executeUpdate("UPDATE Account SET balance=9"))
                        .isEqualTo(2);
            }
        }
    }

    static Stream<Named<BiConsumer<Session, LockModeType>>> ways() {
        return Stream.of(
                Named.of("find", (session, mode) -> session.find(Account.class, 1L, mode)),
                Named.of("lock", (session, mode) -> session.lock(session.find(Account.class, 1L), mode)),
                Named.of("refresh", (session, mode) -> session.refresh(session.find(Account.class, 1L), mode)),
                Named.of(
                        "HQL",
                        (session, mode) -> session.createSelectionQuery(
                                        "from Account a left join fetch a.parent where a.id = 1", Account.class)
                                .setLockMode(mode)
                                .getSingleResult()),
                Named.of(
                        "HQL with distinct",
                        (session, mode) -> session.createSelectionQuery(
                                        "select distinct a from Account a order by a.id", Account.class)
                                .setLockMode(mode)
                                .getResultList()),
                Named.of("Criteria", (session, mode) -> {
                    var query = session.getCriteriaBuilder().createQuery(Account.class);
                    query.select(query.from(Account.class));
                    session.createQuery(query).setLockMode(mode).getResultList();
                }));
    }

    /** Every way takes the write lock, with no SQL for it. */
    @ParameterizedTest
    @MethodSource("ways")
    void everyPessimisticModeHoldsTheWriteLockUntilTheEnd(BiConsumer<Session, LockModeType> way) throws Exception {
        for (LockModeType mode : List.of(
                LockModeType.PESSIMISTIC_READ,
                LockModeType.PESSIMISTIC_WRITE,
                LockModeType.PESSIMISTIC_FORCE_INCREMENT)) {
            int before = version();
            sessions.inSession(session -> {
                session.beginTransaction();
                way.accept(session, mode);
                assertLockedUnchecked();
                session.getTransaction().commit();
            });
            assertLocked(false);
            assertThat(version() - before)
                    .as("%s", mode)
                    .isEqualTo(mode == LockModeType.PESSIMISTIC_FORCE_INCREMENT ? 1 : 0);
        }
        assertThat(SQL).noneMatch(sql -> sql.contains("for update") || sql.contains("for share"));
    }

    private static void assertLockedUnchecked() {
        try {
            assertLocked(true);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int version() {
        return sessions.fromTransaction(session -> session.find(Account.class, 1L).version);
    }

    static Stream<Named<BiConsumer<Session, Integer>>> waysWithATimeout() {
        return Stream.of(
                Named.of(
                        "find",
                        (session, millis) -> session.find(
                                Account.class, 1L, LockModeType.PESSIMISTIC_WRITE, Map.of(LOCK_TIMEOUT, millis))),
                Named.of(
                        "find with an option",
                        (session, millis) -> session.find(
                                Account.class,
                                1L,
                                LockModeType.PESSIMISTIC_READ,
                                jakarta.persistence.Timeout.milliseconds(millis))),
                Named.of(
                        "HQL",
                        (session, millis) -> session.createSelectionQuery("from Account", Account.class)
                                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                                .setHint(LOCK_TIMEOUT, millis)
                                .getResultList()),
                Named.of(
                        "HQL with distinct",
                        (session, millis) -> session.createSelectionQuery(
                                        "select distinct a from Account a", Account.class)
                                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                                .setHint(LOCK_TIMEOUT, millis)
                                .getResultList()));
    }

    @ParameterizedTest
    @MethodSource("waysWithATimeout")
    void aLockTimeoutIsHowLongTheBeginningOfTheTransactionWaits(BiConsumer<Session, Integer> way) throws Exception {
        for (int millis : List.of(0, 50)) {
            try (AutoCloseable writer = writer()) {
                sessions.inSession(session -> {
                    session.beginTransaction();
                    assertTimeout(millis, () -> way.accept(session, millis));
                    assertThat(session.getTransaction().getRollbackOnly())
                            .as("nothing was executed, so the transaction may go on")
                            .isFalse();
                    assertTimeout(
                            300,
                            () -> session.createSelectionQuery("from Account", Account.class)
                                    .getResultList());
                    session.getTransaction().rollback();
                });
            }
            sessions.inTransaction(session -> way.accept(session, millis));
            try (AutoCloseable writer = writer()) {
                sessions.inSession(session -> {
                    session.beginTransaction();
                    assertTimeout(300, () -> session.find(Account.class, 1L));
                    session.getTransaction().rollback();
                });
            }
        }
    }

    /** Hibernate leaves its own exception as it is where an option of {@code find} sets the timeout. */
    private static void assertTimeout(int millis, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfAny(LockTimeoutException.class, org.hibernate.exception.LockTimeoutException.class)
                .hasMessageContaining("within busyTimeout, " + millis + " ms");
    }

    @Test
    void aNamedQueryHasItsLockModeAndTimeout() throws Exception {
        try (AutoCloseable writer = writer()) {
            sessions.inSession(session -> {
                session.beginTransaction();
                assertTimeout(
                        0,
                        () -> session.createNamedSelectionQuery("lockedAccounts", Account.class)
                                .getResultList());
                session.getTransaction().rollback();
            });
        }
        sessions.inTransaction(session -> {
            session.createNamedSelectionQuery("lockedAccounts", Account.class).getResultList();
            assertLockedUnchecked();
        });
    }

    /** After a lock timeout the same transaction may try again. */
    @Test
    void theTransactionGoesOnAfterALockTimeout() throws Exception {
        sessions.inSession(session -> {
            session.beginTransaction();
            try (AutoCloseable writer = writer()) {
                assertThatThrownBy(() -> session.find(
                                Account.class, 1L, LockModeType.PESSIMISTIC_WRITE, Map.of(LOCK_TIMEOUT, 0)))
                        .isInstanceOf(LockTimeoutException.class);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            session.find(Account.class, 1L, LockModeType.PESSIMISTIC_WRITE, Map.of(LOCK_TIMEOUT, 0)).balance = 5;
            session.getTransaction().commit();
        });
        assertThat(sessions.<Long>fromTransaction(session -> session.find(Account.class, 1L).balance))
                .isEqualTo(5);
    }

    /** Once the transaction has the lock, no lock of it waits. */
    @Test
    void aTimeoutMeansNothingOnceTheTransactionHasBegun() {
        sessions.inTransaction(session -> {
            Account account = session.find(Account.class, 1L);
            session.lock(account, LockModeType.PESSIMISTIC_WRITE, Map.of(LOCK_TIMEOUT, 0));
            assertLockedUnchecked();
        });
    }

    @Test
    void skippingLockedRowsIsRefused() {
        List<java.util.function.Consumer<Session>> ways = List.of(
                session -> session.find(
                        Account.class,
                        1L,
                        LockModeType.PESSIMISTIC_WRITE,
                        Map.of(LOCK_TIMEOUT, Timeouts.SKIP_LOCKED_MILLI)),
                session -> session.find(Account.class, 1L, LockMode.UPGRADE_SKIPLOCKED),
                session -> session.createSelectionQuery("from Account", Account.class)
                        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                        .setHint(LOCK_TIMEOUT, Timeouts.SKIP_LOCKED_MILLI)
                        .getResultList(),
                session -> session.createSelectionQuery("from Account", Account.class)
                        .setHibernateLockMode(LockMode.UPGRADE_SKIPLOCKED)
                        .getResultList());
        for (var way : ways) {
            sessions.inSession(session -> {
                session.beginTransaction();
                assertThatThrownBy(() -> way.accept(session)).hasStackTraceContaining("cannot skip locked rows");
                session.getTransaction().rollback();
            });
        }
    }

    @Test
    void nowaitAsALockModeDoesNotWait() throws Exception {
        try (AutoCloseable writer = writer()) {
            sessions.inSession(session -> {
                session.beginTransaction();
                assertTimeout(0, () -> session.find(Account.class, 1L, LockMode.UPGRADE_NOWAIT));
                session.getTransaction().rollback();
            });
        }
    }

    /** The write lock covers the rows of the collection in every scope. */
    @Test
    void theExtendedScopeAddsNothing() {
        sessions.inTransaction(session -> session.find(Account.class, 1L).notes.add("n"));
        sessions.inTransaction(session -> {
            Account account = session.find(
                    Account.class,
                    1L,
                    LockModeType.PESSIMISTIC_WRITE,
                    Map.of("jakarta.persistence.lock.scope", PessimisticLockScope.EXTENDED));
            assertThat(account.notes).containsExactly("n");
            assertLockedUnchecked();
        });
    }

    /** A connection that only reads begins without the lock. */
    @Test
    void aReadOnlyConnectionTakesNoLockAndCannotWrite() throws Exception {
        sessions.inSession(session -> {
            session.doWork(connection -> connection.setReadOnly(true));
            session.beginTransaction();
            session.find(Account.class, 1L, LockModeType.PESSIMISTIC_WRITE);
            try {
                assertLocked(false);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            assertThat(session.createSelectionQuery("select balance from Account where id = 2", Long.class)
                            .getSingleResult())
                    .as("the transaction reads from its first snapshot")
                    .isZero();
            assertThatThrownBy(() -> session.createMutationQuery("update Account set balance = 1")
                            .executeUpdate())
                    .isInstanceOf(org.hibernate.JDBCException.class)
                    .hasMessageContaining("The connection is read-only");
            session.getTransaction().rollback();
            session.doWork(connection -> connection.setReadOnly(false));
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = LockModeType.class,
            names = {"OPTIMISTIC", "OPTIMISTIC_FORCE_INCREMENT"})
    void optimisticModesCheckAtTheCommit(LockModeType mode) {
        sessions.inTransaction(session -> session.find(Account.class, 1L, mode));
        assertThat(version()).isEqualTo(mode == LockModeType.OPTIMISTIC ? 0 : 1);
        Account stale = sessions.fromTransaction(session -> session.find(Account.class, 1L));
        sessions.inTransaction(session -> session.find(Account.class, 1L).balance++);
        assertThatThrownBy(() -> sessions.inTransaction(session -> {
                    stale.balance = 7;
                    session.merge(stale);
                }))
                .isInstanceOf(OptimisticLockException.class);
    }

    /** A read in auto-commit takes no lock. The version shows that another transaction has changed the row since. */
    @Test
    void aVersionConflictIsFoundAcrossTransactions() {
        sessions.inSession(session -> {
            Account read = session.find(Account.class, 1L);
            try (Connection other = DriverManager.getConnection(url());
                    Statement statement = other.createStatement()) {
                statement.executeUpdate("UPDATE Account SET version=version+1 WHERE id=1");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            session.beginTransaction();
            read.balance = 3;
            assertThatThrownBy(() -> session.getTransaction().commit()).isInstanceOf(OptimisticLockException.class);
        });
    }

    @Test
    void locksNeedATransaction() {
        sessions.inSession(session -> assertThatThrownBy(
                        () -> session.createSelectionQuery("from Account", Account.class)
                                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                                .getResultList())
                .isInstanceOf(jakarta.persistence.TransactionRequiredException.class));
    }
}
