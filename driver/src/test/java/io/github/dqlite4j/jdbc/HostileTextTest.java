package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dqlite4j.peer.Footprint;
import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.LogRecorder;
import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Asked;
import io.github.dqlite4j.peer.WireBytes;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that puts line breaks, escape sequences and endless texts wherever its messages have a text. */
@ExtendWith({LeakRecorder.class, Footprint.class})
@Timeout(120)
class HostileTextTest {
    private static final String HOSTILE = "odd\r\n2026-01-01 WARNING forged\u001b[2J\u0007\u0085\u2028\u202eend\ufeff";
    private static final String SHOWN =
            "odd\\r\\n2026-01-01 WARNING forged\\u001b[2J\\u0007\\u0085\\u2028\\u202eend\\ufeff";

    /** The longest message that an exception or a line may have. */
    private static final int LIMIT = 11_000;

    private LogRecorder log;

    @BeforeEach
    void record() {
        log = LogRecorder.of("");
    }

    @AfterEach
    void stop() {
        log.close();
    }

    private static void assertPrintable(String text) {
        assertThat(text)
                .hasSizeLessThan(LIMIT)
                .matches(printable -> printable.codePoints().noneMatch(HostileTextTest::isHostile), "printable");
    }

    private static boolean isHostile(int character) {
        return Character.isISOControl(character)
                || Character.getType(character) == Character.FORMAT
                || Character.getType(character) == Character.LINE_SEPARATOR
                || Character.getType(character) == Character.SURROGATE;
    }

    /** Looks at an exception with all its causes, and at all lines of the log. */
    private void assertAllPrintable(Throwable thrown) {
        look(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
        assertThat(log.lines("")).isNotEmpty().allSatisfy(line -> assertPrintable(line.text()));
    }

    private static void look(Throwable thrown, Set<Throwable> seen) {
        if (thrown == null || !seen.add(thrown)) {
            return;
        }
        assertPrintable(thrown.toString());
        look(thrown.getCause(), seen);
        for (Throwable suppressed : thrown.getSuppressed()) {
            look(suppressed, seen);
        }
        if (thrown instanceof SQLException sql) {
            look(sql.getNextException(), seen);
        }
    }

    /** The requests that may be answered with FAILURE. */
    enum Refused {
        LEADER(true, asked -> asked.type() == Asked.LEADER),
        OPEN(true, asked -> asked.type() == Asked.OPEN),
        SETUP(true, asked -> asked.type() == Asked.EXEC_SQL && asked.sql().contains("PRAGMA")),
        SCHEMA(true, asked -> asked.type() == Asked.QUERY_SQL && !asked.sql().contains("scripted")),
        BEGIN(false, asked -> asked.sql().startsWith("BEGIN")),
        COMMIT(false, asked -> asked.sql().equals("COMMIT")),
        EXEC_SQL(false, asked -> asked.type() == Asked.EXEC_SQL && asked.sql().contains("scripted")),
        QUERY_SQL(false, asked -> asked.type() == Asked.QUERY_SQL && asked.sql().contains("scripted")),
        PREPARE(false, asked -> asked.type() == Asked.PREPARE),
        EXEC(false, asked -> asked.type() == Asked.EXEC),
        QUERY(false, asked -> asked.type() == Asked.QUERY);

        private final boolean connects;
        private final Predicate<Asked> request;

        Refused(boolean connects, Predicate<Asked> request) {
            this.connects = connects;
            this.request = request;
        }
    }

    private static void useEverything(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM scripted");
            statement.executeQuery("SELECT scripted").next();
            try (PreparedStatement prepared = connection.prepareStatement("DELETE FROM scripted WHERE a = ?")) {
                prepared.setInt(1, 1);
                prepared.executeUpdate();
            }
            try (PreparedStatement prepared = connection.prepareStatement("SELECT scripted WHERE a = ?")) {
                prepared.setInt(1, 1);
                prepared.executeQuery().next();
            }
            connection.setAutoCommit(false);
            statement.executeUpdate("DELETE FROM t");
            connection.commit();
        }
    }

    /** Short only where the time is waited for in any case. */
    private static String impatient(ScriptedPeer node, Refused refused) {
        return refused.connects
                ? node.url("loginTimeout=500")
                : node.url("busyTimeout=50", "failoverTimeout=500", "prepareThreshold=1");
    }

    private Throwable fails(Refused refused, byte[] failure, String inLog) throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(refused.request, with -> with.send(failure))) {
            Throwable thrown = catchThrowable(() -> useEverything(impatient(node, refused)));
            assertThat(thrown).isInstanceOf(SQLException.class);
            assertAllPrintable(thrown);
            if (!refused.connects) {
                assertThat(log.lines(inLog)).isNotEmpty();
            }
            return thrown;
        }
    }

    @ParameterizedTest
    @EnumSource
    void failureIsPrintable(Refused refused) throws Exception {
        for (long code :
                refused.connects ? new long[] {1} : new long[] {1, 5, 7, 12, 19, 1811, 2067, 10250, 10506, -1}) {
            Throwable thrown = fails(refused, ScriptedPeer.failure(code, HOSTILE), SHOWN);
            // A login that fails, and a node that does not lead, are tried again until the time is over, which has a
            // message of its own.
            if (!refused.connects && code < 10_000) {
                assertThat(thrown).as("code " + code).hasMessageContaining(SHOWN);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void endlessFailureIsCut(Refused refused) throws Exception {
        String text = "near \"" + "\n".repeat(1 << 20) + "\": syntax error";
        Throwable thrown = fails(refused, ScriptedPeer.failure(1, text), "near \\\"\\n\\n");
        if (!refused.connects) {
            assertThat(thrown).hasMessageContaining("near \"\\n\\n").hasMessageContaining("\\n\": syntax error");
        }
    }

    @Test
    void failureWhileRowsComeIsPrintable() throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(
                        with -> with.send(ScriptedPeer.integers(true, 1)).send(ScriptedPeer.failure(1, HOSTILE)));
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT scripted")) {
            assertThat(rows.next()).isTrue();
            Throwable thrown = catchThrowable(rows::next);
            assertThat(thrown).hasMessageContaining(SHOWN);
            assertAllPrintable(thrown);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {HOSTILE, "127.0.0.1:1\r\nforged", "\u202e127.0.0.1:9001", "a\ufeffb:9001", "host:9001\u001b["})
    void addressOfALeaderIsPrintable(String address) throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node()) {
            node.names(address);
            Throwable thrown = catchThrowable(() -> DriverManager.getConnection(node.url("loginTimeout=2000")));
            assertThat(thrown).isInstanceOf(SQLException.class);
            assertAllPrintable(thrown);
        }
    }

    @Test
    void endlessAddressOfALeaderIsCut() throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node()) {
            node.names("h".repeat(1 << 20) + ":9001");
            Throwable thrown = catchThrowable(() -> DriverManager.getConnection(node.url("loginTimeout=2000")));
            assertThat(thrown).isInstanceOf(SQLException.class);
            assertAllPrintable(thrown);
        }
    }

    /** Getters that cannot read the value. */
    private interface Getter {
        Object get(ResultSet rows) throws SQLException;
    }

    @Test
    void namesOfColumnsAndStoredTextsArePrintable() throws Exception {
        byte[] message = new WireBytes()
                .int64(1)
                .text(HOSTILE)
                .int64(3)
                .text(HOSTILE)
                .int64(-1)
                .message(7, 0);
        List<Getter> getters = List.of(
                rows -> rows.getInt(1),
                rows -> rows.getLong(HOSTILE),
                rows -> rows.getDouble(1),
                rows -> rows.getBigDecimal(1),
                rows -> rows.getBoolean(1),
                rows -> rows.getDate(1),
                rows -> rows.getTimestamp(1),
                rows -> rows.getURL(1),
                rows -> rows.getObject(1, UUID.class),
                rows -> rows.getObject(1, Instant.class),
                rows -> rows.getObject(1, Date.class),
                rows -> rows.getObject(1, BigDecimal.class),
                rows -> rows.getObject(1, URL.class),
                rows -> rows.getObject(1, Thread.class),
                rows -> rows.getInt(HOSTILE + "?"),
                rows -> rows.findColumn("\u001b"));
        try (ScriptedPeer node = ScriptedPeer.node(with -> with.send(message));
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT scripted")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(HOSTILE)).isEqualTo(HOSTILE);
            for (Getter getter : getters) {
                Throwable thrown = catchThrowable(() -> getter.get(rows));
                assertThat(thrown).as(String.valueOf(getters.indexOf(getter))).isInstanceOf(SQLException.class);
                assertAllPrintable(thrown);
            }
        }
    }

    /** What the application writes is not trusted either: it may stem from a request. */
    @Test
    void textsOfStatementsArePrintable() throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node();
                Connection connection = DriverManager.getConnection(node.url("logParameters=true"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM t /* " + HOSTILE + " */");
            try (PreparedStatement prepared = connection.prepareStatement("DELETE FROM t WHERE a = ?")) {
                prepared.setString(1, HOSTILE);
                prepared.executeUpdate();
            }
            assertThat(log.lines(SHOWN)).hasSizeGreaterThan(1);
            Throwable thrown = catchThrowable(() -> statement.executeQuery("SELECT {fn " + HOSTILE + "(1)}"));
            assertThat(thrown).isInstanceOf(SQLException.class);
            assertAllPrintable(thrown);
        }
    }
}
