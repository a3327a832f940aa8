package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToOne;
import java.io.Serializable;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.cfg.Configuration;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.type.SqlTypes;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hibernate's schema tools with tables that refer to each other, and to themselves. */
class SchemaToolsIT {
    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    @Entity(name = "Husband")
    static class Husband {
        @Id
        long id;

        @OneToOne
        Wife wife;
    }

    @Entity(name = "Wife")
    static class Wife {
        @Id
        long id;

        @OneToOne
        Husband husband;

        @ManyToOne
        Wife mother;
    }

    @Entity(name = "Being")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Being {
        @Id
        long id;

        String name;
    }

    /** The column that the key of its comments refers to is in the table of its superclass. */
    @Entity(name = "Writer")
    static class Writer extends Being {
        @ElementCollection
        @CollectionTable(
                name = "writer_comments",
                joinColumns = @JoinColumn(name = "name", referencedColumnName = "name"))
        Set<String> comments = new HashSet<>();
    }

    @Embeddable
    static class Place {
        String city;
    }

    @Entity(name = "Visitor")
    static class Visitor {
        @Id
        long id;

        @JdbcTypeCode(SqlTypes.JSON)
        Place refused;
    }

    private static SessionFactory open(String database, String action) {
        return new Configuration()
                .setProperty("hibernate.connection.url", CLUSTER.jdbcUrl(database))
                .setProperty("hibernate.connection.pool_size", "1")
                .setProperty("hibernate.hbm2ddl.auto", action)
                .setProperty("hibernate.hbm2ddl.halt_on_error", "true")
                .addAnnotatedClass(Husband.class)
                .addAnnotatedClass(Wife.class)
                .buildSessionFactory();
    }

    private static void fill(SessionFactory sessions) {
        sessions.inTransaction(session -> {
            Wife mother = new Wife();
            mother.id = 1;
            session.persist(mother);
            Wife wife = new Wife();
            wife.id = 2;
            wife.mother = mother;
            session.persist(wife);
            Husband husband = new Husband();
            husband.id = 1;
            husband.wife = wife;
            session.persist(husband);
            wife.husband = husband;
        });
    }

    private static long count(SessionFactory sessions) {
        return sessions.fromTransaction(
                session -> session.createSelectionQuery("select count(*) from Husband", Long.class)
                                .getSingleResult()
                        + session.createSelectionQuery("select count(*) from Wife", Long.class)
                                .getSingleResult());
    }

    private static void assertThatForeignKeysAreEnforced(SessionFactory sessions) {
        assertThatThrownBy(() -> sessions.inTransaction(session -> session.createNativeMutationQuery(
                                "insert into Husband (id, wife_id) values (99, 98)")
                        .executeUpdate()))
                .isInstanceOf(ConstraintViolationException.class);
    }

    /** Other databases refuse such a key, so the table has none there either. */
    @Test
    void aForeignKeyToAColumnThatIsNotThereIsLeftOut() {
        try (SessionFactory sessions = new Configuration()
                .setProperty("hibernate.connection.url", CLUSTER.jdbcUrl("missing"))
                .setProperty("hibernate.hbm2ddl.auto", "create")
                .addAnnotatedClass(Being.class)
                .addAnnotatedClass(Writer.class)
                .buildSessionFactory()) {
            sessions.inTransaction(session -> {
                Writer writer = new Writer();
                writer.id = 1;
                writer.name = "Ann";
                writer.comments.add("first");
                session.persist(writer);
            });
            sessions.inTransaction(session ->
                    assertThat(session.find(Writer.class, 1L).comments).containsExactly("first"));
            // The key to the table of the superclass is there.
            assertThatThrownBy(() -> sessions.inTransaction(
                            session -> session.createNativeMutationQuery("insert into Writer (id) values (9)")
                                    .executeUpdate()))
                    .isInstanceOf(ConstraintViolationException.class);
        }
    }

    @Test
    void anEmbeddableAsJsonIsRefused() {
        assertThatThrownBy(() -> new Configuration()
                        .setProperty("hibernate.connection.url", CLUSTER.jdbcUrl("json"))
                        .addAnnotatedClass(Visitor.class)
                        .buildSessionFactory())
                .hasStackTraceContaining("map a class that is no @Embeddable");
    }

    @Test
    void truncateEmptiesTablesThatReferToEachOther() {
        try (SessionFactory sessions = open("truncate", "create")) {
            fill(sessions);
            sessions.getSchemaManager().truncate();
            assertThat(count(sessions)).isZero();
            assertThatForeignKeysAreEnforced(sessions);
            fill(sessions);
            assertThat(count(sessions)).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "create-drop"})
    void createReplacesTablesThatReferToEachOther(String action) {
        try (SessionFactory sessions = open("replaced", "create")) {
            fill(sessions);
        }
        try (SessionFactory sessions = open("replaced", action)) {
            assertThat(count(sessions)).isZero();
            assertThatForeignKeysAreEnforced(sessions);
        }
    }

    @Test
    void dropLeavesNothingBehind() throws SQLException {
        try (SessionFactory sessions = open("dropped", "create-drop")) {
            fill(sessions);
        }
        assertThat(tables("dropped")).isEmpty();
    }

    @Test
    void theSchemaManagerDropsAndCreates() throws SQLException {
        try (SessionFactory sessions = open("managed", "create")) {
            fill(sessions);
            sessions.getSchemaManager().drop(false);
            assertThat(tables("managed")).isEmpty();
            sessions.getSchemaManager().create(false);
            assertThat(count(sessions)).isZero();
            assertThatForeignKeysAreEnforced(sessions);
        }
    }

    static class PartKey implements Serializable {
        private static final long serialVersionUID = 1L;

        Long id;
        long part;

        @Override
        public boolean equals(Object other) {
            return other instanceof PartKey key && Objects.equals(id, key.id) && part == key.part;
        }

        @Override
        public int hashCode() {
            return Objects.hash(id, part);
        }
    }

    @Entity(name = "Part")
    @IdClass(PartKey.class)
    static class Part {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        @Id
        long part;
    }

    @Test
    void identityInCompositeKeyIsRefused() {
        assertThatThrownBy(() -> new Configuration()
                        .setProperty("hibernate.connection.url", CLUSTER.jdbcUrl("composite"))
                        .setProperty("hibernate.connection.pool_size", "1")
                        .setProperty("hibernate.hbm2ddl.auto", "create")
                        .addAnnotatedClass(Part.class)
                        .buildSessionFactory())
                .hasStackTraceContaining("a part of a composite key");
    }

    private static List<String> tables(String database) throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(CLUSTER.jdbcUrl(database));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }
}
