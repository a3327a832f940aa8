package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.MapKeyEnumerated;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.OrderColumn;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.Any;
import org.hibernate.annotations.AnyDiscriminator;
import org.hibernate.annotations.AnyDiscriminatorValue;
import org.hibernate.annotations.AnyKeyJavaClass;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.Filter;
import org.hibernate.annotations.FilterDef;
import org.hibernate.annotations.Formula;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.OptimisticLockType;
import org.hibernate.annotations.OptimisticLocking;
import org.hibernate.annotations.ParamDef;
import org.hibernate.annotations.SQLRestriction;
import org.hibernate.annotations.SoftDelete;
import org.hibernate.annotations.SoftDeleteType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mappings of Hibernate that have SQL of their own. */
class MappingsIT {
    private static DqliteCluster cluster;
    private static SessionFactory sessions;

    enum Level {
        LOW,
        HIGH
    }

    @Embeddable
    record Price(BigDecimal amount, String currency) {}

    @Entity(name = "Shelf")
    static class Shelf {
        @Id
        long id;

        @ElementCollection
        @MapKeyColumn(name = "place")
        Map<String, Price> prices = new LinkedHashMap<>();

        @ElementCollection
        @MapKeyEnumerated(EnumType.STRING)
        Map<Level, LocalDate> checks = new LinkedHashMap<>();

        @ElementCollection
        @OrderColumn(name = "position")
        List<String> labels = new ArrayList<>();

        @OneToMany(cascade = CascadeType.ALL, orphanRemoval = true)
        @OrderColumn(name = "position")
        @JoinColumn(name = "shelf_id")
        List<Copy> copies = new ArrayList<>();

        @ManyToMany(cascade = CascadeType.ALL)
        Map<Copy, Copy> pairs = new LinkedHashMap<>();
    }

    @Entity(name = "Copy")
    static class Copy {
        @Id
        long id;

        Copy() {}

        Copy(long id) {
            this.id = id;
        }
    }

    @Entity(name = "Note")
    @SoftDelete
    static class Note {
        @Id
        long id;

        String text;

        @ElementCollection
        @SoftDelete(strategy = SoftDeleteType.ACTIVE, columnName = "active")
        Set<String> words = new HashSet<>();
    }

    @Entity(name = "Memo")
    @SoftDelete(strategy = SoftDeleteType.TIMESTAMP)
    static class Memo {
        @Id
        long id;
    }

    @Entity(name = "Offer")
    @FilterDef(name = "cheap", parameters = @ParamDef(name = "limit", type = BigDecimal.class))
    @Filter(name = "cheap", condition = "price < :limit")
    @SQLRestriction("not hidden")
    @DynamicUpdate
    @OptimisticLocking(type = OptimisticLockType.DIRTY)
    static class Offer {
        @Id
        long id;

        @NaturalId(mutable = true)
        String country;

        @NaturalId(mutable = true)
        int number;

        @Column(precision = 10, scale = 2)
        BigDecimal price;

        boolean hidden;

        Duration length;

        @Formula("(select count(*) from Offer o where o.country = country)")
        long ofCountry;

        @Enumerated(EnumType.STRING)
        Level level;

        @Any
        @AnyKeyJavaClass(Long.class)
        @JoinColumn(name = "about_id")
        @Column(name = "about_type")
        @AnyDiscriminator
        @AnyDiscriminatorValue(discriminator = "N", entity = Note.class)
        @AnyDiscriminatorValue(discriminator = "C", entity = Copy.class)
        Object about;

        @ManyToOne
        Copy copy;
    }

    @BeforeAll
    static void start() {
        cluster = DqliteCluster.start(1);
        sessions = SessionFactories.create(
                cluster.jdbcUrl("mappings"), Shelf.class, Copy.class, Note.class, Memo.class, Offer.class);
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

    private static List<?> query(String hql) {
        return sessions.fromTransaction(
                session -> session.createSelectionQuery(hql, Object.class).list());
    }

    private static Offer offer(long id, String country, String price) {
        Offer offer = new Offer();
        offer.id = id;
        offer.country = country;
        offer.number = (int) id;
        offer.price = new BigDecimal(price);
        return offer;
    }

    @Test
    void mapsAndListsOfElements() {
        sessions.inTransaction(session -> {
            Shelf shelf = new Shelf();
            shelf.id = 1;
            shelf.prices.put("a", new Price(new BigDecimal("1.50"), "EUR"));
            shelf.prices.put("b", new Price(new BigDecimal("2.50"), "USD"));
            shelf.checks.put(Level.HIGH, LocalDate.of(2024, 2, 29));
            shelf.labels.addAll(List.of("x", "y", "z"));
            for (int i = 1; i < 4; i++) {
                shelf.copies.add(new Copy(i));
            }
            shelf.pairs.put(shelf.copies.get(0), shelf.copies.get(1));
            session.persist(shelf.copies.get(0));
            session.persist(shelf);
        });
        sessions.inTransaction(session -> {
            Shelf shelf = session.find(Shelf.class, 1L);
            assertThat(shelf.labels).containsExactly("x", "y", "z");
            assertThat(shelf.checks).containsEntry(Level.HIGH, LocalDate.of(2024, 2, 29));
            assertThat(shelf.pairs).hasSize(1);
            shelf.labels.remove(1);
            shelf.labels.add(0, "first");
            shelf.prices.remove("b");
            shelf.prices.put("a", new Price(new BigDecimal("9.00"), "EUR"));
            shelf.copies.add(shelf.copies.remove(0));
            shelf.copies.remove(0);
            shelf.pairs.clear();
        });
        assertThat(query("select index(l) || ':' || l from Shelf s join s.labels l order by index(l)"))
                .isEqualTo(List.of("0:first", "1:x", "2:z"));
        assertThat(query("select c.id from Shelf s join s.copies c order by index(c)"))
                .isEqualTo(List.of(3L, 1L));
        assertThat(query("select key(p), value(p).currency from Shelf s join s.prices p where value(p).amount = 9"))
                .singleElement()
                .isEqualTo(new Object[] {"a", "EUR"});
        assertThat(
                        query(
                                "select s.labels[2] from Shelf s where s.prices['a'].currency = 'EUR' and s.labels[0] = 'first'"))
                .isEqualTo(List.of("z"));
        assertThat(query("select maxindex(s.labels), maxelement(s.labels) from Shelf s where size(s.labels) = 3"))
                .singleElement()
                .isEqualTo(new Object[] {2, "z"});
        assertThat(query("from Copy")).hasSize(2);
    }

    @Test
    void aDeletedRowStays() {
        sessions.inTransaction(session -> {
            for (int i = 1; i < 4; i++) {
                Note note = new Note();
                note.id = i;
                note.text = "n" + i;
                note.words.addAll(Set.of("a" + i, "b"));
                session.persist(note);
            }
            session.persist(new Memo());
        });
        sessions.inTransaction(session -> {
            session.remove(session.find(Note.class, 1L));
            session.find(Note.class, 2L).words.remove("b");
            session.remove(session.find(Memo.class, 0L));
        });
        assertThat(query("select id from Note order by id")).isEqualTo(List.of(2L, 3L));
        sessions.inTransaction(session -> {
            assertThat(session.find(Note.class, 2L).words).containsExactly("a2");
            assertThat(session.find(Memo.class, 0L)).isNull();
            assertThat(session.createMutationQuery("delete from Note where id = 3")
                            .executeUpdate())
                    .isOne();
            assertThat(session.createNativeQuery("select count(*) from Note", Long.class)
                            .getSingleResult())
                    .isEqualTo(3);
            assertThat(session.createNativeQuery("select count(*) from Memo where deleted is not null", Long.class)
                            .getSingleResult())
                    .isOne();
        });
        assertThat(query("select id from Note")).isEqualTo(List.of(2L));
    }

    @Test
    void filtersAndRestrictions() {
        sessions.inTransaction(session -> {
            session.persist(offer(1, "DE", "5.00"));
            session.persist(offer(2, "DE", "15.00"));
            Offer hidden = offer(3, "FR", "1.00");
            hidden.hidden = true;
            session.persist(hidden);
        });
        assertThat(query("select id from Offer order by id")).isEqualTo(List.of(1L, 2L));
        sessions.inTransaction(session -> {
            session.enableFilter("cheap").setParameter("limit", new BigDecimal("10"));
            assertThat(session.createSelectionQuery("select id from Offer", Long.class)
                            .list())
                    .containsExactly(1L);
            assertThat(session.createMutationQuery("update Offer set level = HIGH")
                            .executeUpdate())
                    .isOne();
        });
        assertThat(query("select ofCountry from Offer where id = 1")).isEqualTo(List.of(2L));
    }

    @Test
    @SuppressWarnings("deprecation")
    void naturalIds() {
        sessions.inTransaction(session -> session.persist(offer(1, "DE", "5.00")));
        sessions.inTransaction(session -> {
            Offer found = session.byNaturalId(Offer.class)
                    .using("country", "DE")
                    .using("number", 1)
                    .load();
            assertThat(found.id).isEqualTo(1);
            found.number = 7;
        });
        sessions.inTransaction(session -> assertThat(session.byNaturalId(Offer.class)
                        .using("country", "DE")
                        .using("number", 7)
                        .load()
                        .price)
                .isEqualByComparingTo("5"));
    }

    @Test
    void anyEntity() {
        sessions.inTransaction(session -> {
            Note note = new Note();
            note.id = 5;
            session.persist(note);
            Copy copy = new Copy(5);
            session.persist(copy);
            Offer first = offer(1, "DE", "5.00");
            first.about = note;
            session.persist(first);
            Offer second = offer(2, "DE", "6.00");
            second.about = copy;
            session.persist(second);
        });
        sessions.inTransaction(session -> {
            assertThat(session.find(Offer.class, 1L).about).isInstanceOf(Note.class);
            assertThat(session.find(Offer.class, 2L).about).isInstanceOf(Copy.class);
            assertThat(session.createSelectionQuery("select id from Offer o where type(o.about) = Copy", Long.class)
                            .list())
                    .containsExactly(2L);
        });
    }

    @Test
    void optimisticLockingByDirtyColumns() {
        sessions.inTransaction(session -> session.persist(offer(1, "DE", "5.00")));
        sessions.inTransaction(session -> {
            Offer offer = session.find(Offer.class, 1L);
            offer.price = new BigDecimal("6.25");
            offer.length = Duration.ofMinutes(3);
        });
        sessions.inTransaction(session -> {
            Offer offer = session.find(Offer.class, 1L);
            assertThat(offer.price).isEqualByComparingTo("6.25");
            offer.price = null;
            offer.length = Duration.ofMinutes(4);
        });
        assertThat(query("select id from Offer where price is null and length = 4 minute"))
                .hasSize(1);
    }

    /** A change by another client counts only if it was made to a column that this session changes. */
    @Test
    void optimisticLockingByDirtyColumnsFindsAConflict() {
        sessions.inTransaction(session -> session.persist(offer(1, "DE", "5.00")));
        sessions.inSession(session -> {
            Offer offer = session.find(Offer.class, 1L);
            executeElsewhere("UPDATE Offer SET price = 7");
            session.beginTransaction();
            offer.length = Duration.ofMinutes(1);
            session.getTransaction().commit();
            executeElsewhere("UPDATE Offer SET price = 8");
            session.beginTransaction();
            offer.price = new BigDecimal("6.00");
            assertThatThrownBy(() -> session.getTransaction().commit()).isInstanceOf(OptimisticLockException.class);
        });
        assertThat(query("select id from Offer where price = 8 and length = 1 minute"))
                .hasSize(1);
    }

    private static void executeElsewhere(String sql) {
        try (Connection other = DriverManager.getConnection(cluster.jdbcUrl("mappings"));
                Statement statement = other.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isOne();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void workOnTheConnection() {
        sessions.inTransaction(session -> {
            session.persist(new Copy(1));
            session.flush();
            session.doWork(connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.executeUpdate("insert into Copy (id) values (2)");
                }
            });
            Integer count = session.doReturningWork(connection -> {
                try (Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery("select count(*) from Copy")) {
                    rows.next();
                    return rows.getInt(1);
                }
            });
            assertThat(count).isEqualTo(2);
        });
    }

    @Test
    void aStatelessSession() {
        sessions.inStatelessTransaction(session -> {
            Copy copy = new Copy(1);
            session.insert(copy);
            Offer offer = offer(1, "DE", "5.00");
            offer.copy = copy;
            session.insert(offer);
            offer.price = new BigDecimal("7.00");
            session.update(offer);
            session.refresh(offer);
            assertThat(session.get(Offer.class, 1L).price).isEqualByComparingTo("7");
            assertThat(session.getMultiple(Offer.class, List.of(1L, 2L)))
                    .hasSize(2)
                    .contains((Offer) null);
            session.fetch(offer.copy);
            session.delete(offer);
            assertThat(session.createSelectionQuery("from Offer", Offer.class).list())
                    .isEmpty();
        });
    }
}
