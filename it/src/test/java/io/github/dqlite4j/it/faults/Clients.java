package io.github.dqlite4j.it.faults;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The kinds of work. */
final class Clients {
    static final int ACCOUNTS = 5;
    static final int BALANCE = 1_000;
    static final int BATCH = 20;

    private Clients() {}

    static void createTables(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE entry (n INTEGER PRIMARY KEY)");
            statement.execute("CREATE TABLE batch (n INTEGER, i INTEGER, PRIMARY KEY (n, i))");
            statement.execute("CREATE TABLE account (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL)");
            statement.execute(
                    "CREATE TABLE transfer (n INTEGER PRIMARY KEY, source INTEGER, target INTEGER, amount INTEGER)");
            for (int i = 0; i < ACCOUNTS; i++) {
                statement.execute("INSERT INTO account VALUES (" + i + ", " + BALANCE + ")");
            }
        }
    }

    /** Inserts one row in auto-commit. */
    static final class Inserts extends Client {
        Inserts(Run run) {
            super("insert", run);
        }

        @Override
        void begin(Connection connection) {}

        @Override
        String perform(Connection connection, int number) throws SQLException {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO entry VALUES (?)")) {
                insert.setInt(1, number);
                insert.executeUpdate();
            }
            return plan(number);
        }
    }

    /** Inserts rows as a batch, in a transaction. */
    static final class Batches extends Client {
        Batches(Run run) {
            super("batch", run);
        }

        @Override
        void begin(Connection connection) throws SQLException {
            connection.setAutoCommit(false);
        }

        @Override
        String perform(Connection connection, int number) throws SQLException {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO batch VALUES (?, ?)")) {
                for (int i = 0; i < BATCH; i++) {
                    insert.setInt(1, number);
                    insert.setInt(2, i);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            connection.commit();
            return plan(number);
        }
    }

    /** Moves money from one account to another, and notes it. */
    static final class Transfers extends Client {
        Transfers(Run run) {
            super("transfer", run);
        }

        @Override
        void begin(Connection connection) throws SQLException {
            connection.setAutoCommit(false);
        }

        private static int source(int number) {
            return number % ACCOUNTS;
        }

        private static int target(int number) {
            return (number + 1 + number / ACCOUNTS % (ACCOUNTS - 1)) % ACCOUNTS;
        }

        private static int amount(int number) {
            return 1 + number % 7;
        }

        @Override
        String plan(int number) {
            return "{:from " + source(number) + ", :to " + target(number) + ", :amount " + amount(number) + "}";
        }

        @Override
        String perform(Connection connection, int number) throws SQLException {
            try (PreparedStatement update =
                            connection.prepareStatement("UPDATE account SET balance = balance + ? WHERE id = ?");
                    PreparedStatement insert =
                            connection.prepareStatement("INSERT INTO transfer VALUES (?, ?, ?, ?)")) {
                update.setInt(1, -amount(number));
                update.setInt(2, source(number));
                update.executeUpdate();
                update.setInt(1, amount(number));
                update.setInt(2, target(number));
                update.executeUpdate();
                insert.setInt(1, number);
                insert.setInt(2, source(number));
                insert.setInt(3, target(number));
                insert.setInt(4, amount(number));
                insert.executeUpdate();
            }
            connection.commit();
            return plan(number);
        }
    }

    /** Reads all accounts, and how many transfers there are, in one statement. */
    static final class Reads extends Client {
        private final Queue<Throwable> unexpected;
        private final Map<Connection, Integer> transfersSeen = new ConcurrentHashMap<>();

        Reads(Run run) {
            super("read", run);
            this.unexpected = run.unexpected();
        }

        @Override
        void begin(Connection connection) {}

        @Override
        String plan(int number) {
            return "nil";
        }

        @Override
        String perform(Connection connection, int number) throws SQLException {
            Map<Integer, Integer> balances = new TreeMap<>();
            try (Statement select = connection.createStatement();
                    ResultSet rows = select.executeQuery(
                            "SELECT id, balance FROM account UNION ALL SELECT -1, count(*) FROM transfer")) {
                while (rows.next()) {
                    balances.put(rows.getInt(1), rows.getInt(2));
                }
            }
            int transfers = balances.remove(-1);
            check(connection, balances, transfers);
            return balances.entrySet().stream()
                    .map(account -> account.getKey() + " " + account.getValue())
                    .collect(Collectors.joining(", ", "{", "}"));
        }

        private void check(Connection connection, Map<Integer, Integer> balances, int transfers) {
            int sum = balances.values().stream().mapToInt(Integer::intValue).sum();
            if (balances.size() != ACCOUNTS || sum != ACCOUNTS * BALANCE) {
                unexpected.add(new AssertionError("A read has seen " + balances));
            }
            Integer before = transfersSeen.put(connection, transfers);
            if (before != null && transfers < before) {
                unexpected.add(new AssertionError(
                        "A connection has seen " + transfers + " transfers after it had seen " + before));
            }
        }
    }

    static List<Client> all(Client.Run run) {
        return List.of(
                new Inserts(run),
                new Inserts(run),
                new Transfers(run),
                new Transfers(run),
                new Batches(run),
                new Reads(run));
    }
}
