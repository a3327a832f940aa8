package io.github.dqlite4j.it.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.math.BigDecimal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.test.annotation.DirtiesContext;

/** A test slice with connection details that are no container's: Spring Boot would put an embedded database in their place. */
@DataJpaTest(
        properties = {
            "spring.flyway.enabled=false",
            "spring.jpa.hibernate.ddl-auto=create",
            "spring.test.database.replace=NONE"
        })
@DirtiesContext
class DataJpaDetailsIT {

    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    @Autowired
    private Items items;

    @TestConfiguration(proxyBeanMethods = false)
    static class Connection {
        @Bean
        JdbcConnectionDetails details() {
            return new ConnectionDetailsIT.Details(CLUSTER.jdbcUrl("slice"));
        }
    }

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    @Test
    void theSliceWorksOnTheNodes() {
        items.saveAndFlush(new Item("sliced", BigDecimal.ONE));
        assertThat(items.findByName("sliced")).isPresent();
    }
}
