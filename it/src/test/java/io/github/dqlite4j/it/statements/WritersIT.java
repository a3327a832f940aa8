package io.github.dqlite4j.it.statements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.Table;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Threads that write at the same time, each on its own connection: one sends the request of another, and answers are not mixed up. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WritersIT {
    private static final int WRITERS = 8;

    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(3);

    private Connection connection;
    private Table table;

    @BeforeEach
    void create() throws SQLException {
        connection = connect();
        table = Table.create(connection, "id INTEGER PRIMARY KEY, text TEXT UNIQUE, part INTEGER DEFAULT 0");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    /** Longer than an election, also when a pool of another test has set {@link DriverManager#setLoginTimeout}. */
    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(CLUSTER.jdbcUrl("writers") + "?loginTimeout=15000");
    }

    private interface Work {
        void run(int number) throws Exception;
    }

    /** Runs some work at the same time, and something besides until that is done. */
    private static void together(Work work, Runnable besides) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                int number = i;
                running.add(threads.submit(() -> {
                    work.run(number);
                    return null;
                }));
            }
            while (!running.stream().allMatch(Future::isDone)) {
                besides.run();
            }
            for (Future<?> one : running) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void sleep(int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Set<String> stored() throws SQLException {
        List<String> texts = table.query("SELECT text FROM " + table.name()).stream()
                .map(row -> row.get(0))
                .toList();
        assertThat(texts).doesNotHaveDuplicates();
        return Set.copyOf(texts);
    }

    @Test
    void everyWriterGetsItsOwnAnswer() throws Exception {
        table.run("INSERT INTO " + table.name() + " (text) VALUES ('taken')");
        Map<String, String> written = new ConcurrentHashMap<>(Map.of("1", "taken"));
        String sql = "INSERT INTO " + table.name() + " (text) VALUES (?)";
        together(
                number -> {
                    try (Connection own = connect();
                            PreparedStatement insert = own.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)) {
                        for (int i = 0; i < 200; i++) {
                            if (i % 7 == 0) {
                                insert.setString(1, "taken");
                                assertThatThrownBy(insert::executeUpdate)
                                        .hasFieldOrPropertyWithValue("SQLState", "23505");
                            } else if (i % 20 == 1) {
                                own.setAutoCommit(false);
                                written.put(key(insert, number + ":" + i), number + ":" + i);
                                own.setAutoCommit(true);
                            } else {
                                written.put(key(insert, number + ":" + i), number + ":" + i);
                            }
                        }
                    }
                },
                () -> {
                    try {
                        table.run("CREATE TABLE other (d DATE)");
                        table.run("DROP TABLE other");
                        sleep(20);
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                });
        Map<String, String> stored = table.query("SELECT id, text FROM " + table.name()).stream()
                .collect(Collectors.toMap(row -> row.get(0), row -> row.get(1)));
        assertThat(stored).isEqualTo(written);
    }

    private static String key(PreparedStatement insert, String text) throws SQLException {
        insert.setString(1, text);
        assertThat(insert.executeUpdate()).isOne();
        try (ResultSet keys = insert.getGeneratedKeys()) {
            assertThat(keys.next()).isTrue();
            return keys.getString(1);
        }
    }

    /** A writer that waits may be interrupted, and has not written then; one whose request was sent for it has. */
    @Test
    void interruptedWriterKnowsWhetherItHasWritten() throws Exception {
        Set<String> written = ConcurrentHashMap.newKeySet();
        AtomicInteger told = new AtomicInteger();
        Queue<Thread> writers = new ConcurrentLinkedQueue<>();
        String sql = "INSERT INTO " + table.name() + " (text) VALUES (?)";
        together(
                number -> {
                    try (Connection own = connect();
                            PreparedStatement insert = own.prepareStatement(sql)) {
                        writers.add(Thread.currentThread());
                        for (int i = 0; i < 300; i++) {
                            insert.setString(1, number + ":" + i);
                            try {
                                insert.executeUpdate();
                                written.add(number + ":" + i);
                            } catch (SQLException e) {
                                assertThat(e.getSQLState()).isEqualTo("55P03");
                                told.incrementAndGet();
                            }
                            Thread.interrupted();
                        }
                        writers.remove(Thread.currentThread());
                        Thread.interrupted();
                    }
                },
                () -> {
                    sleep(1);
                    writers.stream()
                            .skip(ThreadLocalRandom.current().nextInt(WRITERS))
                            .findFirst()
                            .ifPresent(Thread::interrupt);
                });
        assertThat(stored()).isEqualTo(written);
        assertThat(told).hasPositiveValue();
    }

    @Test
    void nothingIsLostOrDoubledWhenTheLeaderIsKilled() throws Exception {
        DqliteCluster.Node leader = CLUSTER.leader();
        Set<String> written = ConcurrentHashMap.newKeySet();
        Set<String> inDoubt = ConcurrentHashMap.newKeySet();
        String sql = "INSERT INTO " + table.name() + " (text) VALUES (?)";
        try {
            together(
                    number -> {
                        int next = 0;
                        while (next < 300) {
                            try (Connection own = connect();
                                    PreparedStatement insert = own.prepareStatement(sql)) {
                                for (; next < 300; next++) {
                                    insert.setString(1, number + ":" + next);
                                    insert.executeUpdate();
                                    written.add(number + ":" + next);
                                }
                            } catch (SQLException e) {
                                assertThat(e.getSQLState())
                                        .as(String.valueOf(e))
                                        .isEqualTo("08007");
                                inDoubt.add(number + ":" + next++);
                            }
                        }
                    },
                    () -> {
                        sleep(5);
                        if (written.size() > 500 && leader.isRunning()) {
                            leader.kill();
                        }
                    });
            Set<String> stored = stored();
            assertThat(stored).containsAll(written);
            written.addAll(inDoubt);
            assertThat(written).hasSize(WRITERS * 300).containsAll(stored);
            assertThat(inDoubt).hasSizeLessThan(WRITERS);
        } finally {
            leader.restart();
            CLUSTER.awaitVoters();
        }
    }
}
