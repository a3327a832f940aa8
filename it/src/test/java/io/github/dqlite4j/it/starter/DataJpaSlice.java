package io.github.dqlite4j.it.starter;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What a test slice of JPA must do, whatever says where the nodes are. */
abstract class DataJpaSlice {
    @Autowired
    private Items items;

    @Test
    void theSliceWorksOnTheNodes() {
        items.saveAndFlush(new Item("sliced", BigDecimal.ONE));
        assertThat(items.findByName("sliced")).isPresent();
    }
}
