package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.BatchSize;
import org.hibernate.annotations.Fetch;
import org.hibernate.annotations.FetchMode;
import org.hibernate.annotations.NaturalId;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** JDBC batches of Hibernate, and loading many entities at once. */
class BatchesIT {
    private static DqliteCluster cluster;
    private static SessionFactory sessions;

    @Entity(name = "Album")
    static class Album {
        @Id
        long id;

        @NaturalId
        String code;

        String title;

        @OneToMany(mappedBy = "album", cascade = CascadeType.ALL)
        @BatchSize(size = 400)
        List<Track> tracks = new ArrayList<>();

        @OneToMany(mappedBy = "album", cascade = CascadeType.ALL)
        @Fetch(FetchMode.SUBSELECT)
        List<Remark> remarks = new ArrayList<>();

        @Version
        int version;

        Album() {}

        Album(long id) {
            this.id = id;
            code = "c" + id;
            title = "t" + id;
        }
    }

    @Entity(name = "Track")
    static class Track {
        @Id
        long id;

        @Column(unique = true)
        String title;

        @ManyToOne
        Album album;
    }

    @Entity(name = "Remark")
    static class Remark {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        long id;

        String text;

        @ManyToOne
        Album album;
    }

    @BeforeAll
    static void start() {
        cluster = DqliteCluster.start(1);
        sessions = SessionFactories.create(
                cluster.jdbcUrl("batches"),
                Map.of(
                        "hibernate.jdbc.batch_size", "50",
                        "hibernate.order_inserts", "true",
                        "hibernate.order_updates", "true",
                        "hibernate.generate_statistics", "true"),
                Album.class,
                Track.class,
                Remark.class);
    }

    @AfterAll
    static void stop() {
        sessions.close();
        cluster.close();
    }

    @BeforeEach
    void empty() {
        sessions.getSchemaManager().truncate();
        sessions.getStatistics().clear();
    }

    private static void fill(int albums) {
        sessions.inTransaction(session -> {
            for (int i = 1; i <= albums; i++) {
                Album album = new Album(i);
                for (int j = 0; j < 2; j++) {
                    Track track = new Track();
                    track.id = 2L * i + j;
                    track.title = "track " + track.id;
                    track.album = album;
                    album.tracks.add(track);
                }
                Remark remark = new Remark();
                remark.text = "remark " + i;
                remark.album = album;
                album.remarks.add(remark);
                session.persist(album);
            }
        });
    }

    private static long count(String entity) {
        return sessions.fromTransaction(
                session -> session.createSelectionQuery("select count(*) from " + entity, Long.class)
                        .getSingleResult());
    }

    @Test
    void insertsAreOrderedAndBatched() {
        Statistics statistics = sessions.getStatistics();
        sessions.inTransaction(session -> {
            for (int i = 1; i <= 120; i++) {
                Album album = new Album(i);
                Track track = new Track();
                track.id = i;
                track.title = "track " + i;
                track.album = album;
                album.tracks.add(track);
                session.persist(album);
            }
        });
        // One for each table, which all batches use.
        assertThat(statistics.getPrepareStatementCount()).isEqualTo(2);
        assertThat(count("Album") + count("Track")).isEqualTo(240);
    }

    @Test
    void rowsWithIdentityAreInsertedOneByOne() {
        sessions.inTransaction(session -> {
            for (int i = 0; i < 10; i++) {
                session.persist(new Remark());
            }
        });
        assertThat(sessions.getStatistics().getPrepareStatementCount()).isEqualTo(10);
        List<Long> ids = sessions.fromTransaction(
                session -> session.createSelectionQuery("select id from Remark order by id", Long.class)
                        .list());
        assertThat(ids).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void updatesWithAVersionAreCounted() {
        fill(60);
        sessions.getStatistics().clear();
        sessions.inTransaction(session ->
                session.createSelectionQuery("from Album", Album.class).list().forEach(album -> album.title = "new"));
        // The query, and the update.
        assertThat(sessions.getStatistics().getPrepareStatementCount()).isEqualTo(2);
        assertThat(count("Album a where a.title = 'new' and a.version = 1")).isEqualTo(60);
    }

    @Test
    void aStaleVersionInTheMiddleOfABatch() {
        fill(40);
        sessions.inSession(session -> {
            List<Album> albums = session.createSelectionQuery("from Album order by id", Album.class)
                    .list();
            executeElsewhere("update Album set version = 99 where id = 35");
            session.getTransaction().begin();
            albums.forEach(album -> album.title = "lost");
            assertThatThrownBy(session::flush).isInstanceOf(OptimisticLockException.class);
            session.getTransaction().rollback();
        });
        assertThat(count("Album a where a.title = 'lost'")).isZero();
    }

    /** The pool has one connection, so another session factory is needed. */
    private static void executeElsewhere(String sql) {
        try (SessionFactory other =
                SessionFactories.create(cluster.jdbcUrl("batches"), Map.of("hibernate.hbm2ddl.auto", "none"))) {
            other.inTransaction(
                    session -> session.createNativeMutationQuery(sql).executeUpdate());
        }
    }

    @Test
    void aViolationRollsBackTheWholeBatch() {
        fill(1);
        assertThatThrownBy(() -> sessions.inTransaction(session -> {
                    for (int i = 100; i < 160; i++) {
                        Track track = new Track();
                        track.id = i;
                        track.title = i == 130 ? "track 2" : "new " + i;
                        session.persist(track);
                    }
                }))
                .isInstanceOf(ConstraintViolationException.class);
        assertThat(count("Track")).isEqualTo(2);
    }

    @Test
    void aStatelessSessionBatchesToo() {
        sessions.inStatelessTransaction(session -> {
            List<Album> albums =
                    LongStream.rangeClosed(1, 100).mapToObj(Album::new).toList();
            session.insertMultiple(albums);
            albums.forEach(album -> album.title = "changed");
            session.updateMultiple(albums);
            session.deleteMultiple(albums.subList(0, 50));
        });
        assertThat(sessions.getStatistics().getPrepareStatementCount()).isLessThanOrEqualTo(8);
        assertThat(count("Album a where a.title = 'changed'")).isEqualTo(50);
    }

    @Test
    void collectionsAreFetchedForManyOwners() {
        fill(300);
        Statistics statistics = sessions.getStatistics();
        sessions.inTransaction(session -> {
            List<Album> albums = session.createSelectionQuery("from Album order by id", Album.class)
                    .list();
            statistics.clear();
            albums.forEach(album -> assertThat(album.tracks).hasSize(2));
            assertThat(statistics.getPrepareStatementCount()).isEqualTo(1);
            statistics.clear();
            albums.forEach(album -> assertThat(album.remarks).hasSize(1));
            assertThat(statistics.getPrepareStatementCount()).isEqualTo(1);
        });
    }

    /** SQLite takes 32,766 parameters, so these are two statements. */
    @Test
    @SuppressWarnings("deprecation")
    void moreIdsThanAStatementTakes() {
        fill(5);
        List<Long> ids = LongStream.rangeClosed(1, 33_000).boxed().toList();
        sessions.inTransaction(session -> {
            sessions.getStatistics().clear();
            assertThat(session.findMultiple(Album.class, ids))
                    .hasSize(33_000)
                    .filteredOn(album -> album != null)
                    .hasSize(5);
            assertThat(sessions.getStatistics().getPrepareStatementCount()).isEqualTo(2);
        });
        sessions.inTransaction(session -> assertThat(session.byMultipleNaturalId(Album.class)
                        .multiLoad(ids.stream().limit(2000).map(id -> "c" + id).toList()))
                .filteredOn(album -> album != null)
                .hasSize(5));
        sessions.inTransaction(session -> assertThat(
                        session.createSelectionQuery("from Album where id in :ids", Album.class)
                                .setParameter("ids", ids.subList(0, 3000))
                                .list())
                .hasSize(5));
        sessions.inTransaction(session -> assertThat(
                        session.createNativeQuery("select count(*) from Album where id in :ids", Long.class)
                                .setParameter("ids", ids.subList(0, 3000))
                                .getSingleResult())
                .isEqualTo(5));
    }
}
