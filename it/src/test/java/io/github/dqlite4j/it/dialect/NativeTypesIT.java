package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.JDBCType;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.exception.DataException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** How tools use the types in the metadata: Hibernate's native queries, Spring's JdbcClient, and getObject itself. */
class NativeTypesIT {
    private static final double LONG_DOUBLE = 445146115151.45845;

    private static DqliteCluster cluster;
    private static Connection connection;
    private static SessionFactory sessions;

    @BeforeAll
    static void start() throws SQLException {
        cluster = DqliteCluster.start(1);
        connection = DriverManager.getConnection(cluster.jdbcUrl("native"));
        sessions = new Configuration()
                .setProperty("hibernate.connection.url", cluster.jdbcUrl("native"))
                .buildSessionFactory();
    }

    @AfterAll
    static void stop() throws SQLException {
        sessions.close();
        connection.close();
        cluster.close();
    }

    private static Arguments column(String declared, String literal, JDBCType type, Object driver, Object hibernate) {
        return Arguments.of(declared, literal, type, driver, hibernate);
    }

    static Stream<Arguments> columns() {
        BigDecimal price = new BigDecimal("19.25");
        return Stream.of(
                column("DOUBLE", "445146115151.45845", JDBCType.DOUBLE, LONG_DOUBLE, LONG_DOUBLE),
                column("DOUBLE PRECISION", "445146115151.45845", JDBCType.DOUBLE, LONG_DOUBLE, LONG_DOUBLE),
                column("FLOAT", "445146115151.45845", JDBCType.DOUBLE, LONG_DOUBLE, LONG_DOUBLE),
                column("FLOAT(53)", "445146115151.45845", JDBCType.DOUBLE, LONG_DOUBLE, LONG_DOUBLE),
                column("FLOAT(24)", "445146115151.45845", JDBCType.DOUBLE, LONG_DOUBLE, LONG_DOUBLE),
                column("REAL", "445146115151.45845", JDBCType.DOUBLE, LONG_DOUBLE, LONG_DOUBLE),
                column("REAL", "7", JDBCType.DOUBLE, 7.0, 7.0),
                column("DECIMAL(10,2)", "19.25", JDBCType.DECIMAL, price, price),
                column("DEC(10,2)", "19.25", JDBCType.DECIMAL, price, price),
                column("NUMERIC(10,2)", "19.25", JDBCType.NUMERIC, price, price),
                column("NUMERIC", "19.25", JDBCType.NUMERIC, price, price),
                column("TINYINT", "7", JDBCType.TINYINT, 7, (byte) 7),
                column("SMALLINT", "7", JDBCType.SMALLINT, 7, (short) 7),
                column("INT2", "7", JDBCType.SMALLINT, 7, (short) 7),
                column("INT", "7", JDBCType.INTEGER, 7, 7),
                column("INTEGER", "7", JDBCType.INTEGER, 7, 7),
                column("BIGINT", "9007199254740993", JDBCType.BIGINT, 9007199254740993L, 9007199254740993L),
                column("UNSIGNED BIG INT", "9007199254740993", JDBCType.BIGINT, 9007199254740993L, 9007199254740993L),
                column("BOOL", "1", JDBCType.BOOLEAN, true, true),
                column("BOOLEAN", "1", JDBCType.BOOLEAN, true, true),
                column("VARCHAR(20)", "'a'", JDBCType.VARCHAR, "a", "a"),
                column("TEXT", "'a'", JDBCType.VARCHAR, "a", "a"),
                column("CHAR(2)", "'ab'", JDBCType.CHAR, "ab", "ab"),
                column("NVARCHAR(20)", "'a'", JDBCType.NVARCHAR, "a", "a"),
                column("NCHAR(2)", "'ab'", JDBCType.NCHAR, "ab", "ab"));
    }

    @ParameterizedTest
    @MethodSource("columns")
    void eachTypeIsReadWithItsValue(String declared, String literal, JDBCType type, Object driver, Object hibernate)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS one");
            statement.execute("CREATE TABLE one (v " + declared + ")");
            statement.execute("INSERT INTO one VALUES (" + literal + ")");
            try (ResultSet row = statement.executeQuery("SELECT v FROM one")) {
                ResultSetMetaData metadata = row.getMetaData();
                assertThat(JDBCType.valueOf(metadata.getColumnType(1))).isEqualTo(type);
                assertThat(row.next()).isTrue();
                assertThat(row.getObject(1)).isEqualTo(driver);
                assertThat(metadata.getColumnClassName(1))
                        .isEqualTo(driver.getClass().getName());
            }
            try (ResultSet column = connection.getMetaData().getColumns(null, null, "one", "v")) {
                assertThat(column.next()).isTrue();
                assertThat(JDBCType.valueOf(column.getInt("DATA_TYPE"))).isEqualTo(type);
            }
        }
        JdbcClient client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
        assertThat(client.sql("SELECT v FROM one").query().singleValue()).isEqualTo(driver);
        assertThat((Object)
                        client.sql("SELECT v FROM one").query(driver.getClass()).single())
                .isEqualTo(driver);
        Object read = sessions.fromSession(session ->
                session.createNativeQuery("select v from one", Object.class).getSingleResult());
        assertThat(read).isEqualTo(hibernate);
    }

    /** Expressions have the type of their value. */
    @Test
    void aCalculatedDoubleIsADouble() {
        Object[] read = sessions.fromSession(session -> session.createNativeQuery(
                        "select 445146115151.45845 * 1, 0.1 + 0.2, 7 / 2, 7", Object[].class)
                .getSingleResult());
        assertThat(read).containsExactly(LONG_DOUBLE, 0.1 + 0.2, 3L, 7L);
    }

    /** Hibernate reads such columns as what metadata says; what does not fit is an error and no other value. */
    @Test
    void anIntegerBeyondItsDeclarationIsAnError() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS one");
            statement.execute("CREATE TABLE one (v INTEGER)");
            statement.execute("INSERT INTO one VALUES (9007199254740993)");
            assertThat(read(statement)).isEqualTo(9007199254740993L);
        }
        sessions.inSession(session -> assertThatThrownBy(
                        () -> session.createNativeQuery("select v from one", Object.class)
                                .getSingleResult())
                .isInstanceOf(DataException.class));
    }

    private static Object read(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT v FROM one")) {
            assertThat(row.next()).isTrue();
            return row.getObject(1);
        }
    }
}
