package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Asked;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A search for the leader that takes longer than {@code busyTimeout} does not make the database busy. */
class WritersWithoutLeaderTest {
    private static final int WRITERS = 3;
    private static final long ELECTION_NANOS = TimeUnit.SECONDS.toNanos(4);

    private final AtomicReference<Long> elected = new AtomicReference<>();
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicInteger refused = new AtomicInteger();

    private boolean isElecting() {
        Long end = elected.get();
        return end != null && System.nanoTime() < end;
    }

    /** The first INSERT finds that the leader is gone; when there is one again, it is busy once. */
    private ScriptedPeer peer() {
        ThreadLocal<byte[]> answer = new ThreadLocal<>();
        return ScriptedPeer.node(
                asked -> {
                    answer.set(null);
                    if (asked.type() == Asked.LEADER && isElecting()) {
                        answer.set(ScriptedPeer.server(0, ""));
                    } else if (asked.sql().startsWith("INSERT")) {
                        elected.compareAndSet(null, System.nanoTime() + ELECTION_NANOS);
                        if (isElecting()) {
                            refused.incrementAndGet();
                            answer.set(ScriptedPeer.failure(10250, "not leader"));
                        } else if (busy.compareAndSet(false, true)) {
                            answer.set(ScriptedPeer.failure(5, "database is locked"));
                        }
                    }
                    return answer.get() != null;
                },
                with -> with.send(answer.get()));
    }

    @Test
    void writersDoNotReportBusyWithoutLeader() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
        try (ScriptedPeer peer = peer()) {
            List<Future<Integer>> writers = new ArrayList<>();
            for (int i = 0; i < WRITERS; i++) {
                writers.add(threads.submit(() -> insert(peer)));
            }
            for (Future<Integer> writer : writers) {
                assertThat(writer.get(30, TimeUnit.SECONDS)).isZero();
            }
            assertThat(refused).hasPositiveValue();
            assertThat(busy).isTrue();
        } finally {
            threads.shutdownNow();
        }
    }

    private static int insert(ScriptedPeer peer) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(peer.url(
                        "busyTimeout=2500", "failoverTimeout=20000", "loginTimeout=20000", "queryTimeout=20000"));
                Statement statement = connection.createStatement()) {
            return statement.executeUpdate("INSERT INTO t VALUES (1)");
        }
    }
}
