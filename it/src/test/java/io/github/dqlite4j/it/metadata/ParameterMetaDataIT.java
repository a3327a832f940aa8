package io.github.dqlite4j.it.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.JDBCType;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@link ParameterMetaData} on a real node. */
class ParameterMetaDataIT {
    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    private String url;
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        url = CLUSTER.jdbcUrl("parameters-" + UUID.randomUUID());
        connection = DriverManager.getConnection(url);
        run("CREATE TABLE item (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL, price DECIMAL(10, 2), day DATE)");
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

    private List<String> types(String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            ParameterMetaData metadata = statement.getParameterMetaData();
            List<String> types = new ArrayList<>();
            for (int i = 1; i <= metadata.getParameterCount(); i++) {
                types.add(JDBCType.valueOf(metadata.getParameterType(i)) + " " + metadata.isNullable(i));
            }
            return types;
        }
    }

    @Test
    void tellsTheTypesOfColumns() throws SQLException {
        assertThat(types("INSERT INTO item VALUES (?, ?, ?, ?)"))
                .containsExactly("INTEGER 1", "VARCHAR 0", "DECIMAL 1", "DATE 1");
        assertThat(types("SELECT * FROM item WHERE price > ? AND lower(name) = ? LIMIT ?"))
                .containsExactly("DECIMAL 1", "OTHER 2", "BIGINT 0");
        assertThat(types("SELECT 1")).isEmpty();
    }

    @Test
    void describesEachParameter() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("UPDATE item SET price = ? WHERE ? + 1 = 2")) {
            ParameterMetaData metadata = statement.getParameterMetaData();

            assertThat(metadata.getPrecision(1)).isEqualTo(10);
            assertThat(metadata.getScale(1)).isEqualTo(2);
            assertThat(metadata.getParameterTypeName(1)).isEqualTo("DECIMAL");
            assertThat(metadata.getParameterClassName(1)).isEqualTo(BigDecimal.class.getName());
            assertThat(metadata.isSigned(1)).isTrue();
            assertThat(metadata.getParameterMode(1)).isEqualTo(ParameterMetaData.parameterModeIn);
            assertThat(metadata.getParameterClassName(2)).isEqualTo(Object.class.getName());
            assertThat(metadata.getParameterTypeName(2)).isEmpty();
            assertThatThrownBy(() -> metadata.getParameterType(3))
                    .isInstanceOf(SQLException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "07009");
        }
    }

    @Test
    void acceptsValuesOfTheReportedTypes() throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO item (name, price, day) VALUES (?, ?, upper(?))")) {
            ParameterMetaData metadata = statement.getParameterMetaData();
            statement.setObject(1, "a", metadata.getParameterType(1));
            statement.setNull(2, metadata.getParameterType(2));
            statement.setObject(3, "x", metadata.getParameterType(3));
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }

    @Test
    void knowsNoTypesOfWhatDoesNotExist() throws SQLException {
        assertThat(types("SELECT * FROM nothing WHERE a = ?")).containsExactly("OTHER 2");
        assertThat(types("SELEC ?")).containsExactly("OTHER 2");
    }

    @Test
    void seesTheTablesOfThisConnectionAndChanges() throws SQLException {
        assertThat(types("SELECT 1 FROM item WHERE day = ?")).containsExactly("DATE 1");
        run("CREATE TEMP TABLE item (day BLOB)");
        assertThat(types("SELECT 1 FROM item WHERE day = ?")).containsExactly("BLOB 1");
        run("DROP TABLE temp.item");

        try (Connection other = DriverManager.getConnection(url);
                Statement statement = other.createStatement()) {
            statement.execute("CREATE TABLE later (at TIMESTAMP)");
        }
        assertThat(types("SELECT 1 FROM later WHERE at < ?")).containsExactly("TIMESTAMP 1");
    }

    @Test
    void opensNoTransactionAndLeavesResultsAlone() throws SQLException {
        run("""
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
                INSERT INTO item (name) SELECT 'item ' || i FROM n
                """);
        connection.setAutoCommit(false);
        assertThat(types("DELETE FROM item WHERE id = ?")).containsExactly("INTEGER 1");
        try (Connection other = DriverManager.getConnection(url + "?busyTimeout=0");
                Statement statement = other.createStatement()) {
            assertThat(statement.executeUpdate("DELETE FROM item WHERE id = 1")).isEqualTo(1);
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM item ORDER BY id")) {
            int count = 0;
            while (rows.next()) {
                if (++count == 3) {
                    assertThat(types("DELETE FROM item WHERE name = ?")).containsExactly("VARCHAR 1");
                }
            }
            assertThat(count).isEqualTo(2999);
        }
        connection.rollback();
    }
}
