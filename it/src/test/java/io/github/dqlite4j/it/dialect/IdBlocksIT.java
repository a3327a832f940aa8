package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.TableGenerator;
import java.sql.Connection;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.SharedSessionContract;
import org.hibernate.annotations.GenericGenerator;
import org.hibernate.annotations.Parameter;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.id.enhanced.SequenceStyleGenerator;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids are taken in blocks, and no id is used twice, however a transaction ends. */
class IdBlocksIT {
    private static DqliteCluster cluster;

    private final List<String> taken = new CopyOnWriteArrayList<>();
    private SessionFactory sessions;

    /** An entity of this test. */
    abstract static class Row {
        abstract long id();
    }

    @Entity(name = "BySequence")
    static class BySequence extends Row {
        @Id
        @GeneratedValue(generator = "by_sequence")
        @SequenceGenerator(name = "by_sequence", sequenceName = "by_sequence", allocationSize = 10)
        long id;

        @Override
        long id() {
            return id;
        }
    }

    /** Uses the same sequence with blocks of another size. */
    @Entity(name = "LargeBlocks")
    static class LargeBlocks extends Row {
        @Id
        @GeneratedValue(generator = "large_blocks")
        @SequenceGenerator(name = "large_blocks", sequenceName = "by_sequence", allocationSize = 25)
        long id;

        @Override
        long id() {
            return id;
        }
    }

    @Entity(name = "InTable")
    static class InTable extends Row {
        @Id
        @GeneratedValue(strategy = GenerationType.TABLE, generator = "in_table")
        @TableGenerator(name = "in_table", allocationSize = 10)
        long id;

        @Override
        long id() {
            return id;
        }
    }

    @Entity(name = "Down")
    static class Down extends Row {
        @Id
        @GeneratedValue(strategy = GenerationType.TABLE, generator = "down")
        @TableGenerator(name = "down", table = "down_numbers", initialValue = -1, allocationSize = -10)
        long id;

        @Override
        long id() {
            return id;
        }
    }

    @Entity(name = "Pooled")
    @SuppressWarnings("removal") // applications still have it
    static class Pooled extends Row {
        @Id
        @GeneratedValue(generator = "pooled")
        @GenericGenerator(
                name = "pooled",
                type = SequenceStyleGenerator.class,
                parameters = {
                    @Parameter(name = "optimizer", value = "pooled"),
                    @Parameter(name = "sequence_name", value = "pooled_numbers"),
                    @Parameter(name = "increment_size", value = "10"),
                    @Parameter(name = "initial_value", value = "3")
                })
        long id;

        @Override
        long id() {
            return id;
        }
    }

    @Entity(name = "PooledLo")
    @SuppressWarnings("removal")
    static class PooledLo extends Row {
        @Id
        @GeneratedValue(generator = "pooled_lo")
        @GenericGenerator(
                name = "pooled_lo",
                type = org.hibernate.id.enhanced.TableGenerator.class,
                parameters = {
                    @Parameter(name = "optimizer", value = "pooled-lo"),
                    @Parameter(name = "increment_size", value = "10"),
                    @Parameter(name = "segment_value", value = "lo")
                })
        long id;

        @Override
        long id() {
            return id;
        }
    }

    /** A generator of an application, which computes another value from the number. */
    @SuppressWarnings("serial")
    public static final class Tens extends SequenceStyleGenerator {
        private static final long serialVersionUID = 1L;

        @Override
        public Object generate(SharedSessionContractImplementor session, Object owner) {
            return (Long) super.generate(session, owner) * 10;
        }
    }

    @Entity(name = "OwnGenerator")
    @SuppressWarnings("removal")
    static class OwnGenerator extends Row {
        @Id
        @GeneratedValue(generator = "tens")
        @GenericGenerator(name = "tens", type = Tens.class)
        Long id;

        @Override
        long id() {
            return id;
        }
    }

    @BeforeAll
    static void start() {
        cluster = DqliteCluster.start(1);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void create() {
        sessions = open("create", Map.of());
    }

    @AfterEach
    void close() {
        sessions.close();
    }

    private SessionFactory open(String action, Map<String, String> settings) {
        return open(
                action,
                settings,
                BySequence.class,
                LargeBlocks.class,
                InTable.class,
                Down.class,
                Pooled.class,
                PooledLo.class);
    }

    private SessionFactory open(String action, Map<String, String> settings, Class<?>... entities) {
        StatementInspector inspector = sql -> {
            if (sql.contains(" returning ")) {
                taken.add(sql);
            }
            return sql;
        };
        Map<String, Object> all = new java.util.HashMap<>(Map.of(
                "hibernate.hbm2ddl.auto", action,
                "hibernate.connection.pool_size", "4",
                "hibernate.session_factory.statement_inspector", inspector));
        all.putAll(settings);
        return SessionFactories.create(cluster.jdbcUrl("blocks"), all, entities);
    }

    private static Row make(Class<? extends Row> type) {
        try {
            return type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Long> persist(Session session, int count, Class<? extends Row> type) {
        return LongStream.range(0, count)
                .map(i -> {
                    Row row = make(type);
                    session.persist(row);
                    return row.id();
                })
                .boxed()
                .toList();
    }

    private static List<Long> commit(SessionFactory sessions, int count, Class<? extends Row> type) {
        return sessions.fromTransaction(session -> persist(session, count, type));
    }

    private List<Long> commit(int count, Class<? extends Row> type) {
        return commit(sessions, count, type);
    }

    private List<Long> rollBack(int count, Class<? extends Row> type) {
        return sessions.fromSession(session -> {
            session.beginTransaction();
            List<Long> ids = persist(session, count, type);
            session.flush();
            session.getTransaction().rollback();
            return ids;
        });
    }

    private static List<Long> range(long first, long last) {
        return first <= last
                ? LongStream.rangeClosed(first, last).boxed().toList()
                : LongStream.rangeClosed(-first, -last).map(id -> -id).boxed().toList();
    }

    @Test
    void aStatementTakesABlock() {
        assertThat(commit(35, BySequence.class)).isEqualTo(range(1, 35));
        assertThat(taken).hasSize(4);
        assertThat(commit(25, InTable.class)).isEqualTo(range(1, 25));
        assertThat(commit(25, Pooled.class)).isEqualTo(range(3, 27));
        assertThat(commit(25, PooledLo.class)).isEqualTo(range(1, 25));
        // The first two of a row that is not there yet: one finds nothing.
        assertThat(taken.size()).isLessThanOrEqualTo(4 + 3 * 4);
    }

    @ParameterizedTest
    @ValueSource(classes = {BySequence.class, InTable.class, Pooled.class, PooledLo.class})
    void whatIsLeftIsSharedAfterACommit(Class<? extends Row> type) {
        long first = commit(3, type).get(0);
        taken.clear();
        assertThat(commit(3, type)).isEqualTo(range(first + 3, first + 5));
        assertThat(rollBack(1, type)).containsExactly(first + 6);
        assertThat(commit(3, type)).isEqualTo(range(first + 7, first + 9));
        assertThat(taken).isEmpty();
    }

    @Test
    void idsCountDownInBlocks() {
        assertThat(commit(15, Down.class)).isEqualTo(range(0, -14));
        taken.clear();
        rollBack(9, Down.class);
        assertThat(commit(2, Down.class)).hasSize(2).allMatch(id -> id < -14);
    }

    @Test
    void generatorsOfOneSequenceShareItsBlocks() {
        assertThat(commit(2, BySequence.class)).containsExactly(1L, 2L);
        assertThat(commit(10, LargeBlocks.class)).isEqualTo(range(3, 12));
        assertThat(taken).hasSize(2);
        assertThat(commit(1, BySequence.class)).containsExactly(13L);
        assertThat(next("by_sequence")).isEqualTo(36);
    }

    private long next(String sequence) {
        return sessions.fromTransaction(
                session -> session.createNativeQuery("select next_val from " + sequence, Long.class)
                        .getSingleResult());
    }

    @Test
    void whatIsLeftIsDroppedAfterARollback() {
        assertThat(rollBack(3, BySequence.class)).containsExactly(1L, 2L, 3L);
        assertThat(next("by_sequence")).isEqualTo(1);
        // The counter gives the ids again, since they are not used.
        assertThat(commit(12, BySequence.class)).isEqualTo(range(1, 12));
        assertThat(next("by_sequence")).isEqualTo(21);
    }

    @ParameterizedTest
    @ValueSource(strings = {"insert or rollback into BySequence (id) values (1)", "rollback"})
    void theServerRollsBack(String statement) {
        commit(1, BySequence.class);
        Set<Long> stored = new HashSet<>(commit(9, BySequence.class));
        sessions.inSession(session -> {
            session.beginTransaction();
            persist(session, 1, BySequence.class);
            session.doWork(connection -> {
                try (var execution = connection.createStatement()) {
                    execution.execute(statement);
                } catch (java.sql.SQLException expected) {
                    assertThat(expected.getMessage()).contains("UNIQUE");
                }
            });
            session.clear();
            session.getTransaction().rollback();
        });
        assertThat(commit(30, BySequence.class))
                .doesNotContainAnyElementsOf(stored)
                .doesNotHaveDuplicates();
    }

    /** The block is of an open transaction, so no other one may use it. After a rollback none may. */
    @Test
    void anotherSessionDoesNotTakeFromAnOpenTransaction() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            CountDownLatch started = new CountDownLatch(1);
            Future<List<Long>> other = sessions.fromSession(session -> {
                session.beginTransaction();
                persist(session, 1, BySequence.class);
                Future<List<Long>> waiting = executor.submit(() -> {
                    started.countDown();
                    return commit(2, BySequence.class);
                });
                awaitQuietly(started);
                persist(session, 1, BySequence.class);
                session.flush();
                session.getTransaction().rollback();
                return waiting;
            });
            assertThat(other.get()).containsExactly(1L, 2L);
            assertThat(commit(1, BySequence.class)).containsExactly(3L);
        } finally {
            executor.shutdownNow();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void withSavepoint(Session session, Runnable work) {
        Savepoint[] savepoint = new Savepoint[1];
        session.doWork(connection -> savepoint[0] = connection.setSavepoint());
        work.run();
        session.doWork(connection -> connection.rollback(savepoint[0]));
    }

    /** The counter goes back to where it was, but the session still has what was persisted, and stores it in the end. */
    @ParameterizedTest
    @ValueSource(classes = {BySequence.class, InTable.class, Down.class, Pooled.class})
    void aRollbackToASavepointTakesTheCounterBack(Class<? extends Row> type) {
        Set<Long> stored = new HashSet<>();
        sessions.inTransaction(session -> {
            stored.addAll(persist(session, 1, type));
            session.flush();
            withSavepoint(session, () -> stored.addAll(persist(session, 15, type)));
            stored.addAll(persist(session, 3, type));
            withSavepoint(session, () -> stored.addAll(persist(session, 15, type)));
        });
        assertThat(stored).hasSize(34);
        // Which knows nothing of the blocks of the first.
        try (SessionFactory other = open("none", Map.of())) {
            stored.addAll(commit(other, 20, type));
            stored.addAll(commit(20, type));
        }
        assertThat(stored).hasSize(74);
        assertThat(sessions.<Long>fromTransaction(session -> session.createSelectionQuery(
                                "select count(*) from " + type.getSimpleName(), Long.class)
                        .getSingleResult()))
                .isEqualTo(74);
    }

    @Test
    void aStatelessSessionTakesThemToo() {
        Set<Long> stored = new HashSet<>();
        sessions.inStatelessTransaction(session -> {
            for (int i = 0; i < 12; i++) {
                BySequence row = new BySequence();
                session.insert(row);
                stored.add(row.id);
            }
        });
        assertThat(stored).hasSize(12);
        assertThat(taken).hasSize(2);
        assertThat(commit(1, BySequence.class)).containsExactly(13L);
    }

    /** Hibernate's own pool has auto-commit off by default, so that a statement outside a transaction begins one, which the pool rolls back. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sessionsWithoutATransaction(boolean autoCommit) {
        sessions.close();
        sessions = open("create", Map.of("hibernate.connection.autocommit", String.valueOf(autoCommit)));
        sessions.inSession(session -> {
            List<Long> before = persist(session, 2, BySequence.class);
            List<Long> others = commit(12, BySequence.class);
            session.beginTransaction();
            List<Long> inside = persist(session, 2, BySequence.class);
            session.getTransaction().commit();
            List<Long> all = new ArrayList<>(before);
            all.addAll(others);
            all.addAll(inside);
            assertThat(all).isEqualTo(range(1, 16));
        });
        try (SessionFactory other = open("none", Map.of())) {
            assertThat(commit(other, 1, BySequence.class)).containsExactly(21L);
        }
        sessions.inStatelessSession(session -> assertThat(ids(session)).hasSize(17));
    }

    private static List<Long> ids(SharedSessionContract session) {
        return session.createSelectionQuery("select id from BySequence", Long.class)
                .list();
    }

    /** What one optimizer has left, another one goes on with. */
    @Test
    void dataOfOneOptimizerGoOnWithAnother() {
        Set<Long> stored = new HashSet<>(commit(3, BySequence.class));
        Set<Long> inTable = new HashSet<>(commit(3, InTable.class));
        List<String> optimizers = List.of("pooled", "none", "pooled-lo", "pooled-lotl", "none", "pooled");
        for (String optimizer : optimizers) {
            try (SessionFactory other = open(
                    "update",
                    Map.of("hibernate.id.optimizer.pooled.preferred", optimizer),
                    BySequence.class,
                    InTable.class)) {
                stored.addAll(commit(other, 12, BySequence.class));
                inTable.addAll(commit(other, 12, InTable.class));
            }
        }
        assertThat(stored).hasSize(3 + 12 * optimizers.size()).allMatch(id -> id > 0);
        assertThat(inTable).hasSize(3 + 12 * optimizers.size()).allMatch(id -> id > 0);
    }

    @Test
    void anOptimizerThatIsNotKnownIsRefused() {
        assertThatThrownBy(() -> open("none", Map.of("hibernate.id.optimizer.pooled.preferred", "hilo"))
                        .close())
                .hasStackTraceContaining("HiLoOptimizer");
    }

    @Test
    void anOwnGeneratorTakesOneIdAtATime() {
        sessions.close();
        sessions = SessionFactories.create(cluster.jdbcUrl("own"), OwnGenerator.class);
        assertThat(rollBack(2, OwnGenerator.class)).containsExactly(10L, 20L);
        assertThat(commit(2, OwnGenerator.class)).containsExactly(10L, 20L);
        assertThat(commit(1, OwnGenerator.class)).containsExactly(30L);
        assertThatThrownBy(() -> SessionFactories.create(
                                cluster.jdbcUrl("own"),
                                Map.of("hibernate.id.optimizer.pooled.preferred", "pooled"),
                                OwnGenerator.class)
                        .close())
                .hasStackTraceContaining("is a class of its own");
    }

    @Test
    void tablesThatAreMadeAgainOrEmptiedStartAgain() {
        commit(3, BySequence.class);
        commit(3, InTable.class);
        sessions.getSchemaManager().truncate();
        assertThat(commit(3, BySequence.class)).isEqualTo(range(1, 3));
        sessions.getSchemaManager().drop(true);
        sessions.getSchemaManager().create(true);
        assertThat(commit(12, BySequence.class)).isEqualTo(range(1, 12));
        assertThat(commit(12, InTable.class)).isEqualTo(range(1, 12));
    }

    /** Four threads of one factory and four of another, with rollbacks, savepoints and blocks of two sizes. */
    @Test
    void concurrentSessionsOfTwoFactories() throws Exception {
        Set<Long> stored = ConcurrentHashMap.newKeySet();
        ExecutorService executor = Executors.newFixedThreadPool(8);
        try (SessionFactory other = open("none", Map.of())) {
            List<Future<?>> writers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                SessionFactory factory = i % 2 == 0 ? sessions : other;
                writers.add(executor.submit(() -> write(factory, stored)));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            executor.shutdownNow();
        }
        List<Long> rows = new ArrayList<>(sessions.<List<Long>>fromSession(IdBlocksIT::ids));
        rows.addAll(sessions.<List<Long>>fromSession(
                session -> session.createSelectionQuery("select id from LargeBlocks", Long.class)
                        .list()));
        assertThat(rows).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(stored);
    }

    private static void write(SessionFactory factory, Set<Long> stored) {
        for (int i = 0; i < 24; i++) {
            int turn = i;
            Class<? extends Row> type = turn % 2 == 0 ? BySequence.class : LargeBlocks.class;
            factory.inSession(session -> {
                session.beginTransaction();
                List<Long> ids = new ArrayList<>(persist(session, turn % 7 + 1, type));
                if (turn % 5 == 0) {
                    session.flush();
                    withSavepoint(session, () -> ids.addAll(persist(session, 11, type)));
                    ids.addAll(persist(session, 1, type));
                }
                if (turn % 4 == 3) {
                    session.getTransaction().rollback();
                } else {
                    session.getTransaction().commit();
                    ids.forEach(
                            id -> assertThat(stored.add(id)).as("%s is new", id).isTrue());
                }
            });
        }
    }

    /** Connections of one factory may lead to several databases, with or without tenants of Hibernate. */
    @Test
    void eachDatabaseHasItsOwnIds() throws Exception {
        try (Connection connection = java.sql.DriverManager.getConnection(cluster.jdbcUrl("blocks2"));
                var statement = connection.createStatement()) {
            statement.execute("create table BySequence (id bigint not null primary key)");
            statement.execute("create table by_sequence (next_val integer not null)");
            statement.execute("insert into by_sequence values (1)");
            commit(1, BySequence.class);
            try (Session session = sessions.withOptions().connection(connection).openSession()) {
                session.beginTransaction();
                assertThat(persist(session, 3, BySequence.class)).containsExactly(1L, 2L, 3L);
                session.getTransaction().commit();
            }
        }
        assertThat(commit(2, BySequence.class)).containsExactly(2L, 3L);
    }
}
