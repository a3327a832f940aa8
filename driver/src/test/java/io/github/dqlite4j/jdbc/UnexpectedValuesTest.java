package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Asked;
import io.github.dqlite4j.peer.WireBytes;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of the right form with values that no server has: counts below zero, versions that do not exist. */
@ExtendWith(LeakRecorder.class)
@Timeout(60)
class UnexpectedValuesTest {
    /** Such a count must not be taken for "no more results" or for a special value of a batch. */
    @ParameterizedTest
    @ValueSource(longs = {-1, -2, -3, Integer.MIN_VALUE, Long.MIN_VALUE})
    void aCountBelowZeroLeavesAWriteInDoubt(long count) throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(with -> with.send(ScriptedPeer.result(1, count)))) {
            try (Connection connection = DriverManager.getConnection(node.url());
                    Statement statement = connection.createStatement()) {
                assertThatThrownBy(() -> statement.executeUpdate("DELETE FROM scripted"))
                        .isInstanceOf(SQLException.class)
                        .hasFieldOrPropertyWithValue("SQLState", "08007");
                assertThat(connection.isClosed()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, -2, -3, Long.MIN_VALUE})
    void aCountBelowZeroInABatchRollsItBack(long count) throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(
                        asked -> asked.type() == Asked.EXEC, with -> with.send(ScriptedPeer.result(1, count)));
                Connection connection = DriverManager.getConnection(node.url());
                PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)")) {
            for (int i = 0; i < 3; i++) {
                insert.setInt(1, i);
                insert.addBatch();
            }
            assertThatThrownBy(insert::executeBatch)
                    .isInstanceOf(SQLException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "08P01");
            assertThat(node.count(Asked.EXEC_SQL, "COMMIT")).isZero();
        }
    }

    @Test
    void aCountBeyondAnIntIsTheGreatestInt() throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(with -> with.send(ScriptedPeer.result(1, Long.MAX_VALUE)));
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("DELETE FROM scripted")).isEqualTo(Integer.MAX_VALUE);
            assertThat(statement.executeLargeUpdate("DELETE FROM scripted")).isEqualTo(Long.MAX_VALUE);
        }
    }

    static Stream<WireBytes> versions() {
        return Stream.of(
                new WireBytes().int64(1).text("v"),
                new WireBytes().int64(1).text("v").int64(5).int64(0),
                new WireBytes().int64(1).text("v").int64(3).text(""),
                new WireBytes().int64(1).text("v").int64(3).text("."),
                new WireBytes().int64(1).text("v").int64(3).text("3"),
                new WireBytes().int64(1).text("v").int64(3).text("junk"),
                new WireBytes().int64(1).text("v").int64(3).text("3.99999999999999999999"),
                new WireBytes().int64(1).text("v").int64(4).blob(new byte[] {-1}));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void aVersionThatDoesNotExistIsAnSqlException(WireBytes rows) throws Exception {
        byte[] message = rows.int64(-1).message(7, 0);
        try (ScriptedPeer node =
                        ScriptedPeer.node(asked -> asked.sql().contains("sqlite_version"), with -> with.send(message));
                Connection connection = DriverManager.getConnection(node.url())) {
            DatabaseMetaData metaData = connection.getMetaData();
            assertThatThrownBy(metaData::getDatabaseMajorVersion).isInstanceOf(SQLException.class);
            assertThatThrownBy(metaData::getDatabaseMinorVersion).isInstanceOf(SQLException.class);
            assertThat(connection.isValid(20)).isTrue();
        }
    }
}
