package io.github.dqlite4j.it.statements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.Table;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches whose steps are sent before the answers to earlier ones have the same effect as single statements. */
@ParameterizedClass
@ValueSource(strings = {"pipeline=true", "pipeline=false", "transactionMode=deferred"})
class PipelinedBatchIT {
    private static final int ROWS = 300;

    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    private final List<Connection> open = new ArrayList<>();

    @Parameter
    private String property;

    @AfterEach
    void close() throws SQLException {
        for (Connection connection : open) {
            connection.close();
        }
    }

    private Connection connect(boolean autoCommit) throws SQLException {
        Connection connection = DriverManager.getConnection(CLUSTER.jdbcUrl("pipelined") + "?" + property);
        open.add(connection);
        connection.setAutoCommit(autoCommit);
        return connection;
    }

    /** A table with the numbers from 1, each with a name of its own. */
    private static Table numbered(Connection connection) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(true);
        Table table = Table.create(connection, "id INTEGER PRIMARY KEY, name TEXT UNIQUE, n INTEGER DEFAULT 0");
        table.run("WITH RECURSIVE i(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM i WHERE n < " + ROWS + ") INSERT INTO "
                + table.name() + " (id, name) SELECT n, 'name ' || n FROM i");
        connection.setAutoCommit(autoCommit);
        return table;
    }

    private static long changed(Table table) throws SQLException {
        return Long.parseLong(
                table.query("SELECT sum(n) FROM " + table.name()).get(0).get(0));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void eachStepHasItsCount(boolean autoCommit) throws SQLException {
        Connection connection = connect(autoCommit);
        Table table = numbered(connection);
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE " + table.name() + " SET n = n + 1 WHERE id BETWEEN ? AND ?")) {
            for (int i = 0; i < ROWS; i++) {
                update.setInt(1, 1);
                update.setInt(2, i % 4);
                update.addBatch();
            }
            assertThat(update.executeBatch())
                    .containsExactly(IntStream.range(0, ROWS).map(i -> i % 4).toArray());
        }
        if (!autoCommit) {
            connection.commit();
        }
        assertThat(changed(table)).isEqualTo(ROWS / 4 * 6);
    }

    @Test
    void statementsOfVariousKindsHaveTheirCounts() throws SQLException {
        Connection connection = connect(false);
        Table table = numbered(connection);
        try (Statement statement = connection.createStatement()) {
            for (int i = 1; i <= 50; i++) {
                statement.addBatch("UPDATE " + table.name() + " SET n = " + i + " WHERE id <= 2");
                statement.addBatch("INSERT INTO " + table.name() + " (name) VALUES ('a" + i + "'), ('b" + i + "'), ('c"
                        + i + "')");
                statement.addBatch("DELETE FROM " + table.name() + " WHERE name = 'c" + i + "'");
                if (i == 25) {
                    statement.addBatch("CREATE INDEX " + table.name() + "_n ON " + table.name() + " (n)");
                }
            }
            int[] counts = statement.executeBatch();
            assertThat(counts).hasSize(151);
            assertThat(counts[75]).isZero();
            assertThat(IntStream.of(counts).sum()).isEqualTo(50 * 6);
        }
        connection.commit();
        assertThat(table.size()).isEqualTo(ROWS + 100);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "id INTEGER PRIMARY KEY, name TEXT | id",
                "name TEXT, id TEXT NOT NULL PRIMARY KEY DEFAULT (lower(hex(randomblob(8)))) | id",
                "id INTEGER PRIMARY KEY, name TEXT, at TEXT NOT NULL DEFAULT 'now' | at",
            })
    void eachRowHasItsKey(String columns, String key) throws SQLException {
        Connection connection = connect(false);
        connection.setAutoCommit(true);
        Table table = Table.create(connection, columns);
        connection.setAutoCommit(false);
        List<String> keys = new ArrayList<>();
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + table.name() + " (name) VALUES (?)", new String[] {key})) {
            for (int i = 0; i < ROWS; i++) {
                insert.setString(1, "name " + i);
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).hasSize(ROWS).containsOnly(1);
            try (ResultSet rows = insert.getGeneratedKeys()) {
                while (rows.next()) {
                    keys.add(rows.getString(1));
                }
            }
        }
        connection.commit();
        assertThat(table.query(
                        "SELECT " + key + " FROM " + table.name() + " ORDER BY CAST(substr(name, 6) AS INTEGER)"))
                .extracting(row -> row.get(0))
                .isEqualTo(keys)
                .hasSize(ROWS);
    }

    /**
     * Increments all rows in one batch.
     *
     * @param conflict the clause OR …, or empty
     * @param failing the step that violates a constraint; none if it is larger than {@link #ROWS}
     * @return the failure, or null
     */
    private static BatchUpdateException increment(Connection connection, Table table, String conflict, int failing)
            throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE " + conflict + " " + table.name() + " SET n = n + 1, name = coalesce(?, name) WHERE id = ?")) {
            for (int i = 1; i <= ROWS; i++) {
                update.setString(1, i == failing ? "name " + (i % ROWS + 1) : null);
                update.setInt(2, i);
                update.addBatch();
            }
            return catchThrowableOfType(BatchUpdateException.class, update::executeBatch);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 150, ROWS})
    void whatCameBeforeAFailureStaysInTheTransaction(int failing) throws SQLException {
        Connection connection = connect(false);
        Table table = numbered(connection);
        table.run("UPDATE " + table.name() + " SET n = 1000 WHERE id = 7");
        BatchUpdateException failure = increment(connection, table, "", failing);
        assertThat(failure.getSQLState()).isEqualTo("23505");
        assertThat(failure.getUpdateCounts())
                .hasSize(failing - 1)
                .containsOnly(failing == 1 ? new int[0] : new int[] {1});
        connection.commit();
        assertThat(changed(table)).isEqualTo(1000 + failing - 1);
    }

    @Test
    void inAutoCommitAFailureLeavesNothing() throws SQLException {
        Connection connection = connect(true);
        Table table = numbered(connection);
        assertThat(increment(connection, table, "", 150).getUpdateCounts()).hasSize(149);
        assertThat(changed(table)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 150, ROWS})
    void nothingIsCommittedWhenAStepRollsBack(int failing) throws SQLException {
        Connection connection = connect(false);
        Table table = numbered(connection);
        table.run("UPDATE " + table.name() + " SET n = 1000 WHERE id = 7");
        BatchUpdateException failure = increment(connection, table, "OR ROLLBACK", failing);
        assertThat(failure.getSQLState()).isEqualTo("23505");
        assertThat(catchThrowableOfType(SQLException.class, connection::commit).getSQLState())
                .isEqualTo("40001");
        assertThat(changed(table)).isZero();
        connection.commit();
        assertThatObject(increment(connection, table, "", ROWS + 1)).isNull();
        connection.commit();
        assertThat(changed(table)).isEqualTo(ROWS);
    }

    @ParameterizedTest
    @CsvSource({"ROLLBACK,0", "ABORT,149", "FAIL,149", "IGNORE,299"})
    void aTriggerEndsItAsItDoesAlone(String raise, int expected) throws SQLException {
        Connection connection = connect(false);
        Table table = numbered(connection);
        connection.rollback();
        connection.setAutoCommit(true);
        String message = raise.equals("IGNORE") ? "" : ", 'no'";
        table.run("CREATE TRIGGER " + table.name() + "_t BEFORE UPDATE ON " + table.name()
                + " WHEN new.id = 150 BEGIN SELECT RAISE(" + raise + message + "); END");
        connection.setAutoCommit(false);
        BatchUpdateException failure = increment(connection, table, "", ROWS + 1);
        if (raise.equals("IGNORE")) {
            assertThatObject(failure).isNull();
        } else {
            assertThat(failure.getUpdateCounts()).hasSize(149);
        }
        if (raise.equals("ROLLBACK")) {
            assertThat(catchThrowableOfType(SQLException.class, connection::commit)
                            .getSQLState())
                    .isEqualTo("40001");
        } else {
            connection.commit();
        }
        assertThat(changed(table)).isEqualTo(expected);
    }

    @Test
    void savepointsOfTheCallerStay() throws SQLException {
        Connection connection = connect(false);
        Table table = numbered(connection);
        var savepoint = connection.setSavepoint("dqlite4j_batch");
        assertThat(increment(connection, table, "", 10).getUpdateCounts()).hasSize(9);
        assertThatObject(increment(connection, table, "", ROWS + 1)).isNull();
        connection.rollback(savepoint);
        assertThatObject(increment(connection, table, "", ROWS + 1)).isNull();
        connection.commit();
        assertThat(changed(table)).isEqualTo(ROWS);
    }

    @Test
    void aSavepointOfTheSameNameThatIsTheTransactionStays() throws SQLException {
        Connection connection = connect(true);
        Table table = numbered(connection);
        table.run("SAVEPOINT dqlite4j_batch");
        table.run("UPDATE " + table.name() + " SET n = 1000 WHERE id = 7");
        assertThat(increment(connection, table, "", 10).getUpdateCounts()).hasSize(9);
        assertThat(changed(table)).isEqualTo(1009);
        assertThat(changed(new Table(connect(true), table.name()))).isZero();
        table.run("ROLLBACK TO dqlite4j_batch");
        table.run("RELEASE dqlite4j_batch");
        assertThat(changed(new Table(connect(true), table.name()))).isZero();
        assertThatObject(increment(connection, table, "", ROWS + 1)).isNull();
        assertThat(changed(table)).isEqualTo(ROWS);
    }

    @Test
    void anOpenResultOfAnotherStatementIsReadOn() throws SQLException {
        Connection connection = connect(false);
        Table table = numbered(connection);
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT a.id FROM " + table.name() + " a, " + table.name() + " b")) {
            assertThat(rows.next()).isTrue();
            assertThatObject(increment(connection, table, "", ROWS + 1)).isNull();
            int read = 1;
            while (rows.next()) {
                read++;
            }
            assertThat(read).isEqualTo(ROWS * ROWS);
        }
        connection.commit();
        assertThat(changed(table)).isEqualTo(ROWS);
    }
}
