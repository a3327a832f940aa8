package io.github.dqlite4j.it.faults;

import io.github.dqlite4j.it.faults.History.Type;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A client that does the same thing again and again on a connection, until it is told to end. A new connection is a new process of the history. */
abstract class Client {
    /** The transaction was rolled back; the lock was not free; no leader was found in time; the rest of a result was lost. */
    private static final Set<String> SURELY_NOT = Set.of("40001", "55P03", "08001", "08006");

    private static final String UNKNOWN = "08007";

    /** What is reported of a leader that cannot write its log, when nothing was made durable. */
    private static final String NODE_FAILED = "58000";

    private final String action;
    private final DataSource source;
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
     * @param nodeFails whether a node fails by itself, and may say so: then it is not known what has happened
     */
    record Run(
            DataSource source,
            History history,
            AtomicBoolean over,
            Queue<Throwable> unexpected,
            AtomicInteger numbers,
            boolean nodeFails) {
        static Run of(DataSource source, History history, boolean nodeFails) {
            return new Run(
                    source,
                    history,
                    new AtomicBoolean(),
                    new ConcurrentLinkedQueue<>(),
                    new AtomicInteger(),
                    nodeFails);
        }
    }

    Client(String action, Run run) {
        this.action = action;
        this.source = run.source();
        this.history = run.history();
        this.over = run.over();
        this.nodeFails = run.nodeFails();
        this.unexpected = run.unexpected();
        this.numbers = run.numbers();
    }

    /** Prepares the connection. */
    abstract void begin(Connection connection) throws SQLException;

    /** What the operation with that number is going to do, in EDN. */
    String plan(int number) {
        return String.valueOf(number);
    }

    /**
     * Does it.
     *
     * @param number no other operation has it
     * @return what it has done or seen, in EDN
     */
    abstract String perform(Connection connection, int number) throws SQLException;

    final void run() {
        while (!over.get()) {
            try (Connection connection = source.getConnection()) {
                begin(connection);
                int process = history.newProcess();
                while (!over.get() && !connection.isClosed()) {
                    one(connection, process);
                }
            } catch (SQLException e) {
                if (!isSurelyNot(e)) {
                    unexpected.add(e);
                }
            } catch (RuntimeException | Error e) {
                unexpected.add(e);
                return;
            }
        }
    }

    private void one(Connection connection, int process) throws SQLException {
        int number = numbers.incrementAndGet();
        String planned = plan(number);
        history.add(process, Type.INVOKE, action, planned);
        try {
            String done = perform(connection, number);
            history.add(process, Type.OK, action, done);
            acknowledged.set(number);
            succeeded.incrementAndGet();
        } catch (SQLException e) {
            if (isSurelyNot(e)) {
                history.add(process, Type.FAIL, action, planned);
                refused.set(number);
                // A pool takes a connection away after some errors.
                if (!connection.isClosed() && !connection.getAutoCommit()) {
                    connection.rollback();
                }
            } else {
                history.add(process, Type.INFO, action, planned);
                unknown.set(number);
                if (!UNKNOWN.equals(e.getSQLState())) {
                    unexpected.add(e);
                }
                connection.close();
            }
        }
    }

    private boolean isSurelyNot(SQLException e) {
        String state = e.getSQLState();
        return state != null && (SURELY_NOT.contains(state) || nodeFails && state.equals(NODE_FAILED));
    }

    /** How often it was told that the operation has happened. */
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
