package io.github.dqlite4j.engine.outcome;

import static io.github.dqlite4j.sql.schema.OutcomeTables.CREATE_MARKS;
import static io.github.dqlite4j.sql.schema.OutcomeTables.CREATE_NONE;
import static io.github.dqlite4j.sql.schema.OutcomeTables.MARKS;
import static io.github.dqlite4j.sql.schema.OutcomeTables.NONE;

import io.github.dqlite4j.engine.exchange.NodeExchange;
import io.github.dqlite4j.engine.failure.ServerErrors;
import io.github.dqlite4j.time.NanoClock;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.transport.TransportException.ServerFailure;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What this JVM knows of the table of marks in one database, and the numbers of its connections. Thread-safe. */
public final class MarkTable {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** How long a table that cannot be used is not looked at again. */
    private static final int PAUSE_MILLIS = 60_000;

    /** Rows that were not used for this time belong to connections that no longer exist. */
    private static final long KEPT_SECONDS = TimeUnit.DAYS.toSeconds(7);

    private static final int MAX_CLEANED = 1_000;

    private final AtomicReference<@Nullable String> said = new AtomicReference<>();
    private final ConcurrentLinkedDeque<Numbers> free = new ConcurrentLinkedDeque<>();
    private volatile State state = State.UNKNOWN;

    /** The id of a connection, and the number of its last transaction. */
    record Numbers(long id, long last) {}

    /**
     * @param table the table's own number; null if it cannot be used
     * @param lookAgain when to look, by the clock; null for at once
     */
    private record State(@Nullable Long table, @Nullable Long lookAgain) {
        private static final State UNKNOWN = new State(null, null);
    }

    /** Whether {@link #prepare} has nothing to do. */
    boolean isKnown(NanoClock clock) {
        State now = state;
        return now.table != null || now.lookAgain != null && clock.nanoTime() - now.lookAgain < 0;
    }

    /** The table's own number; null while there is no table that can be used. */
    @Nullable
    Long table() {
        return state.table;
    }

    /** Why the table could not be used at the last check, as the end of a sentence. */
    String reason() {
        String last = said.get();
        return last == null ? "another client is making the table " + MARKS + " just now" : last;
    }

    /** The table may no longer be what it was: it is looked at before the next transaction. */
    void forget() {
        state = State.UNKNOWN;
    }

    /** The numbers of a connection that was closed, or new ones. */
    Numbers take() {
        Numbers used = free.poll();
        return used == null ? new Numbers(random(), 0) : used;
    }

    /** A connection has ended, and each of its commits was answered. */
    void giveBack(Numbers numbers) {
        free.push(numbers);
    }

    private static long random() {
        return Math.max(1, RANDOM.nextLong() >>> 1);
    }

    /**
     * Looks for the table, and makes it if it is missing. Call it outside a transaction.
     *
     * @param schemaChanged run when it was made
     * @return why it cannot be used, to be said once; null if it can, or if that was said before
     * @throws TransportException if the node is lost, or the database busy
     */
    @Nullable
    String prepare(NodeExchange exchange, NanoClock clock, Runnable schemaChanged, long until)
            throws TransportException {
        String reason;
        try {
            Map<String, String> found = look(exchange, until);
            reason = check(found);
            if (reason == null) {
                if (create(exchange, found, until)) {
                    schemaChanged.run();
                }
                state = new State(tableNumber(exchange, until), null);
                return null;
            }
        } catch (ServerFailure e) {
            if (String.valueOf(e.getMessage()).endsWith("already exists")) {
                // Another client has just made it.
                return null;
            }
            if (!ServerErrors.isAboutStatement(e) || ServerErrors.primary(e.code()) == ServerErrors.BUSY) {
                throw e;
            }
            reason = "the server has refused it: " + e.getMessage() + " (code " + e.code() + ")";
        }
        state = new State(null, clock.deadline(PAUSE_MILLIS));
        return reason.equals(said.getAndSet(reason)) ? null : reason;
    }

    /** The objects of these names, and what is attached to them. */
    private static Map<String, String> look(NodeExchange exchange, long until) throws TransportException {
        Map<String, String> found = new HashMap<>();
        exchange.forEachRow(
                "SELECT name,coalesce(sql,'') FROM main.sqlite_schema WHERE lower(tbl_name) IN ('" + MARKS + "','"
                        + NONE + "') UNION ALL SELECT '','' FROM pragma_foreign_keys WHERE foreign_keys=0",
                until,
                row -> found.put(exchange.text(row, 0), exchange.text(row, 1)));
        return found;
    }

    private static @Nullable String check(Map<String, String> found) {
        if (found.containsKey("")) {
            return "the server does not check foreign keys, which keep a mark from staying without its transaction";
        }
        for (Map.Entry<String, String> each : found.entrySet()) {
            String expected = each.getKey().equals(MARKS) ? CREATE_MARKS : CREATE_NONE;
            if (!each.getValue().equals(expected)) {
                return "there is another object with the name " + each.getKey() + ", which is not changed: "
                        + each.getValue();
            }
        }
        return null;
    }

    /** Makes what is missing. Returns whether anything was. */
    private static boolean create(NodeExchange exchange, Map<String, String> found, long until)
            throws TransportException {
        if (!found.containsKey(NONE)) {
            exchange.execute(CREATE_NONE, until);
        }
        if (!found.containsKey(MARKS)) {
            exchange.execute(CREATE_MARKS, until);
        }
        return found.size() < 2;
    }

    private static @Nullable Long tableNumber(NodeExchange exchange, long until) throws TransportException {
        Long known = readNumber(exchange, until);
        if (known == null) {
            exchange.execute(
                    "INSERT INTO main." + MARKS + "(id,n,at) VALUES(0," + random() + ",0) ON CONFLICT DO NOTHING",
                    until);
            known = readNumber(exchange, until);
        }
        return known;
    }

    /** Removes old rows, too. */
    private static @Nullable Long readNumber(NodeExchange exchange, long until) throws TransportException {
        long before = CommitMark.now() - KEPT_SECONDS;
        long[] read = {0, 0};
        exchange.forEachRow(
                "SELECT n,(SELECT count(*) FROM main." + MARKS + " WHERE at<" + before + " AND id>0) FROM main." + MARKS
                        + " WHERE id=0",
                until,
                row -> {
                    read[0] = exchange.integer(row, 0);
                    read[1] = exchange.integer(row, 1);
                });
        if (read[1] > 0) {
            clean(exchange, before, until);
        }
        return read[0] == 0 ? null : read[0];
    }

    /** First stores the time up to which rows may be missing, so that no question treats a removed row as one that never existed. */
    private static void clean(NodeExchange exchange, long before, long until) throws TransportException {
        exchange.execute("UPDATE main." + MARKS + " SET at=max(at," + before + ") WHERE id=0", until);
        exchange.execute(
                "DELETE FROM main." + MARKS + " WHERE id IN (SELECT id FROM main." + MARKS + " WHERE at<" + before
                        + " AND id>0 LIMIT " + MAX_CLEANED + ")",
                until);
    }
}
