package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.SecondaryTable;
import jakarta.persistence.Version;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.StaleStateException;
import org.hibernate.annotations.SQLDelete;
import org.hibernate.annotations.SQLInsert;
import org.hibernate.annotations.SQLUpdate;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code StatelessSession.upsert}, {@code Session.merge}, and the SQL of a mapping. */
class UpsertIT {
    private static DqliteCluster cluster;
    private static SessionFactory sessions;

    /** The row that most tests insert first. */
    @MappedSuperclass
    abstract static class Named {
        @Id
        long id = 1;

        String name = "a";
    }

    @Entity(name = "Simple")
    static class Simple extends Named {
        @Column(unique = true, updatable = false)
        String code;

        Simple() {}

        Simple(long id, String name, String code) {
            this.id = id;
            this.name = name;
            this.code = code;
        }
    }

    @Entity(name = "OnlyId")
    static class OnlyId {
        @Id
        UUID id = new UUID(1, 2);
    }

    @Entity(name = "Versioned")
    static class Versioned extends Named {
        @Version
        Integer version;
    }

    @Entity(name = "Split")
    @SecondaryTable(name = "split_more")
    static class Split extends Named {
        @Column(table = "split_more")
        String more;
    }

    @Entity(name = "Base")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Base extends Named {}

    @Entity(name = "Derived")
    static class Derived extends Base {
        String more;
    }

    @Entity(name = "Custom")
    @SQLInsert(
            sql =
                    "insert into Custom (name, id) values (upper(?), ?) on conflict (id) do update set name = excluded.name")
    @SQLUpdate(sql = "update Custom set name = lower(?) where id = ?")
    @SQLDelete(sql = "update Custom set name = 'deleted' where id = ?")
    static class Custom extends Named {}

    @BeforeAll
    static void start() {
        cluster = DqliteCluster.start(1);
        sessions = SessionFactories.create(
                cluster.jdbcUrl("upserts"),
                Simple.class,
                OnlyId.class,
                Versioned.class,
                Split.class,
                Base.class,
                Derived.class,
                Custom.class);
    }

    @AfterAll
    static void stop() {
        sessions.close();
        cluster.close();
    }

    @BeforeEach
    void empty() {
        sessions.getSchemaManager().truncate();
    }

    private static void upsert(Object entity) {
        sessions.inStatelessTransaction(session -> session.upsert(entity));
    }

    private static List<String> query(String hql) {
        return sessions.fromTransaction(
                session -> session.createSelectionQuery(hql, String.class).list());
    }

    @Test
    void aRowIsInsertedThenUpdated() {
        upsert(new Simple(1, "a", "x"));
        upsert(new Simple(1, "b", "x"));
        upsert(new Simple(2, "c", "y"));
        assertThat(query("select name || code from Simple order by id")).containsExactly("bx", "cy");
        sessions.inStatelessTransaction(
                session -> session.upsertMultiple(List.of(new Simple(2, "d", "y"), new Simple(3, "e", "z"))));
        assertThat(query("select name from Simple order by id")).containsExactly("b", "d", "e");
    }

    @Test
    void aViolationOfAnotherConstraintIsAnError() {
        upsert(new Simple(1, "a", "x"));
        assertThatThrownBy(() -> upsert(new Simple(2, "b", "x")))
                .satisfiesAnyOf(
                        error -> assertThat(error).isInstanceOf(ConstraintViolationException.class),
                        error -> assertThat(error).hasCauseInstanceOf(ConstraintViolationException.class));
        assertThat(query("select name from Simple")).containsExactly("a");
    }

    @Test
    void aTableOfIdsAlone() {
        upsert(new OnlyId());
        upsert(new OnlyId());
        assertThat(query("select cast(count(*) as String) from OnlyId")).containsExactly("1");
    }

    @Test
    void aVersionIsChecked() {
        Versioned versioned = new Versioned();
        upsert(versioned);
        assertThat(versioned.version).isZero();
        versioned.name = "b";
        upsert(versioned);
        assertThat(query("select name from Versioned")).containsExactly("b");
        assertThat(versioned.version).isOne();
        Versioned stale = new Versioned();
        stale.name = "stale";
        stale.version = 0;
        assertThatThrownBy(() -> upsert(stale))
                .isInstanceOfAny(StaleStateException.class, OptimisticLockException.class);
        assertThat(query("select name from Versioned")).containsExactly("b");
    }

    @Test
    void aSecondaryTableGetsARowAndLosesIt() {
        Split split = new Split();
        upsert(split);
        assertThat(query("select name || coalesce(more, '-') from Split")).containsExactly("a-");
        split.more = "m";
        upsert(split);
        assertThat(query("select name || coalesce(more, '-') from Split")).containsExactly("am");
        split.more = "n";
        upsert(split);
        assertThat(query("select name || coalesce(more, '-') from Split")).containsExactly("an");
        split.more = null;
        split.name = "b";
        upsert(split);
        assertThat(query("select name || coalesce(more, '-') from Split")).containsExactly("b-");
        Long rows = sessions.fromTransaction(
                session -> session.createNativeQuery("select count(*) from split_more", Long.class)
                        .getSingleResult());
        assertThat(rows).isZero();
    }

    @Test
    void aJoinedHierarchy() {
        Derived derived = new Derived();
        derived.more = "m";
        upsert(derived);
        derived.name = "b";
        derived.more = null;
        upsert(derived);
        assertThat(query("select name || coalesce(more, '-') from Derived")).containsExactly("b-");
    }

    @Test
    void aDetachedEntityIsMerged() {
        Versioned versioned = new Versioned();
        sessions.inTransaction(session -> session.persist(versioned));
        versioned.name = "b";
        Versioned merged = sessions.fromTransaction(session -> session.merge(versioned));
        assertThat(merged.version).isEqualTo(1);
        versioned.name = "stale";
        assertThatThrownBy(() -> sessions.inTransaction(session -> session.merge(versioned)))
                .isInstanceOf(OptimisticLockException.class);
        Simple fresh = new Simple(5, "new", "n");
        sessions.inTransaction(session -> session.merge(fresh));
        assertThat(query("select name from Simple")).containsExactly("new");
    }

    @Test
    void theSqlOfAMapping() {
        Custom custom = new Custom();
        custom.name = "Ab";
        sessions.inTransaction(session -> session.persist(custom));
        assertThat(query("select name from Custom")).containsExactly("AB");
        sessions.inTransaction(session -> session.find(Custom.class, 1L).name = "Cd");
        assertThat(query("select name from Custom")).containsExactly("cd");
        custom.name = "Ef";
        sessions.inTransaction(session -> session.persist(custom));
        assertThat(query("select name from Custom")).containsExactly("EF");
        sessions.inTransaction(session -> session.remove(session.find(Custom.class, 1L)));
        assertThat(query("select name from Custom")).containsExactly("deleted");
    }
}
