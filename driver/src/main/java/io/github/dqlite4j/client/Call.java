package io.github.dqlite4j.client;

import io.github.dqlite4j.client.session.ClientSession;
import io.github.dqlite4j.client.session.ClientThreads;
import io.github.dqlite4j.client.session.Step;
import io.github.dqlite4j.client.session.Turn;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One call: waits for a session without a thread, does its work, passes the session on, and completes its future. */
final class Call<T extends @Nullable Object> extends Turn implements ClientSession.Caller {
    private final Source source;
    private final Work<T> work;
    private final CompletableFuture<T> future = new CompletableFuture<>();

    /** The session may refer to it while a result is open, so it must not refer to the client. */
    private final Object token = new Object();

    private volatile @Nullable ClientSession session;
    private volatile boolean stopped;
    private volatile boolean timedOut;

    /** Whether this has completed the future, and not the caller. */
    private volatile boolean ended;

    private volatile @Nullable Future<?> timer;

    /** The work of a call with its session. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object> {
        T run(ClientSession session, ClientSession.Caller caller) throws SQLException;
    }

    private Call(Source source, Work<T> work) {
        this.source = source;
        this.work = work;
    }

    /** @param limit of the time for waiting and executing together; null for none */
    static <T extends @Nullable Object> CompletableFuture<T> start(
            Source source, @Nullable Duration limit, Work<T> work) {
        Call<T> call = new Call<>(source, work);
        if (limit != null) {
            call.timer = ClientThreads.after(limit, call::late);
        }
        call.future.whenComplete((value, failure) -> {
            if (!call.ended) {
                call.cancelled();
            }
        });
        source.sessions().request(call);
        return call.future;
    }

    /** The caller has completed the future. */
    private void cancelled() {
        stopTimer();
        if (!leave()) {
            stop();
        }
    }

    private void late() {
        if (leave()) {
            ended = true;
            source.complete(() -> future.completeExceptionally(DqliteClientException.lateForSession()));
        } else {
            timedOut = true;
            stop();
        }
    }

    private void stopTimer() {
        Future<?> started = timer;
        if (started != null) {
            started.cancel(false);
        }
    }

    @Override
    public Object token() {
        return token;
    }

    @Override
    public boolean isStopped() {
        return stopped;
    }

    @Override
    protected void stop() {
        stopped = true;
        ClientSession used = session;
        if (used != null) {
            used.cancel(this);
        }
    }

    @Override
    protected @Nullable Step granted(ClientSession given) {
        session = given;
        T value = null;
        Throwable failure = null;
        try {
            value = work.run(given, this);
        } catch (Throwable e) {
            failure = e;
        }
        stopTimer();
        ended = true;
        Step next = source.sessions().release(given);
        if (failure == null) {
            T result = value;
            source.complete(next, () -> future.complete(result));
        } else {
            Throwable reported = reported(failure);
            source.complete(next, () -> future.completeExceptionally(reported));
        }
        return next;
    }

    private Throwable reported(Throwable failure) {
        Throwable reported = DqliteClientException.of(failure);
        return timedOut && reported instanceof DqliteClientException own ? own.timedOut() : reported;
    }

    @Override
    protected void refused(Throwable why) {
        stopTimer();
        ended = true;
        Throwable reported = DqliteClientException.of(why);
        source.complete(() -> future.completeExceptionally(reported));
    }
}
