package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.hibernate.LeaderChangeRetry;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.SharedSessionContract;
import org.hibernate.StatelessSession;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The TEMP tables of statements on hierarchies: after use, after a rollback, in two sessions, and when the leader is lost. */
class BulkStatementsIT {
    private DqliteCluster cluster;
    private SessionFactory sessions;

    @Entity(name = "Animal")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Animal {
        @Id
        long id;

        String name;

        @ElementCollection
        Set<String> tags = new HashSet<>();
    }

    @Entity(name = "Dog")
    static class Dog extends Animal {
        int size;
    }

    private void open(int nodes, int connections) {
        cluster = DqliteCluster.start(nodes);
        sessions = SessionFactories.create(
                cluster.jdbcUrl("bulk"),
                Map.of("hibernate.connection.pool_size", String.valueOf(connections)),
                Animal.class,
                Dog.class);
        sessions.inTransaction(session -> {
            for (int i = 1; i < 7; i++) {
                Dog dog = new Dog();
                dog.id = i;
                dog.name = "dog " + i;
                dog.size = i;
                dog.tags.add("t" + i);
                session.persist(dog);
            }
        });
    }

    @AfterEach
    void close() {
        sessions.close();
        cluster.close();
    }

    private static int execute(Session session, String hql) {
        return session.createMutationQuery(hql).executeUpdate();
    }

    private static List<String> temporary(SharedSessionContract session) {
        return session.createNativeQuery("select name from sqlite_temp_master", String.class)
                .list();
    }

    private List<String> names() {
        return sessions.fromTransaction(
                session -> session.createSelectionQuery("select name from Animal order by id", String.class)
                        .list());
    }

    @Test
    void severalInOneTransaction() {
        open(1, 1);
        sessions.inTransaction(session -> {
            assertThat(execute(session, "update Dog set name = 'small', size = 0 where size < 3"))
                    .isEqualTo(2);
            assertThat(execute(session, "update Dog set name = 'big' where size > 4"))
                    .isEqualTo(2);
            assertThat(execute(session, "delete from Dog where size = 0")).isEqualTo(2);
            assertThat(execute(session, "insert into Dog (id, name, size) select a.id + 10, a.name, 1 from Animal a"))
                    .isEqualTo(4);
            assertThat(execute(session, "delete from Animal where name = 'big'"))
                    .isEqualTo(4);
            assertThat(temporary(session)).isEmpty();
        });
        assertThat(names()).containsExactly("dog 3", "dog 4", "dog 3", "dog 4");
        Long tags = sessions.fromTransaction(
                session -> session.createNativeQuery("select count(*) from Animal_tags", Long.class)
                        .getSingleResult());
        assertThat(tags).isEqualTo(2);
    }

    @Test
    void aRollbackLeavesNothing() {
        open(1, 1);
        sessions.inSession(session -> {
            session.beginTransaction();
            execute(session, "delete from Dog where size > 1");
            session.getTransaction().rollback();
            assertThat(temporary(session)).isEmpty();
        });
        assertThat(names()).hasSize(6);
        assertThatThrownBy(() -> sessions.inTransaction(session ->
                        execute(session, "insert into Dog (id, name, size) select a.id, a.name, 1 from Animal a")))
                .isInstanceOf(ConstraintViolationException.class);
        sessions.inTransaction(session -> {
            assertThat(temporary(session)).isEmpty();
            assertThat(execute(session, "update Dog set name = 'x', size = 1 where size > 4"))
                    .isEqualTo(2);
        });
    }

    @Test
    void aStatelessSessionLeavesNothing() {
        open(1, 1);
        try (StatelessSession session = sessions.openStatelessSession()) {
            session.beginTransaction();
            assertThat(session.createMutationQuery("update Dog set name = 'x', size = 9")
                            .executeUpdate())
                    .isEqualTo(6);
            session.getTransaction().commit();
            assertThat(temporary(session)).isEmpty();
        }
        assertThat(names()).containsOnly("x");
    }

    @Test
    void twoSessionsAtOnce() {
        open(1, 2);
        List<CompletableFuture<Void>> both = List.of("a", "b").stream()
                .map(name -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 20; i++) {
                        sessions.inTransaction(session -> assertThat(
                                        execute(session, "update Dog set name = '" + name + "', size = size + 1"))
                                .isEqualTo(6));
                    }
                }))
                .toList();
        both.forEach(CompletableFuture::join);
        List<Integer> sizes = sessions.fromTransaction(
                session -> session.createSelectionQuery("select size from Dog order by id", Integer.class)
                        .list());
        assertThat(sizes).containsExactly(41, 42, 43, 44, 45, 46);
    }

    /** The TEMP tables are lost with the connection to the node, and are not needed again. */
    @Test
    void theConnectionIsUsableAfterALeaderChange() {
        open(3, 1);
        sessions.inSession(session -> {
            session.beginTransaction();
            execute(session, "update Dog set name = 'lost', size = 0");
            DqliteCluster.Node lost = cluster.leader();
            lost.kill();
            assertThatThrownBy(() -> execute(session, "delete from Dog where size = 0"))
                    .matches(LeaderChangeRetry::nothingCommitted, "says that nothing was committed");
            session.getTransaction().rollback();
            cluster.leaderAfter(lost);
            session.beginTransaction();
            assertThat(execute(session, "update Dog set name = 'kept', size = 1"))
                    .isEqualTo(6);
            session.getTransaction().commit();
        });
        assertThat(names()).containsOnly("kept");
    }
}
