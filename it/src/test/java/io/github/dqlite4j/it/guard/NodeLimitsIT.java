package io.github.dqlite4j.it.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.client.DqliteClient;
import io.github.dqlite4j.client.DqliteClientException;
import io.github.dqlite4j.client.DqlitePool;
import io.github.dqlite4j.client.SqlCall;
import io.github.dqlite4j.it.client.Futures;
import io.github.dqlite4j.it.fixture.ClientPath;
import io.github.dqlite4j.it.fixture.ClientPlace;
import io.github.dqlite4j.it.fixture.ExecutionPath;
import io.github.dqlite4j.it.fixture.NodeUnderTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names, widths, numbers and sizes beyond a node's limits, or that it handles only on a connection prepared for them. */
class NodeLimitsIT {
    private static NodeUnderTest node;

    @BeforeAll
    static void start() throws SQLException {
        node = new NodeUnderTest();
    }

    @AfterAll
    static void stop() throws SQLException {
        node.close();
    }

    @AfterEach
    void nodeIsAlive() throws SQLException {
        node.assertAlive();
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Object one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getObject(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":memory:",
                "a/b",
                "../app",
                "app-wal",
                "app-journal",
                "app\n",
                "%00",
                "a%00",
                "file:app",
                "app ",
                "ä",
                "'",
                "${app}"
            })
    void aDatabaseNameThatANodeCannotOpenIsRefused(String name) {
        refusedByTheClient(name);
        assertThatThrownBy(() -> DriverManager.getConnection(node.url(name)).close())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("database name");
    }

    private static void refusedByTheClient(String database) {
        assertThatThrownBy(() -> Futures.get(DqliteClient.connect(node.url(database))))
                .hasMessageContaining("database name");
        assertThatThrownBy(() -> {
                    DqlitePool pool = DqlitePool.create(node.url(database));
                    try {
                        Futures.get(pool.fetch("SELECT 1"));
                    } finally {
                        pool.close();
                    }
                })
                .hasMessageContaining("database name");
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 600, 100_000})
    void aLongDatabaseNameIsRefused(int length) {
        refusedByTheClient("x".repeat(length));
        assertThatThrownBy(() -> DriverManager.getConnection(node.url("x".repeat(length)))
                        .close())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("database name");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255})
    void aDatabaseNameOfAnyOtherLengthWorks(int length) throws SQLException {
        try (Connection connection = DriverManager.getConnection(node.url("y".repeat(length)))) {
            run(connection, "CREATE TABLE t (a)");
            assertThat(one(connection, "SELECT count(*) FROM t").toString()).isEqualTo("0");
        }
    }

    /** Without a buffer that has grown before, rows of about 490 columns or more crash the node. */
    @ParameterizedTest
    @ValueSource(ints = {100, 480, 489, 490, 495, 500, 505, 509})
    void manyColumnsArrive(int columns) throws SQLException {
        String list = String.join(",", Collections.nCopies(columns, "i"));
        String sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200) SELECT " + list
                + " FROM n";
        List<Integer> numbers = IntStream.rangeClosed(1, 200).boxed().toList();
        DqliteClient fresh = Futures.get(DqliteClient.connect(node.url("app")));
        assertThat(Futures.get(fresh.sql(sql).fetch(row -> row.get(columns, Integer.class))))
                .isEqualTo(numbers);
        Futures.get(fresh.close());
        assertThat(Futures.get(ClientPath.collect(node.pool().sql(sql).stream(row -> row.get(columns, Integer.class)))))
                .isEqualTo(numbers);
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int count = 0;
            while (rows.next()) {
                count++;
                assertThat(rows.getInt(columns)).isEqualTo(count);
            }
            assertThat(count).isEqualTo(200);
        }
    }

    /** A node would send messages without a row for ever. */
    @ParameterizedTest
    @ValueSource(ints = {510, 512, 1000, 2000})
    void columnsWhoseNamesFillAMessageAreAnError(int columns) throws SQLException {
        namesFill("SELECT " + String.join(",", Collections.nCopies(columns, "1")), columns + " columns");
    }

    /** What has these names and cannot be asked for with others, as a subquery changes the second name of the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM (SELECT a.*, b.* FROM wide169 a, wide169 b)",
                "SELECT w.like x, * FROM (SELECT *, 1 AS \"like\" FROM wide170) w"
            })
    void namesThatAreNotCertainAndFillAMessageAreAnError(String sql) throws SQLException {
        wideTables();
        namesFill(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO wide170 (c0000000000000000001) VALUES (8) RETURNING *",
                "UPDATE wide170 SET c0000000000000000001 = 9 RETURNING *"
            })
    void namesThatAWriteReturnsAndFillAMessageAreAnError(String sql) throws SQLException {
        wideTables();
        try (Connection connection = node.connect()) {
            Object before = one(connection, "SELECT count(*) FROM wide170");
            for (boolean autoCommit : new boolean[] {true, false}) {
                connection.setAutoCommit(autoCommit);
                assertThatThrownBy(() -> ExecutionPath.EXECUTE_QUERY.run(connection, sql))
                        .hasFieldOrPropertyWithValue("SQLState", "54000");
                if (autoCommit) {
                    for (ClientPlace place : ClientPlace.values()) {
                        assertThat(ClientPath.FETCH.failure(node, place, sql).sqlState())
                                .isEqualTo("54000");
                        assertThat(ClientPath.STREAM.failure(node, place, sql).sqlState())
                                .isEqualTo("54000");
                    }
                }
                assertThat(one(connection, sql.replace("*", "c0000000000000000001")))
                        .isNotNull();
            }
            connection.rollback();
            assertThat(((Number) one(connection, "SELECT count(*) FROM wide170")).intValue())
                    .isEqualTo(((Number) before).intValue() + (sql.startsWith("INSERT") ? 1 : 0));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM wide169",
                "SELECT * FROM narrow169",
                "INSERT INTO wide169 DEFAULT VALUES RETURNING *",
                "SELECT count(*) FROM wide170",
                "SELECT 1 FROM (SELECT * FROM wide170)",
                "SELECT * FROM (SELECT c0000000000000000001 FROM wide170) LIMIT 1"
            })
    void namesThatJustFitAreRead(String sql) throws SQLException {
        wideTables();
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                rows.getObject(1);
            }
        }
    }

    private static void wideTables() throws SQLException {
        try (Connection connection = node.connect()) {
            for (int columns : new int[] {169, 170}) {
                String names = IntStream.rangeClosed(1, columns)
                        .mapToObj(i -> String.format("c%019d", i))
                        .collect(Collectors.joining(","));
                run(connection, "CREATE TABLE IF NOT EXISTS wide" + columns + " (" + names + ")");
                run(connection, "CREATE VIEW IF NOT EXISTS narrow" + columns + " AS SELECT * FROM wide" + columns);
            }
            run(connection, "INSERT INTO wide170 (c0000000000000000001) VALUES (7)");
            run(connection, "INSERT INTO wide169 (c0000000000000000001) VALUES (7)");
        }
    }

    private static void namesFill(String sql) throws SQLException {
        namesFill(sql, "shorter names");
    }

    private static void namesFill(String sql, String message) throws SQLException {
        try (Connection connection = node.connect()) {
            for (ExecutionPath path : List.of(
                    ExecutionPath.EXECUTE,
                    ExecutionPath.EXECUTE_QUERY,
                    ExecutionPath.PREPARED_EXECUTE,
                    ExecutionPath.PREPARED_QUERY)) {
                assertThatThrownBy(() -> path.run(connection, sql))
                        .isInstanceOf(SQLNonTransientException.class)
                        .hasFieldOrPropertyWithValue("SQLState", "54000")
                        .hasMessageContaining(message);
            }
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                assertThatThrownBy(statement::getMetaData).hasFieldOrPropertyWithValue("SQLState", "54000");
            }
            for (ClientPlace place : ClientPlace.values()) {
                for (ClientPath path : List.of(ClientPath.FETCH, ClientPath.FETCH_ONE, ClientPath.STREAM)) {
                    assertThat(path.failure(node, place, sql))
                            .hasMessageContaining(message)
                            .hasFieldOrPropertyWithValue("sqlState", "54000");
                }
                assertThat(ClientPath.PREPARED.failure(node, place, sql).sqlState())
                        .isEqualTo("54000");
                assertThat(ClientPath.SCRIPT.failure(node, place, sql).sqlState())
                        .isEqualTo("54000");
            }
            connection.setAutoCommit(false);
            run(connection, "CREATE TABLE IF NOT EXISTS gone (a)");
            assertThatThrownBy(() -> ExecutionPath.EXECUTE_QUERY.run(connection, sql))
                    .hasFieldOrPropertyWithValue("SQLState", "54000");
            assertThat(one(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'gone'")
                            .toString())
                    .isEqualTo("1");
            connection.rollback();
            assertThat(one(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'gone'")
                            .toString())
                    .isEqualTo("0");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4000, 4071})
    void aNameThatJustFitsIsRead(int length) throws SQLException {
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1 AS \"" + "x".repeat(length) + "\"")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt("x".repeat(length))).isOne();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ?, ?",
                "INSERT INTO w VALUES (?, ?)",
                "SELECT ?2",
                "SELECT :a, @a",
                "UPDATE w SET a = $a, b = ?"
            })
    void tooFewAndTooManyParametersAreRefused(String sql) throws SQLException {
        try (Connection connection = node.connect()) {
            run(connection, "CREATE TABLE IF NOT EXISTS w (a, b)");
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                assertThatThrownBy(statement::execute).hasFieldOrPropertyWithValue("SQLState", "07001");
                statement.setInt(1, 1);
                assertThatThrownBy(statement::execute).hasFieldOrPropertyWithValue("SQLState", "07001");
                assertThatThrownBy(() -> statement.setInt(3, 1)).isInstanceOf(SQLException.class);
            }
            for (ClientPlace place : ClientPlace.values()) {
                for (List<Integer> given : List.of(List.<Integer>of(), List.of(1), List.of(1, 2, 3))) {
                    assertThat(place.<DqliteClientException>call(
                                    node, client -> refusal(client.sql(sql).bindList(given), sql)))
                            .hasFieldOrPropertyWithValue("sqlState", "07001");
                    if (!sql.startsWith("SELECT")) {
                        assertThat(place.<DqliteClientException>call(
                                        node,
                                        client -> Futures.failure(
                                                client.executeMany(sql, List.of(List.of(1, 2), given)))))
                                .hasFieldOrPropertyWithValue("sqlState", "07001");
                    }
                }
            }
            assertThat(one(connection, "SELECT count(*) FROM w").toString()).isEqualTo("0");
        }
    }

    private static DqliteClientException refusal(SqlCall call, String sql) {
        return Futures.failure(sql.startsWith("SELECT") ? call.fetchAll() : call.execute());
    }

    /** An old server would read the number of parameters modulo 256 and store NULLs. */
    @ParameterizedTest
    @ValueSource(ints = {255, 256, 257, 512, 999, 32766})
    void manyParametersArrive(int count) throws SQLException {
        try (Connection connection = node.connect();
                PreparedStatement sum = connection.prepareStatement(
                        "SELECT " + String.join("+", Collections.nCopies(100, "?1")) + ", ?" + count)) {
            for (int i = 1; i <= count; i++) {
                sum.setInt(i, i);
            }
            try (ResultSet rows = sum.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(100);
                assertThat(rows.getInt(2)).isEqualTo(count);
                assertThat(rows.getMetaData().getColumnLabel(2)).isEqualTo("?" + count);
            }
        }
        List<Integer> numbers = IntStream.rangeClosed(1, count).boxed().toList();
        for (ClientPlace place : ClientPlace.values()) {
            assertThat(place.<List<Integer>>call(
                            node,
                            client -> Futures.get(client.sql("SELECT ?1 + 0, ?" + count)
                                    .bindList(numbers)
                                    .fetch(row -> row.get(2, Integer.class)))))
                    .containsExactly(count);
        }
    }

    @Test
    void aValueOfTwentyMegabytesComesBack() throws SQLException {
        byte[] value = new byte[20_000_000];
        Arrays.fill(value, (byte) 7);
        try (Connection connection = node.connect();
                PreparedStatement echo = connection.prepareStatement("SELECT ?, hex(zeroblob(10000000))")) {
            echo.setBytes(1, value);
            try (ResultSet rows = echo.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getBytes(1)).isEqualTo(value);
                assertThat(rows.getString(2)).hasSize(20_000_000);
            }
        }
        assertThat(Futures.get(node.pool().fetchValue("SELECT ?", byte[].class, (Object) value)))
                .contains(value);
    }

    /** What would be spilled to a file that a node does not have. */
    @Test
    void largeTemporaryTablesTransactionsAndVacuumWork() throws SQLException {
        String fill = " AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 16000)"
                + " SELECT i, hex(randomblob(500)) AS h FROM n";
        try (Connection connection = node.connect("?queryTimeout=300000&socketTimeout=300000")) {
            run(connection, "CREATE TEMP TABLE large_temp" + fill);
            run(connection, "CREATE INDEX temp.large_temp_h ON large_temp (h)");
            assertThat(one(connection, "SELECT count(DISTINCT h) FROM large_temp")
                            .toString())
                    .isEqualTo("16000");
            run(connection, "DROP TABLE large_temp");
            run(connection, "CREATE TABLE large" + fill);
            run(connection, "CREATE INDEX large_h ON large (h)");
            run(connection, "REINDEX large");
            connection.setAutoCommit(false);
            var before = connection.setSavepoint();
            run(connection, "UPDATE large SET h = 'x' || h");
            connection.rollback(before);
            connection.commit();
            connection.setAutoCommit(true);
            assertThat(one(connection, "SELECT count(*) FROM large WHERE h LIKE 'x%'")
                            .toString())
                    .isEqualTo("0");
            run(connection, "DELETE FROM large WHERE i % 2");
            run(connection, "VACUUM");
            assertThat(one(connection, "PRAGMA integrity_check")).isEqualTo("ok");
            run(connection, "DROP TABLE large");
            run(connection, "VACUUM");
        }
    }

    /** What only a server can refuse, and does. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT load_extension('x')",
                "SELECT zeroblob(2147483648)",
                "SELECT hex(zeroblob(600000000))",
                "DELETE FROM sqlite_schema",
                "DROP TABLE sqlite_schema",
                "CREATE TABLE sqlite_x (a)",
                "SELECT * FROM sqlite_dbpage",
                "BEGIN CONCURRENT",
                "RELEASE nothing",
                "SELECT 1 LIMIT 1e300"
            })
    void refusalByServerIsReported(String sql) throws SQLException {
        try (Connection connection = node.connect()) {
            assertThatThrownBy(() -> ExecutionPath.EXECUTE.run(connection, sql)).isInstanceOf(SQLException.class);
            assertThat(connection.isValid(5)).isTrue();
            ClientPath.SCRIPT.failure(node, ClientPlace.CONNECTION, sql);
            ClientPath.FETCH.failure(node, ClientPlace.POOL, sql);
        }
    }

    @Test
    void deepNestingIsAnError() throws SQLException {
        try (Connection connection = node.connect()) {
            for (String sql : List.of(
                    "SELECT " + "(".repeat(5000) + "1" + ")".repeat(5000) + " AS n",
                    "SELECT * FROM " + "(SELECT * FROM ".repeat(5000) + "w" + ")".repeat(5000),
                    "SELECT " + "NOT ".repeat(5000) + "1 AS n",
                    "SELECT 1" + " AND 1".repeat(5000) + " AS n",
                    "SELECT 1" + " UNION ALL SELECT 1".repeat(5000))) {
                assertThatThrownBy(() -> ExecutionPath.EXECUTE.run(connection, sql))
                        .isInstanceOf(SQLException.class)
                        .hasFieldOrPropertyWithValue("SQLState", "54000");
            }
            assertThat(connection.isValid(5)).isTrue();
        }
    }
}
