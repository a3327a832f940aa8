package io.github.dqlite4j.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LeakRecorderTest {
    @Test
    void everyBufferIsWatched() {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
    }

    @Test
    @Timeout(60)
    void leakedBufferIsFound() throws InterruptedException {
        forget();
        Collection<String> leaks = LeakRecorder.leaks();
        while (leaks.isEmpty()) {
            leaks = LeakRecorder.leaks();
        }
        assertThat(leaks).allMatch(leak -> leak.contains("forget"));
    }

    private static void forget() {
        PooledByteBufAllocator.DEFAULT.heapBuffer().touch().writeByte(1);
    }
}
