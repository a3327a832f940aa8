package io.github.dqlite4j.engine.write;

import io.github.dqlite4j.transport.CallerEventLoop;
import io.github.dqlite4j.transport.NodeConnection;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A request that waits in the {@link WriteQueue} and needs nothing but its turn. The thread that grants the turn sends it, so that the
 * server has it while the request's own thread is still waking up. Guarded by the queue's lock.
 */
public final class QueuedRequest {
    private final CallerEventLoop loop;
    private final NodeConnection connection;
    private final Request<? extends Response> request;
    private final BooleanSupplier ready;
    private @Nullable CompletableFuture<? extends Response> answer;

    /** @param ready whether there is still nothing that has to be asked before */
    public QueuedRequest(
            CallerEventLoop loop,
            NodeConnection connection,
            Request<? extends Response> request,
            BooleanSupplier ready) {
        this.loop = loop;
        this.connection = connection;
        this.request = request;
        this.ready = ready;
    }

    /** Sends the request, unless the node is lost or something has to be asked before; its own thread then does that. */
    void send() {
        loop.runInstead(() -> {
            loop.runNow();
            if (connection.isOpen() && ready.getAsBoolean()) {
                try {
                    answer = connection.request(request);
                } catch (RuntimeException e) {
                    // It could not be encoded, and nothing was sent. Its own thread fails in the same way, and reports
                    // it.
                }
            }
        });
    }

    /** Null if the request was not sent. */
    public @Nullable CompletableFuture<? extends Response> answer() {
        return answer;
    }
}
