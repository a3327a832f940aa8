package io.github.dqlite4j.transport;

import io.github.dqlite4j.wire.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An answer that a {@link NodeConnection} waits for. Completes on the thread that owns the event loop. */
public final class Answer extends CompletableFuture<Response> {
    private final Class<? extends Response> type;
    private final @Nullable List<Response.Rows> collected;
    private long bytes;

    Answer(Class<? extends Response> type, boolean collects) {
        this.type = type;
        this.collected = collects && type == Response.Rows.class ? new ArrayList<>(1) : null;
    }

    Class<? extends Response> type() {
        return type;
    }

    boolean isQuery() {
        return type == Response.Rows.class;
    }

    /** Whether it completes with the last message of its rows, and not with the first. */
    boolean collects() {
        return collected != null;
    }

    /** Returns the size of all messages so far. */
    long collect(Response.Rows rows) {
        if (collected != null) {
            collected.add(rows);
        }
        bytes += rows.size();
        return bytes;
    }

    /** The first message of this answer, of which the given one is the last or the only one. */
    Response first(Response last) {
        return collected == null ? last : collected.get(0);
    }

    /** All messages of rows, if a request was sent behind this one; none for other answers. */
    public List<Response.Rows> collected() {
        return collected == null ? List.of() : collected;
    }
}
