package io.github.dqlite4j.it.starter;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import org.junit.jupiter.api.AutoClose;
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
class DataJpaDetailsIT extends DataJpaSlice {
    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    @TestConfiguration(proxyBeanMethods = false)
    static class Connection {
        @Bean
        JdbcConnectionDetails details() {
            return new UrlOnly.Details(CLUSTER.jdbcUrl("slice"));
        }
    }
}
