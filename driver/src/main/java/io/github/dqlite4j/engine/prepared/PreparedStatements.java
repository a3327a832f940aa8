package io.github.dqlite4j.engine.prepared;

import io.github.dqlite4j.cache.LruMap;
import io.github.dqlite4j.engine.exchange.NodeExchange;
import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The statements that are prepared on a node for one connection. The least recently used is finalized when there are too many, and one is
 * prepared again after the schema has changed. Used by the owner of the event loop.
 */
public final class PreparedStatements {
    // Of all connections of this JVM.
    private static final LongAdder HITS = new LongAdder();
    private static final LongAdder MISSES = new LongAdder();
    private static final LongAdder KEPT = new LongAdder();

    private final NodeExchange exchange;
    private final int capacity;
    private final int threshold;
    private final Map<String, Prepared> byText = new LinkedHashMap<>(16, 0.75f, true);

    /** How often a text that is not prepared was executed. */
    private final Map<String, Integer> uses;

    /** @param schemaEpoch the epoch of the schema it was prepared for */
    private record Prepared(int id, long parameters, long schemaEpoch) {}

    /**
     * @param capacity how many are kept, at least one
     * @param threshold with which execution a query with parameters is prepared, from 1
     */
    public PreparedStatements(NodeExchange exchange, int capacity, int threshold) {
        this.exchange = exchange;
        this.capacity = capacity;
        this.threshold = threshold;
        this.uses = new LruMap<>(capacity);
    }

    /** Whether the next execution of a query with parameters is to be prepared. */
    public boolean isDue(SqlStatement statement) {
        return byText.containsKey(statement.text()) || uses.getOrDefault(statement.text(), 0) + 1 >= threshold;
    }

    /** A query is executed without being prepared. One without parameters never is, so it is not counted. */
    public void countUse(SqlStatement statement) {
        if (statement.parameterCount() > 0) {
            uses.merge(statement.text(), 1, Integer::sum);
        }
    }

    /**
     * The number of the prepared statement; prepares it first if need be.
     *
     * @throws EngineException if the server counts the parameters otherwise than the driver
     */
    public int prepare(SqlStatement statement, long schemaEpoch, long until)
            throws TransportException, EngineException {
        Prepared known = byText.get(statement.text());
        if (known != null && known.schemaEpoch() != schemaEpoch) {
            byText.remove(statement.text());
            KEPT.decrement();
            finalizeStatement(known.id(), until);
            known = null;
        }
        if (known == null) {
            makeRoom(until);
            Response.Stmt answer = exchange.ask(new Request.Prepare(exchange.database(), statement.text()), until);
            known = new Prepared(answer.id(), answer.parameters(), schemaEpoch);
            byText.put(statement.text(), known);
            KEPT.increment();
            MISSES.increment();
            uses.remove(statement.text());
        } else {
            HITS.increment();
        }
        if (known.parameters() != statement.parameterCount()) {
            throw new EngineException.Refused(
                    EngineException.Refused.Reason.PARAMETER_COUNT,
                    "The server counts " + known.parameters() + " parameters, the driver "
                            + statement.parameterCount());
        }
        return known.id();
    }

    private void makeRoom(long until) throws TransportException {
        if (byText.size() >= capacity) {
            Iterator<Prepared> eldest = byText.values().iterator();
            int id = eldest.next().id();
            eldest.remove();
            KEPT.decrement();
            finalizeStatement(id, until);
        }
    }

    private void finalizeStatement(int id, long until) throws TransportException {
        exchange.sendAhead(new Request.Finalize(exchange.database(), id), until);
    }

    /** The number of a statement that can be executed without asking anything before; null if there is none. */
    public @Nullable Integer ready(SqlStatement statement, long schemaEpoch) {
        Prepared known = byText.get(statement.text());
        if (known == null || known.schemaEpoch() != schemaEpoch || known.parameters() != statement.parameterCount()) {
            return null;
        }
        HITS.increment();
        return known.id();
    }

    /** The connection has ended, and its statements with it. */
    public void ended() {
        KEPT.add(-byText.size());
        byText.clear();
    }

    /** How often a statement was executed that was prepared already. */
    public static long hits() {
        return HITS.sum();
    }

    /** How often a statement was prepared. */
    public static long misses() {
        return MISSES.sum();
    }

    /** How many statements are prepared now. */
    public static long kept() {
        return KEPT.sum();
    }
}
