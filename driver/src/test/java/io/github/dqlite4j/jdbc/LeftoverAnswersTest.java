package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.peer.Footprint;
import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Asked;
import io.github.dqlite4j.peer.WireBytes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** More than the answer, in one packet with it: it never becomes a part of the answer to the next statement. */
@ExtendWith({LeakRecorder.class, Footprint.class})
@Timeout(60)
class LeftoverAnswersTest {
    static Stream<byte[]> leftovers() {
        byte[] rows = ScriptedPeer.integers(false, 999);
        return Stream.of(
                rows,
                ScriptedPeer.integers(true, 999),
                ScriptedPeer.failure(1, "stray"),
                ScriptedPeer.result(7, 7),
                new WireBytes().int64(0).message(8, 0),
                new WireBytes()
                        .raw(rows)
                        .raw(rows)
                        .raw(rows)
                        .raw(rows)
                        .raw(rows)
                        .raw(rows)
                        .body(),
                // the header of a RESULT, and part of one
                Arrays.copyOf(ScriptedPeer.result(7, 7), 8),
                Arrays.copyOf(rows, rows.length - 1),
                new byte[] {1});
    }

    private static byte[] behind(byte[] answer, byte[] leftover) {
        return new WireBytes().raw(answer).raw(leftover).body();
    }

    /** The next statement goes to a new connection. */
    private static void nextIsRight(Connection connection, ScriptedPeer node) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet next = statement.executeQuery("SELECT 1")) {
            assertThat(next.next()).isFalse();
        }
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("DELETE FROM t")).isZero();
        }
        assertThat(node.count(Asked.OPEN, "")).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("leftovers")
    void behindOneMessageOfRowsEndsTheConnection(byte[] leftover) throws Exception {
        try (ScriptedPeer node =
                        ScriptedPeer.node(with -> with.send(behind(ScriptedPeer.integers(false, 1), leftover)));
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SELECT scripted")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isOne();
                assertThat(rows.next()).isFalse();
            }
            nextIsRight(connection, node);
        }
    }

    /** All of it arrives before the second message is asked for. */
    @ParameterizedTest
    @MethodSource("leftovers")
    void behindSeveralMessagesOfRowsEndsTheConnection(byte[] leftover) throws Exception {
        byte[] answer = new WireBytes()
                .raw(ScriptedPeer.integers(true, 1))
                .raw(ScriptedPeer.integers(false, 2))
                .body();
        try (ScriptedPeer node = ScriptedPeer.node(with -> with.send(behind(answer, leftover)));
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            ResultSet rows = statement.executeQuery("SELECT scripted");
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isOne();
            assertThatThrownBy(() -> {
                        while (rows.next()) {
                            assertThat(rows.getInt(1)).isEqualTo(2);
                        }
                    })
                    .hasFieldOrPropertyWithValue("SQLState", "08P01")
                    .hasMessageContaining("an unexpected message");
            nextIsRight(connection, node);
        }
    }

    @ParameterizedTest
    @MethodSource("leftovers")
    void behindTheResultOfAWriteEndsTheConnection(byte[] leftover) throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(with -> with.send(behind(ScriptedPeer.result(0, 7), leftover)));
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("DELETE FROM scripted")).isEqualTo(7);
            nextIsRight(connection, node);
        }
    }

    @ParameterizedTest
    @MethodSource("leftovers")
    void inATransactionRollsItBack(byte[] leftover) throws Exception {
        try (ScriptedPeer node =
                        ScriptedPeer.node(with -> with.send(behind(ScriptedPeer.integers(false, 1), leftover)));
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO t VALUES (1)");
            statement.executeQuery("SELECT scripted").close();
            assertThatThrownBy(connection::commit)
                    .hasFieldOrPropertyWithValue("SQLState", "08P01")
                    .hasMessageContaining("rolled back");
            assertThat(node.count(Asked.EXEC_SQL, "COMMIT")).isZero();
        }
    }
}
