package io.github.dqlite4j.it.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.dqlite4j.event.DqliteListener;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.DqliteCluster.Node;
import io.github.dqlite4j.it.fixture.Table;
import io.github.dqlite4j.jdbc.DqliteDriver;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With {@code transactionReplay=true}, plain JDBC without code for leader changes completes its transactions. */
@Timeout(180)
class TransactionReplayIT {
    private static final String PATIENT = "?failoverTimeout=60000&loginTimeout=60000&busyTimeout=60000";
    private static final String REPLAYED = PATIENT + "&transactionReplay=true";

    private static DqliteCluster cluster;
    private static int databases;

    private final String database = "replay" + databases++;
    private final List<Node> stopped = new ArrayList<>();
    private final AtomicInteger replayed = new AtomicInteger();
    private final DqliteListener listener = new DqliteListener() {
        @Override
        public void replayed(Replayed event) {
            replayed.incrementAndGet();
        }
    };

    @BeforeAll
    static void startCluster() {
        cluster = DqliteCluster.start(3);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void prepare() throws SQLException {
        cluster.awaitVoters();
        DqliteDriver.addListener(listener);
        try (Connection connection = connect(PATIENT)) {
            run(connection, "CREATE TABLE orders (id INTEGER PRIMARY KEY AUTOINCREMENT, customer TEXT, total INTEGER)");
            run(connection, "CREATE TABLE lines (order_id INTEGER REFERENCES orders, item TEXT)");
            run(connection, "CREATE TABLE stock (item TEXT PRIMARY KEY, pieces INTEGER NOT NULL)");
            run(connection, "INSERT INTO stock VALUES ('pen', 100), ('ink', 50)");
        }
    }

    @AfterEach
    void tidyUp() throws Exception {
        DqliteDriver.removeListener(listener);
        for (Node node : stopped) {
            if (node.isRunning()) {
                node.resume();
            } else {
                node.restart();
            }
        }
    }

    private Connection connect(String properties) throws SQLException {
        return DriverManager.getConnection(cluster.jdbcUrl(database) + properties);
    }

    /** A client that stands in another queue of writers than this JVM, as other JVMs do: another option keeps it apart. */
    private Connection otherClient() throws SQLException {
        String host = cluster.followers().get(0).address().toString();
        return DriverManager.getConnection("jdbc:dqlite://" + host + "/" + database + PATIENT + "&tcpKeepAlive=false");
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void lose(String how) throws IOException, InterruptedException {
        Node leader = cluster.leader();
        switch (how) {
            case "kill" -> {
                stopped.add(leader);
                leader.kill();
            }
            case "pause" -> {
                stopped.add(leader);
                leader.pause();
            }
            case "transfer" -> cluster.transfer();
            default -> throw new IllegalArgumentException(how);
        }
    }

    private interface Interruption {
        void before(int step) throws Exception;
    }

    /** A transaction of an application. */
    private static long order(Connection connection, Interruption interruption) throws Exception {
        connection.setAutoCommit(false);
        interruption.before(0);
        long id;
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO orders (customer) VALUES (?)", Statement.RETURN_GENERATED_KEYS)) {
            insert.setString(1, "Ada");
            insert.executeUpdate();
            try (ResultSet keys = insert.getGeneratedKeys()) {
                keys.next();
                id = keys.getLong(1);
            }
        }
        interruption.before(1);
        int pieces;
        try (PreparedStatement select = connection.prepareStatement("SELECT pieces FROM stock WHERE item = ?")) {
            select.setString(1, "pen");
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                pieces = rows.getInt(1);
            }
        }
        interruption.before(2);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO lines VALUES (?, ?)")) {
            for (String item : List.of("pen", "ink", "pen", "ink", "pen")) {
                insert.setLong(1, id);
                insert.setString(2, item);
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).containsOnly(1).hasSize(5);
        }
        interruption.before(3);
        try (PreparedStatement update = connection.prepareStatement("UPDATE stock SET pieces = ? WHERE item = ?")) {
            update.setInt(1, pieces - 3);
            update.setString(2, "pen");
            assertThat(update.executeUpdate()).isOne();
        }
        interruption.before(4);
        connection.commit();
        return id;
    }

    @ParameterizedTest
    @CsvSource({"kill, 1", "kill, 2", "kill, 3", "transfer, 4", "pause, 2"})
    void anOrderIsCompletedAlthoughItsLeaderIsLost(String how, int at) throws Exception {
        long id;
        try (Connection connection = connect(REPLAYED)) {
            id = order(connection, step -> {
                if (step == at) {
                    lose(how);
                }
            });
        }
        try (Connection connection = connect(PATIENT)) {
            Table orders = new Table(connection, "orders");
            assertThat(orders.query("SELECT id, customer FROM orders"))
                    .containsExactly(List.of(String.valueOf(id), "Ada"));
            assertThat(orders.query("SELECT item FROM lines WHERE order_id = " + id))
                    .hasSize(5);
            assertThat(orders.query("SELECT pieces FROM stock ORDER BY item"))
                    .containsExactly(List.of("50"), List.of("97"));
        }
        assertThat(replayed).hasValue(1);
    }

    @Test
    void aLongResultGoesOnAtTheNextLeader() throws Exception {
        try (Connection connection = connect(REPLAYED)) {
            run(
                    connection,
                    "INSERT INTO lines WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 50000)"
                            + " SELECT null, 'item ' || i FROM n");
            connection.setAutoCommit(false);
            run(connection, "UPDATE stock SET pieces = 1");
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT item FROM lines ORDER BY rowid")) {
                for (int i = 1; i <= 50000; i++) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getString(1)).isEqualTo("item " + i);
                    if (i == 1000) {
                        lose("kill");
                    }
                }
                assertThat(rows.next()).isFalse();
            }
            connection.commit();
            assertThat(new Table(connection, "stock").query("SELECT DISTINCT pieces FROM stock"))
                    .containsExactly(List.of("1"));
        }
        assertThat(replayed).hasValue(1);
    }

    @Test
    void isRolledBackIfAnotherClientHasWrittenInBetween() throws Exception {
        try (Connection connection = connect(REPLAYED);
                Connection other = otherClient()) {
            connection.setAutoCommit(false);
            Table stock = new Table(connection, "stock");
            assertThat(stock.query("SELECT pieces FROM stock WHERE item = 'pen'"))
                    .containsExactly(List.of("100"));
            lose("kill");
            run(other, "UPDATE stock SET pieces = 99 WHERE item = 'pen'");
            assertThatThrownBy(() -> stock.run("UPDATE stock SET pieces = 97 WHERE item = 'pen'"))
                    .isInstanceOf(SQLTransactionRollbackException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "40001");
            connection.rollback();
            assertThat(stock.query("SELECT pieces FROM stock WHERE item = 'pen'"))
                    .containsExactly(List.of("99"));
            connection.commit();
        }
        assertThat(replayed).hasValue(0);
    }

    @Test
    void aGeneratedKeyThatIsTakenNowIsADifference() throws Exception {
        try (Connection connection = connect(REPLAYED);
                Connection other = otherClient()) {
            assertThatThrownBy(() -> order(connection, step -> {
                        if (step == 1) {
                            lose("kill");
                            run(other, "INSERT INTO orders (customer) VALUES ('Bob')");
                        }
                    }))
                    .hasFieldOrPropertyWithValue("SQLState", "40001");
            connection.rollback();
            assertThat(new Table(connection, "orders").query("SELECT customer FROM orders"))
                    .containsExactly(List.of("Bob"));
            connection.commit();
        }
    }

    /** An entity of Hibernate. */
    @Entity(name = "Customer")
    static class Customer {
        @Id
        long id;

        @Version
        int version;

        String name;

        Customer() {}

        Customer(long id, String name) {
            this.id = id;
            this.name = name;
        }
    }

    @Test
    void aUnitOfWorkOfHibernateIsCompleted() throws Exception {
        Configuration configuration = new Configuration()
                .addAnnotatedClass(Customer.class)
                .setProperty("hibernate.connection.url", cluster.jdbcUrl(database) + REPLAYED)
                .setProperty("hibernate.connection.pool_size", "1")
                .setProperty("hibernate.hbm2ddl.auto", "create");
        try (SessionFactory factory = configuration.buildSessionFactory()) {
            factory.inTransaction(session -> session.persist(new Customer(1, "Ada")));
            factory.inTransaction(session -> {
                Customer ada = session.find(Customer.class, 1L);
                session.persist(new Customer(2, "Bob"));
                session.flush();
                loseUnchecked("kill");
                assertThat(session.createQuery("select count(*) from Customer", Long.class)
                                .getSingleResult())
                        .isEqualTo(2);
                ada.name = "Ada Lovelace";
            });
            factory.inTransaction(
                    session -> assertThat(session.createQuery("select name from Customer order by id", String.class)
                                    .getResultList())
                            .containsExactly("Ada Lovelace", "Bob"));
        }
        assertThat(replayed).hasValue(1);
    }

    private void loseUnchecked(String how) {
        try {
            lose(how);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Each has an account of its own, so that what they read does not change. */
    @Test
    void manyWritersCompleteAllTheirTransactions() throws Exception {
        int writers = 6;
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(cluster.jdbcUrl(database) + REPLAYED + "&commitVerification=transactions");
        config.setMaximumPoolSize(writers);
        config.setConnectionTimeout(60000);
        AtomicBoolean lost = new AtomicBoolean();
        CountDownLatch before = new CountDownLatch(writers * 3);
        CountDownLatch after = new CountDownLatch(writers * 3);
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            try (Connection connection = pool.getConnection()) {
                for (int i = 0; i < writers; i++) {
                    run(connection, "INSERT INTO stock VALUES ('" + i + "', 0)");
                }
            }
            List<Future<Integer>> done = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                String item = String.valueOf(i);
                Callable<Integer> work = () -> {
                    int count = 0;
                    while (after.getCount() > 0) {
                        boolean afterLoss = lost.get();
                        add(pool, item, count);
                        count++;
                        (afterLoss ? after : before).countDown();
                    }
                    return count;
                };
                done.add(threads.submit(work));
            }
            before.await();
            Node leader = cluster.leader();
            lose("kill");
            cluster.leaderAfter(leader);
            lost.set(true);
            try (Connection connection = connect(PATIENT)) {
                for (int i = 0; i < writers; i++) {
                    int count = done.get(i).get();
                    Table stock = new Table(connection, "stock");
                    assertThat(stock.query("SELECT pieces FROM stock WHERE item = '" + i + "'"))
                            .containsExactly(List.of(String.valueOf(count)));
                    assertThat(stock.query("SELECT count(*) FROM lines WHERE item = '" + i + "'"))
                            .containsExactly(List.of(String.valueOf(count)));
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void add(DataSource pool, String item, int expected) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            Table stock = new Table(connection, "stock");
            assertThat(stock.query("SELECT pieces FROM stock WHERE item = '" + item + "'"))
                    .containsExactly(List.of(String.valueOf(expected)));
            stock.run("INSERT INTO lines VALUES (null, '" + item + "')");
            stock.run("UPDATE stock SET pieces = " + (expected + 1) + " WHERE item = '" + item + "'");
            connection.commit();
        }
    }
}
