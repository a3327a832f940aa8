package io.github.dqlite4j.it.faults;

import io.github.dqlite4j.client.DqlitePool;
import io.github.dqlite4j.it.faults.History.Type;
import java.util.BitSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A client that does the same thing again and again, until it is stopped, and notes each outcome. */
abstract class Client {
    /** The transaction was rolled back; the lock was not free; no leader was found in time; the rest of a result was lost. */
    private static final Set<String> SURELY_NOT = Set.of("40001", "55P03", "08001", "08006");

    private static final String UNKNOWN = "08007";

    /** What is reported of a leader that cannot write its log, when nothing was made durable. */
    private static final String NODE_FAILED = "58000";

    private final String action;
    private final History history;
    private final AtomicBoolean over;
    private final boolean nodeFails;
    private final Queue<Throwable> unexpected;
    private final AtomicInteger numbers;
    private final AtomicInteger succeeded = new AtomicInteger();
    private final BitSet acknowledged = new BitSet();
    private final BitSet refused = new BitSet();
    private final BitSet unknown = new BitSet();

    /**
     * What the clients of one run share.
     *
     * @param pool of the asynchronous client
     * @param nodeFails whether a node ends without being killed, and may say so: then it is not known what has happened
     */
    record Run(
            DataSource source,
            DqlitePool pool,
            History history,
            AtomicBoolean over,
            Queue<Throwable> unexpected,
            AtomicInteger numbers,
            boolean nodeFails) {
        static Run of(DataSource source, DqlitePool pool, History history, boolean nodeFails) {
            return new Run(
                    source,
                    pool,
                    history,
                    new AtomicBoolean(),
                    new ConcurrentLinkedQueue<>(),
                    new AtomicInteger(),
                    nodeFails);
        }
    }

    Client(String action, Run run) {
        this.action = action;
        this.history = run.history();
        this.over = run.over();
        this.nodeFails = run.nodeFails();
        this.unexpected = run.unexpected();
        this.numbers = run.numbers();
    }

    /** What the operation with that number is going to do, in EDN. */
    String plan(int number) {
        return String.valueOf(number);
    }

    /** Does the same thing until it is stopped. */
    abstract void run();

    final boolean isOver() {
        return over.get();
    }

    /** A number for a client with a new connection. */
    final int newProcess() {
        return history.newProcess();
    }

    /** Notes what must not happen. */
    final void unexpected(Throwable what) {
        unexpected.add(what);
    }

    /** Notes what a reader must not see. */
    final void seen(String what) {
        unexpected(new AssertionError(what));
    }

    /** All the money is there, in a reader's eyes. */
    final void checkSum(Map<Integer, Integer> balances) {
        int sum = balances.values().stream().mapToInt(Integer::intValue).sum();
        if (balances.size() != Clients.ACCOUNTS || sum != Clients.ACCOUNTS * Clients.BALANCE) {
            seen("A read has seen the balances " + balances);
        }
    }

    // The operations.

    /** Begins an operation: no other one has its number. */
    final int invoke(int process) {
        int number = numbers.incrementAndGet();
        history.add(process, Type.INVOKE, action, plan(number));
        return number;
    }

    /** @param done what it has done or seen, in EDN */
    final void acknowledge(int process, int number, String done) {
        history.add(process, Type.OK, action, done);
        acknowledged.set(number);
        succeeded.incrementAndGet();
    }

    /** It surely did not happen. */
    final void refuse(int process, int number) {
        history.add(process, Type.FAIL, action, plan(number));
        refused.set(number);
    }

    /** It is not known whether it happened. */
    final void leaveUnknown(int process, int number, @Nullable String sqlState, Throwable failure) {
        history.add(process, Type.INFO, action, plan(number));
        unknown.set(number);
        if (!UNKNOWN.equals(sqlState)) {
            unexpected(failure);
        }
    }

    final boolean isSurelyNot(@Nullable String state) {
        return state != null && (SURELY_NOT.contains(state) || nodeFails && state.equals(NODE_FAILED));
    }

    /** How often the operation was reported as done. */
    final int succeeded() {
        return succeeded.get();
    }

    final String action() {
        return action;
    }

    /** The numbers of operations with an outcome; for other threads when this one has ended. */
    final BitSet acknowledged() {
        return acknowledged;
    }

    final BitSet refused() {
        return refused;
    }

    final BitSet unknown() {
        return unknown;
    }
}
