package io.github.dqlite4j.time;

import java.util.concurrent.TimeUnit;

/** The clock that measures deadlines; a test can use its own. Thread-safe. */
@FunctionalInterface
public interface NanoClock {
    /** The clock of this JVM. */
    NanoClock SYSTEM = System::nanoTime;

    /** Nanoseconds since an arbitrary moment, as {@link System#nanoTime}. */
    long nanoTime();

    /** The moment that many milliseconds from now. */
    default long deadline(long millis) {
        return nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
