package io.github.dqlite4j.it.faults;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.hibernate.SessionFactory;

/** The kinds of work with JDBC. */
final class Clients {
    static final int ACCOUNTS = 5;
    static final int BALANCE = 1_000;
    static final int BATCH = 20;
    static final int PURSES = 4;

    /** Of clients of JDBC, each with a connection. */
    static final int COUNT = 8;

    /** How often a streaming reader reads each account: together more than fits into one message. */
    static final int COPIES = 200;

    /** More rows than fit into one message: each account many times over. */
    static final String COPIED = "WITH RECURSIVE copy(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM copy WHERE i < "
            + COPIES + ") SELECT id, balance, hex(zeroblob(50)) FROM copy CROSS JOIN account";

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
            statement.execute(
                    "CREATE TABLE purse (id INTEGER PRIMARY KEY, version INTEGER NOT NULL, balance INTEGER NOT NULL)");
            statement.execute("CREATE TABLE payment (n INTEGER PRIMARY KEY, source INTEGER, target INTEGER)");
            for (int i = 0; i < PURSES; i++) {
                statement.execute("INSERT INTO purse VALUES (" + i + ", 0, " + BALANCE + ")");
            }
        }
    }

    /** Inserts one row in auto-commit. */
    static final class Inserts extends JdbcClient {
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
    static final class Batches extends JdbcClient {
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

    /** Moves money from one account to another, and records it. */
    static final class Transfers extends JdbcClient {
        Transfers(Run run) {
            super("transfer", run);
        }

        @Override
        void begin(Connection connection) throws SQLException {
            connection.setAutoCommit(false);
        }

        @Override
        String plan(int number) {
            return new Transfer(number).plan();
        }

        @Override
        String perform(Connection connection, int number) throws SQLException {
            try (PreparedStatement update =
                            connection.prepareStatement("UPDATE account SET balance = balance + ? WHERE id = ?");
                    PreparedStatement insert =
                            connection.prepareStatement("INSERT INTO transfer VALUES (?, ?, ?, ?)")) {
                Transfer transfer = new Transfer(number);
                update.setInt(1, -transfer.amount());
                update.setInt(2, transfer.source());
                update.executeUpdate();
                update.setInt(1, transfer.amount());
                update.setInt(2, transfer.target());
                update.executeUpdate();
                insert.setInt(1, number);
                insert.setInt(2, transfer.source());
                insert.setInt(3, transfer.target());
                insert.setInt(4, transfer.amount());
                insert.executeUpdate();
            }
            connection.commit();
            return plan(number);
        }
    }

    /** Reads only. */
    private abstract static class Reader extends JdbcClient {
        Reader(String action, Run run) {
            super(action, run);
        }

        @Override
        final void begin(Connection connection) {}

        @Override
        final String plan(int number) {
            return "nil";
        }
    }

    /** Reads all accounts, how much is in all purses, and how many transfers there are, in one statement. */
    static final class Reads extends Reader {
        private final Map<Connection, Integer> transfersSeen = new ConcurrentHashMap<>();

        Reads(Run run) {
            super("read", run);
        }

        @Override
        String perform(Connection connection, int number) throws SQLException {
            Map<Integer, Integer> balances = new TreeMap<>();
            try (Statement select = connection.createStatement();
                    ResultSet rows = select.executeQuery(
                            "SELECT id, balance FROM account UNION ALL SELECT -1, count(*) FROM transfer"
                                    + " UNION ALL SELECT -2, sum(balance) FROM purse")) {
                while (rows.next()) {
                    balances.put(rows.getInt(1), rows.getInt(2));
                }
            }
            int transfers = balances.remove(-1);
            int purses = balances.remove(-2);
            if (purses != PURSES * BALANCE) {
                seen("A read has seen " + purses + " in all purses");
            }
            check(connection, balances, transfers);
            return balances.entrySet().stream()
                    .map(account -> account.getKey() + " " + account.getValue())
                    .collect(Collectors.joining(", ", "{", "}"));
        }

        private void check(Connection connection, Map<Integer, Integer> balances, int transfers) {
            checkSum(balances);
            Integer before = transfersSeen.put(connection, transfers);
            if (before != null && transfers < before) {
                seen("A connection has seen " + transfers + " transfers after it had seen " + before);
            }
        }
    }

    /** Reads all accounts many times over in one result of several messages, while others transfer: each row of an account has the same balance. */
    static final class Streams extends Reader {
        Streams(Run run) {
            super("stream", run);
        }

        @Override
        String perform(Connection connection, int number) throws SQLException {
            Map<Integer, Integer> balances = new TreeMap<>();
            int rowsSeen = 0;
            try (Statement select = connection.createStatement();
                    ResultSet rows = select.executeQuery(COPIED)) {
                while (rows.next()) {
                    rowsSeen++;
                    Integer before = balances.put(rows.getInt(1), rows.getInt(2));
                    if (before != null && before != rows.getInt(2)) {
                        seen("One result has the balances " + before + " and " + rows.getInt(2) + " of account "
                                + rows.getInt(1));
                    }
                }
            }
            if (rowsSeen != COPIES * ACCOUNTS) {
                seen("A result has " + rowsSeen + " rows");
            }
            checkSum(balances);
            return "nil";
        }
    }

    static List<Client> all(Client.Run run, SessionFactory sessions) {
        return List.of(
                new Inserts(run),
                new Inserts(run),
                new Transfers(run),
                new Transfers(run),
                new Batches(run),
                new Reads(run),
                new Streams(run),
                new Payments(run, sessions),
                new PoolClients.Inserts(run),
                new PoolClients.Transfers(run),
                new PoolClients.Transfers(run),
                new PoolClients.Batches(run),
                new PoolClients.Reads(run),
                new PoolClients.Streams(run));
    }
}
