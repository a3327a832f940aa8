package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Asked;
import io.github.dqlite4j.peer.WireBytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which statements are kept on the server, seen from there. */
class PreparedStatementCacheTest {
    private final AtomicInteger prepared = new AtomicInteger();
    private final ScriptedPeer peer = ScriptedPeer.node(
            asked -> asked.type() == Asked.PREPARE,
            with -> with.send(new WireBytes()
                    .int32(0)
                    .int32(prepared.incrementAndGet())
                    .int64(1)
                    .message(5, 0)));
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = DriverManager.getConnection(peer.url("statementCacheSize=3"));
    }

    @AfterEach
    void close() throws SQLException, IOException {
        connection.close();
        peer.close();
    }

    private void execute(int statement) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE t SET a = ? + " + statement)) {
            update.setInt(1, 1);
            update.executeUpdate();
        }
    }

    private List<String> preparedTexts() {
        return peer.asked().stream()
                .filter(asked -> asked.type() == Asked.PREPARE)
                .map(asked -> asked.sql().substring("UPDATE t SET a = ? + ".length()))
                .toList();
    }

    private List<Integer> finalized() {
        return peer.asked().stream()
                .filter(asked -> asked.type() == Asked.FINALIZE)
                .map(asked -> ByteBuffer.wrap(asked.body())
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getInt(4))
                .toList();
    }

    @Test
    void cacheKeepsTheLastUsedStatements() throws SQLException {
        for (int statement : new int[] {1, 2, 3, 1, 2, 3}) {
            execute(statement);
        }
        assertThat(preparedTexts()).containsExactly("1", "2", "3");
        assertThat(finalized()).isEmpty();
        execute(4);
        assertThat(finalized()).as("1 was used longest ago").containsExactly(1);
        execute(2);
        execute(5);
        assertThat(finalized()).as("then 3").containsExactly(1, 3);
        execute(1);
        assertThat(finalized()).as("then 4").containsExactly(1, 3, 4);
        assertThat(preparedTexts()).containsExactly("1", "2", "3", "4", "5", "1");
    }

    @Test
    void preparesAgainAfterAChangeOfTheSchemaByAnother() throws SQLException {
        execute(1);
        try (Connection other = DriverManager.getConnection(peer.url())) {
            other.createStatement().executeUpdate("ALTER TABLE t ADD COLUMN b");
        }
        execute(1);
        execute(1);
        assertThat(preparedTexts()).containsExactly("1", "1");
        assertThat(finalized()).containsExactly(1);
    }

    @Test
    void preparesWhatItExecutesAndNothingElse() throws SQLException {
        connection.prepareStatement("UPDATE t SET a = ? + 1").close();
        assertThat(preparedTexts()).isEmpty();
    }
}
