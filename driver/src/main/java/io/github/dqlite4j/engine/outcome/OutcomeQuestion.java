package io.github.dqlite4j.engine.outcome;

import io.github.dqlite4j.engine.exchange.NodeExchange;
import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.failure.Outcome;
import io.github.dqlite4j.engine.failure.ServerErrors;
import io.github.dqlite4j.time.NanoClock;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.transport.TransportException.ServerFailure;
import java.util.concurrent.TimeUnit;

/** Asks the leader for a mark, and the next one if that is lost, until there is an answer or the time is over. Used once, by the owner of the session. */
public final class OutcomeQuestion {
    private static final long MIN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long MAX_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(16);

    private final CommitMark mark;
    private final Leaders leaders;
    private final NanoClock clock;
    private final long until;

    /** The way of a session to the leader. */
    public interface Leaders {
        /** The leader's database, with this session's turn to write. */
        NodeExchange reach(long until) throws EngineException;

        /** Gives the turn back. */
        void release();

        /** The node is lost, or no longer leads. */
        void leave() throws EngineException;

        /** Waits that long for the write lock. */
        void await(long nanos) throws EngineException;

        /** The latest moment for an answer that only the network delays. */
        long networkDeadline();
    }

    /** @param until the latest moment, by the clock */
    public OutcomeQuestion(CommitMark mark, Leaders leaders, NanoClock clock, long until) {
        this.mark = mark;
        this.leaders = leaders;
        this.clock = clock;
        this.until = until;
    }

    /** Never throws: what cannot be found out is unknown. */
    public Outcome ask() {
        try {
            long pause = MIN_PAUSE_NANOS;
            do {
                NodeExchange exchange = leaders.reach(until);
                try {
                    return mark.ask(exchange, Math.min(until, leaders.networkDeadline()));
                } catch (ServerFailure e) {
                    if (!ServerErrors.isAboutStatement(e)) {
                        leaders.leave();
                    } else if (ServerErrors.primary(e.code()) != ServerErrors.BUSY) {
                        // Such as a table that was dropped.
                        return Outcome.UNKNOWN;
                    }
                } catch (TransportException e) {
                    leaders.leave();
                } finally {
                    leaders.release();
                }
                leaders.await(pause);
                pause = Math.min(2 * pause, MAX_PAUSE_NANOS);
            } while (clock.nanoTime() < until);
        } catch (EngineException e) {
            // No leader in time, or the caller does not wait any longer.
        }
        return Outcome.UNKNOWN;
    }
}
