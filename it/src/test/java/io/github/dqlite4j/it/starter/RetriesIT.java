package io.github.dqlite4j.it.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.spring.boot.retry.RetryableTransaction;
import io.github.dqlite4j.spring.boot.retry.TransactionRetries;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.math.BigDecimal;
import java.util.List;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.event.spi.EventType;
import org.hibernate.event.spi.PreDeleteEventListener;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The leader changes inside a transaction of Spring. */
class RetriesIT {
    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(3);

    private static ConfigurableApplicationContext context;
    private static Items items;
    private static Shelf shelf;

    /** Changes the leader once. */
    private static final class Change implements Runnable {
        private int calls;

        @Override
        public void run() {
            if (calls++ == 0) {
                CLUSTER.transfer();
            }
        }
    }

    static class Shelf {
        private final Items items;
        private final JdbcClient jdbc;

        Shelf(Items items, JdbcClient jdbc) {
            this.items = items;
            this.jdbc = jdbc;
        }

        @Transactional
        @RetryableTransaction
        Item put(String name, Runnable between) {
            Item first = items.saveAndFlush(new Item(name + " 1", BigDecimal.ONE));
            between.run();
            items.save(new Item(name + " 2", BigDecimal.ONE));
            return first;
        }

        void insert(String name) {
            jdbc.sql("insert into item (name, price) values (?, 1)").param(name).update();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Services {
        @Bean
        Shelf shelf(Items items, JdbcClient jdbc) {
            return new Shelf(items, jdbc);
        }
    }

    @BeforeAll
    static void start() {
        SpringApplication application = new SpringApplication(StarterApplication.class, Services.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        context = application.run(
                "--spring.datasource.url=" + CLUSTER.jdbcUrl("retries"),
                "--spring.dqlite.retry.mode=all",
                "--spring.flyway.locations=classpath:starter-migrations");
        items = context.getBean(Items.class);
        shelf = context.getBean(Shelf.class);
    }

    @AfterAll
    static void stop() {
        context.close();
    }

    @BeforeEach
    void healthy() {
        CLUSTER.awaitVoters();
    }

    private static List<String> names(String prefix) {
        return items.findAll().stream()
                .map(item -> item.name)
                .filter(name -> name.startsWith(prefix))
                .sorted()
                .toList();
    }

    @Test
    void aServiceMethod() {
        Change change = new Change();
        Item first = shelf.put("service", change);
        assertThat(change.calls).isEqualTo(2);
        assertThat(names("service")).containsExactly("service 1", "service 2");
        assertThat(items.findById(first.id))
                .hasValueSatisfying(item -> assertThat(item.name).isEqualTo("service 1"));
    }

    @Test
    void aTemplate() {
        Change change = new Change();
        context.getBean(TransactionRetries.class)
                .around(context.getBean(TransactionTemplate.class))
                .executeWithoutResult(status -> {
                    shelf.insert("template 1");
                    change.run();
                    shelf.insert("template 2");
                });
        assertThat(change.calls).isEqualTo(2);
        assertThat(names("template")).containsExactly("template 1", "template 2");
    }

    @Test
    void aRepository() {
        Item item = items.save(new Item("repository", BigDecimal.ONE));
        Change change = new Change();
        PreDeleteEventListener beforeDelete = event -> {
            change.run();
            return false;
        };
        context.getBean(EntityManagerFactory.class)
                .unwrap(SessionFactoryImplementor.class)
                .getEventEngine()
                .getListenerRegistry()
                .appendListeners(EventType.PRE_DELETE, beforeDelete);
        items.deleteById(item.id);
        assertThat(change.calls).isEqualTo(2);
        assertThat(names("repository")).isEmpty();
    }

    @Test
    void aMethodOfARepositoryThatTheApplicationHasWrittenIsNotRunAgain() {
        Change change = new Change();
        TransactionTemplate template = context.getBean(TransactionTemplate.class);
        assertThatThrownBy(() -> items.run(() -> {
                    shelf.insert("own, in auto-commit");
                    template.executeWithoutResult(status -> {
                        shelf.insert("own 1");
                        change.run();
                        shelf.insert("own 2");
                    });
                }))
                .isInstanceOf(TransientDataAccessException.class);
        assertThat(names("own")).containsExactly("own, in auto-commit");
    }

    /** As open-in-view binds it for a web request. */
    private static void inView(Runnable request) {
        EntityManagerFactory factory = context.getBean(EntityManagerFactory.class);
        EntityManager manager = factory.createEntityManager();
        TransactionSynchronizationManager.bindResource(factory, new EntityManagerHolder(manager));
        try {
            request.run();
        } finally {
            TransactionSynchronizationManager.unbindResource(factory);
            manager.close();
        }
    }

    @Test
    void openInViewIsClearedIfTheRequestHasLoadedNothing() {
        Change change = new Change();
        inView(() -> shelf.put("cleared", change));
        assertThat(change.calls).isEqualTo(2);
        assertThat(names("cleared")).containsExactly("cleared 1", "cleared 2");
    }

    @Test
    void openInViewIsLeftAloneIfTheRequestHasLoadedSomething() {
        items.save(new Item("loaded", BigDecimal.ONE));
        Change change = new Change();
        inView(() -> {
            Item loaded = items.findByName("loaded").orElseThrow();
            assertThatThrownBy(() -> shelf.put("kept", change)).isInstanceOf(TransientDataAccessException.class);
            assertThat(loaded.name).isEqualTo("loaded");
        });
        assertThat(change.calls).isEqualTo(1);
        assertThat(names("kept")).isEmpty();
    }
}
