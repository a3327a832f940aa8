package io.github.dqlite4j.engine.write;

import io.github.dqlite4j.transport.CallerEventLoop;
import io.github.dqlite4j.transport.NodeConnection;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A request that needs nothing more but the turn to write, so that the thread which gives the turn away sends it: the server
 * has it while the thread it belongs to is still being woken. Guarded by the lock of {@link WriteQueue}.
 */
public final class QueuedRequest {
    private final CallerEventLoop loop;
    private final NodeConnection link;
    private final Request<? extends Response> request;
    private final BooleanSupplier ready;
    private @Nullable CompletableFuture<? extends Response> answer;

    /** @param ready whether there is still nothing that has to be asked before */
    public QueuedRequest(
            CallerEventLoop loop, NodeConnection link, Request<? extends Response> request, BooleanSupplier ready) {
        this.loop = loop;
        this.link = link;
        this.request = request;
        this.ready = ready;
    }

    /** Sends it, unless the node is lost or something has to be asked before; the connection's own thread then does that. */
    void send() {
        loop.runInstead(() -> {
            loop.runNow();
            if (link.isOpen() && ready.getAsBoolean()) {
                try {
                    answer = link.request(request);
                } catch (RuntimeException e) {
                    // It could not be encoded, and nothing was sent. The connection's own thread meets that too, and
                    // says so.
                }
            }
        });
    }

    /** Null if it was not sent. */
    public @Nullable CompletableFuture<? extends Response> answer() {
        return answer;
    }
}
