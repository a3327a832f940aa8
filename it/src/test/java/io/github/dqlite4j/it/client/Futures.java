package io.github.dqlite4j.it.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dqlite4j.client.DqliteClientException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Waits for futures. */
public final class Futures {
    private static final int PATIENCE_SECONDS = 60;

    private Futures() {}

    /** The value, or what the future has failed with. */
    public static <T extends @Nullable Object> T get(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    public static DqliteClientException failure(CompletableFuture<?> future) {
        DqliteClientException thrown = catchThrowableOfType(DqliteClientException.class, () -> get(future));
        assertThat(thrown).isNotNull();
        return thrown;
    }
}
