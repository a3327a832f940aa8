package io.github.dqlite4j.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.LogRecorder;
import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Asked;
import io.github.dqlite4j.peer.UnusedPort;
import io.github.dqlite4j.transport.Caller;
import io.github.dqlite4j.transport.Endpoints;
import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.transport.NodeConnection;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Request;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** How the leader is found among peers that say what a test wants. */
@ExtendWith(LeakRecorder.class)
@Timeout(60)
class TopologyTest {
    private static final int PATIENT = 20_000;
    private static final int SHORT = 150;

    private final Caller caller = new Caller();
    private final AtomicBoolean silent = new AtomicBoolean();

    @AfterEach
    void close() {
        caller.close();
    }

    @Test
    void sameNodesAreOneClusterInAnyOrder() {
        NodeAddress one = new NodeAddress("one", 1);
        NodeAddress two = new NodeAddress("two", 2);
        Topology cluster = Topology.of(Endpoints.of(List.of(one, two)));
        assertThat(Topology.of(Endpoints.of(List.of(two, one)))).isSameAs(cluster);
        assertThat(Topology.of(Endpoints.of(List.of(one)))).isNotSameAs(cluster);
        assertThat(Topology.of(new Endpoints(List.of(one, two), Map.of(one, two), null, true, false)))
                .isNotSameAs(cluster);
        assertThat(Topology.of(new Endpoints(List.of(one, two), Map.of(), null, false, false)))
                .isNotSameAs(cluster);
        assertThat(Topology.of(new Endpoints(List.of(one, two), Map.of(), null, true, true)))
                .isNotSameAs(cluster);
    }

    /** As JDBC's connections do. */
    @Test
    void anAnswerTellsTheLogWhoLeads() {
        NodeAddress one = new NodeAddress("told-one", 1);
        NodeAddress two = new NodeAddress("told-two", 2);
        Topology cluster = Topology.of(Endpoints.of(List.of(one, two)));
        try (LogRecorder log = LogRecorder.of("cluster")) {
            cluster.reached(one);
            cluster.answered(two);
            assertThat(log.shown("told-one"))
                    .extracting(LogRecorder.Line::text)
                    .containsExactly("The leader of [told-one:1, told-two:2] is told-two:2; it was told-one:1");
        }
    }

    @Test
    void aRedirectIsVerifiedWithTheNodeItNames() throws IOException {
        try (ScriptedPeer leader = ScriptedPeer.node();
                ScriptedPeer follower = ScriptedPeer.node()) {
            follower.names(leader.address());
            Topology cluster = cluster(follower);
            NodeConnection link = caller.await(cluster.connectToLeader(caller.loop(), PATIENT, any -> {}));
            assertThat(link.node()).isEqualTo(address(leader));
            assertThat(cluster.knownLeader()).isEqualTo(address(leader));
            assertThat(follower.connections()).isOne();
            // once for the search, once for the connection that is kept
            assertThat(leader.asked()).extracting(Asked::type).containsExactly(Asked.LEADER, Asked.LEADER);
        }
    }

    @Test
    void anAnnouncedAddressIsMapped() throws IOException {
        try (ScriptedPeer leader = ScriptedPeer.node()) {
            leader.names("10.255.255.1:9001");
            Topology cluster = Topology.of(new Endpoints(
                    List.of(address(leader)),
                    Map.of(NodeAddress.parse("10.255.255.1:9001"), address(leader)),
                    null,
                    true,
                    false));
            NodeConnection link = caller.await(cluster.connectToLeader(caller.loop(), PATIENT, any -> {}));
            assertThat(link.node()).isEqualTo(address(leader));
        }
    }

    @Test
    void theKnownLeaderIsAskedFirstAndAlone() throws IOException {
        try (ScriptedPeer leader = ScriptedPeer.node();
                ScriptedPeer other = ScriptedPeer.node()) {
            other.names(leader.address());
            Topology cluster = cluster(leader, other);
            caller.await(cluster.connectToLeader(caller.loop(), PATIENT, any -> {}));
            int before = other.connections();
            for (int i = 0; i < 5; i++) {
                int connections = leader.connections();
                caller.await(cluster.connectToLeader(caller.loop(), PATIENT, any -> {}));
                assertThat(leader.connections()).isEqualTo(connections + 1);
            }
            assertThat(other.connections()).isEqualTo(before);
        }
    }

    @Test
    void theRestAreAskedAtOnce() throws IOException {
        CyclicBarrier all = new CyclicBarrier(3);
        ScriptedPeer.Script together = with -> {
            with.version();
            with.read();
            if (with.number() == 1) {
                await(all);
            }
            with.answer();
            with.silence();
        };
        try (ScriptedPeer a = ScriptedPeer.start(together);
                ScriptedPeer b = ScriptedPeer.start(together);
                ScriptedPeer c = ScriptedPeer.start(together)) {
            a.names(b.address());
            c.names("");
            NodeConnection link = caller.await(cluster(a, b, c).connectToLeader(caller.loop(), PATIENT, any -> {}));
            assertThat(link.node()).isEqualTo(address(b));
        }
    }

    @Test
    void whoLedBeforeIsNotBelievedWhenItNamesAnother() throws IOException {
        try (ScriptedPeer first = ScriptedPeer.node();
                ScriptedPeer second = ScriptedPeer.node()) {
            second.names(first.address());
            Topology cluster = cluster(first, second);
            caller.await(cluster.connectToLeader(caller.loop(), PATIENT, any -> {}));
            first.names(second.address());
            second.names(null);
            NodeConnection link = caller.await(cluster.connectToLeader(caller.loop(), PATIENT, any -> {}));
            assertThat(link.node()).isEqualTo(address(second));
            assertThat(cluster.knownLeader()).isEqualTo(address(second));
        }
    }

    @Test
    void oneSearchIsEnoughForAllConnections() throws Exception {
        int callers = 8;
        CountDownLatch allWait = new CountDownLatch(callers);
        CountDownLatch mayAnswer = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        try (ScriptedPeer leader = ScriptedPeer.start(with -> {
                    with.version();
                    with.read();
                    if (with.number() == 1) {
                        mayAnswer.await();
                    }
                    with.answer();
                    with.silence();
                });
                ScriptedPeer other = ScriptedPeer.node()) {
            other.names("");
            Topology cluster = cluster(leader, other);
            List<Future<NodeAddress>> found = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                found.add(threads.submit(() -> {
                    try (Caller mine = new Caller()) {
                        CompletableFuture<NodeConnection> connecting =
                                cluster.connectToLeader(mine.loop(), PATIENT, any -> {});
                        allWait.countDown();
                        return mine.await(connecting).node();
                    }
                }));
            }
            assertThat(allWait.await(30, TimeUnit.SECONDS)).isTrue();
            mayAnswer.countDown();
            for (Future<NodeAddress> each : found) {
                assertThat(each.get(30, TimeUnit.SECONDS)).isEqualTo(address(leader));
            }
            assertThat(other.connections()).isOne();
            assertThat(leader.connections()).isEqualTo(1 + callers);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aWaitForASearchGoesOnWhenThatSearchGivesUp() throws Exception {
        try (ScriptedPeer leader = ScriptedPeer.start(with -> {
                    with.version();
                    with.read();
                    if (with.number() > 1) {
                        with.answer();
                    }
                    with.silence();
                });
                Caller other = new Caller()) {
            Topology cluster = cluster(leader);
            CompletableFuture<NodeConnection> searching = cluster.connectToLeader(caller.loop(), PATIENT, any -> {});
            caller.until(() -> !leader.asked().isEmpty());
            CompletableFuture<NodeConnection> waiting = cluster.connectToLeader(other.loop(), PATIENT, any -> {});
            searching.cancel(false);
            assertThat(other.await(waiting).node()).isEqualTo(address(leader));
        }
    }

    @Test
    void nodesThatNameEachOtherAreAskedAgain() throws IOException {
        try (ScriptedPeer a = ScriptedPeer.node();
                ScriptedPeer b = ScriptedPeer.node()) {
            a.names(b.address());
            b.names(a.address());
            Topology cluster = cluster(a);
            CompletableFuture<NodeConnection> searching = cluster.connectToLeader(caller.loop(), PATIENT, any -> {});
            caller.until(() -> b.asked().size() >= 3);
            assertThat(searching).isNotDone();
            assertThat(cluster.lastError()).contains(b.address()).contains("says that it does not lead");
            assertThat(cluster.knownLeader()).isNull();
            assertThat(a.connections()).isOne();
            assertThat(b.connections()).isOne();
            a.names(null);
            assertThat(caller.await(searching).node()).isEqualTo(address(a));
        }
    }

    @Test
    void aRedirectToADeadNodeIsNotFollowedForEver() throws IOException {
        try (UnusedPort dead = new UnusedPort();
                ScriptedPeer node = ScriptedPeer.node()) {
            node.names(dead.address());
            Topology cluster = cluster(node);
            CompletableFuture<NodeConnection> searching = cluster.connectToLeader(caller.loop(), PATIENT, any -> {});
            caller.until(() -> node.asked().size() >= 3);
            assertThat(cluster.lastError()).contains(dead.address());
            node.names(null);
            assertThat(caller.await(searching).node()).isEqualTo(address(node));
        }
    }

    @Test
    void whatNamesNoNodeIsNoLeader() throws IOException {
        try (ScriptedPeer node = ScriptedPeer.node()) {
            for (String nonsense : List.of("", "@7", ":0", "a b", "127.0.0.1:99999")) {
                node.names(nonsense);
                int before = node.asked().size();
                CompletableFuture<NodeConnection> searching =
                        cluster(node).connectToLeader(caller.loop(), PATIENT, any -> {});
                caller.until(() -> node.asked().size() > before + 1);
                assertThat(searching).as(nonsense).isNotDone();
                assertThat(cluster(node).lastError())
                        .isEqualTo(node.address()
                                + (nonsense.isEmpty()
                                        ? " does not know a leader"
                                        : " names a node with an invalid address: '" + nonsense + "'"));
                searching.cancel(false);
            }
        }
    }

    @Test
    void aNodeThatIsLateDoesNotHoldTheOthersUp() throws Exception {
        CountDownLatch lateWasAsked = new CountDownLatch(1);
        CountDownLatch lateWasLeft = new CountDownLatch(1);
        try (ScriptedPeer late = ScriptedPeer.start(with -> {
                    with.version();
                    with.read();
                    lateWasAsked.countDown();
                    with.silence();
                    lateWasLeft.countDown();
                });
                ScriptedPeer leader = ScriptedPeer.start(with -> {
                    with.version();
                    with.read();
                    lateWasAsked.await();
                    with.answer();
                    with.silence();
                })) {
            NodeConnection link =
                    caller.await(cluster(late, leader).connectToLeader(caller.loop(), PATIENT, any -> {}));
            assertThat(link.node()).isEqualTo(address(leader));
            // The loop no longer runs: the connection that is not needed was closed at once.
            assertThat(lateWasLeft.await(50, TimeUnit.SECONDS)).isTrue();
            assertThat(link.isOpen()).isTrue();
        }
    }

    @Test
    void aNodeThatDoesNotAnswerInTimeIsLeft() throws Exception {
        CountDownLatch left = new CountDownLatch(2);
        try (ScriptedPeer silent = ScriptedPeer.start(with -> {
            with.version();
            with.read();
            with.silence();
            left.countDown();
        })) {
            Topology cluster = cluster(silent);
            CompletableFuture<NodeConnection> searching = cluster.connectToLeader(caller.loop(), SHORT, any -> {});
            caller.until(() -> left.getCount() == 0);
            assertThat(searching).isNotDone();
            assertThat(cluster.lastError()).contains(silent.address());
            searching.cancel(false);
        }
    }

    @Test
    void aKnownLeaderThatTricklesIsLeftForOneThatAnswers() throws Exception {
        try (ScriptedPeer old = ScriptedPeer.start(with -> {
                    with.version();
                    with.read();
                    if (with.number() <= 2) {
                        with.answer();
                        with.silence();
                    }
                    byte[] answer = ScriptedPeer.server(1, with.address());
                    for (int i = 0; ; i = (i + 1) % answer.length) {
                        with.send(Arrays.copyOfRange(answer, i, i + 1));
                        Thread.sleep(50);
                    }
                });
                ScriptedPeer next = ScriptedPeer.node();
                ScriptedPeer other = ScriptedPeer.node()) {
            next.names(old.address());
            other.names(old.address());
            Topology cluster = cluster(old, next, other);
            assertThat(caller.await(cluster.connectToLeader(caller.loop(), PATIENT, any -> {}))
                            .node())
                    .isEqualTo(address(old));
            next.names(null);
            other.names(next.address());
            assertThat(caller.await(cluster.connectToLeader(caller.loop(), SHORT, any -> {}))
                            .node())
                    .isEqualTo(address(next));
        }
    }

    @Test
    void whatIsNoNodeIsNamedInTheErrorAtOnce() throws IOException {
        try (ScriptedPeer web = ScriptedPeer.start(with -> {
            with.version();
            with.send("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            with.silence();
        })) {
            Topology cluster = cluster(web);
            assertThat(caller.failure(cluster.connectToLeader(caller.loop(), PATIENT, any -> {})))
                    .isInstanceOf(TransportException.NoLeader.class);
            assertThat(cluster.lastError()).contains(web.address()).contains("not the dqlite protocol");
            assertThat(web.connections()).isOne();
        }
    }

    @Test
    void whatIsNoNodeDoesNotEndTheSearchForOnesThatMayStart() throws Exception {
        try (ScriptedPeer web = ScriptedPeer.start(with -> {
                    with.version();
                    with.send("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    with.silence();
                });
                ScriptedPeer node = ScriptedPeer.node()) {
            node.names("");
            CompletableFuture<NodeConnection> searching =
                    cluster(web, node).connectToLeader(caller.loop(), PATIENT, any -> {});
            caller.until(() -> web.connections() > 1);
            node.names(null);
            assertThat(caller.await(searching).node()).isEqualTo(address(node));
        }
    }

    @Test
    void givingUpClosesWhatWasBegun() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        try (ScriptedPeer silent = ScriptedPeer.start(with -> {
            with.version();
            with.read();
            with.silence();
            left.countDown();
        })) {
            CompletableFuture<NodeConnection> searching =
                    cluster(silent).connectToLeader(caller.loop(), PATIENT, any -> {});
            caller.until(() -> !silent.asked().isEmpty());
            searching.cancel(false);
            assertThat(left.await(50, TimeUnit.SECONDS)).isTrue();
            assertThat(caller.failure(searching)).asInstanceOf(type(CancellationException.class));
        }
    }

    /** A peer that answers the first questions on its first connection, and nothing after that. */
    /** A healthy leader, until the test says that it answers nothing any more. */
    private ScriptedPeer silentOnce(AtomicBoolean silent) {
        return ScriptedPeer.node(asked -> silent.get(), with -> with.silence());
    }

    @Test
    void aKnownLeaderThatIsSilentIsNotWaitedFor() throws IOException {
        try (ScriptedPeer old = silentOnce(silent);
                ScriptedPeer next = ScriptedPeer.node();
                ScriptedPeer other = ScriptedPeer.node()) {
            next.names(old.address());
            other.names(old.address());
            Topology cluster = cluster(old, next, other);
            assertThat(caller.await(cluster.connectToLeader(caller.loop(), PATIENT, any -> {}))
                            .node())
                    .isEqualTo(address(old));
            silent.set(true);
            next.names(null);
            other.names(next.address());
            // The limit of one connection is more than this test waits.
            assertThat(caller.await(cluster.connectToLeader(caller.loop(), 3_600_000, any -> {}))
                            .node())
                    .isEqualTo(address(next));
        }
    }

    @Test
    void membersAreAskedWhenTheNodesOfTheUrlAreGone() throws IOException {
        try (ScriptedPeer seed = ScriptedPeer.node();
                ScriptedPeer other = ScriptedPeer.node();
                ScriptedPeer third = ScriptedPeer.node()) {
            other.names(seed.address());
            third.names(seed.address());
            Topology cluster = cluster(seed);
            NodeConnection link = caller.await(cluster.connectToLeader(caller.loop(), PATIENT, any -> {}));
            seed.members(seed.address(), other.address(), third.address());
            cluster.membersNamed(link.node(), caller.await(link.request(new Request.Cluster())));
            seed.end();
            other.names(null);
            third.names(other.address());
            caller.until(() -> !link.isOpen());
            cluster.forgetLeader(link.node());
            assertThat(caller.await(cluster.connectToLeader(caller.loop(), PATIENT, any -> {}))
                            .node())
                    .isEqualTo(address(other));
        }
    }

    @Test
    void urlsWithOtherNodesOfAClusterShareItWhileItIsConnected() throws IOException {
        try (ScriptedPeer one = ScriptedPeer.node();
                ScriptedPeer two = ScriptedPeer.node();
                ScriptedPeer three = ScriptedPeer.node();
                Caller early = new Caller()) {
            List.of(one, two, three).forEach(peer -> peer.names(one.address()));
            Topology byOne = cluster(one);
            Topology byTwo = cluster(two);
            assertThat(byTwo).as("nothing is known of the members").isNotSameAs(byOne);
            NodeConnection link = caller.await(byOne.connectToLeader(caller.loop(), PATIENT, any -> {}));
            NodeConnection ofTwo = early.await(byTwo.connectToLeader(early.loop(), PATIENT, any -> {}));
            one.members(one.address(), two.address(), three.address());
            byOne.membersNamed(link.node(), caller.await(link.request(new Request.Cluster())));
            assertThat(cluster(three)).isSameAs(byOne);
            assertThat(cluster(two)).as("from the next connection on").isSameAs(byOne);
            assertThat(Topology.of(new Endpoints(List.of(address(three)), Map.of(), null, false, false)))
                    .as("another option")
                    .isNotSameAs(byOne);
            assertThat(cluster(three, two, one)).isSameAs(byOne);
            ofTwo.close();
            link.close();
            caller.until(() -> !link.isOpen());
            assertThat(Topology.of(Endpoints.of(List.of(address(two), address(three)))))
                    .as("it is not connected, so the nodes may be another cluster's now")
                    .isNotSameAs(byOne);
        }
    }

    @Test
    void whatCannotBeTheMembersIsNotUsed() throws IOException {
        try (ScriptedPeer seed = ScriptedPeer.node()) {
            Topology cluster = cluster(seed);
            NodeConnection link = caller.await(cluster.connectToLeader(caller.loop(), PATIENT, any -> {}));
            String[] tooMany = IntStream.rangeClosed(0, Members.MOST)
                    .mapToObj(i -> i == 0 ? seed.address() : "127.0.0.1:" + i)
                    .toArray(String[]::new);
            for (String[] members :
                    List.of(new String[] {"127.0.0.1:1"}, new String[] {seed.address(), "a b:c"}, tooMany)) {
                seed.members(members);
                cluster.membersNamed(link.node(), caller.await(link.request(new Request.Cluster())));
                assertThat(cluster.members()).isEqualTo(Members.of(List.of(address(seed))));
            }
        }
    }

    @Test
    void aSilentNodeIsGivenUpOnceAnotherOneLeads() throws Exception {
        try (ScriptedPeer old = silentOnce(silent);
                ScriptedPeer a = ScriptedPeer.node();
                ScriptedPeer b = ScriptedPeer.node();
                Caller idle = new Caller()) {
            a.names(old.address());
            b.names(old.address());
            Topology cluster = cluster(old, a, b);
            NodeConnection link = caller.await(cluster.connectToLeader(caller.loop(), PATIENT, any -> {}));
            silent.set(true);
            CompletableFuture<?> answer = link.request(new Request.Cluster());
            Runnable end = cluster.watch(caller.loop(), link, PATIENT);
            int asked = b.asked().size();
            caller.until(() -> b.asked().size() > asked + 2);
            assertThat(answer).as("the others still name this node").isNotDone();
            a.names(null);
            int askedAgain = b.asked().size();
            caller.until(() -> b.asked().size() > askedAgain + 2);
            assertThat(answer).as("a node that only names itself").isNotDone();
            b.names(a.address());
            assertThat(caller.failure(answer))
                    .isInstanceOfSatisfying(
                            TransportException.Disconnected.class,
                            lost -> assertThat(lost.reason()).isEqualTo(TransportException.Disconnected.Reason.LOST))
                    .hasMessageContaining(a.address() + " leads now");
            end.run();
            assertThat(cluster.knownLeader()).isEqualTo(address(a));
            assertThat(idle.await(cluster.connectToLeader(idle.loop(), PATIENT, any -> {}))
                            .node())
                    .isEqualTo(address(a));
        }
    }

    @Test
    void connectionsThatWaitForNothingAreGivenUpWithTheOnesThatDo() throws Exception {
        try (ScriptedPeer old = silentOnce(silent);
                ScriptedPeer next = ScriptedPeer.node();
                Caller other = new Caller()) {
            next.names(old.address());
            Topology cluster = cluster(old, next);
            NodeConnection waits = caller.await(cluster.connectToLeader(caller.loop(), PATIENT, any -> {}));
            NodeConnection idle = other.await(cluster.connectToLeader(other.loop(), PATIENT, any -> {}));
            silent.set(true);
            waits.request(new Request.Cluster());
            Runnable end = cluster.watch(caller.loop(), waits, PATIENT);
            cluster.confirmed(address(next), null);
            caller.until(() -> !waits.isOpen());
            other.until(() -> !idle.isOpen());
            end.run();
        }
    }

    /** Such as one whose owner waited in the queue of writers, and sends its BEGIN now. */
    @Test
    void aRequestToASilentNodeIsGivenUpAlsoWhenItIsNotLate() throws Exception {
        try (ScriptedPeer old = silentOnce(silent);
                ScriptedPeer next = ScriptedPeer.node()) {
            next.names(old.address());
            Topology cluster = cluster(old, next);
            NodeConnection link = caller.await(cluster.connectToLeader(caller.loop(), PATIENT, any -> {}));
            silent.set(true);
            CompletableFuture<?> answer = link.request(new Request.Cluster());
            cluster.confirmed(address(next), null);
            assertThat(answer).as("a node that may still answer").isNotDone();
            cluster.confirmed(address(next), address(old));
            assertThat(caller.failure(answer)).hasMessageContaining(next.address() + " leads now");
        }
    }

    @Test
    void anotherCallerAsksWhenTheOneThatAskedHasItsAnswer() throws Exception {
        try (ScriptedPeer old = silentOnce(silent);
                ScriptedPeer a = ScriptedPeer.node();
                ScriptedPeer b = ScriptedPeer.node();
                Caller second = new Caller()) {
            a.names(old.address());
            b.names(old.address());
            Topology cluster = cluster(old, a, b);
            NodeConnection first = caller.await(cluster.connectToLeader(caller.loop(), PATIENT, any -> {}));
            NodeConnection link = second.await(cluster.connectToLeader(second.loop(), PATIENT, any -> {}));
            silent.set(true);
            CompletableFuture<?> answer = link.request(new Request.Cluster());
            Runnable firstEnds = cluster.watch(caller.loop(), first, PATIENT);
            Runnable secondEnds = cluster.watch(second.loop(), link, PATIENT);
            firstEnds.run();
            a.names(null);
            b.names(a.address());
            assertThat(second.failure(answer)).hasMessageContaining(a.address() + " leads now");
            secondEnds.run();
        }
    }

    /** It was cut off from the others, and has not noticed. This JVM may have read what the new leader has written. */
    @Test
    void aDeposedLeaderIsNotUsedAgainWhenTheNewOneCannotBeReached() throws Exception {
        try (ScriptedPeer old = ScriptedPeer.node();
                ScriptedPeer next = ScriptedPeer.node();
                ScriptedPeer other = ScriptedPeer.node()) {
            next.names(old.address());
            other.names(old.address());
            Topology cluster = cluster(old, next, other);
            assertThat(caller.await(cluster.connectToLeader(caller.loop(), PATIENT, any -> {}))
                            .node())
                    .isEqualTo(address(old));
            cluster.confirmed(address(next), null);
            next.end();
            other.names(next.address());
            CompletableFuture<NodeConnection> searching = cluster.connectToLeader(caller.loop(), PATIENT, any -> {});
            long asked = old.asked().size();
            long beyond = 2 * LeaderPoll.MAJORITY_MILLIS;
            io.netty.util.concurrent.Future<?> passed = caller.loop().schedule(() -> {}, beyond, TimeUnit.MILLISECONDS);
            caller.until(() -> passed.isDone() && old.asked().size() > asked + 2);
            assertThat(searching).isNotDone();
            // A majority is believed at once.
            other.names(old.address());
            assertThat(caller.await(searching).node()).isEqualTo(address(old));
        }
    }

    /** No other node can be reached. */
    @Test
    void aNodeThatSaysForLongThatItLeadsIsUsed() throws Exception {
        try (ScriptedPeer old = ScriptedPeer.node();
                ScriptedPeer next = ScriptedPeer.node();
                UnusedPort dead = new UnusedPort()) {
            next.names(old.address());
            Topology cluster =
                    Topology.of(Endpoints.of(List.of(address(old), address(next), NodeAddress.parse(dead.address()))));
            caller.await(cluster.connectToLeader(caller.loop(), PATIENT, any -> {}));
            old.end();
            next.names(null);
            cluster.forgetLeader(address(old));
            assertThat(caller.await(cluster.connectToLeader(caller.loop(), PATIENT, any -> {}))
                            .node())
                    .isEqualTo(address(next));
        }
    }

    private static void await(CyclicBarrier barrier) throws InterruptedException {
        try {
            barrier.await();
        } catch (BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Topology cluster(ScriptedPeer... peers) {
        return Topology.of(
                Endpoints.of(Arrays.stream(peers).map(TopologyTest::address).toList()));
    }

    private static NodeAddress address(ScriptedPeer peer) {
        return NodeAddress.parse(peer.address());
    }
}
