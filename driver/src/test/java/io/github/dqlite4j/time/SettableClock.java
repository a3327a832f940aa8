package io.github.dqlite4j.time;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until a test moves it. It begins near the end of the range, where sums overflow. */
public final class SettableClock implements NanoClock {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);

    @Override
    public long nanoTime() {
        return now.get();
    }

    public void advance(long millis) {
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}
