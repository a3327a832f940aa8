package io.github.dqlite4j.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A thread that drives its own event loop, as a JDBC connection does. Made and used by one thread. */
public final class Caller implements AutoCloseable {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final CallerEventLoop loop = new CallerEventLoop();

    public Caller() {
        loop.enter();
    }

    public CallerEventLoop loop() {
        return loop;
    }

    /** The answer; what went wrong is thrown inside a {@link CompletionException}. */
    public <T> T await(CompletableFuture<T> answer) {
        until(answer::isDone);
        return answer.join();
    }

    /** What went wrong; null if nothing did. */
    public Throwable failure(CompletableFuture<?> answer) {
        until(answer::isDone);
        return answer.handle((value, error) -> error instanceof CompletionException ? error.getCause() : error)
                .join();
    }

    /** Drives the loop until this is so. */
    public void until(BooleanSupplier reached) {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!reached.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(until);
            loop.run(TimeUnit.MILLISECONDS.toNanos(100));
        }
    }

    @Override
    public void close() {
        loop.terminate();
        loop.exit();
    }
}
