package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Asked;
import io.github.dqlite4j.peer.WireBytes;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** More than 255 parameters go only to a server that has shown that it reads them. */
class ManyParametersTest {
    private static final int COUNT = 300;
    private static final byte[] PREPARED =
            new WireBytes().int32(0).int32(1).int64(COUNT).message(5, 0);
    private static final byte[] READ_NONE =
            new WireBytes().int64(1).text("?256").int64(5).int64(0).int64(-1).message(7, 0);
    private static final byte[] READ_ALL =
            new WireBytes().int64(1).text("?256").int64(1).int64(256).int64(-1).message(7, 0);

    private static ScriptedPeer peer(byte[] answer) {
        AtomicReference<Asked> last = new AtomicReference<>();
        return ScriptedPeer.node(
                asked -> {
                    last.set(asked);
                    return asked.type() == Asked.PREPARE || asked.sql().equals("SELECT ?256");
                },
                with -> with.send(last.get().type() == Asked.PREPARE ? PREPARED : answer));
    }

    private static void insert(Connection connection, int times) throws SQLException {
        String marks = String.join(",", Collections.nCopies(COUNT, "?"));
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (" + marks + ")")) {
            for (int i = 1; i <= COUNT; i++) {
                insert.setInt(i, i);
            }
            for (int i = 0; i < times; i++) {
                insert.executeUpdate();
            }
        }
    }

    private static List<Asked> asked(ScriptedPeer peer, int type) {
        return peer.asked().stream().filter(asked -> asked.type() == type).toList();
    }

    @Test
    void manyParametersAreSentInTheLongFormIfTheServerReadsIt() throws IOException, SQLException {
        try (ScriptedPeer peer = peer(READ_ALL);
                Connection connection = DriverManager.getConnection(peer.url())) {
            insert(connection, 3);
            assertThat(asked(peer, Asked.EXEC))
                    .hasSize(3)
                    .extracting(Asked::schema)
                    .containsOnly(1);
            assertThat(asked(peer, Asked.QUERY_SQL))
                    .filteredOn(asked -> asked.sql().equals("SELECT ?256"))
                    .hasSize(1);
        }
    }

    @Test
    void manyParametersAreRefusedIfTheServerIsTooOld() throws IOException, SQLException {
        try (ScriptedPeer peer = peer(READ_NONE);
                Connection connection = DriverManager.getConnection(peer.url())) {
            refused(peer, connection);
        }
    }

    @Test
    void manyParametersAreRefusedIfTheServerRefusesTheForm() throws IOException, SQLException {
        try (ScriptedPeer peer = peer(ScriptedPeer.failure(1005, "parse"));
                Connection connection = DriverManager.getConnection(peer.url())) {
            refused(peer, connection);
        }
    }

    private static void refused(ScriptedPeer peer, Connection connection) throws SQLException {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> insert(connection, 1))
                    .hasMessageContaining("takes 255 parameters in a statement and not 300")
                    .hasMessageContaining("json_each")
                    .hasFieldOrPropertyWithValue("SQLState", "54000");
        }
        assertThat(asked(peer, Asked.EXEC)).isEmpty();
        assertThat(connection.isValid(1)).isTrue();
    }
}
