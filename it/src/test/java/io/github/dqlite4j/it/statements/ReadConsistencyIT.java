package io.github.dqlite4j.it.statements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.Table;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The table that {@code readConsistency=linearizable} needs. That such reads are not of old data is shown by {@code PartitionIT}. */
@Timeout(60)
class ReadConsistencyIT {
    @AutoClose
    private static final DqliteCluster NODE = DqliteCluster.start(1);

    private final String url = NODE.newDatabase();

    @BeforeEach
    void prepare() throws SQLException {
        write("CREATE TABLE t (x)");
        write("INSERT INTO t VALUES (1)");
    }

    private Connection connect(String properties) throws SQLException {
        return DriverManager.getConnection(url + properties);
    }

    private void write(String sql) throws SQLException {
        try (Connection connection = connect("")) {
            new Table(connection, "t").run(sql);
        }
    }

    @Test
    void isMadeByTheFirstReadAndHiddenFromMetadata() throws SQLException {
        try (Connection connection = connect("?readConsistency=linearizable")) {
            connection.setReadOnly(true);
            assertThat(new Table(connection, "t").size()).isEqualTo(1);
            assertThat(Table.read(connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})))
                    .extracting(row -> row.get(2))
                    .containsExactly("t");
            assertThat(new Table(connection, "t").query("SELECT count(*) FROM dqlite4j_outcome WHERE id = -1"))
                    .first()
                    .asString()
                    .contains("1");
        }
    }

    @Test
    void isMadeAgainAfterItWasDropped() throws SQLException {
        try (Connection connection = connect("?readConsistency=linearizable")) {
            Table table = new Table(connection, "t");
            assertThat(table.size()).isEqualTo(1);
            write("DROP TABLE dqlite4j_outcome");
            assertThat(table.size()).isEqualTo(1);
            assertThat(table.query("SELECT n FROM dqlite4j_outcome WHERE id = -1"))
                    .hasSize(1);
        }
    }

    @Test
    void nothingIsReadIfAnotherTableHasItsName() throws SQLException {
        write("CREATE TABLE dqlite4j_outcome (id INTEGER PRIMARY KEY, n)");
        try (Connection connection = connect("?readConsistency=linearizable")) {
            Table table = new Table(connection, "t");
            assertThatThrownBy(table::size).hasFieldOrPropertyWithValue("SQLState", "55000");
            table.run("INSERT INTO t VALUES (2)");
        }
        try (Connection connection = connect("")) {
            assertThat(new Table(connection, "dqlite4j_outcome").size()).isZero();
            assertThat(new Table(connection, "t").size()).isEqualTo(2);
        }
    }
}
