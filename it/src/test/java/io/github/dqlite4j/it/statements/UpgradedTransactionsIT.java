package io.github.dqlite4j.it.statements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.Table;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With {@code transactionMode=upgrade}, transactions that read do not queue with those that write. */
@Timeout(120)
class UpgradedTransactionsIT {
    private static final String UPGRADE = "?transactionMode=upgrade";

    @AutoClose
    private static final DqliteCluster NODE = DqliteCluster.start(1);

    private final String url = NODE.newDatabase();

    @BeforeEach
    void prepare() throws SQLException {
        try (Connection connection = connect("")) {
            Table accounts = new Table(connection, "accounts");
            accounts.run("CREATE TABLE accounts (id INTEGER PRIMARY KEY, balance INTEGER NOT NULL)");
            accounts.run("INSERT INTO accounts VALUES (1, 100), (2, 100)");
            accounts.run("CREATE TABLE notes (text TEXT)");
        }
    }

    private Connection connect(String properties) throws SQLException {
        return DriverManager.getConnection(url + properties);
    }

    private Connection transaction() throws SQLException {
        Connection connection = connect(UPGRADE);
        connection.setAutoCommit(false);
        return connection;
    }

    private static long balance(Connection connection, int account) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT balance FROM accounts WHERE id = " + account)) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        new Table(connection, "").run(sql);
    }

    @Test
    void fiveReadersAndAWriterAtATime() throws SQLException {
        List<Connection> readers = new ArrayList<>();
        try (Connection writer = transaction()) {
            for (int i = 0; i < 5; i++) {
                readers.add(transaction());
                assertThat(balance(readers.get(i), 1)).isEqualTo(100);
            }
            run(writer, "UPDATE accounts SET balance = 90 WHERE id = 1");
            for (Connection reader : readers) {
                assertThat(balance(reader, 1)).isEqualTo(100);
            }
            writer.commit();
            for (Connection reader : readers) {
                assertThat(balance(reader, 1)).as("the snapshot stays").isEqualTo(100);
                reader.commit();
                assertThat(balance(reader, 1)).isEqualTo(90);
                reader.commit();
            }
        } finally {
            for (Connection reader : readers) {
                reader.close();
            }
        }
    }

    /** As REQUIRES_NEW does it: the outer transaction has only read when the inner one writes. */
    @Test
    void anInnerTransactionWritesInsideOneThatHasRead() throws SQLException {
        try (Connection outer = transaction();
                Connection inner = transaction()) {
            assertThat(balance(outer, 1)).isEqualTo(100);
            run(inner, "INSERT INTO notes VALUES ('begun')");
            inner.commit();
            run(outer, "UPDATE accounts SET balance = balance - 10 WHERE id = 1");
            assertThat(balance(outer, 1)).isEqualTo(90);
            outer.commit();
            assertThat(balance(inner, 1)).isEqualTo(90);
        }
    }

    @Test
    void isRolledBackIfWhatItHasReadWasChanged() throws SQLException {
        try (Connection outer = transaction();
                Connection inner = transaction()) {
            assertThat(balance(outer, 1)).isEqualTo(100);
            run(inner, "UPDATE accounts SET balance = 50 WHERE id = 1");
            inner.commit();
            assertThatThrownBy(() -> run(outer, "UPDATE accounts SET balance = 90 WHERE id = 1"))
                    .isInstanceOf(SQLTransactionRollbackException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "40001");
            outer.rollback();
            assertThat(balance(outer, 1)).isEqualTo(50);
        }
    }

    /** Two transactions that each read both accounts and then write one: with snapshots alone, both would be committed. */
    @Test
    void noWriteSkew() throws SQLException {
        try (Connection first = transaction();
                Connection second = transaction()) {
            assertThat(balance(first, 1) + balance(first, 2)).isEqualTo(200);
            assertThat(balance(second, 1) + balance(second, 2)).isEqualTo(200);
            run(first, "UPDATE accounts SET balance = balance - 150 WHERE id = 1");
            first.commit();
            assertThatThrownBy(() -> run(second, "UPDATE accounts SET balance = balance - 150 WHERE id = 2"))
                    .hasFieldOrPropertyWithValue("SQLState", "40001");
            second.rollback();
            assertThat(balance(second, 1) + balance(second, 2)).isEqualTo(50);
        }
    }

    @Test
    void aResultThatIsStillBeingReadGoesOn() throws SQLException {
        try (Connection connection = transaction();
                Connection other = transaction()) {
            run(
                    connection,
                    "INSERT INTO notes WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
                            + " SELECT 'note ' || i FROM n");
            connection.commit();
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT text FROM notes ORDER BY rowid")) {
                for (int i = 1; i <= 20000; i++) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getString(1)).isEqualTo("note " + i);
                    if (i == 100) {
                        run(other, "UPDATE accounts SET balance = 1 WHERE id = 1");
                        other.commit();
                        run(connection, "UPDATE accounts SET balance = 2 WHERE id = 2");
                    }
                }
                assertThat(rows.next()).isFalse();
            }
            connection.commit();
            assertThat(balance(connection, 1) + balance(connection, 2)).isEqualTo(3);
        }
    }

    /** Each increments what it has read, and begins anew after 40001: no increment is lost. */
    @Test
    void concurrentIncrements() throws Exception {
        int threads = 8;
        int each = 20;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                done.add(executor.submit(() -> {
                    try (Connection connection = transaction()) {
                        int committed = 0;
                        while (committed < each) {
                            try {
                                long balance = balance(connection, 1);
                                run(connection, "UPDATE accounts SET balance = " + (balance + 1) + " WHERE id = 1");
                                connection.commit();
                                committed++;
                            } catch (SQLTransactionRollbackException e) {
                                connection.rollback();
                            }
                        }
                        return null;
                    }
                }));
            }
            for (Future<?> future : done) {
                future.get();
            }
        } finally {
            executor.shutdownNow();
        }
        try (Connection connection = connect("")) {
            assertThat(balance(connection, 1)).isEqualTo(100 + threads * each);
        }
    }
}
