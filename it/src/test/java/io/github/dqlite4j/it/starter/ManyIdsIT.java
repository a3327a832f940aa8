package io.github.dqlite4j.it.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** JPA with more ids than an old server accepts as parameters. */
class ManyIdsIT {
    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    @Entity(name = "Leaf")
    static class Leaf {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        @ManyToOne(fetch = FetchType.LAZY, cascade = CascadeType.PERSIST)
        Branch branch;
    }

    @Entity(name = "Branch")
    static class Branch {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        String name;

        String getName() {
            return name;
        }
    }

    @Test
    void aRepositoryFindsAndDeletesByManyIds() {
        SpringApplication application = new SpringApplication(StarterApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        try (ConfigurableApplicationContext context = application.run(
                "--spring.datasource.url=" + CLUSTER.jdbcUrl("repository"),
                "--spring.flyway.locations=classpath:starter-migrations")) {
            Items items = context.getBean(Items.class);
            items.saveAll(IntStream.range(0, 400)
                    .mapToObj(i -> new Item("item ' " + i, BigDecimal.valueOf(i)))
                    .toList());
            List<Long> ids = items.findAll().stream()
                    .map(item -> item.id)
                    .filter(id -> id > 1)
                    .toList();
            assertThat(ids).hasSize(400);
            for (int size : new int[] {255, 256, 300, 400}) {
                assertThat(items.findAllById(ids.subList(0, size)))
                        .extracting(item -> item.id)
                        .containsExactlyInAnyOrderElementsOf(ids.subList(0, size));
            }
            List<Item> gone = items.findAllById(ids.subList(0, 300));
            items.deleteAllInBatch(gone);
            assertThat(items.count()).isEqualTo(101);
            items.deleteAllByIdInBatch(ids.subList(50, 400));
            assertThat(items.findAll()).extracting(item -> item.id).containsExactly(1L);
        }
    }

    @Test
    void hibernateFetchesAndSelectsByManyIds() {
        try (SessionFactory sessions = new Configuration()
                .setProperty("hibernate.connection.url", CLUSTER.jdbcUrl("hibernate"))
                .setProperty("hibernate.hbm2ddl.auto", "create")
                .setProperty("hibernate.hbm2ddl.halt_on_error", "true")
                .setProperty("hibernate.default_batch_fetch_size", "500")
                .setProperty("hibernate.generate_statistics", "true")
                .addAnnotatedClass(Leaf.class)
                .addAnnotatedClass(Branch.class)
                .buildSessionFactory()) {
            sessions.inTransaction(session -> {
                for (int i = 0; i < 1000; i++) {
                    Leaf leaf = new Leaf();
                    leaf.branch = new Branch();
                    leaf.branch.name = "branch '" + i;
                    session.persist(leaf);
                }
            });
            Statistics statistics = sessions.getStatistics();
            sessions.inTransaction(session -> {
                List<Leaf> leaves = session.createSelectionQuery("from Leaf order by id", Leaf.class)
                        .list();
                statistics.clear();
                for (int i = 0; i < 1000; i++) {
                    assertThat(leaves.get(i).branch.getName()).isEqualTo("branch '" + i);
                }
                assertThat(statistics.getPrepareStatementCount()).isEqualTo(2);
            });
            List<Long> list = LongStream.rangeClosed(500, 1499).boxed().toList();
            sessions.inTransaction(session -> {
                assertThat(session.createSelectionQuery("from Leaf where id in :list", Leaf.class)
                                .setParameter("list", list)
                                .list())
                        .hasSize(501);
                assertThat(session.createSelectionQuery(
                                        "select name from Branch where name in :list order by id", String.class)
                                .setParameter(
                                        "list",
                                        list.stream().map(id -> "branch '" + id).toList())
                                .setMaxResults(2)
                                .list())
                        .containsExactly("branch '500", "branch '501");
                assertThat(session.createMutationQuery("delete from Leaf where id in :list")
                                .setParameter("list", list)
                                .executeUpdate())
                        .isEqualTo(501);
            });
            sessions.inTransaction(session -> {
                List<Long> ids = LongStream.rangeClosed(1, 600).boxed().toList();
                assertThat(session.findMultiple(Leaf.class, ids))
                        .hasSize(600)
                        .filteredOn(leaf -> leaf != null)
                        .hasSize(499);
            });
        }
    }
}
