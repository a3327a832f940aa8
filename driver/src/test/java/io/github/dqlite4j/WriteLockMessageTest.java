package io.github.dqlite4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.peer.ParallelCalls.Running;
import io.github.dqlite4j.peer.ScriptedPeer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the error says when the write lock is not free in time: who has it, why that usually is, and what to do. */
@Timeout(60)
class WriteLockMessageTest {
    private static final String REASONS = "REQUIRES_NEW";

    @Test
    void connectionOfThisJvmIsNamed() throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node();
                Connection holder = DriverManager.getConnection(node.url("logUnclosedConnections=true"));
                Connection waiting = DriverManager.getConnection(node.url("busyTimeout=50"));
                Statement first = holder.createStatement();
                Statement second = waiting.createStatement()) {
            holder.setAutoCommit(false);
            Running taker = new Running(() -> first.executeUpdate("DELETE FROM t"));
            assertThat(taker.outcome()).isNull();
            assertThatThrownBy(() -> second.executeUpdate("DELETE FROM t"))
                    .isInstanceOf(SQLTransientException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "55P03")
                    .hasFieldOrPropertyWithValue("errorCode", 5)
                    .hasMessageContaining("within busyTimeout, 50 ms")
                    .hasMessageContaining("taken by thread parallel call,")
                    .hasMessageContaining(
                            "opened at " + WriteLockMessageTest.class.getName() + ".connectionOfThisJvmIsNamed")
                    .hasMessageMatching(Pattern.compile(".* has held it for \\d+ ms.*", Pattern.DOTALL))
                    .hasMessageContaining(REASONS);
        }
    }

    @Test
    void messageNamesAThreadThatWaitsForItself() throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node();
                Connection outer = DriverManager.getConnection(node.url());
                Connection inner = DriverManager.getConnection(node.url("busyTimeout=50"));
                Statement first = outer.createStatement();
                Statement second = inner.createStatement()) {
            outer.setAutoCommit(false);
            inner.setAutoCommit(false);
            first.executeUpdate("DELETE FROM t");
            assertThatThrownBy(() -> second.executeUpdate("DELETE FROM t"))
                    .hasFieldOrPropertyWithValue("SQLState", "55P03")
                    .hasMessageContaining("taken by this same thread")
                    .hasMessageContaining(REASONS);
        }
    }

    @Test
    void anotherClientIsNamed() throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(with -> with.send(ScriptedPeer.failure(5, "database is locked")));
                Connection connection = DriverManager.getConnection(node.url("busyTimeout=50"));
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate("DELETE FROM scripted"))
                    .isInstanceOf(SQLTransientException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "55P03")
                    .hasFieldOrPropertyWithValue("errorCode", 5)
                    .hasMessageContaining("database is locked (code 5)")
                    .hasMessageContaining("another client")
                    .hasMessageContaining(REASONS);
        }
    }

    @Test
    void queryTimeoutSaysTheSame() throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node();
                Connection holder = DriverManager.getConnection(node.url());
                Connection waiting = DriverManager.getConnection(node.url("queryTimeout=50"));
                Statement first = holder.createStatement();
                Statement second = waiting.createStatement()) {
            holder.setAutoCommit(false);
            first.executeUpdate("DELETE FROM t");
            assertThatThrownBy(() -> second.executeUpdate("DELETE FROM t"))
                    .hasFieldOrPropertyWithValue("SQLState", "57014")
                    .hasMessageContaining("taken by this same thread")
                    .hasMessageContaining(REASONS);
        }
    }
}
