package io.github.dqlite4j.it.results;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.NodeUnderTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Another client changes the schema while this one reads: every value has the label of its own column. Each stored text begins with the
 * name of its column. The other client uses another name for the node, so that it shares no knowledge with this one.
 */
class ChangingSchemaIT {
    private static final int READERS = 3;

    private NodeUnderTest node;
    private Connection other;

    @BeforeEach
    void start() throws SQLException {
        node = new NodeUnderTest();
        other = DriverManager.getConnection(otherUrl());
        run(other, "CREATE TABLE numbers (n INTEGER PRIMARY KEY)");
        run(
                other,
                "INSERT INTO numbers WITH RECURSIVE c(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM c WHERE n < 40)"
                        + " SELECT n FROM c");
    }

    @AfterEach
    void stop() throws SQLException {
        node.assertAlive();
        other.close();
        node.close();
    }

    private String otherUrl() {
        return node.url("app").replace("127.0.0.1", "localhost") + "?declaredTypes=exact";
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static void end(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
    }

    /** All statements in one transaction. */
    private static void change(Connection connection, String... statements) throws SQLException {
        connection.setAutoCommit(false);
        run(connection, statements);
        connection.setAutoCommit(true);
    }

    /** Makes the table, or puts another one in its place, and makes the view again. */
    private void putTable(String... columns) throws SQLException {
        change(
                other,
                "DROP VIEW IF EXISTS v",
                "CREATE TABLE next (id INTEGER PRIMARY KEY, " + String.join(", ", columns) + ")",
                "INSERT INTO next SELECT n, " + values("n", columns) + " FROM numbers",
                "DROP TABLE IF EXISTS t",
                "ALTER TABLE next RENAME TO t",
                "CREATE VIEW v AS SELECT * FROM t");
    }

    private static String values(String id, String... columns) {
        return List.of(columns).stream()
                .map(column -> value(id, column.split(" ")[0]))
                .collect(Collectors.joining(", "));
    }

    private static String value(String id, String column) {
        return "iif(" + id + " % 5 = 0, NULL, '" + column + ":' || " + id + ")";
    }

    /** Reads to the end, and returns the labels. */
    private static List<String> check(ResultSet rows) throws SQLException {
        ResultSetMetaData metaData = rows.getMetaData();
        List<String> labels = new ArrayList<>();
        for (int i = 1; i <= metaData.getColumnCount(); i++) {
            labels.add(metaData.getColumnLabel(i));
        }
        while (rows.next()) {
            long id = rows.getLong("id");
            for (int i = 1; i <= labels.size(); i++) {
                String label = labels.get(i - 1);
                if (!label.equals("id")) {
                    assertThat(rows.getString(i)).as(label).isEqualTo(id % 5 == 0 ? null : label + ":" + id);
                }
            }
        }
        rows.close();
        return labels;
    }

    private static final String TEN_MESSAGES = "SELECT t.* FROM t, numbers a, numbers b WHERE a.n < 10 AND b.n > ?";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM t WHERE id > ?",
                TEN_MESSAGES,
                "SELECT * FROM v WHERE id > ? ORDER BY id DESC",
                "SELECT * FROM t WHERE id > ? LIMIT 10 OFFSET 3",
                "SELECT * FROM t WHERE id > ? LIMIT 3, 10",
                "WITH c AS (SELECT * FROM t) SELECT * FROM c WHERE id > ? LIMIT 7",
                "SELECT * FROM t WHERE id > ? UNION ALL SELECT * FROM t WHERE id < 0 ORDER BY 1"
            })
    void aPreparedQueryNamesItsColumnsAgain(String sql) throws SQLException {
        putTable("a", "b");
        for (boolean autoCommit : new boolean[] {true, false}) {
            try (Connection connection = node.connect("?transactionMode=deferred");
                    PreparedStatement read = connection.prepareStatement(sql)) {
                connection.setAutoCommit(autoCommit);
                for (int round = 0; round < 6; round++) {
                    read.setInt(1, 0);
                    String column = "a" + round;
                    assertThat(check(read.executeQuery())).contains("b");
                    end(connection);
                    putTable(round % 2 == 0 ? new String[] {"b", column} : new String[] {column, "b"});
                    assertThat(check(read.executeQuery())).contains("b", column);
                    run(other, "ALTER TABLE t DROP COLUMN " + column);
                    // In the transaction that has read before, the schema is still the old one.
                    assertThat(check(read.executeQuery())).hasSizeLessThanOrEqualTo(3);
                    end(connection);
                    assertThat(check(read.executeQuery())).containsExactly("id", "b");
                    end(connection);
                }
            }
        }
    }

    @Test
    void aStatementWithReturningNamesItsColumnsAgain() throws SQLException {
        putTable("a", "b");
        run(other, "CREATE TABLE coerced (d DATE)");
        for (boolean autoCommit : new boolean[] {true, false}) {
            try (Connection connection = node.connect();
                    PreparedStatement write =
                            connection.prepareStatement("UPDATE t SET id = id WHERE id > ? RETURNING *")) {
                connection.setAutoCommit(autoCommit);
                for (int round = 0; round < 6; round++) {
                    write.setInt(1, 0);
                    assertThat(check(write.executeQuery())).contains("b");
                    end(connection);
                    String column = "a" + round;
                    putTable(round % 2 == 0 ? new String[] {"b", column} : new String[] {column, "b"});
                    assertThat(check(write.executeQuery())).contains("b", column);
                    end(connection);
                    if (round == 2) {
                        run(other, "DROP TABLE IF EXISTS coerced");
                    }
                }
            }
        }
    }

    /** The type makes a node send NULL as an empty text. */
    @Test
    void aColumnThatIsConvertedFromNowOnIsReadAsItIsStored() throws SQLException {
        putTable("a", "b");
        try (Connection connection = node.connect();
                PreparedStatement read = connection.prepareStatement("SELECT id, a FROM t WHERE id > ?");
                PreparedStatement write =
                        connection.prepareStatement("UPDATE t SET id = id WHERE id > ? RETURNING id, a")) {
            for (String type : List.of("a TIMESTAMP", "a", "a DATE", "a TEXT")) {
                for (PreparedStatement statement : List.of(read, write)) {
                    statement.setInt(1, 4);
                    check(statement.executeQuery());
                }
                putTable("b", type);
                for (PreparedStatement statement : List.of(write, read)) {
                    assertThat(check(statement.executeQuery())).containsExactly("id", "a");
                }
            }
        }
    }

    @Test
    void aLongNameIsNotTheOldOne() throws SQLException {
        String[] columns = IntStream.range(0, 170)
                .mapToObj(i -> "a_column_with_a_long_name_" + i)
                .toArray(String[]::new);
        putTable(columns);
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement()) {
            for (int round = 0; round < 4; round++) {
                assertThat(check(statement.executeQuery("SELECT * FROM t"))).contains(columns);
                columns[3] = "another_column_with_a_long_name_" + round;
                putTable(columns);
                assertThat(check(statement.executeQuery("SELECT * FROM t"))).contains(columns);
            }
        }
    }

    @Test
    void thePreparedMetaDataIsThatOfTheResult() throws SQLException {
        putTable("a", "b");
        try (Connection connection = node.connect();
                PreparedStatement read = connection.prepareStatement("SELECT * FROM t WHERE id > ?")) {
            assertThat(read.getMetaData().getColumnLabel(2)).isEqualTo("a");
            putTable("b", "a");
            assertThat(read.getMetaData().getColumnLabel(2)).isEqualTo("b");
        }
    }

    @Test
    void wrongStatementsAreReportedInSqlitesWords() throws SQLException {
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement()) {
            for (String sql : List.of(
                    "SELECT * FROM nowhere", "SELECT * FROM numbers WHERE", "SELECT * FROM numbers LIMIT 'x'")) {
                String plain = messageOf(statement, sql.replace("*", "n"));
                assertThat(messageOf(statement, sql)).isEqualTo(plain);
            }
            try (ResultSet rows =
                    statement.executeQuery("SELECT * FROM numbers WHERE n = 1 UNION ALL VALUES (2), (3)")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getMetaData().getColumnLabel(1)).isEqualTo("n");
            }
        }
    }

    private static String messageOf(Statement statement, String sql) {
        try {
            statement.executeQuery(sql).close();
            return "none";
        } catch (SQLException e) {
            return e.getSQLState() + " " + e.getMessage();
        }
    }

    private static final List<String> READS = List.of(
            "SELECT * FROM t WHERE id > ?",
            "SELECT x.*, y.* FROM t x JOIN t y USING (id) WHERE id > ?",
            TEN_MESSAGES,
            "SELECT * FROM v WHERE id > ?",
            "SELECT * FROM (SELECT * FROM t ORDER BY id DESC) WHERE id > ? LIMIT 5",
            "UPDATE t SET id = id WHERE id > 30 + ? RETURNING *");

    /** While instances of the old release read, one of the new release migrates. */
    @Test
    void everyValueComesUnderItsLabelDuringARollingDeployment() throws Exception {
        putTable("a", "b", "c");
        AtomicBoolean migrated = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(READERS);
        try {
            List<Future<Integer>> readers = IntStream.range(0, READERS)
                    .mapToObj(i -> threads.submit(() -> read(i, migrated)))
                    .toList();
            try {
                for (int round = 0; round < 12; round++) {
                    migrate(round);
                }
            } finally {
                migrated.set(true);
            }
            int refused = 0;
            for (Future<Integer> reader : readers) {
                refused += reader.get();
            }
            assertThat(refused).as("results that have to be read again").isLessThan(100);
        } finally {
            threads.shutdown();
        }
    }

    private void migrate(int round) throws SQLException {
        String column = "c" + round;
        run(other, "ALTER TABLE t DROP COLUMN a");
        change(other, "ALTER TABLE t ADD a TEXT", "UPDATE t SET a = " + value("id", "a"));
        change(other, "ALTER TABLE t RENAME b TO " + column, "UPDATE t SET " + column + " = " + value("id", column));
        putTable("c", "b", "d DATE", column + " VARCHAR(20)");
        change(other, "DROP VIEW v", "CREATE VIEW v AS SELECT b, id, c FROM t");
        putTable("b", "a", "c");
        change(other, "DROP VIEW v", "CREATE VIEW v AS SELECT * FROM t");
    }

    /** @return how many results have to be read again */
    private int read(int reader, AtomicBoolean migrated) throws SQLException {
        int refused = 0;
        try (Connection connection = node.connect("?busyTimeout=60000")) {
            connection.setAutoCommit(reader % 2 == 0);
            List<PreparedStatement> prepared = new ArrayList<>();
            for (String sql : READS) {
                prepared.add(connection.prepareStatement(sql));
            }
            for (int i = 0; !migrated.get() || i < 2 * READS.size(); i++) {
                int read = (i + reader) % READS.size();
                try {
                    if (i / READS.size() % 3 == 2) {
                        try (Statement statement = connection.createStatement()) {
                            check(statement.executeQuery(READS.get(read).replace("?", "0")));
                        }
                    } else {
                        prepared.get(read).setInt(1, 0);
                        check(prepared.get(read).executeQuery());
                    }
                    end(connection);
                } catch (SQLException e) {
                    assertThat(e.getSQLState()).as(e.getMessage()).isEqualTo("40001");
                    if (!connection.getAutoCommit()) {
                        connection.rollback();
                    }
                    refused++;
                }
            }
        }
        return refused;
    }
}
