package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Script;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The end of a transaction that has only read, when its node is lost meanwhile. */
@Timeout(600)
class CommitOfReadsTest {
    static Stream<Script> losses() {
        return Stream.of(
                ScriptedPeer.Conversation::close,
                with -> with.send(ScriptedPeer.failure(10250, "not leader")),
                with -> with.send(ScriptedPeer.failure(10506, "leadership lost")));
    }

    private interface End {
        void of(Connection connection) throws Exception;
    }

    /** The transaction after an end that the node does not execute. */
    private static DqliteConnection.Transaction ended(String sql, Script loss, End end) throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(asked -> asked.sql().equals(sql), loss);
                Connection connection = DriverManager.getConnection(node.url("pipeline=false"));
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.executeQuery("SELECT 1").close();
            DqliteConnection own = connection.unwrap(DqliteConnection.class);
            DqliteConnection.Transaction transaction = own.transaction();
            end.of(connection);
            assertThat(node.asked()).anyMatch(asked -> asked.sql().equals(sql));
            assertThat(transaction.isOpen()).isFalse();
            assertThat(own.transaction()).isNull();
            statement.executeQuery("SELECT 2").close();
            return transaction;
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void aCommitThatSucceedsIsACommit(Script loss) throws Exception {
        assertThat(ended("COMMIT", loss, Connection::commit).isCommitted()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("losses")
    void aRollbackIsNone(Script loss) throws Exception {
        assertThat(ended("ROLLBACK", loss, Connection::rollback).isCommitted()).isFalse();
    }
}
