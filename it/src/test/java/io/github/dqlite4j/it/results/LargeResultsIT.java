package io.github.dqlite4j.it.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Long, wide and endless results of a real node. */
class LargeResultsIT {
    private static final String COUNT =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT %d) SELECT i, hex(zeroblob(20)) FROM n";
    private static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, hex(zeroblob(50)) FROM n";

    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    private Connection connection;
    private Statement statement;

    @BeforeEach
    void connect() throws SQLException {
        connection = DriverManager.getConnection(CLUSTER.jdbcUrl("large"));
        statement = connection.createStatement();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private static String count(int rows) {
        return String.format(Locale.ROOT, COUNT, rows);
    }

    private void assertAlive() throws SQLException {
        try (Statement other = connection.createStatement();
                ResultSet row = other.executeQuery("SELECT 42")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getInt(1)).isEqualTo(42);
        }
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void aMillionRowsTakeNoMoreMemoryThanOne() throws SQLException {
        try (ResultSet rows = statement.executeQuery(count(1_000_000))) {
            long sum = 0;
            long before = 0;
            long after = 0;
            for (int row = 1; rows.next(); row++) {
                assertThat(rows.getRow()).isEqualTo(row);
                sum += rows.getLong(1);
                if (row == 1) {
                    before = used();
                } else if (row == 999_000) {
                    after = used();
                }
            }
            assertThat(sum).isEqualTo(500_000_500_000L);
            assertThat(after - before).isLessThan(8_000_000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000})
    void anEndlessResultCanBeClosed(int rowsToRead) throws SQLException {
        for (int i = 0; i < 3; i++) {
            try (ResultSet rows = statement.executeQuery(ENDLESS)) {
                for (int row = 0; row < rowsToRead; row++) {
                    assertThat(rows.next()).isTrue();
                }
            }
            assertAlive();
        }
    }

    @Test
    void theGreatestNumberOfRowsEndsAnEndlessResult() throws SQLException {
        statement.setMaxRows(700);
        try (ResultSet rows = statement.executeQuery(ENDLESS)) {
            int count = 0;
            while (rows.next()) {
                count++;
            }
            assertThat(count).isEqualTo(700);
        }
        assertAlive();
    }

    @Test
    void aStatementEndsItsLastResult() throws SQLException {
        ResultSet first = statement.executeQuery(ENDLESS);
        assertThat(first.next()).isTrue();
        try (ResultSet second = statement.executeQuery("SELECT 2")) {
            assertThat(first.isClosed()).isTrue();
            assertThatThrownBy(first::next).hasFieldOrPropertyWithValue("SQLState", "24000");
            assertThat(second.next()).isTrue();
            assertThat(second.getInt(1)).isEqualTo(2);
        }
    }

    @Test
    void closingEarlyKeepsTheTransaction() throws SQLException {
        statement.execute("CREATE TABLE kept(v)");
        connection.setAutoCommit(false);
        statement.execute("INSERT INTO kept VALUES (1)");
        try (ResultSet rows = statement.executeQuery(count(200_000))) {
            assertThat(rows.next()).isTrue();
        }
        statement.execute("INSERT INTO kept VALUES (2)");
        connection.commit();
        try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM kept")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(2);
        }
    }

    /** In a transaction there is no other socket to go to: it ends when the network's time is over, and the transaction with it. */
    @Test
    void anEndlessResultInATransactionEndsTheTransaction() throws SQLException {
        try (Connection hasty = DriverManager.getConnection(CLUSTER.jdbcUrl("endless"));
                Statement own = hasty.createStatement()) {
            own.execute("CREATE TABLE lost(v)");
            hasty.setAutoCommit(false);
            own.execute("INSERT INTO lost VALUES (1)");
            ResultSet rows = own.executeQuery(ENDLESS);
            assertThat(rows.next()).isTrue();
            int timeout = hasty.getNetworkTimeout();
            hasty.setNetworkTimeout(Runnable::run, 1000);
            rows.close();
            hasty.setNetworkTimeout(Runnable::run, timeout);
            assertThatThrownBy(() -> own.execute("INSERT INTO lost VALUES (2)"))
                    .hasFieldOrPropertyWithValue("SQLState", "40001");
            hasty.rollback();
            try (ResultSet left = own.executeQuery("SELECT count(*) FROM lost")) {
                assertThat(left.next()).isTrue();
                assertThat(left.getInt(1)).isZero();
            }
        }
    }

    @Test
    void aResultIsReadOnAfterOtherStatementsAndACommit() throws SQLException {
        statement.execute("CREATE TABLE other(v)");
        connection.setAutoCommit(false);
        try (Statement writer = connection.createStatement();
                ResultSet rows = statement.executeQuery(count(20_000))) {
            long sum = 0;
            for (int row = 1; rows.next(); row++) {
                sum += rows.getLong(1);
                if (row == 100) {
                    writer.execute("INSERT INTO other VALUES (1)");
                } else if (row == 200) {
                    connection.commit();
                } else if (row == 300) {
                    assertThat(connection.isValid(5)).isTrue();
                }
            }
            assertThat(sum).isEqualTo(200_010_000L);
            connection.commit();
        }
    }

    @Test
    void aScrollableResultMovesAboutInManyMessages() throws SQLException {
        try (Statement scrolling =
                        connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
                ResultSet rows = scrolling.executeQuery(count(50_000))) {
            Random random = new Random(7);
            assertThat(rows.last()).isTrue();
            assertThat(rows.getRow()).isEqualTo(50_000);
            assertAlive();
            for (int i = 0; i < 1000; i++) {
                int row = 1 + random.nextInt(50_000);
                assertThat(rows.absolute(random.nextBoolean() ? row : row - 50_001))
                        .isTrue();
                assertThat(rows.getInt(1)).isEqualTo(row);
                assertThat(rows.getMetaData().getColumnCount()).isEqualTo(2);
                assertThat(rows.getInt("i")).isEqualTo(row);
            }
        }
        assertAlive();
    }

    @Test
    void twentyMegabytesAreStoredAndRead() throws Exception {
        byte[] bytes = new byte[20_000_000];
        new Random(11).nextBytes(bytes);
        String text = "snow \u96ea ".repeat(20_000_000 / 9);
        statement.execute("CREATE TABLE huge(id INTEGER PRIMARY KEY, b BLOB, t TEXT)");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO huge(b, t) VALUES (?, ?)")) {
            insert.setBinaryStream(1, new ByteArrayInputStream(bytes));
            insert.setCharacterStream(2, new StringReader(text));
            assertThat(insert.executeUpdate()).isOne();
        }
        try (ResultSet row = statement.executeQuery("SELECT b, t, length(b), length(t) FROM huge")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getInt(3)).isEqualTo(bytes.length);
            assertThat(row.getInt(4)).isEqualTo(text.length());
            try (InputStream stream = row.getBinaryStream(1)) {
                assertThat(stream.readAllBytes()).isEqualTo(bytes);
            }
            assertThat(row.getClob(2).length()).isEqualTo(text.length());
            assertThat(row.getString(2).equals(text)).isTrue();
            assertThat(row.getBytes(2)).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
        }
        statement.execute("DROP TABLE huge");
    }

    @Test
    void aWideResultIsReadToItsLastColumn() throws SQLException {
        StringBuilder columns = new StringBuilder();
        for (int i = 0; i < 450; i++) {
            columns.append(i == 0 ? "" : ",").append(i).append(" AS c").append(i);
        }
        try (ResultSet row = statement.executeQuery("SELECT " + columns + " FROM (" + count(50) + ")")) {
            assertThat(row.getMetaData().getColumnCount()).isEqualTo(450);
            int count = 0;
            while (row.next()) {
                count++;
                assertThat(row.getInt(450)).isEqualTo(449);
                assertThat(row.getInt("C449")).isEqualTo(449);
            }
            assertThat(count).isEqualTo(50);
        }
    }
}
