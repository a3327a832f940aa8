package io.github.dqlite4j.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Asked;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Executes the tables of docs/failover.md that say what each call does: each call, by each way to lose the leader, through JDBC, the asynchronous client and its pool. The first
 * of three nodes leads, and fails with the request that the call depends on.
 */
@Timeout(60)
class FailoverContractTest {
    private static final Path PAGE = Path.of("..", "docs", "failover.md");
    private static final String TITLE = "## What each call does";
    private static final String WITH_REPLAY = "### What each call does with transactionReplay";

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(Way.values().length);

    private static final String READ = "SELECT scripted";
    private static final String WRITE = "DELETE FROM scripted";

    /** The ways into the driver. */
    private enum Way {
        JDBC(JdbcDoor::new),
        CLIENT(ClientDoor.Single::new),
        CLIENT_WITH_SQL(ClientDoor.Statements::new),
        POOL(ClientDoor.Pooled::new);

        private final Function<String, Door> connect;

        Way(Function<String, Door> connect) {
            this.connect = connect;
        }

        /** A connection of the client has no {@code isValid()}, as the page says. */
        boolean has(String call) {
            return this == JDBC || this == POOL || !call.equals("`isValid()`");
        }
    }

    /** @param fails the request that is not answered as usual */
    private record Call(Predicate<Asked> fails, Consumer<Door> before, Consumer<Door> act) {}

    private static final Map<String, Call> CALLS = new LinkedHashMap<>();

    static {
        Predicate<Asked> scripted = asked -> asked.sql().contains("scripted");
        Predicate<Asked> prepared = asked -> asked.type() == Asked.EXEC || asked.type() == Asked.QUERY;
        Consumer<Door> nothing = door -> {};
        Consumer<Door> begin = FailoverContractTest::begin;
        Consumer<Door> batch = door -> door.executeMany(WRITE + " WHERE x = ?", 0, 1, 2);
        CALLS.put("`getConnection()`", new Call(asked -> asked.type() == Asked.OPEN, nothing, nothing));
        CALLS.put(
                "BEGIN, with the first statement",
                new Call(asked -> asked.sql().startsWith("BEGIN"), Door::begin, door -> door.execute(WRITE)));
        CALLS.put("a read", new Call(scripted, nothing, door -> door.execute(READ)));
        CALLS.put("a write", new Call(scripted, nothing, door -> door.execute(WRITE)));
        CALLS.put("a prepared read", new Call(prepared, nothing, door -> door.execute(READ + ", ?", 1)));
        CALLS.put("a prepared write", new Call(prepared, nothing, door -> door.execute(WRITE + " WHERE x = ?", 1)));
        Predicate<Asked> commit = asked -> asked.sql().startsWith("COMMIT");
        CALLS.put("a batch, before its COMMIT", new Call(prepared, nothing, batch));
        CALLS.put("the COMMIT of a batch", new Call(commit, nothing, batch));
        CALLS.put("a read in a transaction", new Call(scripted, begin, door -> door.execute(READ)));
        CALLS.put("a write in a transaction", new Call(scripted, begin, door -> door.execute(WRITE)));
        CALLS.put("a batch in a transaction", new Call(prepared, begin, batch));
        CALLS.put("a savepoint", new Call(asked -> asked.sql().startsWith("SAVEPOINT"), begin, Door::savepoint));
        CALLS.put("the next rows of a result", new Call(scripted, nothing, door -> door.rows(READ)));
        CALLS.put("the next rows in a transaction", new Call(scripted, begin, door -> door.rows(READ)));
        CALLS.put("COMMIT after a write", new Call(commit, begin, Door::commit));
        CALLS.put(
                "COMMIT after reads only",
                new Call(
                        commit,
                        door -> {
                            door.begin();
                            door.execute("SELECT 1");
                        },
                        Door::commit));
        CALLS.put("ROLLBACK", new Call(asked -> asked.sql().startsWith("ROLLBACK"), begin, Door::rollback));
        CALLS.put(
                "metadata",
                new Call(
                        asked -> asked.type() == Asked.QUERY_SQL || asked.type() == Asked.QUERY,
                        nothing,
                        Door::metadata));
        CALLS.put("`isValid()`", new Call(asked -> asked.type() == Asked.LEADER, nothing, Door::isValid));
        CALLS.put("`close()` in a transaction", new Call(asked -> true, begin, Door::close));
    }

    private static void begin(Door door) {
        door.begin();
        door.execute("INSERT INTO t VALUES (1)");
    }

    @AfterAll
    static void endThreads() {
        THREADS.shutdownNow();
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
                                || call.startsWith("COMMIT")
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
                                        () -> checkAll(row.get(0), Loss.named(loss), row.get(column), property)))));
    }

    /** Each way at the same time, since most of them wait when a leader is silent. */
    private static void checkAll(String name, Loss loss, String expected, String property) {
        Map<Way, CompletableFuture<Void>> running = new EnumMap<>(Way.class);
        for (Way way : Way.values()) {
            if (way.has(name)) {
                running.put(way, CompletableFuture.runAsync(() -> check(way, name, loss, expected, property), THREADS));
            }
        }
        assertAll(running.entrySet().stream()
                .map(each -> () ->
                        assertThat(each.getValue()).as(each.getKey().name()).succeedsWithin(PATIENCE)));
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

    private static void check(Way way, String name, Loss loss, String expected, String property) {
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
            Door door = way.connect.apply(url);
            try {
                if (!armed.get()) {
                    door.execute("SELECT 1");
                    call.before().accept(door);
                    armed.set(true);
                }
                Throwable error = null;
                try {
                    call.act().accept(door);
                } catch (RuntimeException e) {
                    error = e;
                }
                assertOutcome(expected, error, door, name);
            } finally {
                door.close();
            }
            if (!name.startsWith("`close()`")) {
                assertThat(failed).as("the leader was lost").isTrue();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertOutcome(String expected, @Nullable Throwable error, Door door, String name) {
        switch (expected) {
            case "goes on" -> {
                assertThat(error).isNull();
                if (!name.startsWith("`close()`")) {
                    useAgain(door);
                }
            }
            case "40001" -> {
                door.assertFailure(expected, error);
                assertThat(door.hasEnded()).isFalse();
                door.rollback();
                useAgain(door);
            }
            case "55P03", "08006" -> {
                door.assertFailure(expected, error);
                useAgain(door);
            }
            case "08007" -> {
                door.assertFailure(expected, error);
                door.assertReplaced();
            }
            default -> throw new IllegalArgumentException("docs/failover.md does not explain: " + expected);
        }
    }

    private static void useAgain(Door door) {
        door.execute("INSERT INTO t VALUES (2)");
        door.execute("SELECT 2");
        if (door.inTransaction()) {
            door.commit();
        }
    }
}
