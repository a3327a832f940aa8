package io.github.dqlite4j.it.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** A kind of mapping, the entities that have it, and what is done with them. */
enum Mapping {
    BASIC(
            "basic attributes",
            sessions -> {
                Mapped.Basic found = stored(sessions, new Mapped.Basic(), 1L);
                assertThat(found).usingRecursiveComparison().isEqualTo(new Mapped.Basic());
            },
            Mapped.Basic.class),
    ENUMS(
            "enums, as ordinal and with `@Enumerated(STRING)`",
            sessions -> {
                Mapped.Enums found = stored(sessions, new Mapped.Enums(), 1L);
                assertThat(found.ordinal).isEqualTo(Mapped.Colour.BLUE);
                assertThat(found.named).isEqualTo(Mapped.Colour.RED);
            },
            Mapped.Enums.class),
    EMBEDDABLE(
            "embeddables",
            sessions -> assertThat(stored(sessions, new Mapped.Embedding(), 1L).address.city)
                    .isEqualTo("b"),
            Mapped.Embedding.class),
    JSON_EMBEDDABLE(
            "an embeddable as JSON, `@JdbcTypeCode(SqlTypes.JSON)`",
            sessions -> assertThat(stored(sessions, new Mapped.JsonEmbedding(), 1L).address.city)
                    .isEqualTo("b"),
            Mapped.JsonEmbedding.class),
    CONVERTER(
            "`@Convert`",
            sessions -> assertThat(stored(sessions, new Mapped.Converting(), 1L).text)
                    .isEqualTo("a"),
            Mapped.Converting.class),
    COLLECTIONS(
            "collections of basic values: as an array, `@ElementCollection`, `@OrderColumn`, `@MapKeyColumn`",
            sessions -> {
                stored(sessions, new Mapped.Elements(), 1L);
                sessions.inTransaction(session -> {
                    Mapped.Elements found = session.find(Mapped.Elements.class, 1L);
                    assertThat(found.tags).containsExactly("a");
                    assertThat(found.words).containsExactly("a");
                    assertThat(found.places).containsExactly("b", "a");
                    assertThat(found.numbers).containsEntry("a", 1);
                });
            },
            Mapped.Elements.class),
    ASSOCIATIONS(
            "`@OneToMany`, `@ManyToOne` with `@OnDelete(CASCADE)`, `@ManyToMany`",
            sessions -> {
                Mapped.Parent parent = new Mapped.Parent();
                Mapped.Child child = new Mapped.Child();
                child.parent = parent;
                parent.children.add(child);
                parent.friends.add(parent);
                stored(sessions, parent, 1L);
                sessions.inTransaction(session -> {
                    assertThat(session.find(Mapped.Parent.class, 1L).children).hasSize(1);
                    session.createMutationQuery("delete from Parent").executeUpdate();
                });
                assertThat(count(sessions, "Child")).isZero();
            },
            Mapped.Parent.class,
            Mapped.Child.class),
    SUPERCLASS(
            "`@MappedSuperclass`, `@Version`",
            sessions -> {
                stored(sessions, new Mapped.Derived(), 1L);
                sessions.inTransaction(session -> session.find(Mapped.Derived.class, 1L).text = "b");
                sessions.inTransaction(session -> assertThat(session.find(Mapped.Derived.class, 1L).version)
                        .isOne());
            },
            Mapped.Derived.class),
    SINGLE_TABLE(
            "inheritance, `SINGLE_TABLE`",
            sessions -> {
                stored(sessions, new Mapped.SingleSub(), 1L);
                updated(sessions, "SingleSub");
            },
            Mapped.Single.class,
            Mapped.SingleSub.class),
    JOINED(
            "inheritance, `JOINED`",
            sessions -> {
                stored(sessions, new Mapped.JoinedSub(), 1L);
                updated(sessions, "JoinedSub");
            },
            Mapped.Joined.class,
            Mapped.JoinedSub.class),
    TABLE_PER_CLASS(
            "inheritance, `TABLE_PER_CLASS`",
            sessions -> {
                stored(sessions, new Mapped.PerClassSub(), 1L);
                updated(sessions, "PerClassSub");
                assertThat(count(sessions, "PerClass")).isOne();
            },
            Mapped.PerClass.class,
            Mapped.PerClassSub.class),
    SECONDARY_TABLE(
            "`@SecondaryTable`",
            sessions ->
                    assertThat(stored(sessions, new Mapped.Split(), 1L).more).isEqualTo("a"),
            Mapped.Split.class),
    IDENTITY(
            "`GenerationType.IDENTITY`",
            sessions -> {
                Mapped.Identity made = new Mapped.Identity();
                sessions.inTransaction(session -> session.persist(made));
                assertThat(made.id).isPositive();
            },
            Mapped.Identity.class),
    SEQUENCE(
            "`GenerationType.SEQUENCE`, `AUTO`",
            sessions -> {
                Mapped.Sequenced made = new Mapped.Sequenced();
                sessions.inTransaction(session -> session.persist(made));
                assertThat(made.id).isPositive();
            },
            Mapped.Sequenced.class),
    UUID(
            "`GenerationType.UUID`",
            sessions -> {
                Mapped.Random made = new Mapped.Random();
                sessions.inTransaction(session -> session.persist(made));
                assertThat(sessions.<Object>fromSession(session -> session.find(Mapped.Random.class, made.id)))
                        .isNotNull();
            },
            Mapped.Random.class),
    COMPOSITE(
            "`@EmbeddedId`",
            sessions -> stored(sessions, new Mapped.Composite(), new Mapped.Key(1, 2)),
            Mapped.Composite.class),
    NATURAL_ID(
            "`@NaturalId`",
            sessions -> {
                stored(sessions, new Mapped.Numbered(), 1L);
                Mapped.Numbered found = sessions.fromSession(Mapping::byNaturalId);
                assertThat(found.id).isOne();
            },
            Mapped.Numbered.class),
    GENERATED(
            "`@GeneratedColumn`, `@Generated` with `@ColumnDefault`, `@CreationTimestamp`",
            sessions -> {
                Mapped.Generating found = stored(sessions, new Mapped.Generating(), 1L);
                assertThat(found.twice).isEqualTo(4);
                assertThat(found.five).isEqualTo(5);
                assertThat(found.created).isNotNull();
            },
            Mapped.Generating.class),
    SOFT_DELETE(
            "`@SoftDelete`",
            sessions -> {
                stored(sessions, new Mapped.Soft(), 1L);
                sessions.inTransaction(session -> session.remove(session.find(Mapped.Soft.class, 1L)));
                assertThat(count(sessions, "Soft")).isZero();
                Object rows = sessions.fromSession(
                        session -> session.createNativeQuery("select count(*) from Soft", Long.class)
                                .getSingleResult());
                assertThat(rows).isEqualTo(1L);
            },
            Mapped.Soft.class),
    CALCULATED(
            "`@Formula`, `@SQLRestriction`, `@Filter`",
            sessions -> {
                assertThat(stored(sessions, new Mapped.Calculating(), 1L).tenfold)
                        .isEqualTo(20);
                List<?> filtered = sessions.fromSession(session -> {
                    session.enableFilter("large");
                    return session.createSelectionQuery("from Calculating", Object.class)
                            .getResultList();
                });
                assertThat(filtered).isEmpty();
            },
            Mapped.Calculating.class);

    /** What is refused, with the cause. */
    private static final Set<Mapping> REFUSED = java.util.EnumSet.of(JSON_EMBEDDABLE);

    final String title;
    private final Consumer<SessionFactory> use;
    private final List<Class<?>> entities;

    Mapping(String title, Consumer<SessionFactory> use, Class<?>... entities) {
        this.title = title;
        this.use = use;
        this.entities = List.of(entities);
    }

    /** Makes the tables, uses the entities, and returns the tables. */
    String outcome(DqliteCluster cluster) {
        Configuration configuration = new Configuration()
                .setProperty("hibernate.connection.url", cluster.jdbcUrl("mapping-" + name()))
                .setProperty("hibernate.connection.pool_size", "1")
                .setProperty("hibernate.hbm2ddl.auto", "create");
        entities.forEach(configuration::addAnnotatedClass);
        try (SessionFactory sessions = configuration.buildSessionFactory()) {
            use.accept(sessions);
            assertThat(REFUSED).doesNotContain(this);
            List<String> tables = sessions.fromSession(session -> session.createNativeQuery(
                            "select sql from sqlite_schema where type='table' and name not like 'sqlite_%' order by name",
                            String.class)
                    .getResultList());
            return "`" + String.join("`<br>`", tables) + "`";
        } catch (RuntimeException e) {
            assertThat(REFUSED).as("%s: %s", this, e).contains(this);
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            return "refused: " + cause.getMessage();
        }
    }

    /** Stores an entity and reads it in another session. */
    @SuppressWarnings("unchecked")
    private static <T> T stored(SessionFactory sessions, T entity, Object id) {
        sessions.inTransaction(session -> session.persist(entity));
        T found = (T) sessions.fromSession(session -> session.find(entity.getClass(), id));
        assertThat(found).isNotNull();
        return found;
    }

    @SuppressWarnings("deprecation") // find with KeyType.NATURAL is new in 7.4
    private static Mapped.Numbered byNaturalId(Session session) {
        return session.bySimpleNaturalId(Mapped.Numbered.class).load("978");
    }

    /** Bulk update of a hierarchy. */
    private static void updated(SessionFactory sessions, String entity) {
        int rows =
                sessions.fromTransaction(session -> session.createMutationQuery("update " + entity + " set text = 'b'")
                        .executeUpdate());
        assertThat(rows).isOne();
    }

    private static long count(SessionFactory sessions, String entity) {
        return sessions.fromSession(
                session -> session.createSelectionQuery("select count(*) from " + entity, Long.class)
                        .getSingleResult());
    }
}
