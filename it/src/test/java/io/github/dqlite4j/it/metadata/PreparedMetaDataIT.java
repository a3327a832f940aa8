package io.github.dqlite4j.it.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.JDBCType;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The columns of a prepared query before and after its execution. */
class PreparedMetaDataIT {
    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = DriverManager.getConnection(CLUSTER.jdbcUrl("prepared-" + UUID.randomUUID()));
        run("CREATE TABLE item (id INTEGER PRIMARY KEY, price DECIMAL(10, 2) NOT NULL, day DATE)");
        run("CREATE TABLE sale (item_id BIGINT REFERENCES item, at TIMESTAMP, paid DECIMAL(10, 2))");
        run("CREATE VIEW both AS SELECT item.id, sale.at FROM item LEFT JOIN sale ON item_id = id");
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> columns(ResultSetMetaData metadata) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= metadata.getColumnCount(); i++) {
            columns.add(
                    metadata.getColumnLabel(i) + " " + metadata.getTableName(i) + "." + metadata.getColumnName(i) + " "
                            + JDBCType.valueOf(metadata.getColumnType(i)) + " " + metadata.getColumnTypeName(i) + " "
                            + metadata.getPrecision(i) + " " + metadata.getScale(i) + " " + metadata.isNullable(i) + " "
                            + metadata.isAutoIncrement(i) + " " + metadata.getColumnClassName(i));
        }
        return columns;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM item",
                "SELECT i.*, s.at AS sold, s.paid FROM item i LEFT JOIN sale s ON s.item_id = i.id WHERE i.id = ?",
                "SELECT price FROM item WHERE id > ? UNION SELECT paid FROM sale WHERE paid < ? ORDER BY 1 LIMIT ?",
                "SELECT price AS x FROM item UNION ALL SELECT at FROM sale",
                "SELECT id, id, id FROM item EXCEPT SELECT 1, 2, 3",
                "WITH c(n, d) AS MATERIALIZED (SELECT price, day FROM item) SELECT d, n, count(*) AS c FROM c GROUP BY d",
                "SELECT at, id FROM both ORDER BY at",
                "SELECT (SELECT day FROM item WHERE id = ?) AS d, ? AS p",
                "VALUES (1, 'a'), (2, 'b')",
                "SELECT 1 AS one UNION VALUES (2)"
            })
    void preparedMetaDataEqualsThatOfTheResult(String sql) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(sql)) {
            List<String> before = columns(prepared.getMetaData());
            ParameterMetaData parameters = prepared.getParameterMetaData();
            for (int i = 1; i <= parameters.getParameterCount(); i++) {
                if (parameters.isNullable(i) == ParameterMetaData.parameterNoNulls) {
                    prepared.setInt(i, 1);
                } else {
                    prepared.setNull(i, parameters.getParameterType(i));
                }
            }
            prepared.setMaxRows(1);
            assertThat(prepared.execute()).isTrue();
            List<String> after = columns(prepared.getResultSet().getMetaData());
            assertThat(before).hasSameSizeAs(after).isNotEmpty();
            for (int i = 0; i < before.size(); i++) {
                if (!before.get(i).contains(" .")) {
                    assertThat(before.get(i)).isEqualTo(after.get(i));
                } else {
                    assertThat(before.get(i).split(" ")[0])
                            .isEqualTo(after.get(i).split(" ")[0]);
                }
            }
        }
    }

    @Test
    void compoundHasATypeOnlyIfAllMembersHaveIt() throws SQLException {
        try (PreparedStatement same =
                        connection.prepareStatement("SELECT price AS x FROM item UNION SELECT paid FROM sale");
                PreparedStatement other =
                        connection.prepareStatement("SELECT price AS x FROM item UNION SELECT at FROM sale")) {
            assertThat(same.getMetaData().getColumnType(1)).isEqualTo(JDBCType.DECIMAL.getVendorTypeNumber());
            assertThat(other.getMetaData().getColumnType(1)).isEqualTo(JDBCType.VARCHAR.getVendorTypeNumber());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO item (price) VALUES (?)",
                "UPDATE item SET price = ?",
                "CREATE TABLE other (a)",
                "BEGIN",
                "DELETE FROM item"
            })
    void preparedMetaDataIsNullWithoutResult(String sql) throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement(sql)) {
            assertThat(prepared.getMetaData()).isNull();
        }
    }

    @Test
    void preparedMetaDataFailsAsTheQueryDoes() throws SQLException {
        try (PreparedStatement prepared = connection.prepareStatement("SELECT nothing FROM item")) {
            assertThatThrownBy(prepared::getMetaData)
                    .isInstanceOf(SQLSyntaxErrorException.class)
                    .hasMessageContaining("nothing");
        }
    }

    @Test
    void preparedMetaDataOpensNoTransaction() throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement prepared = connection.prepareStatement("SELECT day FROM item")) {
            assertThat(prepared.getMetaData().getColumnCount()).isEqualTo(1);
        }
        connection.setReadOnly(true);
        assertThat(connection.isReadOnly()).isTrue();
        connection.rollback();
    }
}
