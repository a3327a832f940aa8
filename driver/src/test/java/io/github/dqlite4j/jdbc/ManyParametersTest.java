package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Asked;
import io.github.dqlite4j.peer.WireBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** More than 255 parameters go only to a server that has shown that it reads them; any other one gets their values in the text. */
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
    void theValuesBeyondAreInTheTextIfTheServerIsTooOld() throws IOException, SQLException {
        try (ScriptedPeer peer = peer(READ_NONE);
                Connection connection = DriverManager.getConnection(peer.url())) {
            inText(peer, connection);
        }
    }

    @Test
    void theValuesBeyondAreInTheTextIfTheServerRefusesTheForm() throws IOException, SQLException {
        try (ScriptedPeer peer = peer(ScriptedPeer.failure(1005, "parse"));
                Connection connection = DriverManager.getConnection(peer.url())) {
            inText(peer, connection);
        }
    }

    private static void inText(ScriptedPeer peer, Connection connection) throws SQLException {
        insert(connection, 2);
        String values =
                IntStream.rangeClosed(256, COUNT).mapToObj(i -> " " + i + " ").collect(Collectors.joining(","));
        assertThat(asked(peer, Asked.EXEC_SQL))
                .filteredOn(asked -> asked.sql().contains("INSERT INTO t"))
                .hasSize(2)
                .allSatisfy(asked -> {
                    assertThat(asked.schema()).isZero();
                    assertThat(asked.sql())
                            .isEqualTo("/*values*/INSERT INTO t VALUES (" + "?,".repeat(255) + values + ")");
                    assertThat(new String(asked.body(), StandardCharsets.ISO_8859_1))
                            .contains("\0ÿ" + "\1".repeat(255));
                });
        assertThat(asked(peer, Asked.EXEC)).isEmpty();
        assertThat(asked(peer, Asked.PREPARE)).isEmpty();
        assertThat(peer.asked())
                .filteredOn(asked -> asked.schema() == 1)
                .allSatisfy(asked -> assertThat(asked.sql()).isEqualTo("SELECT ?256"));
        assertThat(connection.isValid(20)).isTrue();
    }

    @Test
    void moreThanSqliteTakesAreRefused() throws IOException, SQLException {
        try (ScriptedPeer peer = peer(READ_NONE);
                Connection connection = DriverManager.getConnection(peer.url());
                PreparedStatement select = connection.prepareStatement("SELECT ?32767")) {
            for (int i = 1; i <= 32_767; i++) {
                select.setInt(i, i);
            }
            assertThatThrownBy(select::executeQuery)
                    .hasMessageContaining("takes 32766 parameters in a statement and not 32767")
                    .hasMessageContaining("json_each")
                    .hasFieldOrPropertyWithValue("SQLState", "54000");
            assertThat(asked(peer, Asked.QUERY_SQL))
                    .noneMatch(asked -> asked.sql().contains("32767"));
            assertThat(connection.isValid(20)).isTrue();
        }
    }

    /** Bytes are written with two digits each. */
    @Test
    void valuesThatAreTooLongForATextAreRefused() throws IOException, SQLException {
        byte[] large = new byte[1_000_000];
        try (ScriptedPeer peer = peer(READ_NONE);
                Connection connection = DriverManager.getConnection(peer.url());
                PreparedStatement select = connection.prepareStatement("SELECT ?306")) {
            for (int i = 1; i <= 306; i++) {
                select.setBytes(i, large);
            }
            select.executeQuery().close();
            try (PreparedStatement longer =
                    connection.prepareStatement("INSERT INTO t VALUES (?300" + ",?300".repeat(51) + ")")) {
                for (int i = 1; i <= 300; i++) {
                    longer.setBytes(i, large);
                }
                assertThatThrownBy(longer::executeUpdate)
                        .hasMessageContaining("too long")
                        .hasFieldOrPropertyWithValue("SQLState", "54000");
            }
            assertThat(connection.isValid(20)).isTrue();
        }
    }

    /** {@code like} may be a column here, which would make {@code x} an alias, or not. */
    @Test
    void aColumnNeverLosesItsName() throws IOException, SQLException {
        try (ScriptedPeer peer = peer(READ_NONE);
                Connection connection = DriverManager.getConnection(peer.url());
                PreparedStatement select = connection.prepareStatement("SELECT ?300 + t.like x FROM t")) {
            for (int i = 1; i <= 300; i++) {
                select.setInt(i, i);
            }
            assertThatThrownBy(select::executeQuery)
                    .hasMessageContaining("give the column an alias with AS")
                    .hasFieldOrPropertyWithValue("SQLState", "54000");
        }
    }
}
