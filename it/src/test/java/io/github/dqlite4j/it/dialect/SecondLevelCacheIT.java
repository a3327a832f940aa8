package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.Cacheable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.NaturalIdCache;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hibernate's second-level cache, with JCache and Caffeine. */
class SecondLevelCacheIT {
    private DqliteCluster cluster;
    private SessionFactory sessions;

    @Entity(name = "Cached")
    @Cacheable
    @Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = "cached")
    @NaturalIdCache(region = "codes")
    static class Cached {
        @Id
        long id;

        @NaturalId
        String code;

        String name;

        @ElementCollection
        @Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = "tags")
        Set<String> tags = new HashSet<>();
    }

    @BeforeEach
    void open() {
        cluster = DqliteCluster.start(1);
        sessions = SessionFactories.create(
                cluster.jdbcUrl("cache"),
                Map.of(
                        "hibernate.cache.region.factory_class", "jcache",
                        "hibernate.javax.cache.provider",
                                "com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider",
                        "hibernate.javax.cache.missing_cache_strategy", "create",
                        "hibernate.cache.use_second_level_cache", "true",
                        "hibernate.cache.use_query_cache", "true",
                        "hibernate.generate_statistics", "true"),
                Cached.class);
        sessions.inTransaction(session -> {
            Cached cached = new Cached();
            cached.id = 1;
            cached.code = "one";
            cached.name = "a";
            cached.tags.addAll(Set.of("x", "y"));
            session.persist(cached);
        });
    }

    @AfterEach
    void close() {
        sessions.close();
        cluster.close();
    }

    @SuppressWarnings("deprecation")
    private void read() {
        sessions.inTransaction(session -> {
            assertThat(session.find(Cached.class, 1L).tags).hasSize(2);
            assertThat(session.bySimpleNaturalId(Cached.class).load("one").id).isEqualTo(1);
            List<Cached> found = session.createSelectionQuery("from Cached where code = 'one'", Cached.class)
                    .setCacheable(true)
                    .list();
            assertThat(found).hasSize(1);
        });
    }

    @Test
    void nothingIsReadAgain() {
        read();
        Statistics statistics = sessions.getStatistics();
        statistics.clear();
        read();
        assertThat(statistics.getPrepareStatementCount()).isZero();
        assertThat(statistics.getSecondLevelCacheHitCount()).isPositive();
        assertThat(statistics.getQueryCacheHitCount()).isOne();
    }

    @Test
    void changesAreSeen() {
        read();
        sessions.inTransaction(session -> session.find(Cached.class, 1L).name = "b");
        sessions.inTransaction(
                session -> assertThat(session.find(Cached.class, 1L).name).isEqualTo("b"));
        sessions.inTransaction(session ->
                session.createMutationQuery("update Cached set name = 'c'").executeUpdate());
        sessions.inTransaction(
                session -> assertThat(session.find(Cached.class, 1L).name).isEqualTo("c"));
        sessions.inSession(session -> {
            session.beginTransaction();
            session.find(Cached.class, 1L).name = "lost";
            session.flush();
            session.getTransaction().rollback();
        });
        sessions.inTransaction(
                session -> assertThat(session.find(Cached.class, 1L).name).isEqualTo("c"));
    }
}
