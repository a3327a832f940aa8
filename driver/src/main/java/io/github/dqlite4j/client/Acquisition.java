package io.github.dqlite4j.client;

import io.github.dqlite4j.client.session.ClientSession;
import io.github.dqlite4j.client.session.ClientThreads;
import io.github.dqlite4j.client.session.Loan;
import io.github.dqlite4j.client.session.SessionPool;
import io.github.dqlite4j.client.session.Step;
import io.github.dqlite4j.client.session.Turn;
import io.github.dqlite4j.report.DriverLog;
import io.github.dqlite4j.report.ReportedException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The wait for a connection of a pool. */
final class Acquisition extends Turn {
    private static final DriverLog LOG = DriverLog.of("connections");

    private final Source source;
    private final SessionPool pool;
    private final Duration leakWarning;
    private final @Nullable Throwable place;
    private final CompletableFuture<DqliteClient> future = new CompletableFuture<>();

    /** Shows in the log where a connection was taken. */
    private static final class Place extends ReportedException {
        private static final long serialVersionUID = 1L;

        Place() {
            super("The connection was taken here", null);
        }
    }

    /** @param leakWarning zero for none */
    Acquisition(Source source, SessionPool pool, Duration leakWarning) {
        this.source = source;
        this.pool = pool;
        this.leakWarning = leakWarning;
        this.place = leakWarning.isZero() ? null : new Place();
        future.whenComplete((client, failure) -> leave());
    }

    CompletableFuture<DqliteClient> future() {
        return future;
    }

    @Override
    protected @Nullable Step granted(ClientSession session) {
        DqliteClient client = new DqliteClient(session, source.context(), taken -> watched(taken, session));
        if (!future.complete(client)) {
            client.close();
        }
        return null;
    }

    /** The connection was returned to the pool, or is reported as not returned. */
    private DqliteClient.Ending watched(DqliteClient client, ClientSession lent) {
        Loan loan = pool.lend(lent, client);
        Future<?> timer = place == null
                ? null
                : ClientThreads.after(
                        leakWarning,
                        () -> LOG.log(
                                Level.WARNING,
                                () -> "A connection of a pool was taken " + leakWarning + " ago and is not closed yet",
                                place));
        return session -> {
            if (timer != null) {
                timer.cancel(false);
            }
            loan.end(session);
        };
    }

    @Override
    protected void refused(Throwable why) {
        Throwable reported = DqliteClientException.of(why);
        source.complete(() -> future.completeExceptionally(reported));
    }

    @Override
    protected void stop() {
        // Nothing is executed yet.
    }
}
