package io.github.dqlite4j.it.starter;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import org.junit.jupiter.api.AutoClose;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A test slice whose URL is known only after the nodes were started. */
@DataJpaTest(properties = {"spring.flyway.enabled=false", "spring.jpa.hibernate.ddl-auto=create"})
@DirtiesContext
class DataJpaSliceIT extends DataJpaSlice {
    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    @DynamicPropertySource
    static void url(DynamicPropertyRegistry registry) {
        registry.add("spring.datasource.url", () -> CLUSTER.jdbcUrl("slice"));
    }
}
