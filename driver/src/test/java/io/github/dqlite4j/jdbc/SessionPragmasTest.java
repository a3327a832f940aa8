package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Asked;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which PRAGMAs that a connection sets for itself are sent to a node, and to the next node. */
class SessionPragmasTest {
    private final AtomicBoolean lost = new AtomicBoolean();

    /** The first statement with "scripted" loses the connection. */
    private final ScriptedPeer peer = ScriptedPeer.node(asked -> asked.sql().contains("scripted"), with -> {
        if (!lost.getAndSet(true)) {
            with.close();
        } else {
            with.answer();
        }
    });

    @AfterEach
    void close() throws IOException {
        peer.close();
    }

    private Connection connect(String... options) throws SQLException {
        return DriverManager.getConnection(peer.url(options));
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The PRAGMAs among the statements, without those of the driver itself. */
    private List<String> heard() {
        return peer.asked().stream()
                .map(Asked::sql)
                .filter(sql ->
                        sql.startsWith("PRAGMA") && !sql.contains("temp_store=2") && !sql.contains("cache_spill"))
                .filter(sql -> !sql.contains("schema_version"))
                .toList();
    }

    @Test
    void lastingPragmasAreSentToTheNextNode() throws SQLException {
        try (Connection connection = connect()) {
            execute(
                    connection,
                    "PRAGMA foreign_keys=OFF",
                    "PRAGMA cache_size=-100",
                    "PRAGMA main.cache_size=-200",
                    "PRAGMA Foreign_Keys(ON)",
                    "PRAGMA fullfsync=1",
                    "PRAGMA secure_delete=1",
                    "PRAGMA defer_foreign_keys=1",
                    "SELECT 1");
            int before = heard().size();
            execute(connection, "SELECT scripted");
            assertThat(lost).isTrue();
            assertThat(heard().subList(before, heard().size()))
                    .containsExactly(
                            "PRAGMA cache_size=-100",
                            "PRAGMA main.cache_size=-200",
                            "PRAGMA Foreign_Keys(ON)",
                            "PRAGMA secure_delete=1");
        }
    }

    @Test
    void aDeferredForeignKeyLastsUntilTheTransactionEnds() throws SQLException {
        try (Connection connection = connect()) {
            execute(connection, "PRAGMA defer_foreign_keys=1", "SELECT scripted");
            assertThat(heard()).containsExactly("PRAGMA defer_foreign_keys=1", "PRAGMA defer_foreign_keys=1");
        }
    }

    /** Newer servers refuse these; the driver waits for locks without them. */
    @Test
    void pragmasWithoutEffectAreNotSent() throws SQLException {
        try (Connection connection = connect()) {
            execute(connection, "PRAGMA synchronous=OFF", "PRAGMA read_uncommitted=1", "PRAGMA busy_timeout=700");
            assertThat(heard()).isEmpty();
            assertThat(peer.asked()).anyMatch(asked -> asked.sql().equals("SELECT 700 AS timeout"));
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("PRAGMA busy_timeout('x')")) {
                assertThat(rows.next()).isFalse();
            }
            assertThat(peer.asked()).anyMatch(asked -> asked.sql().equals("SELECT 0 AS timeout"));
        }
    }

    /** Nothing durable is in doubt then. */
    @Test
    void aPragmaWhoseAnswerIsLostIsSentAgain() throws SQLException {
        try (Connection connection = connect()) {
            execute(connection, "PRAGMA case_sensitive_like=scripted");
            assertThat(heard())
                    .containsExactly("PRAGMA case_sensitive_like=scripted", "PRAGMA case_sensitive_like=scripted");
        }
    }

    @Test
    void whatIsNotKnownIsLostWithTheNode() throws SQLException {
        try (Connection connection = connect()) {
            execute(connection, "PRAGMA unknown_name=1");
            assertThatThrownBy(() -> execute(connection, "SELECT scripted"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08003"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA foreign_keys=ON",
                "PRAGMA synchronous=OFF",
                "PRAGMA temp_store=MEMORY",
                "PRAGMA busy_timeout=5000",
                "PRAGMA cache_size=-2000",
                "PRAGMA query_only=1",
                "BEGIN",
                "BEGIN DEFERRED"
            })
    void aReadOnlyConnectionMaySetItselfUp(String sql) throws SQLException {
        try (Connection connection = connect("readOnly=true")) {
            execute(connection, sql);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BEGIN IMMEDIATE",
                "BEGIN EXCLUSIVE TRANSACTION",
                "PRAGMA user_version=1",
                "PRAGMA unknown_name=1",
                "PRAGMA incremental_vacuum=1",
                "INSERT INTO t VALUES (1)"
            })
    void aReadOnlyConnectionTakesNoWriteLock(String sql) throws SQLException {
        try (Connection connection = connect("readOnly=true")) {
            assertThatThrownBy(() -> execute(connection, sql))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getSQLState())
                                    .isEqualTo(sql.contains("incremental") ? "42501" : "25006"));
        }
    }
}
