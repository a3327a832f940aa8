package io.github.dqlite4j.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LruMapTest {
    private final Map<String, Integer> map = new LruMap<>(2);

    @Test
    void theEntryUnusedForTheLongestTimeGoes() {
        map.put("a", 1);
        map.put("b", 2);
        assertThat(map.get("a")).isOne();
        map.put("c", 3);
        assertThat(map).containsOnlyKeys("a", "c");
        map.merge("a", 1, Integer::sum);
        map.put("d", 4);
        assertThat(map).containsOnlyKeys("a", "d").containsEntry("a", 2);
    }

    @Test
    void aNewValueOfAKnownKeyRemovesNothing() {
        map.put("a", 1);
        map.put("b", 2);
        map.put("b", 3);
        assertThat(map).containsOnlyKeys("a", "b").containsEntry("b", 3);
    }

    @Test
    void aMapOfNoCapacityKeepsNothing() {
        Map<String, Integer> none = new LruMap<>(0);
        none.put("a", 1);
        assertThat(none).isEmpty();
    }
}
