package io.github.dqlite4j.it.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An endless query keeps an old node busy until it is killed. It costs the cluster this one node only: the driver gives up at the query
 * timeout, does not send the query to the next leader, and continues there.
 */
class EndlessStatementIT {
    private static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void endlessStatementOccupiesOneNodeAtMost(boolean autoCommit) throws SQLException {
        try (DqliteCluster cluster = DqliteCluster.start(3);
                Connection connection = DriverManager.getConnection(
                        cluster.jdbcUrl("app") + "?failoverTimeout=30000&loginTimeout=30000");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (a)");
            connection.setAutoCommit(autoCommit);
            statement.setQueryTimeout(1);
            assertThatThrownBy(() -> statement.executeQuery(ENDLESS))
                    .isInstanceOf(SQLTimeoutException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "57014");
            statement.setQueryTimeout(30);
            if (!autoCommit) {
                connection.rollback();
            }
            for (int i = 0; i < 3; i++) {
                assertThat(statement.executeUpdate("INSERT INTO t VALUES (1)")).isOne();
            }
            if (!autoCommit) {
                connection.commit();
            }
            try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM t")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(3);
            }
        }
    }
}
