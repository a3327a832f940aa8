package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.tool.schema.Action;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of generated id, with Hibernate's own pool of one connection: a request for a second connection fails. */
class IdGeneratorsIT {
    private static DqliteCluster cluster;
    private SessionFactory sessions;

    @BeforeAll
    static void start() {
        cluster = DqliteCluster.start(1);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static Configuration configuration(Action action, int connections) {
        return new Configuration()
                .setProperty("hibernate.connection.url", cluster.jdbcUrl("ids"))
                .setProperty("hibernate.connection.pool_size", String.valueOf(connections))
                .setProperty("hibernate.hbm2ddl.auto", action.getExternalHbm2ddlName())
                .setProperty("hibernate.hbm2ddl.halt_on_error", "true");
    }

    private static SessionFactory open(Action action, int connections) {
        Configuration configuration = configuration(action, connections);
        Numbered.ENTITIES.forEach(configuration::addAnnotatedClass);
        return configuration.buildSessionFactory();
    }

    @BeforeEach
    void open() {
        sessions = open(Action.CREATE, 1);
    }

    @AfterEach
    void close() {
        sessions.close();
    }

    private <T> List<Object> persist(int count, Class<T> type) {
        return sessions.fromTransaction(session -> {
            List<Object> ids = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                T entity = make(type);
                session.persist(entity);
                ids.add(sessions.getPersistenceUnitUtil().getIdentifier(entity));
            }
            return ids;
        });
    }

    private static <T> T make(Class<T> type) {
        try {
            return type.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void tablesGiveIdsInATransactionThatHoldsTheWriteLock() {
        sessions.inTransaction(session -> {
            session.persist(new Numbered.ByIncrement());
            session.flush();
            session.persist(new Numbered.ByTable());
        });
        assertThat(persist(2, Numbered.ByTable.class)).containsExactly(2L, 3L);
        assertThat(persist(2, Numbered.ForcedTable.class)).containsExactly(7L, 8L);
    }

    @Test
    void statelessSessionsAndSessionsWithoutATransactionTakeIdsToo() {
        sessions.inStatelessTransaction(session -> {
            session.insert(new Numbered.ByTable());
            session.insert(new Numbered.ForcedTable());
        });
        sessions.inSession(session -> {
            Numbered.ByTable second = new Numbered.ByTable();
            session.persist(second);
            assertThat(second.id).isEqualTo(2);
        });
        assertThat(persist(1, Numbered.ByTable.class)).containsExactly(3L);
    }

    @Test
    void severalEntitiesShareATableOrARowOfIt() {
        assertThat(persist(2, Numbered.FirstOfShared.class)).containsExactly(1L, 2L);
        assertThat(persist(3, Numbered.SecondOfShared.class)).containsExactly(101, 102, 103);
        assertThat(persist(1, Numbered.ThirdOfShared.class)).containsExactly(BigInteger.valueOf(3));
        assertThat(persist(1, Numbered.FirstOfShared.class)).containsExactly(4L);
        assertThat(sessions.<List<Object[]>>fromTransaction(session -> session.createNativeQuery(
                                "select kind, given from shared_ids order by kind", Object[].class)
                        .list()))
                .containsExactly(new Object[] {"first", 4L}, new Object[] {"the second", 120L});
    }

    @Test
    void severalEntitiesShareASequence() {
        assertThat(persist(2, Numbered.FirstOfSequence.class)).containsExactly(5L, 6L);
        assertThat(persist(2, Numbered.SecondOfSequence.class)).containsExactly((short) 7, (short) 8);
        assertThat(persist(1, Numbered.FirstOfSequence.class)).containsExactly(9L);
    }

    @Test
    void aMissingRowIsAdded() {
        sessions.inTransaction(session ->
                session.createNativeMutationQuery("delete from shared_ids").executeUpdate());
        assertThat(persist(2, Numbered.SecondOfShared.class)).containsExactly(101, 102);
        assertThat(persist(1, Numbered.FirstOfShared.class)).containsExactly(1L);
    }

    @Test
    void negativeIncrementsCountDown() {
        assertThat(persist(3, Numbered.CountingDownBySequence.class)).containsExactly(-10L, -11L, -12L);
        List<Object> ids = persist(3, Numbered.CountingDownByTable.class);
        long first = (Long) ids.get(0);
        assertThat(ids).containsExactly(first, first - 1, first - 2);
    }

    @Test
    void generatedPartsOfAKeyComeFromTheTable() {
        persist(2, Numbered.InKey.class);
        assertThat(sessions.<List<Long>>fromTransaction(session -> session.createSelectionQuery(
                                "select e.id.number from InKey e order by e.id.number", Long.class)
                        .list()))
                .containsExactly(1L, 2L);
    }

    /** The rollback takes the counter back too, so ids of the rolled back rows are given again, but those of stored rows never. */
    @ParameterizedTest
    @ValueSource(
            classes = {
                Numbered.ByTable.class,
                Numbered.ForcedTable.class,
                Numbered.SecondOfShared.class,
                Numbered.CountingDownByTable.class,
                Numbered.CountingDownBySequence.class,
                Numbered.FirstOfSequence.class
            })
    void noIdIsGivenTwiceAfterARollback(Class<?> type) {
        Set<Object> stored = new HashSet<>(persist(2, type));
        sessions.inSession(session -> {
            session.beginTransaction();
            for (int i = 0; i < 3; i++) {
                session.persist(make(type));
            }
            session.flush();
            session.getTransaction().rollback();
        });
        for (int i = 0; i < 5; i++) {
            persist(2, type)
                    .forEach(
                            id -> assertThat(stored.add(id)).as("%s is new", id).isTrue());
        }
    }

    /** Also between applications that share nothing but the database. */
    @Test
    void concurrentTransactionsNeverShareAnId() throws Exception {
        List<Future<?>> threads = new ArrayList<>();
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try (SessionFactory other = open(Action.NONE, 3)) {
            for (SessionFactory factory : List.of(other, other, other, sessions)) {
                threads.add(executor.submit(() -> {
                    for (int i = 0; i < 25; i++) {
                        int attempt = i;
                        factory.inSession(session -> {
                            session.beginTransaction();
                            session.persist(new Numbered.ByTable());
                            session.persist(new Numbered.FirstOfShared());
                            if (attempt % 5 == 0) {
                                session.getTransaction().rollback();
                            } else {
                                session.getTransaction().commit();
                            }
                        });
                    }
                }));
            }
            for (Future<?> thread : threads) {
                thread.get();
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(sessions.<Long>fromTransaction(
                        session -> session.createSelectionQuery("select count(*) from FirstOfShared", Long.class)
                                .getSingleResult()))
                .isEqualTo(80);
    }

    @Test
    void theSchemaValidatesAndGoesOnWhereItWas() {
        List<Object> before = persist(2, Numbered.SecondOfShared.class);
        open(Action.VALIDATE, 1).close();
        sessions.close();
        sessions = open(Action.UPDATE, 1);
        assertThat(persist(1, Numbered.SecondOfShared.class)).doesNotContainAnyElementsOf(before);
    }

    @Test
    void truncateStartsAgain() {
        persist(2, Numbered.FirstOfShared.class);
        persist(2, Numbered.FirstOfSequence.class);
        sessions.getSchemaManager().truncate();
        assertThat(persist(1, Numbered.FirstOfSequence.class)).containsExactly(5L);
        persist(1, Numbered.FirstOfShared.class);
    }

    @Test
    void generatorsInMemory() {
        assertThat(persist(2, Numbered.ByIncrement.class)).containsExactly(1L, 2L);
        assertThat(persist(2, Numbered.RandomUuid.class)).doesNotHaveDuplicates();
        assertThat(persist(2, Numbered.TimeUuid.class)).doesNotHaveDuplicates();
        assertThat(persist(2, Numbered.OwnGenerator.class))
                .allMatch(id -> id.toString().startsWith("own-"));
        assertThat(sessions.<Long>fromTransaction(
                        session -> session.createSelectionQuery("select count(*) from TimeUuid", Long.class)
                                .getSingleResult()))
                .isEqualTo(2);
    }

    /** A generator in memory starts at the largest id, so it needs the application to be the only one. */
    @Test
    void incrementFailsBesideAnotherApplicationAndStoresNothingTwice() {
        persist(1, Numbered.ByIncrement.class);
        try (SessionFactory other = open(Action.NONE, 1)) {
            other.inTransaction(session -> session.persist(new Numbered.ByIncrement()));
        }
        assertThatThrownBy(() -> persist(1, Numbered.ByIncrement.class))
                .isInstanceOf(ConstraintViolationException.class);
    }

    @Test
    void anOptimizerThatGivesIdsTwiceIsRefusedAtTheStart() {
        assertThatThrownBy(() -> configuration(Action.CREATE, 1)
                        .addAnnotatedClass(Numbered.HiLoTable.class)
                        .buildSessionFactory()
                        .close())
                .hasMessageContaining("would be used twice");
    }

    @Test
    void selectFindsTheIdThatTheDatabaseMade() {
        try (SessionFactory own = configuration(Action.NONE, 1)
                .addAnnotatedClass(Numbered.BySelect.class)
                .buildSessionFactory()) {
            own.inTransaction(session -> session.createNativeMutationQuery(
                            "create table BySelect (id integer primary key, name varchar(255) unique)")
                    .executeUpdate());
            Numbered.BySelect entity = new Numbered.BySelect();
            entity.name = "a";
            own.inTransaction(session -> session.persist(entity));
            assertThat(entity.id).isEqualTo(1);
        }
    }
}
