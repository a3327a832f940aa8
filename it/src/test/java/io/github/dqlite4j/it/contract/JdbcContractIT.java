package io.github.dqlite4j.it.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.jdbc.DqliteDataSource;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of JDBC on three real nodes, for every way of connecting. */
class JdbcContractIT {
    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(3);

    interface Way extends AutoCloseable {
        Connection connect() throws SQLException;

        @Override
        default void close() {}
    }

    static Stream<Way> ways() {
        String url = CLUSTER.jdbcUrl("contract");
        DqliteDataSource plain = new DqliteDataSource();
        plain.setUrl(url);
        return Stream.of(() -> DriverManager.getConnection(url), plain::getConnection, new Pool(url));
    }

    private record Pool(HikariDataSource source) implements Way {
        Pool(String url) {
            this(new HikariDataSource(configuration(url)));
        }

        private static HikariConfig configuration(String url) {
            HikariConfig configuration = new HikariConfig();
            configuration.setJdbcUrl(url);
            configuration.setMaximumPoolSize(2);
            return configuration;
        }

        @Override
        public Connection connect() throws SQLException {
            return source.getConnection();
        }

        @Override
        public void close() {
            source.close();
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(CLUSTER.jdbcUrl("contract"));
    }

    private static String table(Connection connection, String columns) throws SQLException {
        String name = "t_" + UUID.randomUUID().toString().replace("-", "");
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + name + " (" + columns + ")");
        }
        return name;
    }

    private static long count(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void writesAndReadsEveryStorageClass(Way way) throws SQLException {
        try (way;
                Connection connection = way.connect()) {
            String table = table(
                    connection, "id INTEGER PRIMARY KEY, flag BOOLEAN, day DATE, price NUMERIC, name TEXT, data BLOB");
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO " + table + " (flag, day, price, name, data) VALUES (?, ?, ?, ?, ?)",
                    Statement.RETURN_GENERATED_KEYS)) {
                insert.setObject(1, null);
                insert.setObject(2, LocalDate.of(2026, 11, 21));
                insert.setBigDecimal(3, new BigDecimal("12.50"));
                insert.setString(4, "Zoë — 雪");
                insert.setBytes(5, new byte[] {0, 1, -1});
                assertThat(insert.executeUpdate()).isOne();
                try (ResultSet keys = insert.getGeneratedKeys()) {
                    assertThat(keys.next()).isTrue();
                    assertThat(keys.getLong(1)).isOne();
                }
            }
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
                assertThat(row.next()).isTrue();
                assertThat(row.getObject("flag", Boolean.class)).isNull();
                assertThat(row.wasNull()).isTrue();
                assertThat(row.getObject("day", LocalDate.class)).isEqualTo("2026-11-21");
                assertThat(row.getBigDecimal("price")).isEqualByComparingTo("12.5");
                assertThat(row.getString("name")).isEqualTo("Zoë — 雪");
                assertThat(row.getBytes("data")).containsExactly(0, 1, -1);
                assertThat(row.next()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void commitsAndRollsBack(Way way) throws SQLException {
        try (way;
                Connection connection = way.connect()) {
            String table = table(connection, "x");
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("INSERT INTO " + table + " VALUES (1)");
                connection.rollback();
                assertThat(count(connection, table)).isZero();
                statement.executeUpdate("INSERT INTO " + table + " VALUES (2)");
                connection.commit();
            }
            connection.setAutoCommit(true);
            assertThat(count(connection, table)).isOne();
        }
    }

    @Test
    void streamsManyRowsAndServesAnotherStatementMeanwhile() throws SQLException {
        try (Connection connection = connect();
                Statement first = connection.createStatement();
                ResultSet rows = first.executeQuery(
                        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
                                + " SELECT i, 'row ' || i FROM n")) {
            long sum = 0;
            int read = 0;
            while (rows.next()) {
                sum += rows.getLong(1);
                if (++read == 10) {
                    try (Statement second = connection.createStatement();
                            ResultSet one = second.executeQuery("SELECT 42")) {
                        one.next();
                        assertThat(one.getInt(1)).isEqualTo(42);
                    }
                }
            }
            assertThat(sum).isEqualTo(20000L * 20001 / 2);
        }
    }

    @Test
    void savepointsWork() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            String table = table(connection, "x");
            connection.setAutoCommit(false);
            var savepoint = connection.setSavepoint();
            statement.executeUpdate("INSERT INTO " + table + " VALUES (1)");
            connection.rollback(savepoint);
            statement.executeUpdate("INSERT INTO " + table + " VALUES (2)");
            connection.commit();
            assertThat(count(connection, table)).isOne();
        }
    }

    @Test
    void saysWhichConstraintFailed() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            String table = table(connection, "x UNIQUE NOT NULL");
            statement.executeUpdate("INSERT INTO " + table + " VALUES (1)");
            assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO " + table + " VALUES (1)"))
                    .isInstanceOf(SQLIntegrityConstraintViolationException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "23505");
            assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO " + table + " VALUES (NULL)"))
                    .hasFieldOrPropertyWithValue("SQLState", "23502");
            assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM missing_table"))
                    .isInstanceOf(SQLSyntaxErrorException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "42S02");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA journal_mode=delete",
                "/* x */ pragma  main . Journal_Mode = delete",
                "PRAGMA wal_checkpoint(TRUNCATE)",
                "PRAGMA hard_heap_limit=1000",
                "ATTACH 'x' AS y",
                "VACUUM INTO 'x'",
                "PRAGMA synchronous=FULL"
            })
    void refusesWhatWouldEndTheNode(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining("refused");
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void insertReturningIsAQuery() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            String table = table(connection, "x");
            assertThat(statement.execute("INSERT INTO " + table + " VALUES (7) RETURNING x"))
                    .isTrue();
            assertThat(statement.getResultSet().next()).isTrue();
            assertThat(statement.execute("INSERT INTO " + table + " VALUES (8) RETURNING x"))
                    .isTrue();
            assertThat(count(connection, table)).isEqualTo(2);
        }
    }

    @Test
    void describesTablesColumnsAndKeys() throws SQLException {
        try (Connection connection = connect()) {
            String table = table(connection, "id INTEGER PRIMARY KEY, flag BOOLEAN NOT NULL, note VARCHAR(20)");
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("SQLite");
            List<String> columns = new ArrayList<>();
            try (ResultSet rows = connection.getMetaData().getColumns(null, null, table, null)) {
                while (rows.next()) {
                    columns.add(rows.getString("COLUMN_NAME") + " " + rows.getString("TYPE_NAME") + " "
                            + rows.getInt("NULLABLE"));
                }
            }
            assertThat(columns).containsExactly("id INTEGER 0", "flag BOOLEAN 0", "note VARCHAR 1");
            try (ResultSet keys = connection.getMetaData().getPrimaryKeys(null, null, table)) {
                assertThat(keys.next()).isTrue();
                assertThat(keys.getString("COLUMN_NAME")).isEqualTo("id");
            }
        }
    }

    @Test
    void goesOnAfterTheLeaderWasKilled() throws Exception {
        try (DqliteCluster own = DqliteCluster.start(3);
                Connection connection = DriverManager.getConnection(own.jdbcUrl("app"));
                Statement statement = connection.createStatement()) {
            String table = table(connection, "x");
            statement.executeUpdate("INSERT INTO " + table + " VALUES (1)");
            connection.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO " + table + " VALUES (2)");
            own.leader().kill();
            assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO " + table + " VALUES (3)"))
                    .isInstanceOf(SQLTransactionRollbackException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "40001");
            connection.rollback();
            statement.executeUpdate("INSERT INTO " + table + " VALUES (4)");
            connection.commit();
            assertThat(count(connection, table)).isEqualTo(2);
        }
    }

    @Test
    void doesNotGuessWhenACommitHasNoAnswer() throws Exception {
        try (DqliteCluster own = DqliteCluster.start(3)) {
            Connection connection = DriverManager.getConnection(own.jdbcUrl("app"));
            String table = table(connection, "x");
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("INSERT INTO " + table + " VALUES (1)");
            }
            DqliteCluster.Node leader = own.leader();
            connection.setNetworkTimeout(Runnable::run, 1000);
            leader.pause();
            try {
                assertThatThrownBy(connection::commit).hasFieldOrPropertyWithValue("SQLState", "08007");
                assertThat(connection.isClosed()).isTrue();
                assertThatThrownBy(connection::rollback).isInstanceOf(SQLException.class);
            } finally {
                leader.resume();
            }
        }
    }
}
