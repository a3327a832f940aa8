package io.github.dqlite4j.it.faults;

import io.github.dqlite4j.client.DqliteClientException;
import io.github.dqlite4j.client.DqliteClientException.Outcome;
import io.github.dqlite4j.client.DqlitePool;
import io.github.dqlite4j.client.TransactionOptions;
import io.github.dqlite4j.it.fixture.ClientPath;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** The kinds of work with the asynchronous client. All share one pool, and each client is one process of the history. */
final class PoolClients {
    /** Of connections, fewer than clients. */
    static final int CONNECTIONS = 4;

    /** Longer than anything may take; a call that has not ended by then never does. */
    private static final long PATIENCE_MINUTES = 5;

    private PoolClients() {}

    private abstract static class PoolClient extends Client {
        private final DqlitePool pool;

        PoolClient(String action, Run run) {
            super(action, run);
            this.pool = run.pool();
        }

        /** Begins the operation with that number; gives what it has done or seen, in EDN. */
        abstract CompletableFuture<String> perform(DqlitePool shared, int number);

        @Override
        final void run() {
            int process = newProcess();
            while (!isOver()) {
                int number = invoke(process);
                try {
                    String done = perform(pool, number)
                            .orTimeout(PATIENCE_MINUTES, TimeUnit.MINUTES)
                            .join();
                    acknowledge(process, number, done);
                } catch (CompletionException e) {
                    failed(process, number, e.getCause());
                }
            }
        }

        private void failed(int process, int number, Throwable failure) {
            if (!(failure instanceof DqliteClientException thrown)) {
                leaveUnknown(process, number, null, failure);
            } else if (thrown.outcome() == Outcome.UNKNOWN) {
                leaveUnknown(process, number, thrown.sqlState(), thrown);
            } else {
                refuse(process, number);
                if (!isSurelyNot(thrown.sqlState()) || thrown.outcome() == Outcome.COMMITTED) {
                    unexpected(thrown);
                }
            }
        }
    }

    /** Inserts one row. */
    static final class Inserts extends PoolClient {
        Inserts(Run run) {
            super("insert", run);
        }

        @Override
        CompletableFuture<String> perform(DqlitePool shared, int number) {
            return shared.execute("INSERT INTO entry VALUES (?)", number).thenApply(done -> plan(number));
        }
    }

    /** Inserts rows by {@code executeMany}, which is one transaction. */
    static final class Batches extends PoolClient {
        Batches(Run run) {
            super("batch", run);
        }

        @Override
        CompletableFuture<String> perform(DqlitePool shared, int number) {
            List<List<Integer>> rows = IntStream.range(0, Clients.BATCH)
                    .mapToObj(i -> List.of(number, i))
                    .toList();
            return shared.executeMany("INSERT INTO batch VALUES (?, ?)", rows).thenApply(done -> plan(number));
        }
    }

    /** Moves money from one account to another, and records it, in a transaction that is run again if it was rolled back. */
    static final class Transfers extends PoolClient {
        private static final String UPDATE = "UPDATE account SET balance = balance + ? WHERE id = ?";

        Transfers(Run run) {
            super("transfer", run);
        }

        @Override
        String plan(int number) {
            return new Transfer(number).plan();
        }

        @Override
        CompletableFuture<String> perform(DqlitePool shared, int number) {
            Transfer transfer = new Transfer(number);
            return shared.transaction(
                    TransactionOptions.standard().retry(),
                    within -> within.execute(UPDATE, -transfer.amount(), transfer.source())
                            .thenCompose(done -> within.execute(UPDATE, transfer.amount(), transfer.target()))
                            .thenCompose(done -> within.execute(
                                    "INSERT INTO transfer VALUES (?, ?, ?, ?)",
                                    number,
                                    transfer.source(),
                                    transfer.target(),
                                    transfer.amount()))
                            .thenApply(done -> plan(number)));
        }
    }

    /** Reads all accounts in one statement. */
    static final class Reads extends PoolClient {
        Reads(Run run) {
            super("read", run);
        }

        @Override
        String plan(int number) {
            return "nil";
        }

        @Override
        CompletableFuture<String> perform(DqlitePool shared, int number) {
            return shared.sql("SELECT id, balance FROM account")
                    .fetch(Balance.class)
                    .thenApply(rows -> {
                        Map<Integer, Integer> balances = new TreeMap<>();
                        rows.forEach(row -> balances.put(row.id(), row.balance()));
                        checkSum(balances);
                        return "nil";
                    });
        }
    }

    record Balance(int id, int balance) {}

    /** Reads all accounts many times over in one result of several messages, row by row. */
    static final class Streams extends PoolClient {
        Streams(Run run) {
            super("stream", run);
        }

        @Override
        String plan(int number) {
            return "nil";
        }

        @Override
        CompletableFuture<String> perform(DqlitePool shared, int number) {
            return ClientPath.collect(shared.sql(Clients.COPIED).stream(Balance.class))
                    .thenApply(rows -> {
                        Map<Integer, Integer> balances = new TreeMap<>();
                        for (Balance row : rows) {
                            Integer before = balances.put(row.id(), row.balance());
                            if (before != null && before != row.balance()) {
                                seen("One result has the balances " + before + " and " + row.balance() + " of account "
                                        + row.id());
                            }
                        }
                        if (rows.size() != Clients.COPIES * Clients.ACCOUNTS) {
                            seen("A result has " + rows.size() + " rows");
                        }
                        checkSum(balances);
                        return "nil";
                    });
        }
    }
}
