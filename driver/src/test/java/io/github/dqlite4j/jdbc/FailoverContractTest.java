package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Asked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Executes the tables of docs/failover.md that say what each call does: each call, by each way to lose the leader. The first of three nodes leads, and
 * fails with the request that the call depends on.
 */
@Timeout(60)
class FailoverContractTest {
    private static final Path PAGE = Path.of("..", "docs", "failover.md");
    private static final String TITLE = "## What each call does";
    private static final String WITH_REPLAY = "### What each call does with transactionReplay";

    private static final String READ = "SELECT scripted";
    private static final String WRITE = "DELETE FROM scripted";

    /** @param fails the request that is not answered as usual */
    private record Call(Predicate<Asked> fails, Act before, Act act) {}

    private interface Act {
        void on(Connection connection) throws SQLException;
    }

    private static final Map<String, Call> CALLS = new LinkedHashMap<>();

    static {
        Predicate<Asked> scripted = asked -> asked.sql().contains("scripted");
        Predicate<Asked> prepared = asked -> asked.type() == Asked.EXEC || asked.type() == Asked.QUERY;
        Act nothing = connection -> {};
        CALLS.put("`getConnection()`", new Call(asked -> asked.type() == Asked.OPEN, nothing, connection -> {}));
        CALLS.put(
                "BEGIN, with the first statement",
                new Call(
                        asked -> asked.sql().startsWith("BEGIN"),
                        connection -> connection.setAutoCommit(false),
                        connection -> execute(connection, WRITE)));
        CALLS.put("a read", new Call(scripted, nothing, connection -> execute(connection, READ)));
        CALLS.put("a write", new Call(scripted, nothing, connection -> execute(connection, WRITE)));
        CALLS.put("a prepared read", new Call(prepared, nothing, connection -> prepared(connection, READ + ", ?", 1)));
        CALLS.put(
                "a prepared write",
                new Call(prepared, nothing, connection -> prepared(connection, WRITE + " WHERE x = ?", 1)));
        CALLS.put("a batch", new Call(prepared, nothing, connection -> batch(connection)));
        CALLS.put(
                "a read in a transaction",
                new Call(scripted, FailoverContractTest::begin, connection -> execute(connection, READ)));
        CALLS.put(
                "a write in a transaction",
                new Call(scripted, FailoverContractTest::begin, connection -> execute(connection, WRITE)));
        CALLS.put(
                "a batch in a transaction",
                new Call(prepared, FailoverContractTest::begin, connection -> batch(connection)));
        CALLS.put(
                "a savepoint",
                new Call(
                        asked -> asked.sql().startsWith("SAVEPOINT"),
                        FailoverContractTest::begin,
                        Connection::setSavepoint));
        CALLS.put("the next rows of a result", new Call(scripted, nothing, FailoverContractTest::rows));
        CALLS.put(
                "the next rows in a transaction",
                new Call(scripted, FailoverContractTest::begin, FailoverContractTest::rows));
        CALLS.put(
                "COMMIT after a write",
                new Call(asked -> asked.sql().startsWith("COMMIT"), FailoverContractTest::begin, Connection::commit));
        CALLS.put(
                "COMMIT after reads only",
                new Call(
                        asked -> asked.sql().startsWith("COMMIT"),
                        connection -> {
                            connection.setAutoCommit(false);
                            execute(connection, "SELECT 1");
                        },
                        Connection::commit));
        CALLS.put(
                "ROLLBACK",
                new Call(
                        asked -> asked.sql().startsWith("ROLLBACK"),
                        FailoverContractTest::begin,
                        Connection::rollback));
        CALLS.put(
                "metadata",
                new Call(
                        asked -> asked.type() == Asked.QUERY_SQL || asked.type() == Asked.QUERY,
                        nothing,
                        connection -> connection
                                .getMetaData()
                                .getTables(null, null, "%", null)
                                .close()));
        CALLS.put(
                "`isValid()`",
                new Call(
                        asked -> asked.type() == Asked.LEADER,
                        nothing,
                        connection -> assertThat(connection.isValid(30)).isTrue()));
        CALLS.put(
                "`close()` in a transaction", new Call(asked -> true, FailoverContractTest::begin, Connection::close));
    }

    private static void begin(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        execute(connection, "INSERT INTO t VALUES (1)");
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void prepared(Connection connection, String sql, int value) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, value);
            statement.execute();
        }
    }

    private static void batch(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WRITE + " WHERE x = ?")) {
            for (int i = 0; i < 3; i++) {
                statement.setInt(1, i);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void rows(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(READ)) {
            while (rows.next()) {
                rows.getInt(1);
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> everyCellIsTrue() throws IOException {
        List<List<String>> table = table(TITLE);
        assertThat(table.stream().skip(1).map(row -> row.get(0))).containsExactlyElementsOf(CALLS.keySet());
        return cells(table, "");
    }

    @TestFactory
    Stream<DynamicTest> everyCellIsTrueWithReplay() throws IOException {
        List<List<String>> table = table(WITH_REPLAY);
        assertThat(table.stream().skip(1).map(row -> row.get(0)))
                .containsExactlyElementsOf(CALLS.keySet().stream()
                        .filter(call -> call.contains("in a transaction")
                                || call.contains("COMMIT")
                                || call.equals("a savepoint"))
                        .filter(call -> !call.startsWith("`close()`"))
                        .toList());
        return cells(table, "transactionReplay=true");
    }

    private static Stream<DynamicTest> cells(List<List<String>> table, String property) {
        List<String> header = table.get(0);
        return table.stream()
                .skip(1)
                .flatMap(row -> IntStream.range(1, header.size())
                        .boxed()
                        .flatMap(column -> Arrays.stream(header.get(column).split(", "))
                                .map(loss -> DynamicTest.dynamicTest(
                                        row.get(0) + ", " + loss,
                                        () -> check(row.get(0), Loss.named(loss), row.get(column), property)))));
    }

    private static List<List<String>> table(String title) throws IOException {
        return Files.readAllLines(PAGE).stream()
                .dropWhile(line -> !line.equals(title))
                .dropWhile(line -> !line.startsWith("|"))
                .takeWhile(line -> line.startsWith("|"))
                .filter(line -> !line.startsWith("|--"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .toList();
    }

    /** @param stays whether the same node leads afterwards */
    private record Loss(String name, long code, boolean stays) {
        static Loss named(String name) {
            return switch (name) {
                case "end of the stream", "reset", "silence" -> new Loss(name, 0, false);
                case "restart" -> new Loss(name, 0, true);
                case "5" -> new Loss(name, 5, true);
                default -> new Loss(name, Long.parseLong(name), false);
            };
        }

        void fail(ScriptedPeer.Conversation with) throws IOException {
            switch (name) {
                case "end of the stream", "restart" -> with.close();
                case "reset" -> with.reset();
                case "silence" -> with.silence();
                default -> with.send(ScriptedPeer.failure(code, text()));
            }
        }

        private String text() {
            return switch ((int) code) {
                case 5 -> "checkpoint in progress";
                case 7 -> "no more rows available";
                case 12 -> "no database opened";
                default -> "not leader";
            };
        }
    }

    private static void check(String name, Loss loss, String expected, String property) throws Exception {
        Call call = CALLS.get(name);
        AtomicBoolean armed = new AtomicBoolean(name.equals("`getConnection()`"));
        AtomicBoolean failed = new AtomicBoolean();
        boolean readsRows = name.startsWith("the next rows");
        AtomicBoolean rows = new AtomicBoolean(readsRows);
        Predicate<Asked> sameRows = asked -> readsRows && asked.sql().equals(READ);
        List<ScriptedPeer> others = new ArrayList<>();
        try (ScriptedPeer next = ScriptedPeer.node(sameRows, with -> with.send(ScriptedPeer.integers(false, 1)));
                ScriptedPeer third = ScriptedPeer.node();
                ScriptedPeer leader = ScriptedPeer.node(
                        asked -> armed.get()
                                && (failed.get()
                                        ? !loss.stays() || sameRows.test(asked)
                                        : call.fails().test(asked)),
                        with -> {
                            if (failed.get() && loss.stays()) {
                                with.send(ScriptedPeer.integers(false, 1));
                                return;
                            }
                            if (rows.getAndSet(false)) {
                                with.send(ScriptedPeer.integers(true, 1));
                            }
                            if (!failed.getAndSet(true) && !loss.stays()) {
                                others.forEach(peer -> peer.names(next.address()));
                            }
                            if (with.last().type() == Asked.LEADER && loss.code() != 0) {
                                with.answer();
                            } else {
                                loss.fail(with);
                            }
                        })) {
            others.addAll(List.of(leader, third, next));
            others.forEach(peer -> {
                peer.names(leader.address());
                peer.members(leader.address(), next.address(), third.address());
            });
            String url = leader.url("prepareThreshold=1", "connectTimeout=500", property)
                    .replace(leader.address(), leader.address() + "," + next.address() + "," + third.address());
            try (Connection connection = DriverManager.getConnection(url)) {
                if (!armed.get()) {
                    execute(connection, "SELECT 1");
                    call.before().on(connection);
                    armed.set(true);
                }
                SQLException error = null;
                try {
                    call.act().on(connection);
                } catch (SQLException e) {
                    error = e;
                }
                assertOutcome(expected, error, connection);
            }
            if (!name.startsWith("`close()`")) {
                assertThat(failed).as("the leader was lost").isTrue();
            }
        }
    }

    private static void assertOutcome(String expected, @Nullable Throwable error, Connection connection)
            throws SQLException {
        switch (expected) {
            case "goes on" -> {
                assertThat(error).isNull();
                if (!connection.isClosed()) {
                    useAgain(connection);
                }
            }
            case "40001" -> {
                assertThat(error).isInstanceOfAny(SQLTransactionRollbackException.class, BatchUpdateException.class);
                assertThat(error).hasFieldOrPropertyWithValue("SQLState", "40001");
                assertThat(connection.isClosed()).isFalse();
                connection.rollback();
                useAgain(connection);
            }
            case "55P03" -> {
                assertThat(error)
                        .isInstanceOf(SQLTransientException.class)
                        .hasFieldOrPropertyWithValue("SQLState", "55P03");
                useAgain(connection);
            }
            case "08006" -> {
                assertThat(error)
                        .isInstanceOf(SQLTransientConnectionException.class)
                        .hasFieldOrPropertyWithValue("SQLState", "08006");
                useAgain(connection);
            }
            case "08007" -> {
                assertThat(error)
                        .isInstanceOf(SQLNonTransientConnectionException.class)
                        .hasFieldOrPropertyWithValue("SQLState", "08007");
                assertThat(connection.isClosed()).isTrue();
                assertThatThrownBy(connection::rollback).hasFieldOrPropertyWithValue("SQLState", "08003");
            }
            default -> throw new IllegalArgumentException("docs/failover.md does not explain: " + expected);
        }
    }

    private static void useAgain(Connection connection) throws SQLException {
        execute(connection, "INSERT INTO t VALUES (2)");
        execute(connection, "SELECT 2");
        if (!connection.getAutoCommit()) {
            connection.commit();
        }
    }
}
