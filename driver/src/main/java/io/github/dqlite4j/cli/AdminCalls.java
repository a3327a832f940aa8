package io.github.dqlite4j.cli;

import io.github.dqlite4j.admin.DqliteAdminException;
import io.github.dqlite4j.cli.input.UsageException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Waits for calls of the administration, one at a time; another thread may end the wait. */
final class AdminCalls {
    private final AtomicReference<@Nullable CompletableFuture<?>> current = new AtomicReference<>();
    private volatile boolean cancelled;

    /**
     * The result of a call.
     *
     * @throws CancellationException if the wait was ended: a change that was sent may have happened
     */
    <T extends @Nullable Object> T await(CompletionStage<T> call) throws UsageException {
        CompletableFuture<T> future = call.toCompletableFuture();
        current.set(future);
        if (cancelled) {
            future.cancel(true);
        }
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof DqliteAdminException failed) {
                throw failed;
            }
            throw new UsageException(String.valueOf(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsageException("The thread was interrupted");
        } finally {
            current.set(null);
        }
    }

    /** Ends the wait of this call and of all later ones. */
    void cancel() {
        cancelled = true;
        CompletableFuture<?> waited = current.get();
        if (waited != null) {
            waited.cancel(true);
        }
    }
}
