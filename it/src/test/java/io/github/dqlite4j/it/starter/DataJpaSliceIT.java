package io.github.dqlite4j.it.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.math.BigDecimal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A test slice whose URL is known only after the nodes were started. */
@DataJpaTest(properties = {"spring.flyway.enabled=false", "spring.jpa.hibernate.ddl-auto=create"})
@DirtiesContext
class DataJpaSliceIT {

    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    @Autowired
    private Items items;

    @DynamicPropertySource
    static void url(DynamicPropertyRegistry registry) {
        registry.add("spring.datasource.url", () -> CLUSTER.jdbcUrl("slice"));
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
