package io.github.dqlite4j.it.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** A small application that sets only its URL: Flyway migrates, JPA writes, and the leader is killed. */
class BootFailoverIT {
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @EntityScan(basePackageClasses = BootFailoverIT.class)
    static class App {}

    @Entity(name = "note")
    static class Note {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        String text;
        Boolean done;

        protected Note() {}

        Note(String text) {
            this.text = text;
        }
    }

    @Test
    void applicationWorksAfterTheLeaderWasKilled() {
        try (DqliteCluster cluster = DqliteCluster.start(3)) {
            SpringApplication application = new SpringApplication(App.class);
            application.setWebApplicationType(WebApplicationType.NONE);
            try (ConfigurableApplicationContext context = application.run(
                    "--spring.datasource.url=" + cluster.jdbcUrl("app"),
                    "--spring.flyway.locations=classpath:boot-migrations")) {
                TransactionTemplate transaction = context.getBean(TransactionTemplate.class);
                EntityManager entities = context.getBean(EntityManager.class);
                transaction.executeWithoutResult(status -> entities.persist(new Note("before")));
                assertThatThrownBy(
                                () -> transaction.executeWithoutResult(status -> entities.persist(new Note("before"))))
                        .isInstanceOf(ConstraintViolationException.class);
                cluster.leader().kill();
                transaction.executeWithoutResult(status -> entities.persist(new Note("after")));
                Note before = transaction.execute(
                        status -> entities.createQuery("select n from note n where n.text = 'before'", Note.class)
                                .getSingleResult());
                assertThat(before.done).isNull();
                assertThat(context.getBean(JdbcTemplate.class)
                                .queryForObject("select count(*) from note", Integer.class))
                        .isEqualTo(2);
            }
        }
    }
}
