package io.github.dqlite4j.it.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.ClientPath;
import io.github.dqlite4j.it.fixture.ClientPlace;
import io.github.dqlite4j.it.fixture.NodeUnderTest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Views that a node stores without an error, and that cannot be read to the end: the driver leaves them to the node. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileViewsIT {
    private static NodeUnderTest node;

    @BeforeAll
    static void start() throws SQLException {
        node = new NodeUnderTest();
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)");
            statement.execute("CREATE VIEW v AS SELECT * FROM v, v, v, v");
            statement.execute("CREATE TRIGGER v_insert INSTEAD OF INSERT ON v BEGIN SELECT 1; END");
            statement.execute("CREATE VIEW w0 AS SELECT * FROM t");
            for (int i = 1; i <= 20; i++) {
                statement.execute("CREATE VIEW w" + i + " AS SELECT * FROM w" + (i - 1) + " l, w" + (i - 1) + " r");
            }
        }
    }

    @AfterAll
    static void stop() throws SQLException {
        node.close();
    }

    @AfterEach
    void nodeIsAlive() throws SQLException {
        node.assertAlive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM v",
                "SELECT * FROM t, v WHERE t.id = 1",
                "INSERT INTO v VALUES (1) RETURNING *",
                "SELECT * FROM w20"
            })
    void theNodeSaysWhatIsWrong(String sql) throws SQLException {
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql)).isInstanceOf(SQLException.class);
            assertThat(connection.isValid(5)).isTrue();
        }
        for (ClientPath path : ClientPath.values()) {
            path.failure(node, ClientPlace.CONNECTION, sql);
        }
    }

    @Test
    void aViewThatNamesItselfHasSqlitesError() throws SQLException {
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM v"))
                    .isInstanceOf(SQLSyntaxErrorException.class)
                    .hasMessageContaining("view v is circularly defined");
        }
    }

    @Test
    void parametersOfSuchViewsAreNotKnown() throws SQLException {
        try (Connection connection = node.connect();
                PreparedStatement select = connection.prepareStatement("SELECT 1 FROM v WHERE v.a = ?");
                PreparedStatement stacked = connection.prepareStatement("SELECT 1 FROM w20 WHERE a = ?")) {
            assertThat(select.getParameterMetaData().getParameterCount()).isOne();
            assertThat(stacked.getParameterMetaData().getParameterCount()).isOne();
            assertThatThrownBy(select::getMetaData).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void columnsOfViewsThatFitAreKnown() throws SQLException {
        try (Connection connection = node.connect();
                PreparedStatement select = connection.prepareStatement("SELECT * FROM w5 LIMIT 1");
                ResultSet rows = select.executeQuery()) {
            assertThat(rows.getMetaData().getColumnCount()).isEqualTo(64);
            assertThat(rows.getMetaData().getTableName(1)).isEqualTo("t");
        }
    }
}
