package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.CurrentTimestamp;
import org.hibernate.annotations.DynamicInsert;
import org.hibernate.annotations.Generated;
import org.hibernate.annotations.GeneratedColumn;
import org.hibernate.annotations.SourceType;
import org.hibernate.generator.EventType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values that the database generates, and ids, also for the rows of an INSERT … SELECT. */
class GeneratedValuesIT {
    private static DqliteCluster cluster;
    private static SessionFactory sessions;

    @Entity(name = "Invoice")
    @DynamicInsert
    static class Invoice {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        long id;

        int net;

        @GeneratedColumn("net * 2")
        int gross;

        @ColumnDefault("'open'")
        @Generated
        String state;

        @CurrentTimestamp(source = SourceType.DB, event = EventType.INSERT)
        Instant created;

        @CurrentTimestamp(source = SourceType.DB)
        Instant changed;

        @Version
        int version;
    }

    /** Its version is the database's clock. */
    @Entity(name = "Page")
    static class Page {
        @Id
        long id;

        String text;

        @Version
        @CurrentTimestamp(source = SourceType.DB)
        Instant version;

        @Generated(
                sql = "lower('A1')",
                event = {EventType.INSERT, EventType.UPDATE})
        String key;
    }

    @MappedSuperclass
    abstract static class Named {
        String name;
    }

    @MappedSuperclass
    abstract static class WithSequence extends Named {
        @Id
        @GeneratedValue
        long id;
    }

    @MappedSuperclass
    abstract static class WithRowId extends Named {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        long id;
    }

    @Entity(name = "Source")
    static class Source extends Named {
        @Id
        long id;
    }

    @Entity(name = "Sequenced")
    static class Sequenced extends WithSequence {}

    @Entity(name = "OneByOne")
    static class OneByOne extends Named {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "one")
        @SequenceGenerator(name = "one", allocationSize = 1)
        long id;
    }

    @Entity(name = "Tabled")
    static class Tabled {
        @Id
        @GeneratedValue(strategy = GenerationType.TABLE)
        long id;

        String name;
    }

    @Entity(name = "Down")
    static class Down extends Named {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "down")
        @SequenceGenerator(name = "down", sequenceName = "down_ids", initialValue = -1, allocationSize = -1)
        long id;
    }

    @Entity(name = "Identified")
    static class Identified extends WithRowId {}

    @Entity(name = "Guid")
    static class Guid extends Named {
        @Id
        @GeneratedValue
        UUID id;
    }

    @Entity(name = "Root")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Root extends WithSequence {}

    @Entity(name = "Leaf")
    static class Leaf extends Root {
        String color;
    }

    @Entity(name = "Stem")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Stem extends WithRowId {}

    @Entity(name = "Branch")
    static class Branch extends Stem {
        String color;
    }

    @Entity(name = "Shape")
    @Inheritance(strategy = InheritanceType.TABLE_PER_CLASS)
    static class Shape extends WithSequence {}

    @Entity(name = "Circle")
    static class Circle extends Shape {
        @Column(name = "r")
        String color;
    }

    @BeforeAll
    static void start() {
        cluster = DqliteCluster.start(1);
        sessions = SessionFactories.create(
                cluster.jdbcUrl("generated"),
                Invoice.class,
                Page.class,
                Source.class,
                Sequenced.class,
                OneByOne.class,
                Tabled.class,
                Down.class,
                Identified.class,
                Guid.class,
                Root.class,
                Leaf.class,
                Stem.class,
                Branch.class,
                Shape.class,
                Circle.class);
    }

    @AfterAll
    static void stop() {
        sessions.close();
        cluster.close();
    }

    @BeforeEach
    void fill() {
        sessions.getSchemaManager().truncate();
        sessions.inTransaction(session -> {
            for (int i = 1; i < 4; i++) {
                Source source = new Source();
                source.id = i;
                source.name = "n" + i;
                session.persist(source);
            }
        });
    }

    @Test
    void valuesOfTheDatabaseAreReadBack() {
        Instant before = Instant.now().minusSeconds(60);
        Invoice invoice = new Invoice();
        invoice.net = 21;
        sessions.inTransaction(session -> session.persist(invoice));
        assertThat(invoice.gross).isEqualTo(42);
        assertThat(invoice.state).isEqualTo("open");
        assertThat(invoice.created).isAfter(before).isEqualTo(invoice.changed);
        Invoice changed = sessions.fromTransaction(session -> {
            Invoice found = session.find(Invoice.class, invoice.id);
            found.net = 1;
            session.flush();
            return found;
        });
        assertThat(changed.gross).isEqualTo(2);
        assertThat(changed.created).isEqualTo(invoice.created);
        assertThat(changed.changed).isAfterOrEqualTo(invoice.changed);
        assertThat(changed.version).isEqualTo(1);
    }

    @Test
    void aStatelessSessionReadsThemByRefresh() {
        Invoice invoice = new Invoice();
        invoice.net = 3;
        sessions.inStatelessTransaction(session -> {
            session.insert(invoice);
            session.refresh(invoice);
            assertThat(invoice.gross).isEqualTo(6);
            invoice.net = 4;
            session.update(invoice);
            session.refresh(invoice);
        });
        assertThat(invoice.gross).isEqualTo(8);
    }

    @Test
    void aVersionOfTheDatabasesClock() {
        Page page = new Page();
        page.id = 1;
        page.text = "Abc";
        sessions.inTransaction(session -> session.persist(page));
        assertThat(page.version).isNotNull();
        assertThat(page.key).isEqualTo("a1");
        Page stale = sessions.fromTransaction(session -> session.find(Page.class, 1L));
        Page changed = sessions.fromTransaction(session -> {
            Page found = session.find(Page.class, 1L);
            found.text = "DEF";
            session.flush();
            return found;
        });
        assertThat(changed.version).isAfterOrEqualTo(page.version);
        assertThat(changed.key).isEqualTo("a1");
        assertThat(changed.version).isAfter(stale.version);
        stale.text = "x";
        assertThatThrownBy(() -> sessions.inTransaction(session -> session.merge(stale)))
                .isInstanceOf(OptimisticLockException.class);
    }

    @Test
    void idsThatCountDown() {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Down down = new Down();
            sessions.inTransaction(session -> session.persist(down));
            ids.add(down.id);
        }
        assertThat(ids).containsExactly(-1L, -2L, -3L);
    }

    private static void insertSelect(String entity, String columns, String values) {
        sessions.inTransaction(session -> {
            assertThat(session.createMutationQuery(
                                    "insert into " + entity + " (" + columns + ") select " + values + " from Source s")
                            .executeUpdate())
                    .isEqualTo(3);
        });
    }

    private static List<Long> ids(String entity) {
        return sessions.fromTransaction(
                session -> session.createSelectionQuery("select e.id from " + entity + " e order by e.id", Long.class)
                        .list());
    }

    /** Three rows are inserted by a statement, one is persisted, and three more are inserted: their ids follow one another. */
    private static void assertThatIdsGoOn(String entity, Object next, String columns, String values) {
        insertSelect(entity, columns, values);
        sessions.inTransaction(session -> session.persist(next));
        insertSelect(entity, columns, values);
        List<Long> ids = ids(entity);
        assertThat(ids).hasSize(7).doesNotHaveDuplicates();
        assertThat(ids)
                .isEqualTo(LongStream.range(ids.get(0), ids.get(0) + 7).boxed().toList());
    }

    @Test
    void rowsOfASelectGetIdsOfASequence() {
        assertThatIdsGoOn("Sequenced", new Sequenced(), "name", "s.name");
        assertThatIdsGoOn("Root", new Root(), "name", "s.name");
        assertThatIdsGoOn("Leaf", new Leaf(), "name, color", "s.name, 'red'");
        assertThatIdsGoOn("Circle", new Circle(), "name, color", "s.name, 'red'");
    }

    @Test
    void rowsOfASelectGetIdsOfTheRowId() {
        assertThatIdsGoOn("Identified", new Identified(), "name", "s.name");
        assertThatIdsGoOn("Branch", new Branch(), "name, color", "s.name, 'red'");
    }

    @Test
    void valuesGetIds() {
        for (String entity : List.of("Sequenced", "OneByOne", "Identified", "Guid", "Root", "Stem", "Shape", "Down")) {
            sessions.inTransaction(session -> assertThat(
                            session.createMutationQuery("insert into " + entity + " (name) values ('a'), ('b')")
                                    .executeUpdate())
                    .isEqualTo(2));
        }
    }

    @Test
    void rowsOfASelectGetSingleIdsToo() {
        assertThatIdsGoOn("OneByOne", new OneByOne(), "name", "s.name");
        sessions.inTransaction(session -> session.createMutationQuery(
                        "insert into OneByOne (id, name) select s.id + 100, s.name from Source s")
                .executeUpdate());
        assertThat(ids("OneByOne")).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 101L, 102L, 103L);
    }

    @Test
    void rowsOfASelectGetIdsOfATable() {
        assertThatIdsGoOn("Tabled", new Tabled(), "name", "s.name");
    }
}
