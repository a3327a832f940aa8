package io.github.dqlite4j.it.bench;

import io.github.dqlite4j.transport.NodeAddress;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One round trip each, with a raw socket and with JDBC: the same request bytes. */
public class RoundTrips {
    static final String NODE = "dqlite4j.bench.node";
    static final String DATABASE = "bench";
    static final int ITEMS = 10_000;
    private static final String READ = "SELECT name FROM item WHERE id = ?";
    private static final String INSERT = "INSERT INTO entry (text, number) VALUES (?, ?)";
    private static final String TEXT = "sixteen letters.";
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    static NodeAddress node() {
        return NodeAddress.parse(System.getProperty(NODE));
    }

    static String url() {
        return "jdbc:dqlite://" + node() + "/" + DATABASE;
    }

    static void createTables() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT NOT NULL)");
            statement.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + ITEMS
                    + ") INSERT INTO item SELECT i, 'item ' || (100000 + i) FROM n");
            statement.execute("CREATE TABLE entry (id INTEGER PRIMARY KEY, text TEXT, number INTEGER)");
        }
    }

    /** The raw side. */
    @State(Scope.Thread)
    public static class Raw {
        private RawConnection connection;
        private byte[] read;
        private byte[] insert;
        private final byte[] one = RawConnection.querySql("SELECT 1");
        private long key;

        @Setup
        public void open() throws IOException {
            connection = new RawConnection(node(), DATABASE);
            read = RawConnection.query(connection.prepare(READ))
                    .types(1)
                    .word(0)
                    .bytes();
            insert = RawConnection.exec(connection.prepare(INSERT))
                    .types(3, 1)
                    .text(TEXT)
                    .word(0)
                    .bytes();
        }

        @TearDown
        public void close() throws IOException {
            connection.close();
        }

        private byte[] numbered(byte[] message) {
            key = key % ITEMS + 1;
            LONG.set(message, message.length - 8, key);
            return message;
        }

        long read() throws IOException {
            return connection.ask(numbered(read));
        }

        long insert() throws IOException {
            return connection.ask(numbered(insert));
        }

        long one() throws IOException {
            return connection.ask(one);
        }
    }

    /** The driver's side. */
    @State(Scope.Thread)
    public static class Jdbc {
        private Connection connection;
        private PreparedStatement read;
        private PreparedStatement insert;
        private Statement plain;
        private long key;

        @Setup
        public void open() throws SQLException {
            connection = DriverManager.getConnection(url());
            read = connection.prepareStatement(READ);
            insert = connection.prepareStatement(INSERT);
            plain = connection.createStatement();
        }

        @TearDown
        public void close() throws SQLException {
            connection.close();
        }

        String read() throws SQLException {
            key = key % ITEMS + 1;
            read.setLong(1, key);
            try (ResultSet rows = read.executeQuery()) {
                rows.next();
                return rows.getString(1);
            }
        }

        int insert() throws SQLException {
            insert.setString(1, TEXT);
            insert.setLong(2, ++key);
            return insert.executeUpdate();
        }

        int one() throws SQLException {
            try (ResultSet rows = plain.executeQuery("SELECT 1")) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    @Benchmark
    public long readRaw(Raw raw) throws IOException {
        return raw.read();
    }

    @Benchmark
    public String readJdbc(Jdbc jdbc) throws SQLException {
        return jdbc.read();
    }

    @Benchmark
    public long insertRaw(Raw raw) throws IOException {
        return raw.insert();
    }

    @Benchmark
    public int insertJdbc(Jdbc jdbc) throws SQLException {
        return jdbc.insert();
    }

    @Benchmark
    public long oneRaw(Raw raw) throws IOException {
        return raw.one();
    }

    @Benchmark
    public int oneJdbc(Jdbc jdbc) throws SQLException {
        return jdbc.one();
    }
}
