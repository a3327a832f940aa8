package io.github.dqlite4j.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedInstancesTest {
    /** How often a collection is asked for. The first one usually does it. */
    private static final int COLLECTIONS = 1000;

    private final AtomicInteger made = new AtomicInteger();
    private final SharedInstances<Integer, Object> instances = new SharedInstances<>(3);

    private Object get(int key) {
        return instances.get(key, any -> {
            made.incrementAndGet();
            return new Object();
        });
    }

    @Test
    void isTheSameForAKey() {
        assertThat(get(1)).isSameAs(get(1)).isNotSameAs(get(2));
        assertThat(made).hasValue(2);
    }

    @Test
    void keepsWhatIsUsedAndTheLastOnesOnly() {
        Object used = get(0);
        for (int key = 1; key <= 100; key++) {
            get(key);
        }
        for (int i = 0; i < COLLECTIONS && instances.size() > 4; i++) {
            System.gc();
        }
        assertThat(instances.size()).isEqualTo(4);
        assertThat(get(0)).isSameAs(used);
        get(100);
        assertThat(made).hasValue(101);
    }

    @Test
    void forgetsWhatCannotBeMade() {
        assertThatThrownBy(() -> instances.get(1, any -> {
                    throw new IllegalArgumentException("no");
                }))
                .hasMessage("no");
        assertThat(get(1)).isSameAs(get(1));
    }
}
