package io.github.dqlite4j.it.starter;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.hibernate.DqliteDialect;
import io.github.dqlite4j.hibernate.LeaderChangeRetry;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/** A Spring Boot application that sets its URL, on real nodes. */
class StarterIT {
    private static final Logger CLUSTER_LOG = Logger.getLogger("io.github.dqlite4j.cluster");

    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(3);

    private static ConfigurableApplicationContext run(String url) {
        SpringApplication application = new SpringApplication(StarterApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        return application.run(
                "--spring.datasource.url=" + url, "--spring.flyway.locations=classpath:starter-migrations");
    }

    @Test
    void theUrlAloneIsEnough() {
        try (ConfigurableApplicationContext context = run(CLUSTER.jdbcUrl("starter"))) {
            EntityManagerFactory entities = context.getBean(EntityManagerFactory.class);
            SessionFactoryImplementor sessions = entities.unwrap(SessionFactoryImplementor.class);
            assertThat(sessions.getJdbcServices().getDialect()).isExactlyInstanceOf(DqliteDialect.class);
            Items items = context.getBean(Items.class);
            assertThat(items.findByName("first")).hasValueSatisfying(item -> {
                assertThat(item.price).isEqualByComparingTo("1.5");
                assertThat(item.premium).isNull();
            });
            Item saved = items.save(new Item("second", new BigDecimal("12345678901.25")));
            assertThat(items.findById(saved.id)).hasValueSatisfying(item -> {
                assertThat(item.price).isEqualByComparingTo("12345678901.25");
                assertThat(item.day).hasToString("2024-02-29");
            });
            assertThatThrownBy(() -> items.save(new Item("second", BigDecimal.ONE)))
                    .isInstanceOf(DuplicateKeyException.class);
            JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
            assertThatThrownBy(() -> jdbc.update("insert into item (name, price) values ('second', 1)"))
                    .isInstanceOf(DuplicateKeyException.class);
            assertThatThrownBy(() -> jdbc.update("insert into item (price) values (1)"))
                    .isInstanceOf(DataIntegrityViolationException.class)
                    .isNotInstanceOf(DuplicateKeyException.class);
        }
    }

    @Test
    void workGoesOnAfterTheLeaderIsKilled() throws Exception {
        try (ConfigurableApplicationContext context = run(CLUSTER.jdbcUrl("killed"))) {
            SessionFactoryImplementor sessions =
                    context.getBean(EntityManagerFactory.class).unwrap(SessionFactoryImplementor.class);
            DqliteCluster.Node leader = CLUSTER.leader();
            LeaderChangeRetry retry = LeaderChangeRetry.on(sessions);
            boolean[] killed = {false};
            retry.run(session -> {
                session.persist(new Item("through", BigDecimal.TEN));
                session.flush();
                if (!killed[0]) {
                    killed[0] = true;
                    leader.kill();
                }
                session.persist(new Item("the change", BigDecimal.TEN));
                session.flush();
            });
            List<Item> kept = context.getBean(Items.class).findAll();
            assertThat(kept).extracting(item -> item.name).containsExactlyInAnyOrder("first", "through", "the change");
            leader.restart();
        }
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /** With the pool's own time-outs it took a minute, half of it without a line. */
    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void applicationWithoutAClusterLogsItsSearchAndEnds(CapturedOutput output) throws Exception {
        int port = unusedPort();
        String line = "No leader of [127.0.0.1:" + port + "] was found for";
        List<LogRecord> records = new CopyOnWriteArrayList<>();
        Handler recorder = new Handler() {
            @Override
            public void publish(LogRecord logged) {
                if (logged.getMessage().startsWith(line)) {
                    records.add(logged);
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        CLUSTER_LOG.addHandler(recorder);
        try {
            assertThatThrownBy(() -> new SpringApplication(StarterApplication.class)
                            .run(
                                    "--spring.main.web-application-type=none",
                                    "--spring.datasource.url=jdbc:dqlite://127.0.0.1:" + port + "/none",
                                    "--spring.flyway.enabled=false"))
                    .isNotNull();
        } finally {
            CLUSTER_LOG.removeHandler(recorder);
        }
        assertThat(output).contains("APPLICATION FAILED TO START").contains("Connection refused");
        assertThat(records)
                .hasSizeBetween(2, 6)
                .first()
                .returns(Level.WARNING, LogRecord::getLevel)
                .extracting(LogRecord::getMessage, as(InstanceOfAssertFactories.STRING))
                .contains("Connection refused");
        assertThat(output.toString().lines().filter(each -> each.contains(line)))
                .as("the lines of "
                        + records.stream().map(LogRecord::getMessage).toList())
                .hasSizeBetween(2, 6)
                .allMatch(each -> each.contains("Connection refused"));
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void applicationWithoutAClusterReportsTheReason(CapturedOutput output) throws Exception {
        int port = unusedPort();
        String url = "jdbc:dqlite://127.0.0.1:" + port + "/none?loginTimeout=500";
        assertThatThrownBy(() -> new SpringApplication(StarterApplication.class)
                        .run(
                                "--spring.main.web-application-type=none",
                                "--spring.datasource.url=" + url,
                                "--spring.datasource.hikari.initialization-fail-timeout=1",
                                "--spring.flyway.enabled=false"))
                .isNotNull();
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("could not connect to the dqlite cluster at jdbc:dqlite://127.0.0.1:" + port);
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void wrongUrlIsReported(CapturedOutput output) {
        assertThatThrownBy(() -> run("jdbc:dqlite://127.0.0.1:9001/shop?busyTimeuot=1"))
                .isNotNull();
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("The URL of the dqlite cluster is not valid")
                .contains("busyTimeout");
    }
}
