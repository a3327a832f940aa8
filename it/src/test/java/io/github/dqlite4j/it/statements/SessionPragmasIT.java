package io.github.dqlite4j.it.statements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The set-up of connections by a pool, on real nodes: read-only pools start, and each connection still fails over. */
class SessionPragmasIT {
    private static DqliteCluster cluster;

    @BeforeAll
    static void start() throws SQLException {
        cluster = DqliteCluster.start(3);
        try (Connection connection = DriverManager.getConnection(cluster.jdbcUrl("pragmas"))) {
            execute(
                    connection,
                    "CREATE TABLE p (id INTEGER PRIMARY KEY)",
                    "CREATE TABLE c (id INTEGER PRIMARY KEY, p REFERENCES p)",
                    "INSERT INTO p VALUES (1)");
        }
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String value(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPoolStartsWithThePragmasThatPeopleSet(boolean readOnly) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(cluster.jdbcUrl("pragmas"));
        config.setReadOnly(readOnly);
        config.setMaximumPoolSize(1);
        // As HikariCP passes it on: no text.
        config.addDataSourceProperty("busyTimeout", 700);
        for (String sql : new String[] {
            "PRAGMA foreign_keys=ON",
            "PRAGMA synchronous=OFF",
            "PRAGMA temp_store=MEMORY",
            "PRAGMA busy_timeout=5000",
            "PRAGMA read_uncommitted=1",
            "PRAGMA cache_size=-2000",
            "PRAGMA case_sensitive_like=ON"
        }) {
            config.setConnectionInitSql(sql);
            try (HikariDataSource pool = new HikariDataSource(config);
                    Connection connection = pool.getConnection()) {
                assertThat(connection.isReadOnly()).isEqualTo(readOnly);
                assertThat(value(connection, "SELECT count(*) FROM p")).as(sql).isEqualTo("1");
            }
        }
    }

    @Test
    void beginImmediateIsAWriteOnAReadOnlyConnection() throws SQLException {
        try (Connection connection = DriverManager.getConnection(cluster.jdbcUrl("pragmas") + "?readOnly=true")) {
            assertThatThrownBy(() -> execute(connection, "BEGIN IMMEDIATE"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
            execute(connection, "BEGIN");
            assertThat(value(connection, "SELECT count(*) FROM p")).isEqualTo("1");
            execute(connection, "ROLLBACK");
        }
    }

    @Test
    void busyTimeoutIsAnsweredAsSqliteWould() throws SQLException {
        try (Connection connection = DriverManager.getConnection(cluster.jdbcUrl("pragmas"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("PRAGMA busy_timeout = 5000")) {
            assertThat(rows.getMetaData().getColumnLabel(1)).isEqualTo("timeout");
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt("timeout")).isEqualTo(5000);
        }
    }

    @Test
    void theNextLeaderHasWhatTheConnectionSet() throws Exception {
        try (Connection connection =
                        DriverManager.getConnection(cluster.jdbcUrl("pragmas") + "?failoverTimeout=60000");
                Connection readOnly = DriverManager.getConnection(
                        cluster.jdbcUrl("pragmas") + "?failoverTimeout=60000&readOnly=true")) {
            execute(
                    connection,
                    "PRAGMA foreign_keys=OFF",
                    "PRAGMA secure_delete=ON",
                    "PRAGMA case_sensitive_like=ON",
                    "PRAGMA busy_timeout=5000",
                    "PRAGMA temp_store=MEMORY",
                    "PRAGMA recursive_triggers=ON",
                    "PRAGMA query_only=OFF");
            execute(readOnly, "PRAGMA foreign_keys=ON", "PRAGMA cache_size=-500");
            DqliteCluster.Node leader = cluster.leader();
            leader.kill();
            assertThat(value(connection, "PRAGMA foreign_keys")).isEqualTo("0");
            assertThat(value(connection, "PRAGMA secure_delete")).isEqualTo("1");
            assertThat(value(connection, "PRAGMA recursive_triggers")).isEqualTo("1");
            assertThat(value(connection, "SELECT 'A' LIKE 'a'")).isEqualTo("0");
            execute(connection, "INSERT INTO c VALUES (1, 99)", "DELETE FROM c");
            assertThat(value(readOnly, "PRAGMA cache_size")).isEqualTo("-500");
            assertThat(value(readOnly, "SELECT count(*) FROM p")).isEqualTo("1");
            leader.restart();
            cluster.awaitVoters();
        }
    }
}
