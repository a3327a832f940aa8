package io.github.dqlite4j.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.dqlite4j.nodes.NodeDialer;
import io.github.dqlite4j.nodes.NodeDialer.Dialed;
import io.github.dqlite4j.peer.Footprint;
import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.UnixRelay;
import io.github.dqlite4j.transport.TransportException.Disconnected;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that a function of the user's opens: its arguments, what it may return, and what is reported and closed when it does not do what it should. */
@ExtendWith({LeakRecorder.class, Footprint.class})
@Timeout(60)
class NodeDialerTest {
    private static final int PATIENT = 20_000;
    private static final int SHORT = 50;

    /** Those that a channel is registered with; until they are closed, its socket stays open. */
    private static final Queue<Selector> SELECTORS = new ConcurrentLinkedQueue<>();

    private final Caller caller = new Caller();

    /** What the functions have returned. */
    private final CompletableFuture<SocketChannel> returned = new CompletableFuture<>();

    @TempDir
    private Path directory;

    @AfterEach
    void close() throws IOException {
        caller.close();
        for (Selector selector = SELECTORS.poll(); selector != null; selector = SELECTORS.poll()) {
            selector.close();
        }
    }

    private CompletableFuture<NodeConnection> connect(NodeDialer dialer, NodeAddress node, int millis) {
        Connector connector = Connector.of(Endpoints.of(List.of(node)).with(dialer));
        return NodeConnection.connect(caller.loop(), node, millis, connector);
    }

    private static NodeAddress address(ScriptedPeer peer) {
        return NodeAddress.parse(peer.address());
    }

    private static SocketChannel open(String host, int port) throws IOException {
        return SocketChannel.open(new InetSocketAddress(host, port));
    }

    private void answers(NodeConnection link) {
        assertThat(caller.await(link.request(new Request.Leader()))).isInstanceOf(Response.Server.class);
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        for (; ; ) {
            try {
                latch.await();
                return;
            } catch (InterruptedException e) {
                // This function does not stop when it should.
            }
        }
    }

    private record Told(String host, int port, Duration timeout, Thread thread, ClassLoader loader) {}

    @Test
    void isToldWhereToConnectOnAThreadOfItsOwn() throws Exception {
        CompletableFuture<Told> told = new CompletableFuture<>();
        try (ScriptedPeer peer = ScriptedPeer.node()) {
            NodeDialer dialer = (host, port, timeout) -> {
                Thread thread = Thread.currentThread();
                told.complete(new Told(host, port, timeout, thread, thread.getContextClassLoader()));
                return new Dialed(open("127.0.0.1", peer.port()));
            };
            answers(caller.await(connect(dialer, NodeAddress.parse("[2001:db8::7]:77"), PATIENT)));
            assertThat(told.get().host()).isEqualTo("2001:db8::7");
            assertThat(told.get().port()).isEqualTo(77);
            assertThat(told.get().timeout()).isPositive().isLessThanOrEqualTo(Duration.ofMillis(PATIENT));
            assertThat(told.get().thread()).isNotSameAs(Thread.currentThread());
            assertThat(told.get().thread().isDaemon()).isTrue();
            assertThat(told.get().thread().getName()).isEqualTo("dqlite4j-dialer [2001:db8::7]:77");
            assertThat(told.get().loader()).isSameAs(dialer.getClass().getClassLoader());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void mayReturnAChannelInBothModes(boolean blocking) throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.node()) {
            NodeConnection link = caller.await(connect(
                    (host, port, timeout) -> {
                        SocketChannel channel = open(host, port);
                        channel.configureBlocking(blocking);
                        return new Dialed(channel);
                    },
                    address(peer),
                    PATIENT));
            answers(link);
            answers(link);
            link.close();
            assertThat(link.isOpen()).isFalse();
        }
    }

    /** One more call than there are threads: the last one has a thread that another has left. */
    @Test
    void mayLeaveItsThreadInterrupted() throws Exception {
        CyclicBarrier all = new CyclicBarrier(DialerThreads.MOST);
        AtomicInteger calls = new AtomicInteger();
        CompletableFuture<Boolean> last = new CompletableFuture<>();
        try (ScriptedPeer peer = ScriptedPeer.node()) {
            Connector connector =
                    Connector.of(Endpoints.of(List.of(address(peer))).with((host, port, timeout) -> {
                        Dialed dialed = new Dialed(open(host, port));
                        if (calls.incrementAndGet() > DialerThreads.MOST) {
                            last.complete(Thread.currentThread().isInterrupted());
                            return dialed;
                        }
                        await(all);
                        Thread.currentThread().interrupt();
                        return dialed;
                    }));
            List<CompletableFuture<NodeConnection>> connecting = new ArrayList<>();
            for (int i = 0; i <= DialerThreads.MOST; i++) {
                connecting.add(NodeConnection.connect(caller.loop(), address(peer), PATIENT, connector));
            }
            for (CompletableFuture<NodeConnection> each : connecting) {
                answers(caller.await(each));
            }
            assertThat(last.get()).isFalse();
        }
    }

    private static void await(CyclicBarrier all) throws InterruptedException {
        try {
            all.await();
        } catch (BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void mayUseUnixDomainSockets() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.node(asked -> asked.sql().equals("q"), with -> with.rows(50));
                UnixRelay relay = new UnixRelay(directory.resolve("socket"), peer.port())) {
            NodeConnection link = caller.await(connect(
                    (host, port, timeout) -> new Dialed(SocketChannel.open(relay.address())),
                    NodeAddress.parse("anywhere:1"),
                    PATIENT));
            answers(link);
            Response.Rows rows = caller.await(link.request(new Request.QuerySql(0, "q", List.of())));
            for (int i = 1; i < 50; i++) {
                assertThat(rows.hasMore()).isTrue();
                rows = caller.await(link.moreRows());
            }
            assertThat(rows.hasMore()).isFalse();
            CompletableFuture<Response.Server> answer = link.request(new Request.Leader());
            link.giveUp(NodeAddress.parse("another:1"));
            assertThat(caller.failure(answer)).hasMessageContaining("another:1 leads now");
            assertThat(relay.connections()).isOne();
        }
    }

    /** The socket moves to another event loop for that. */
    @Test
    void rowsOfAUnixDomainSocketAreReadToTheirEnd() throws Exception {
        CompletableFuture<Integer> then = new CompletableFuture<>();
        CountDownLatch closed = new CountDownLatch(1);
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
                    with.version();
                    with.read();
                    with.send(ScriptedPeer.integers(true, 1));
                    closed.await();
                    with.rows(400);
                    try {
                        with.silence();
                        then.complete(-1);
                    } catch (IOException e) {
                        then.completeExceptionally(e);
                    }
                });
                UnixRelay relay = new UnixRelay(directory.resolve("socket"), peer.port())) {
            NodeConnection link = caller.await(connect(
                    (host, port, timeout) -> new Dialed(SocketChannel.open(relay.address())), address(peer), PATIENT));
            link.drainOnClose(60);
            caller.await(link.request(new Request.QuerySql(0, "q", List.of())));
            link.close();
            closed.countDown();
            caller.until(then::isDone);
            assertThat(then).isCompletedWithValue(-1);
        }
    }

    /** What a function makes of a connection, instead of returning it. */
    private interface Fault {
        Dialed of(SocketChannel connected) throws IOException;
    }

    private static Arguments fault(String said, Fault fault) {
        return Arguments.of(said, fault);
    }

    private static IOException withItselfAsCause() {
        IOException first = new IOException("first");
        first.initCause(new IOException("second", first));
        return first;
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("the dialer returned null", connected -> {
                    connected.close();
                    return null;
                }),
                fault("the dialer failed: java.lang.NullPointerException: channel", connected -> {
                    connected.close();
                    return new Dialed(null);
                }),
                fault("the dialer returned a channel that is closed", connected -> {
                    connected.close();
                    return new Dialed(connected);
                }),
                fault("the dialer returned a channel that is not connected", connected -> {
                    connected.close();
                    return new Dialed(SocketChannel.open());
                }),
                fault("the dialer returned a channel that is registered with a selector", connected -> {
                    Selector selector = Selector.open();
                    SELECTORS.add(selector);
                    connected.configureBlocking(false);
                    connected.register(selector, 0);
                    return new Dialed(connected);
                }),
                fault("the dialer failed: java.io.IOException: the proxy said \\u001b[31mno\\r\\n", connected -> {
                    connected.close();
                    throw new IOException("the proxy said \u001b[31mno\r\n");
                }),
                fault("the dialer failed: java.io.IOException: first", connected -> {
                    connected.close();
                    throw withItselfAsCause();
                }),
                fault("the dialer failed: java.lang.IllegalStateException", connected -> {
                    connected.close();
                    throw new IllegalStateException();
                }),
                fault("the dialer failed: java.lang.StackOverflowError: deep", connected -> {
                    connected.close();
                    throw new StackOverflowError("deep");
                }),
                fault("the dialer failed: java.lang.NoClassDefFoundError: a/B", connected -> {
                    connected.close();
                    throw new NoClassDefFoundError("a/B");
                }));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void whatItDoesWrongIsSaidAndClosed(String said, Fault fault) throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.node()) {
            AtomicInteger calls = new AtomicInteger();
            Connector connector =
                    Connector.of(Endpoints.of(List.of(address(peer))).with((host, port, timeout) -> {
                        SocketChannel connected = open(host, port);
                        if (calls.incrementAndGet() > 1) {
                            return new Dialed(connected);
                        }
                        Dialed dialed = fault.of(connected);
                        if (dialed != null) {
                            returned.complete(dialed.channel());
                        }
                        return dialed;
                    }));
            assertThat(caller.failure(NodeConnection.connect(caller.loop(), address(peer), PATIENT, connector)))
                    .asInstanceOf(type(Disconnected.class))
                    .satisfies(e -> assertThat(e.sent()).isFalse())
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Disconnected.Reason.LOST))
                    .satisfies(e -> assertThat(e).hasMessage(peer.address() + ": " + said));
            if (returned.isDone()) {
                assertThat(returned.join().isOpen()).isFalse();
            }
            // The next call finds everything in order.
            answers(caller.await(NodeConnection.connect(caller.loop(), address(peer), PATIENT, connector)));
        }
    }

    @Test
    void aNameThatTlsCannotSendIsAnError() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.start(ScriptedPeer.Conversation::silence)) {
            NodeAddress node = NodeAddress.parse("under_score:1");
            Tls tls = new Tls(Tls.Verify.NOTHING, null, null, null, null);
            Connector connector = Connector.of(new Endpoints(List.of(node), Map.of(), tls, true, false)
                    .with((host, port, timeout) -> {
                        returned.complete(open("127.0.0.1", peer.port()));
                        return new Dialed(returned.join());
                    }));
            assertThat(caller.failure(NodeConnection.connect(caller.loop(), node, PATIENT, connector)))
                    .isInstanceOf(Disconnected.class)
                    .hasMessageStartingWith("under_score:1: ")
                    .hasMessageContaining("non-LDH");
            awaitClosed();
        }
    }

    @Test
    void aChannelOfAnotherProviderIsRefused() {
        ForeignChannel foreign = new ForeignChannel();
        assertThat(caller.failure(connect(
                        (host, port, timeout) -> new Dialed(foreign), NodeAddress.parse("anywhere:1"), PATIENT)))
                .hasMessageContaining("ForeignChannel, which is not of the JVM's provider");
        assertThat(foreign.isOpen()).isFalse();
    }

    @Test
    void aFunctionThatHangsEndsWithTheTimeForTheConnection() {
        assertThat(caller.failure(connect(
                        (host, port, timeout) -> {
                            new Semaphore(0).acquire();
                            return null;
                        },
                        NodeAddress.parse("anywhere:1"),
                        SHORT)))
                .asInstanceOf(type(Disconnected.class))
                .satisfies(e -> assertThat(e.sent()).isFalse())
                .satisfies(e -> assertThat(e).hasMessageContaining(" within " + SHORT + " ms"));
    }

    @Test
    void itIsInterruptedWhenTheTimeIsOver() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        DialerCalls.Call call =
                new DialerCalls(untilInterrupted(entered, interrupted)).begin(NodeAddress.parse("anywhere:1"), PATIENT);
        entered.await();
        call.timeOut();
        assertThat(caller.failure(call.result()))
                .hasMessage("anywhere:1: the dialer has not connected within " + PATIENT + " ms");
        assertThat(interrupted.get()).isTrue();
    }

    private static NodeDialer untilInterrupted(CountDownLatch entered, CompletableFuture<Boolean> interrupted) {
        return (host, port, timeout) -> {
            entered.countDown();
            try {
                new Semaphore(0).acquire();
            } catch (InterruptedException e) {
                interrupted.complete(true);
                throw e;
            }
            return null;
        };
    }

    /** A function that does not stop when it is interrupted, and connects when the test lets it. */
    private NodeDialer late(CountDownLatch entered, CountDownLatch released, int target) {
        return (host, port, timeout) -> {
            entered.countDown();
            awaitUninterrupted(released);
            // An interrupt would close it here already.
            Thread.interrupted();
            returned.complete(open("127.0.0.1", target));
            return new Dialed(returned.join());
        };
    }

    private void awaitClosed() {
        caller.until(() -> returned.isDone() && !returned.join().isOpen());
    }

    @Test
    void whatArrivesTooLateIsClosed() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        try (ScriptedPeer peer = ScriptedPeer.node()) {
            DialerCalls.Call call = new DialerCalls(late(entered, released, peer.port())).begin(address(peer), PATIENT);
            entered.await();
            call.timeOut();
            released.countDown();
            awaitClosed();
        }
    }

    @Test
    void whatArrivesAfterTheCallerHasGivenUpIsClosed() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        try (ScriptedPeer peer = ScriptedPeer.node()) {
            CompletableFuture<NodeConnection> connecting =
                    connect(late(entered, released, peer.port()), address(peer), PATIENT);
            entered.await();
            connecting.cancel(false);
            released.countDown();
            awaitClosed();
        }
    }

    @Test
    void whatArrivesAfterTheEndOfTheLoopIsClosed() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        try (ScriptedPeer peer = ScriptedPeer.node()) {
            try (Caller other = new Caller()) {
                NodeConnection.connect(
                        other.loop(),
                        address(peer),
                        PATIENT,
                        Connector.of(Endpoints.of(List.of(address(peer))).with(late(entered, released, peer.port()))));
                entered.await();
            }
            released.countDown();
            awaitClosed();
        }
    }

    @Test
    void theCallerThatGivesUpInterruptsTheFunction() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        CompletableFuture<NodeConnection> connecting =
                connect(untilInterrupted(entered, interrupted), NodeAddress.parse("anywhere:1"), PATIENT);
        entered.await();
        connecting.cancel(false);
        caller.until(interrupted::isDone);
    }

    @Test
    void callsThatDoNotReturnHoldUpTheirOwnNodeAlone() throws Exception {
        CountDownLatch entered = new CountDownLatch(DialerThreads.MOST);
        CountDownLatch released = new CountDownLatch(1);
        AtomicInteger hanging = new AtomicInteger();
        try (ScriptedPeer peer = ScriptedPeer.node()) {
            NodeAddress dead = NodeAddress.parse("dead:1");
            Connector connector = Connector.of(Endpoints.of(List.of(dead)).with((host, port, timeout) -> {
                if (host.equals("dead")) {
                    hanging.incrementAndGet();
                    entered.countDown();
                    awaitUninterrupted(released);
                }
                return new Dialed(open("127.0.0.1", peer.port()));
            }));
            List<CompletableFuture<NodeConnection>> connecting = new ArrayList<>();
            for (int i = 0; i < DialerThreads.MOST; i++) {
                connecting.add(NodeConnection.connect(caller.loop(), dead, PATIENT, connector));
            }
            entered.await();
            assertThat(caller.failure(NodeConnection.connect(caller.loop(), dead, SHORT, connector)))
                    .hasMessage("dead:1: the dialer was not called within " + SHORT
                            + " ms; for each node, up to 16 calls run at a time");
            answers(caller.await(NodeConnection.connect(caller.loop(), address(peer), PATIENT, connector)));
            released.countDown();
            for (CompletableFuture<NodeConnection> each : connecting) {
                answers(caller.await(each));
            }
            assertThat(hanging).hasValue(DialerThreads.MOST);
            answers(caller.await(NodeConnection.connect(caller.loop(), dead, PATIENT, connector)));
        }
    }
}
