package io.github.dqlite4j.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Conversation;
import io.github.dqlite4j.transport.TransportException.Disconnected.Reason;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of rows that are under way when their connection is closed. */
@ExtendWith(LeakRecorder.class)
@Timeout(60)
class ResultDrainerTest {
    /** More than fits between two sockets. */
    private static final int MESSAGES = 4000;

    private final CompletableFuture<Integer> sent = new CompletableFuture<>();
    private final CompletableFuture<Integer> then = new CompletableFuture<>();
    private final CountDownLatch mayRead = new CountDownLatch(1);

    /** Says how many messages could be sent, and what was read after the last of them: -1, the end. */
    private void stream(Conversation with, int messages) throws IOException {
        try {
            with.rows(messages);
            sent.complete(messages);
        } catch (IOException e) {
            sent.completeExceptionally(e);
            throw e;
        }
        try {
            with.read();
            then.complete(0);
        } catch (IOException e) {
            then.complete(-1);
        }
    }

    private ScriptedPeer streaming() {
        return ScriptedPeer.start(with -> {
            with.version();
            with.read();
            stream(with, MESSAGES);
        });
    }

    static Stream<Consumer<NodeConnection>> endings() {
        return Stream.of(NodeConnection::close, NodeConnection::cancel, link -> link.closeOnTimeout(1));
    }

    @ParameterizedTest
    @MethodSource("endings")
    void areReadToTheirEndAndThenTheSocketIsClosed(Consumer<NodeConnection> ending) throws Exception {
        try (ScriptedPeer peer = streaming()) {
            try (Caller caller = new Caller()) {
                NodeConnection link = link(peer, caller);
                link.drainOnClose(60);
                caller.await(link.request(new Request.QuerySql(0, "q", List.of())));
                ending.accept(link);
                assertThat(link.isOpen()).isFalse();
                assertThat(link.isBusy()).isFalse();
            }
            assertThat(sent.get()).isEqualTo(MESSAGES);
            assertThat(then.get()).isEqualTo(-1);
        }
    }

    @Test
    void areReadWhileTheirConnectionIsNotUsed() throws Exception {
        try (ScriptedPeer peer = streaming();
                Caller caller = new Caller()) {
            NodeConnection link = link(peer, caller);
            link.drainOnClose(60);
            caller.await(link.request(new Request.QuerySql(0, "q", List.of())));
            link.close();
            caller.loop().exit();
            try {
                assertThat(sent.get()).isEqualTo(MESSAGES);
                assertThat(then.get()).isEqualTo(-1);
            } finally {
                caller.loop().enter();
            }
        }
    }

    @Test
    void areWaitedForWhenNoneHasCome() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
                    with.version();
                    with.read();
                    cancelled.await();
                    stream(with, MESSAGES);
                });
                Caller caller = new Caller()) {
            NodeConnection link = link(peer, caller);
            link.drainOnClose(60);
            CompletableFuture<Response.Rows> answer = link.request(new Request.Query(0, 1, List.of()));
            link.cancel();
            assertThat(caller.failure(answer))
                    .isInstanceOfSatisfying(
                            TransportException.Disconnected.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.CANCELLED));
            caller.loop().runNow();
            cancelled.countDown();
            assertThat(sent.get()).isEqualTo(MESSAGES);
            assertThat(then.get()).isEqualTo(-1);
        }
    }

    @Test
    void ofManyConnectionsAreReadAtTheSameTime() throws Exception {
        CountDownLatch all = new CountDownLatch(10);
        CountDownLatch whole = new CountDownLatch(10);
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
            with.version();
            with.read();
            with.send(ScriptedPeer.integers(true, 1));
            all.countDown();
            all.await();
            with.rows(MESSAGES);
            whole.countDown();
        })) {
            for (int i = 0; i < 10; i++) {
                try (Caller caller = new Caller()) {
                    NodeConnection link = link(peer, caller);
                    link.drainOnClose(60);
                    caller.await(link.request(new Request.QuerySql(0, "q", List.of())));
                    link.close();
                }
            }
            assertThat(whole.await(50, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Of 30 that have no end. */
    @Test
    void areBoundedInNumberAndPaceAndDoNotDelayTheEnd() throws Exception {
        AtomicInteger open = new AtomicInteger();
        AtomicLong bytes = new AtomicLong();
        byte[] message = ScriptedPeer.integers(true, new long[8000]);
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
            with.version();
            with.read();
            open.incrementAndGet();
            try {
                for (; ; ) {
                    with.send(message);
                    bytes.addAndGet(message.length);
                }
            } finally {
                open.decrementAndGet();
            }
        })) {
            long began = System.nanoTime();
            for (int i = 0; i < 30; i++) {
                try (Caller caller = new Caller()) {
                    NodeConnection link = link(peer, caller);
                    link.drainOnClose(60);
                    caller.await(link.request(new Request.QuerySql(0, "q", List.of())));
                    link.close();
                }
            }
            while (open.get() > 16 || bytes.get() < 300_000_000) {
                Thread.sleep(10);
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            // What the sockets hold, and 100 MiB a second.
            assertThat(bytes.get() - 30 * 6e6).isLessThan(1.2 * seconds * (100 << 20));
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().equals("dqlite4j-drainer"))
                    .hasSize(1)
                    .allMatch(Thread::isDaemon);
        }
    }

    @Test
    void abandonedResultHasDeadline() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
            with.version();
            with.read();
            stream(with, Integer.MAX_VALUE);
        })) {
            try (Caller caller = new Caller()) {
                NodeConnection link = link(peer, caller);
                link.drainOnClose(1);
                caller.await(link.request(new Request.QuerySql(0, "q", List.of())));
                link.close();
            }
            assertThatThrownBy(sent::get).hasCauseInstanceOf(IOException.class);
        }
    }

    /** Java keeps the half-open socket of a channel that was closed until its selector looks again. */
    @Test
    void areNotWaitedForByAServerOfBeforeWhileTheirConnectionIsNotUsed() throws Exception {
        try (ScriptedPeer peer = streaming();
                Caller caller = new Caller()) {
            NodeConnection link = link(peer, caller);
            caller.await(link.request(new Request.QuerySql(0, "q", List.of())));
            link.close();
            caller.loop().exit();
            try {
                assertThatThrownBy(sent::get).hasCauseInstanceOf(IOException.class);
            } finally {
                caller.loop().enter();
            }
        }
    }

    @Test
    void areNotReadIfTheServerNoticesClosedConnections() throws Exception {
        try (ScriptedPeer peer = streaming()) {
            try (Caller caller = new Caller()) {
                NodeConnection link = link(peer, caller);
                caller.await(link.request(new Request.QuerySql(0, "q", List.of())));
                link.close();
            }
            assertThatThrownBy(sent::get).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(IOException.class);
        }
    }

    /** The node waits for the rest of it, and would for ever. */
    @Test
    void aRequestThatHasNotLeftIsNotWaitedFor() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
                    with.version();
                    try {
                        mayRead.await();
                        then.complete(with.read().body().length < 40_000_000 ? -1 : 0);
                    } catch (IOException e) {
                        then.complete(-1);
                    }
                });
                Caller caller = new Caller()) {
            NodeConnection link = link(peer, caller);
            link.drainOnClose(60);
            link.request(new Request.Query(0, 1, List.of(new byte[40_000_000])));
            link.cancel();
            caller.loop().runNow();
            mayRead.countDown();
            assertThat(then.get(30, TimeUnit.SECONDS)).isEqualTo(-1);
        }
    }

    @Test
    void aConnectionThatTheNodeHasResetIsForgotten() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
                    with.version();
                    with.read();
                    with.send(ScriptedPeer.integers(true, 1));
                    mayRead.await();
                    with.reset();
                    then.complete(-1);
                });
                Caller caller = new Caller()) {
            NodeConnection link = link(peer, caller);
            link.drainOnClose(60);
            caller.await(link.request(new Request.QuerySql(0, "q", List.of())));
            mayRead.countDown();
            assertThat(then.get()).isEqualTo(-1);
            link.close();
            caller.loop().runNow();
        }
        while (threads() > 0) {
            Thread.sleep(10);
        }
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("dqlite4j-drainer"))
                .count();
    }

    @Test
    void whatIsOneMessageIsNotWaitedFor() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
                    with.version();
                    with.read();
                    try {
                        with.read();
                    } catch (IOException e) {
                        then.complete(-1);
                    }
                });
                Caller caller = new Caller()) {
            NodeConnection link = link(peer, caller);
            link.drainOnClose(60);
            link.request(new Request.ExecSql(0, "q", List.of()));
            link.cancel();
            assertThat(then.get(30, TimeUnit.SECONDS)).isEqualTo(-1);
        }
    }

    private static NodeConnection link(ScriptedPeer peer, Caller caller) {
        return caller.await(NodeConnection.connect(caller.loop(), NodeAddress.parse(peer.address()), 5000));
    }
}
