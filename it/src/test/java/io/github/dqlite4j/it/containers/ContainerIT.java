package io.github.dqlite4j.it.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.admin.BlockingDqliteAdmin;
import io.github.dqlite4j.admin.DqliteAdmin;
import io.github.dqlite4j.it.fixture.CompiledExample;
import io.github.dqlite4j.testcontainers.DqliteContainer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@link DqliteContainer} on a real engine. */
@EnabledIfEnvironmentVariable(
        named = "DQLITE4J_CONTAINERS",
        matches = "1",
        disabledReason = "There is no container engine, see docs/testing-with-containers.md")
@Timeout(1800)
class ContainerIT {
    private static int one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getInt(1);
        }
    }

    /** Makes another node the leader. */
    static void moveLeader(BlockingDqliteAdmin admin) {
        long leader = admin.leader().id();
        long other = admin.members().stream()
                .filter(node -> node.id() != leader)
                .findFirst()
                .orElseThrow()
                .id();
        admin.transfer(other);
        assertThat(admin.leader().id()).isNotEqualTo(leader);
    }

    @Test
    void theDriverFollowsTheLeaderThroughMappedPorts() throws SQLException {
        try (DqliteContainer dqlite = new DqliteContainer().withNodes(3).withDatabaseName("shop")) {
            dqlite.start();
            BlockingDqliteAdmin admin = DqliteAdmin.of(dqlite.getJdbcUrl()).blocking();
            assertThat(admin.members()).hasSize(3);
            try (Connection connection = DriverManager.getConnection(dqlite.getJdbcUrl())) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("CREATE TABLE t (n INTEGER)");
                    statement.executeUpdate("INSERT INTO t VALUES (7)");
                }
                moveLeader(admin);
                assertThat(one(connection, "SELECT n FROM t")).isEqualTo(7);
            }
        }
    }

    @Test
    void aUrlStartsAContainer() throws SQLException {
        String url = "jdbc:tc:dqlite:///fromurl?TC_NODES=1";
        try (Connection connection = DriverManager.getConnection(url)) {
            assertThat(one(connection, "SELECT 40 + 2")).isEqualTo(42);
            assertThat(connection.getMetaData().getURL()).endsWith("/fromurl");
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {HibernateJpaAutoConfiguration.class, FlywayAutoConfiguration.class})
    static class App {
        @Bean
        @ServiceConnection
        DqliteContainer dqlite() {
            return new DqliteContainer();
        }
    }

    @Test
    void springBootConnectsToTheContainer() {
        try (ConfigurableApplicationContext context = new SpringApplication(App.class)
                .run(
                        "--spring.main.web-application-type=none",
                        "--spring.data.jpa.repositories.enabled=false",
                        "--spring.datasource.url=jdbc:dqlite://127.0.0.1:1/unused")) {
            assertThat(context.getBean(JdbcClient.class)
                            .sql("SELECT 1")
                            .query(Integer.class)
                            .single())
                    .isOne();
        }
    }

    @Test
    void thePageShowsWhatWorks(@TempDir Path directory) throws Exception {
        String source = """
                import io.github.dqlite4j.testcontainers.DqliteContainer;
                import java.sql.*;
                public class Examples {
                    public static Object run() throws Exception {
                %s
                    }
                }
                """.formatted(CompiledExample.of("testing-with-containers.md"));
        assertThat(CompiledExample.run(source, directory)).isEqualTo(3);
    }

    @Test
    void aTagIsRefused() {
        assertThatThrownBy(() -> DriverManager.getConnection("jdbc:tc:dqlite:1.2:///app"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no tag 1.2");
    }
}
