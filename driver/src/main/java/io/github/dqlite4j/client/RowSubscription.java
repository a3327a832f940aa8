package io.github.dqlite4j.client;

import io.github.dqlite4j.client.session.ClientSession;
import io.github.dqlite4j.client.session.ClientThreads;
import io.github.dqlite4j.client.session.Step;
import io.github.dqlite4j.client.session.Turn;
import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.keys.KeyRequest;
import io.github.dqlite4j.engine.result.ResultStream;
import io.github.dqlite4j.report.DriverLog;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one execution for one subscriber. Whatever happens leaves a note and adds to {@link #work}; who adds the first does all of it, so that signals come one
 * after the other and never within one another. No thread stays while nothing is asked for.
 */
final class RowSubscription<T> extends Turn implements Flow.Subscription, ClientSession.Caller {
    private static final DriverLog LOG = DriverLog.of("connections");

    private final Source source;
    private final @Nullable Duration limit;
    private final SqlStatement statement;
    private final List<? extends @Nullable Object> parameters;
    private final RowMapper<T> mapper;
    private final Object token = new Object();
    private final AtomicInteger work = new AtomicInteger(1);
    private final AtomicLong demand = new AtomicLong();
    private final AtomicInteger requests = new AtomicInteger();

    // Notes.
    private volatile @Nullable ClientSession session;
    private volatile boolean cancelled;
    private volatile boolean stopped;
    private volatile boolean timedOut;
    private volatile @Nullable Throwable failure;
    private volatile @Nullable Future<?> timer;

    /** Whether the query is being executed, so that there is something to cancel. */
    private volatile boolean executing;

    // Touched only by who does the work.
    private Flow.@Nullable Subscriber<? super T> subscriber;
    private @Nullable ResultStream rows;
    private @Nullable RowView view;

    RowSubscription(
            Source source,
            @Nullable Duration limit,
            SqlStatement statement,
            List<? extends @Nullable Object> parameters,
            RowMapper<T> mapper,
            Flow.Subscriber<? super T> subscriber) {
        this.source = source;
        this.limit = limit;
        this.statement = statement;
        this.parameters = parameters;
        this.mapper = mapper;
        this.subscriber = subscriber;
    }

    /** The work is taken until the subscriber has its subscription. */
    void begin() {
        Flow.Subscriber<? super T> first = Objects.requireNonNull(subscriber);
        try {
            first.onSubscribe(this);
        } catch (Throwable e) {
            // It may have requested rows.
            LOG.log(Level.WARNING, () -> "A subscriber failed, and gets no rows", e);
            cancel();
        }
        if (work.decrementAndGet() != 0) {
            startWork();
        }
    }

    private void wake() {
        if (work.getAndIncrement() == 0) {
            startWork();
        }
    }

    /** In a thread for calls and not in one for callbacks, since it reads rows. */
    private void startWork() {
        source.goOn(() -> {
            doWork();
            return null;
        });
    }

    @Override
    public void request(long rowsWanted) {
        if (rowsWanted <= 0) {
            failure = new IllegalArgumentException("A non-positive subscription request: " + rowsWanted
                    + "; a subscriber must request at least one row");
            leave();
            wake();
            return;
        }
        demand.accumulateAndGet(rowsWanted, (before, more) -> {
            long sum = before + more;
            return sum < 0 ? Long.MAX_VALUE : sum;
        });
        if (requests.getAndIncrement() == 0) {
            if (limit != null) {
                timer = ClientThreads.after(limit, this::late);
            }
            source.sessions().request(this);
        } else {
            wake();
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        leave();
        cutOff();
        wake();
    }

    private void late() {
        if (leave()) {
            failure = DqliteClientException.lateForSession();
        } else {
            timedOut = true;
            cutOff();
        }
        wake();
    }

    @Override
    protected void stop() {
        stopped = true;
        cutOff();
        wake();
    }

    private void cutOff() {
        ClientSession used = session;
        if (used != null && executing) {
            used.cancel(this);
        }
    }

    @Override
    public Object token() {
        return token;
    }

    @Override
    public boolean isStopped() {
        return cancelled || stopped || timedOut;
    }

    @Override
    protected void refused(Throwable why) {
        failure = DqliteClientException.of(why);
        wake();
    }

    @Override
    protected @Nullable Step granted(ClientSession given) {
        session = given;
        if (work.getAndIncrement() == 0) {
            doWork();
        }
        return null;
    }

    private void doWork() {
        int done = work.get();
        do {
            try {
                step();
            } catch (Throwable e) {
                end(DqliteClientException.of(e), false);
            }
            done = work.addAndGet(-done);
        } while (done != 0);
    }

    private void step() throws SQLException, EngineException {
        if (subscriber == null) {
            // It has ended; only a session that was granted at the same time is left to be given back.
            giveBack();
            return;
        }
        if (hasEnded() || session == null) {
            return;
        }
        if (rows == null && !open(session)) {
            return;
        }
        ResultStream open = Objects.requireNonNull(rows);
        while (!hasEnded()) {
            if (demand.get() == 0 ? !open.hasNext() : !open.next()) {
                end(null, true);
                return;
            } else if (demand.get() == 0) {
                return;
            }
            emit(open);
        }
    }

    /** Ends if a note says so. */
    private boolean hasEnded() {
        Throwable wrong = failure;
        if (cancelled) {
            end(null, false);
        } else if (wrong != null) {
            end(wrong, false);
        } else if (stopped) {
            end(DqliteClientException.refused("57014", "The transaction was cancelled"), false);
        }
        return subscriber == null;
    }

    /** Returns false if there are no rows. */
    private boolean open(ClientSession used) throws SQLException {
        executing = true;
        try {
            rows = used.execute(statement, parameters, KeyRequest.NONE, this).rows();
        } catch (SQLException e) {
            DqliteClientException reported = DqliteClientException.of(e);
            end(timedOut ? reported.timedOut() : reported, false);
            return false;
        } finally {
            executing = false;
            stopTimer();
        }
        if (rows == null) {
            end(null, true);
            return false;
        }
        view = new RowView(used, rows);
        return true;
    }

    private void emit(ResultStream open) {
        T value = Objects.requireNonNull(
                mapper.map(Objects.requireNonNull(view).on(open.row())),
                "A mapper of streamed rows must not return null");
        try {
            Objects.requireNonNull(subscriber).onNext(value);
        } catch (Throwable e) {
            // A subscriber must not throw; it counts as having cancelled.
            LOG.log(Level.WARNING, () -> "A subscriber failed, and gets no more rows", e);
            end(null, false);
        }
        if (demand.get() != Long.MAX_VALUE) {
            demand.decrementAndGet();
        }
    }

    /** @param complete whether the rows have come to their end; without that and without a failure, no signal is sent */
    private void end(@Nullable Throwable why, boolean complete) {
        Flow.Subscriber<? super T> last = subscriber;
        subscriber = null;
        stopTimer();
        leave();
        ResultStream open = rows;
        if (open != null) {
            rows = null;
            open.close();
        }
        giveBack();
        if (last == null) {
            return;
        }
        try {
            if (why != null) {
                last.onError(why instanceof SQLException sql ? DqliteClientException.of(sql) : why);
            } else if (complete) {
                last.onComplete();
            }
        } catch (Throwable e) {
            LOG.log(Level.WARNING, () -> "A subscriber failed", e);
        }
    }

    private void giveBack() {
        ClientSession used = session;
        if (used != null) {
            session = null;
            source.goOn(source.sessions().release(used));
        }
    }

    private void stopTimer() {
        Future<?> started = timer;
        if (started != null) {
            started.cancel(false);
        }
    }
}
