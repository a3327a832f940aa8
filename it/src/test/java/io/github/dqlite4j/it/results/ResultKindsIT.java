package io.github.dqlite4j.it.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLWarning;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The types of result sets that can be requested, and how long they stay open. */
class ResultKindsIT {
    private static final String THREE = "SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3";

    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = DriverManager.getConnection(CLUSTER.jdbcUrl("kinds"));
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    /** What is asked for, the type that is given, and how many warnings say so. */
    @ParameterizedTest
    @CsvSource({
        "1003, 1007, 1, 1003, 0",
        "1004, 1007, 1, 1004, 0",
        "1005, 1007, 1, 1004, 1",
        "1003, 1008, 1, 1003, 1",
        "1003, 1007, 2, 1003, 1",
        "1005, 1008, 2, 1004, 3"
    })
    void unsupportedResultKindIsReplacedWithAWarning(
            int type, int concurrency, int holdability, int given, int warnings) throws SQLException {
        try (Statement plain = connection.createStatement(type, concurrency, holdability);
                PreparedStatement prepared = connection.prepareStatement(THREE, type, concurrency, holdability)) {
            int count = 0;
            for (SQLWarning warning = connection.getWarnings(); warning != null; warning = warning.getNextWarning()) {
                assertThat(warning.getSQLState()).isEqualTo("01S02");
                count++;
            }
            assertThat(count).isEqualTo(2 * warnings);
            connection.clearWarnings();
            assertThat((Object) connection.getWarnings()).isNull();
            try (ResultSet first = plain.executeQuery(THREE);
                    ResultSet second = prepared.executeQuery()) {
                for (ResultSet rows : new ResultSet[] {first, second}) {
                    assertThat(rows.getType()).isEqualTo(given);
                    assertThat(rows.getStatement().getResultSetType()).isEqualTo(given);
                    assertThat(rows.getConcurrency()).isEqualTo(ResultSet.CONCUR_READ_ONLY);
                    assertThat(rows.getHoldability()).isEqualTo(ResultSet.HOLD_CURSORS_OVER_COMMIT);
                    DatabaseMetaData metaData = connection.getMetaData();
                    assertThat(metaData.supportsResultSetType(given)).isTrue();
                    assertThat(metaData.supportsResultSetConcurrency(given, rows.getConcurrency()))
                            .isTrue();
                    assertThat(metaData.supportsResultSetHoldability(rows.getHoldability()))
                            .isTrue();
                    assertThat(rows.next()).isTrue();
                    assertThatThrownBy(() -> rows.updateInt(1, 5)).isInstanceOf(SQLFeatureNotSupportedException.class);
                    assertThatThrownBy(rows::deleteRow).isInstanceOf(SQLFeatureNotSupportedException.class);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1007, 1", "1003, 0, 1", "1003, 1007, 0"})
    void unknownConstantIsRefused(int type, int concurrency, int holdability) {
        assertThatThrownBy(() -> connection.createStatement(type, concurrency, holdability))
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> connection.prepareStatement("SELECT 1", type, concurrency, holdability))
                .isInstanceOf(SQLException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {ResultSet.TYPE_FORWARD_ONLY, ResultSet.TYPE_SCROLL_INSENSITIVE})
    void resultStaysOpenOverCommitAndRollback(int type) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement(type, ResultSet.CONCUR_READ_ONLY);
                ResultSet rows = statement.executeQuery(THREE)) {
            assertThat(rows.next()).isTrue();
            connection.commit();
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt("N")).isEqualTo(2);
            connection.rollback();
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(3);
            assertThat(rows.next()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {ResultSet.TYPE_FORWARD_ONLY, ResultSet.TYPE_SCROLL_INSENSITIVE})
    void resultEndsWithItsStatementAndConnection(int type) throws SQLException {
        Statement first = connection.createStatement(type, ResultSet.CONCUR_READ_ONLY);
        ResultSet ofFirst = first.executeQuery(THREE);
        first.close();
        Statement second = connection.createStatement(type, ResultSet.CONCUR_READ_ONLY);
        ResultSet ofSecond = second.executeQuery(THREE);
        ResultSet again = second.executeQuery(THREE);
        for (ResultSet ended : new ResultSet[] {ofFirst, ofSecond}) {
            assertThat(ended.isClosed()).isTrue();
            assertThatThrownBy(ended::next).isInstanceOf(SQLException.class);
            ended.close();
        }
        assertThat(again.next()).isTrue();
        connection.close();
        assertThat(again.isClosed()).isTrue();
        assertThatThrownBy(() -> again.getInt(1)).isInstanceOf(SQLException.class);
        again.close();
    }

    @Test
    void resultClosesItsStatementOnCompletion() throws SQLException {
        Statement statement = connection.createStatement();
        statement.closeOnCompletion();
        ResultSet rows = statement.executeQuery(THREE);
        assertThat(rows.getStatement()).isSameAs(statement);
        rows.close();
        assertThat(statement.isClosed()).isTrue();
    }

    @Test
    void fetchSizeAndDirectionComeFromTheStatement() throws SQLException {
        try (Statement statement =
                connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
            statement.setFetchSize(50);
            statement.setFetchDirection(ResultSet.FETCH_REVERSE);
            try (ResultSet rows = statement.executeQuery(THREE)) {
                assertThat(rows.getFetchSize()).isEqualTo(50);
                assertThat(rows.getFetchDirection()).isEqualTo(ResultSet.FETCH_REVERSE);
                rows.afterLast();
                assertThat(rows.previous()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(3);
            }
        }
    }
}
