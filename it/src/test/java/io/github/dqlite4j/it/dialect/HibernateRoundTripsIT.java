package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DelayingProxy;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Map;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many messages and round trips Hibernate's units of work cost, with batches of the size that the docs recommend. */
class HibernateRoundTripsIT {
    private static final int ROWS = 1000;

    private static DqliteCluster cluster;
    private static DelayingProxy proxy;
    private static SessionFactory sessions;

    @Entity(name = "Numbered")
    static class Numbered {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        long id;

        String name = "new";
    }

    @Entity(name = "InTable")
    static class InTable {
        @Id
        @GeneratedValue(strategy = GenerationType.TABLE)
        long id;

        String name = "new";
    }

    @Entity(name = "Versioned")
    static class Versioned {
        @Id
        long id;

        int changes;

        @Version
        int version;
    }

    /** In one transaction. */
    enum Unit {
        INSERTS_WITH_SEQUENCE(session -> {
            for (int i = 0; i < ROWS; i++) {
                session.persist(new Numbered());
            }
        }),
        INSERTS_WITH_TABLE(session -> {
            for (int i = 0; i < ROWS; i++) {
                session.persist(new InTable());
            }
        }),
        ONE_INSERT(session -> session.persist(new Numbered())),
        VERSIONED_UPDATES(session -> session.createSelectionQuery("from Versioned", Versioned.class)
                .list()
                .forEach(row -> row.changes++)),
        FIND_CHANGE_COMMIT(session -> session.find(Versioned.class, 7L).changes++),
        FIND_COMMIT(session -> session.find(Versioned.class, 7L)),
        REMOVALS(session -> session.createSelectionQuery("from Numbered", Numbered.class)
                .setMaxResults(500)
                .list()
                .forEach(session::remove));

        private final Consumer<Session> work;

        Unit(Consumer<Session> work) {
            this.work = work;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        cluster = DqliteCluster.start(1);
        proxy = DelayingProxy.before(cluster.leader().address(), 5);
        sessions = SessionFactories.create(
                proxy.url("trips", ""),
                Map.of("hibernate.jdbc.batch_size", "200"),
                Numbered.class,
                InTable.class,
                Versioned.class);
        sessions.inStatelessTransaction(session -> {
            for (int i = 1; i <= ROWS; i++) {
                Versioned row = new Versioned();
                row.id = i;
                session.insert(row);
            }
        });
    }

    @AfterAll
    static void stop() throws Exception {
        sessions.close();
        proxy.close();
        cluster.close();
    }

    /** How many round trips a batch takes depends a little on how fast it is sent, so those of batches have some room. */
    @ParameterizedTest
    @CsvSource({
        "INSERTS_WITH_SEQUENCE, 80, 30",
        "INSERTS_WITH_TABLE, 80, 30",
        "ONE_INSERT, 4, 2",
        "VERSIONED_UPDATES, 2030, 12",
        "FIND_CHANGE_COMMIT, 4, 3",
        "FIND_COMMIT, 3, 1",
        "REMOVALS, 1020, 10"
    })
    void aUnitOfWorkCosts(Unit unit, int messages, int trips) {
        for (int i = 0; i < 3; i++) {
            sessions.inTransaction(unit.work::accept);
        }
        int leastMessages = Integer.MAX_VALUE;
        int leastTrips = Integer.MAX_VALUE;
        // The schema's version is asked for once a second, so one of a few runs goes without.
        for (int i = 0; i < 4; i++) {
            int messagesBefore = proxy.messages();
            int tripsBefore = proxy.roundTrips();
            sessions.inTransaction(unit.work::accept);
            leastTrips = Math.min(leastTrips, proxy.roundTrips() - tripsBefore);
            leastMessages = Math.min(leastMessages, proxy.messages() - messagesBefore);
        }
        assertThat(leastMessages).isLessThanOrEqualTo(messages);
        assertThat(leastTrips).isLessThanOrEqualTo(trips);
    }

    /** With auto-commit, as pools have it by default, a read outside a transaction begins none: it neither takes nor waits for the write lock. */
    @Test
    void aFindWithoutATransactionCosts() throws Exception {
        try (Connection writer = DriverManager.getConnection(cluster.jdbcUrl("trips"));
                SessionFactory pooled = SessionFactories.create(
                        proxy.url("trips", "busyTimeout=0"),
                        Map.of("hibernate.hbm2ddl.auto", "none", "hibernate.connection.autocommit", "true"),
                        Versioned.class)) {
            writer.setAutoCommit(false);
            try (Statement statement = writer.createStatement()) {
                statement.execute("UPDATE Versioned SET changes = changes WHERE id = 1");
            }
            int least = Integer.MAX_VALUE;
            for (int i = 0; i < 6; i++) {
                int before = proxy.roundTrips();
                pooled.inSession(
                        session -> assertThat(session.find(Versioned.class, 9L)).isNotNull());
                least = Math.min(least, proxy.roundTrips() - before);
            }
            assertThat(least).isEqualTo(1);
            writer.rollback();
        }
    }
}
