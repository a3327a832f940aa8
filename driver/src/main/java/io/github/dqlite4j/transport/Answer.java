package io.github.dqlite4j.transport;

import io.github.dqlite4j.transport.TransportException.ServerFailure;
import io.github.dqlite4j.wire.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An answer that a {@link NodeConnection} waits for. Completes on the thread that owns the event loop. */
public final class Answer extends CompletableFuture<Response> {
    private final Class<? extends Response> type;
    private final boolean amongOthers;
    private final List<Response.Rows> collected;
    private long bytes;

    private Answer(Class<? extends Response> type, boolean amongOthers, List<Response.Rows> collected) {
        this.type = type;
        this.amongOthers = amongOthers;
        this.collected = collected;
    }

    /** Of a request that is sent alone: a refusal of the server makes it fail. */
    static Answer of(Class<? extends Response> type) {
        return new Answer(type, false, List.of());
    }

    /**
     * Of one request of several: it completes with {@link Response.Failure} if the server refuses the request.
     *
     * @param collects whether it completes with the last message of its rows, and not with the first
     */
    static Answer amongOthers(Class<? extends Response> type, boolean collects) {
        return new Answer(type, true, collects && type == Response.Rows.class ? new ArrayList<>(1) : List.of());
    }

    Class<? extends Response> type() {
        return type;
    }

    boolean isQuery() {
        return type == Response.Rows.class;
    }

    /** Whether it completes with the last message of its rows, and not with the first. */
    boolean collects() {
        return collected instanceof ArrayList;
    }

    /** Returns the size of all messages so far. */
    long collect(Response.Rows rows) {
        collected.add(rows);
        bytes += rows.size();
        return bytes;
    }

    /** The first message of this answer, of which the given one is the last or the only one. */
    Response first(Response last) {
        return collects() ? collected.get(0) : last;
    }

    void refused(Response.Failure failure) {
        if (amongOthers) {
            complete(failure);
        } else {
            completeExceptionally(new ServerFailure(failure.code(), failure.message()));
        }
    }

    /** All messages of rows, if they are collected; none for other answers. */
    public List<Response.Rows> collected() {
        return collected;
    }

    /** Why the server refused the request; null if it did not. Call it when the answer has come. */
    public @Nullable ServerFailure failure() {
        return join() instanceof Response.Failure failure ? new ServerFailure(failure.code(), failure.message()) : null;
    }
}
