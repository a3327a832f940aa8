package io.github.dqlite4j.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Makes a leaked buffer fail the test class that uses this extension. Netty reports a leak when it makes a new buffer after
 * the garbage collector has found an old one; {@link Detector} is installed by the module's surefire configuration.
 */
public final class LeakRecorder implements AfterAllCallback {
    private static final Queue<String> LEAKS = new ConcurrentLinkedQueue<>();

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        assertThat(leaks()).isEmpty();
    }

    /** The leaks found since the last call. */
    static Queue<String> leaks() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(20);
            ByteBuf tracked = PooledByteBufAllocator.DEFAULT.heapBuffer();
            tracked.release();
        }
        Queue<String> found = new ConcurrentLinkedQueue<>();
        for (String leak = LEAKS.poll(); leak != null; leak = LEAKS.poll()) {
            found.add(leak);
        }
        return found;
    }

    /** Found by Netty through {@code io.netty.customResourceLeakDetector}. */
    public static final class Detector<T> extends ResourceLeakDetector<T> {
        public Detector(Class<?> resource, int samplingInterval) {
            super(resource, samplingInterval);
        }

        public Detector(Class<?> resource, int samplingInterval, long maxActive) {
            super(resource, samplingInterval);
        }

        @Override
        protected void reportTracedLeak(String resource, String records) {
            LEAKS.add(resource + ": " + records);
        }

        @Override
        protected void reportUntracedLeak(String resource) {
            LEAKS.add(resource);
        }
    }
}
