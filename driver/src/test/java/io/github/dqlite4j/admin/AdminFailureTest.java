package io.github.dqlite4j.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.dqlite4j.admin.DqliteAdminException.Reason;
import io.github.dqlite4j.nodes.ClusterNode;
import io.github.dqlite4j.nodes.LeaderHistory;
import io.github.dqlite4j.nodes.NodeRole;
import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Asked;
import io.github.dqlite4j.peer.ScriptedPeer.Conversation;
import io.github.dqlite4j.peer.UnusedPort;
import io.github.dqlite4j.peer.WireBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractObjectAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each answer of a node becomes, and what is sent how often. */
@ExtendWith(LeakRecorder.class)
@Timeout(600)
class AdminFailureTest {
    private static final int ADD = 12;
    private static final int ASSIGN = 13;
    private static final int REMOVE = 14;
    private static final int TRANSFER = 17;
    private static final int DESCRIBE = 18;
    private static final int WEIGHT = 19;
    private static final int STANDBY = 1;
    private static final int SPARE = 2;

    private static BlockingDqliteAdmin admin(ScriptedPeer peer, String... properties) {
        return DqliteAdmin.of(peer.url(properties)).blocking();
    }

    private static AbstractObjectAssert<?, DqliteAdminException> fails(Reason reason, ThrowingCallable call) {
        return assertThatThrownBy(call)
                .asInstanceOf(type(DqliteAdminException.class))
                .satisfies(e -> assertThat(e.reason()).as(e.toString()).isEqualTo(reason));
    }

    /** The leader, id 1, and member 2 with this role, which is the same peer under another address. */
    private static byte[] members(Conversation with, int role) {
        return new WireBytes()
                .int64(2)
                .int64(1)
                .text(with.address())
                .int64(0)
                .int64(2)
                .text("127.0.0.1:1")
                .int64(role)
                .message(3, 0);
    }

    /** A leader whose member 2 has this role, and that leaves one type of request to the script. */
    private static ScriptedPeer leader(int role, int type, ScriptedPeer.Script script) {
        return ScriptedPeer.node(asked -> asked.type() == type || asked.type() == Asked.CLUSTER, with -> {
            if (with.last().type() == Asked.CLUSTER) {
                with.send(members(with, role));
            } else {
                script.talk(with);
            }
        });
    }

    private static ScriptedPeer.Script fail(long code, String text) {
        return with -> with.send(ScriptedPeer.failure(code, text));
    }

    static Stream<Arguments> answers() {
        byte[] half = {1, 0, 0, 0, 8, 0};
        return Stream.of(
                arguments("leadership lost", Reason.OUTCOME_UNKNOWN, fail(10506, "server has lost leadership")),
                arguments("leadership lost, older", Reason.OUTCOME_UNKNOWN, fail(8458, "lost")),
                arguments("shutting down", Reason.OUTCOME_UNKNOWN, fail(1, "server is shutting down")),
                arguments("disk", Reason.OUTCOME_UNKNOWN, fail(1, "Not enough disk space")),
                arguments("unknown words", Reason.OUTCOME_UNKNOWN, fail(1, "unknown error")),
                arguments("unknown code", Reason.OUTCOME_UNKNOWN, fail(99, "?")),
                arguments("closed", Reason.OUTCOME_UNKNOWN, (ScriptedPeer.Script) Conversation::close),
                arguments("reset", Reason.OUTCOME_UNKNOWN, (ScriptedPeer.Script) Conversation::reset),
                arguments("half", Reason.OUTCOME_UNKNOWN, (ScriptedPeer.Script) with -> {
                    with.send(half);
                    with.close();
                }),
                arguments("the wrong answer", Reason.OUTCOME_UNKNOWN, (ScriptedPeer.Script)
                        with -> with.send(ScriptedPeer.result(0, 0))),
                arguments("silence", Reason.OUTCOME_UNKNOWN, (ScriptedPeer.Script) Conversation::silence),
                arguments("duplicate id", Reason.DUPLICATE, fail(1, "server ID already in use")),
                arguments("duplicate address", Reason.DUPLICATE, fail(1, "server address already in use")),
                arguments("unknown id", Reason.UNKNOWN_ID, fail(1, "server ID is not valid")),
                arguments("unknown id, newer", Reason.UNKNOWN_ID, fail(1, "Resource not found")),
                arguments("role", Reason.REFUSED, fail(1, "server role is not valid")),
                arguments("no way", Reason.UNREACHABLE, fail(1, "no connection to remote server available")),
                arguments("unknown request", Reason.NOT_SUPPORTED, fail(1001, "unrecognized request type")),
                arguments("unknown form", Reason.NOT_SUPPORTED, fail(1005, "unrecognized schema version")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void aChangeIsSentOnceWhateverIsAnswered(String name, Reason reason, ScriptedPeer.Script script)
            throws IOException {
        try (ScriptedPeer peer = leader(SPARE, ADD, script)) {
            fails(reason, () -> admin(peer, "socketTimeout=1000").add(7, "127.0.0.1:2", NodeRole.SPARE));
            assertThat(peer.count(ADD, "")).isOne();
        }
        try (ScriptedPeer peer = leader(SPARE, REMOVE, script)) {
            fails(reason, () -> admin(peer, "socketTimeout=1000").remove(2));
            assertThat(peer.count(REMOVE, "")).isOne();
        }
        try (ScriptedPeer peer = leader(SPARE, ASSIGN, script)) {
            fails(reason, () -> admin(peer, "socketTimeout=1000").assign(2, NodeRole.STANDBY));
            assertThat(peer.count(ASSIGN, "")).isOne();
        }
        try (ScriptedPeer peer = leader(0, TRANSFER, script)) {
            fails(reason, () -> admin(peer, "socketTimeout=1000").transfer(2));
            assertThat(peer.count(TRANSFER, "")).isOne();
        }
        try (ScriptedPeer peer = leader(SPARE, WEIGHT, script)) {
            fails(reason, () -> admin(peer, "socketTimeout=1000").setWeight(2));
            assertThat(peer.count(WEIGHT, "")).isOne();
        }
    }

    static Stream<Arguments> notBegun() {
        return Stream.of(
                arguments(10250, "not leader"),
                arguments(8202, "not leader"),
                arguments(5, "a configuration change is already in progress"));
    }

    @ParameterizedTest
    @MethodSource("notBegun")
    void whatWasNotBegunIsSentAgain(long code, String text) throws IOException {
        AtomicInteger refusals = new AtomicInteger(2);
        try (ScriptedPeer peer = leader(SPARE, ADD, with -> {
            if (refusals.getAndDecrement() > 0) {
                with.send(ScriptedPeer.failure(code, text));
            } else {
                with.answer();
            }
        })) {
            admin(peer).add(7, "127.0.0.1:2", NodeRole.SPARE);
            assertThat(peer.count(ADD, "")).isEqualTo(3);
        }
    }

    /** The last attempt is in the middle of something else when the time is over. */
    @Test
    void theReasonForTheLastAttemptIsTheReasonOfTheEnd() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.node(any -> any.type() == ADD || any.type() == Asked.CLUSTER, with -> {
            if (with.last().type() == ADD) {
                with.send(ScriptedPeer.failure(5, "a configuration change is already in progress"));
            } else if (with.number() <= 2) {
                with.answer();
            } else {
                with.silence();
            }
        })) {
            // One connection searches for the leader, the next one is used.
            fails(
                    Reason.BUSY,
                    () -> DqliteAdmin.of(peer.url())
                            .within(Duration.ofSeconds(5))
                            .blocking()
                            .add(7, "127.0.0.1:2", NodeRole.SPARE));
            assertThat(peer.count(ADD, "")).isOne();
        }
    }

    /** A node that was only slow takes the leadership later. */
    @Test
    void aTransferThatFailedMayStillHappen() throws IOException {
        try (ScriptedPeer peer = leader(0, TRANSFER, fail(1, "leadership transfer failed"))) {
            fails(Reason.OUTCOME_UNKNOWN, () -> admin(peer).transfer(2))
                    .satisfies(e -> assertThat(e).hasMessageContaining("leadership transfer failed"));
        }
    }

    /** The answer is lost, and the node that was to lead does. */
    @Test
    void aTransferIsFoundOut() throws IOException {
        AtomicInteger leader = new AtomicInteger(1);
        try (ScriptedPeer peer = ScriptedPeer.node(
                asked -> asked.type() == TRANSFER || asked.type() == Asked.CLUSTER || asked.type() == Asked.LEADER,
                with -> {
                    switch (with.last().type()) {
                        case Asked.LEADER -> with.send(ScriptedPeer.server(leader.get(), with.address()));
                        case Asked.CLUSTER -> with.send(members(with, 0));
                        default -> {
                            leader.set(2);
                            with.close();
                        }
                    }
                })) {
            assertThat(admin(peer).transfer(2).id()).isEqualTo(2);
            assertThat(peer.count(TRANSFER, "")).isOne();
        }
    }

    /** The node that was given has transferred the leadership, and does not know a leader then. */
    @Test
    void afterATransferTheLeaderIsLookedFor() throws IOException {
        AtomicInteger transferred = new AtomicInteger();
        try (ScriptedPeer next = ScriptedPeer.node(
                        asked -> asked.type() == Asked.LEADER,
                        with -> with.send(ScriptedPeer.server(2, with.address())));
                ScriptedPeer old = ScriptedPeer.node(asked -> true, with -> {
                    switch (with.last().type()) {
                        case Asked.CLUSTER -> with.send(members(with, 0));
                        case TRANSFER -> {
                            transferred.incrementAndGet();
                            with.answer();
                        }
                        default ->
                            with.send(ScriptedPeer.server(
                                    1 - transferred.get(), transferred.get() == 0 ? with.address() : ""));
                    }
                })) {
            DqliteAdmin admin = DqliteAdmin.of(next.url());
            assertThat(admin.on(old.address()).blocking().transfer(2))
                    .isEqualTo(new ClusterNode(2, next.address(), NodeRole.VOTER));
            assertThat(transferred).hasValue(1);
        }
    }

    private static byte[] members(Conversation with, String second) {
        return new WireBytes()
                .int64(2)
                .int64(1)
                .text(with.address())
                .int64(0)
                .int64(2)
                .text(second)
                .int64(SPARE)
                .message(3, 0);
    }

    /** It is answered when the data are there; the limit is that of the call. */
    @Test
    void aNodeThatBecomesAVoterMayTakeLongerThanOtherAnswers() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch caughtUp = new CountDownLatch(1);
        try (ScriptedPeer candidate = ScriptedPeer.node();
                ScriptedPeer silent = ScriptedPeer.node(any -> any.type() == DESCRIBE, Conversation::silence);
                ScriptedPeer peer =
                        ScriptedPeer.node(any -> any.type() == ASSIGN || any.type() == Asked.CLUSTER, with -> {
                            if (with.last().type() == Asked.CLUSTER) {
                                with.send(members(with, candidate.address()));
                            } else {
                                asked.countDown();
                                caughtUp.await();
                                with.answer();
                            }
                        })) {
            candidate.members(peer.address());
            CompletableFuture<Void> assigned = DqliteAdmin.of(peer.url("socketTimeout=300"))
                    .assign(2, NodeRole.VOTER)
                    .toCompletableFuture();
            asked.await();
            // An answer of another kind, asked for later, is given up first.
            fails(
                    Reason.TIMEOUT,
                    () -> DqliteAdmin.of(silent.url("socketTimeout=300"))
                            .on(silent.address())
                            .blocking()
                            .describe());
            caughtUp.countDown();
            assertThat(assigned.get(60, TimeUnit.SECONDS)).isNull();
            assertThat(peer.count(ASSIGN, "")).isOne();
        }
    }

    @Test
    void aNodeOfAnotherClusterDoesNotBecomeAVoter() throws IOException {
        try (ScriptedPeer candidate = ScriptedPeer.node();
                ScriptedPeer peer = ScriptedPeer.node(
                        any -> any.type() == Asked.CLUSTER, with -> with.send(members(with, candidate.address())))) {
            candidate.members("127.0.0.1:1");
            fails(Reason.OTHER_CLUSTER, () -> admin(peer).assign(2, NodeRole.VOTER));
            assertThat(peer.count(ASSIGN, "")).isZero();
        }
    }

    @Test
    void whatIsReachedIsNotSent() throws IOException {
        try (ScriptedPeer peer = leader(STANDBY, ADD, Conversation::close)) {
            admin(peer).add(2, "127.0.0.1:1", NodeRole.STANDBY);
            admin(peer).assign(2, NodeRole.STANDBY);
            assertThat(admin(peer).transfer(1).id()).isOne();
            assertThat(peer.asked()).extracting(Asked::type).doesNotContain(ADD, ASSIGN, TRANSFER);
        }
    }

    @Test
    void theMembersAreKnownToTheJvmAtOnce() throws IOException {
        try (ScriptedPeer peer = leader(SPARE, ADD, Conversation::answer)) {
            admin(peer).add(7, "127.0.0.1:2", NodeRole.SPARE);
            // Before the change for the checks, and after it for the JVM.
            assertThat(peer.count(Asked.CLUSTER, "")).isEqualTo(2);
        }
    }

    /** The voter that stays is a trap that redirects does not allow. */
    @Test
    void aVoterThatMustNotBeAskedCountsAsMissing() throws IOException {
        try (ScriptedPeer trap = ScriptedPeer.node();
                ScriptedPeer peer = ScriptedPeer.node(
                        asked -> asked.type() == Asked.CLUSTER,
                        with -> with.send(new WireBytes()
                                .int64(3)
                                .int64(1)
                                .text(with.address())
                                .int64(0)
                                .int64(2)
                                .text("127.0.0.1:1")
                                .int64(0)
                                .int64(3)
                                .text(trap.address())
                                .int64(0)
                                .message(3, 0)))) {
            fails(Reason.QUORUM_AT_RISK, () -> admin(peer, "redirects=seed").remove(2));
            fails(Reason.QUORUM_AT_RISK, () -> admin(peer, "redirects=seed").assign(2, NodeRole.SPARE));
            assertThat(trap.connections()).isZero();
            assertThat(peer.count(REMOVE, "") + peer.count(ASSIGN, "")).isZero();
            trap.names(peer.address());
            admin(peer, "redirects=127.0.0.1").remove(2);
            assertThat(trap.connections()).isPositive();
        }
    }

    @Test
    void aMemberThatMustNotBeConnectedToIsAnError() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.node()) {
            DqliteAdmin admin = DqliteAdmin.of(peer.url("redirects=seed"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> admin.on(new ClusterNode(3, "127.0.0.1:3", NodeRole.VOTER)));
            assertThat(admin.on(new ClusterNode(1, peer.address(), NodeRole.VOTER))
                            .blocking()
                            .members())
                    .hasSize(1);
        }
    }

    static Stream<ScriptedPeer.Script> foreign() {
        return Stream.of(
                with -> with.send("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
                // An unknown role, and more members than a cluster can have.
                with -> with.send(new WireBytes()
                        .int64(1)
                        .int64(1)
                        .text(with.address())
                        .int64(3)
                        .message(3, 0)),
                with -> {
                    WireBytes many = new WireBytes().int64(2000);
                    for (int i = 0; i < 2000; i++) {
                        many.int64(i).text("127.0.0.1:1").int64(0);
                    }
                    with.send(many.message(3, 0));
                },
                with -> {
                    with.send(new WireBytes().int32(1 << 23).int32(3).body());
                    with.silence();
                },
                with -> with.send(ScriptedPeer.result(1, 1)));
    }

    @ParameterizedTest
    @MethodSource("foreign")
    void whatIsNoAnswerOfDqliteIsSaid(ScriptedPeer.Script script) throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.node(asked -> asked.type() == Asked.CLUSTER, script)) {
            fails(Reason.NOT_DQLITE, () -> admin(peer).members());
            fails(Reason.NOT_DQLITE, () -> admin(peer).remove(2));
            fails(
                    Reason.NOT_DQLITE,
                    () -> DqliteAdmin.of(peer.url())
                            .on(peer.address())
                            .blocking()
                            .members());
            assertThat(peer.count(REMOVE, "")).isZero();
        }
    }

    @Test
    void whatIsNoNodeIsSaid() throws IOException {
        try (ScriptedPeer web = ScriptedPeer.start(with -> {
            with.version();
            with.send("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            with.silence();
        })) {
            fails(Reason.NOT_DQLITE, () -> admin(web).leader());
            fails(
                    Reason.NOT_DQLITE,
                    () -> DqliteAdmin.of(web.url()).on(web.address()).blocking().describe());
        }
    }

    @Test
    void whatANodeSaysCanBePrinted() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.node(
                asked -> asked.type() == Asked.CLUSTER,
                with -> with.send(new WireBytes()
                        .int64(2)
                        .int64(1)
                        .text("a\n\u001b[31mb")
                        .int64(0)
                        .int64(2)
                        .text("")
                        .int64(1)
                        .message(3, 0)))) {
            assertThat(admin(peer).members())
                    .hasSize(2)
                    .allSatisfy(node -> assertThat(node.address()).isNotBlank().matches("\\p{Print}+"));
        }
    }

    @Test
    void aNodeThatIsSilentOrNotThereIsSaid() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.node(asked -> asked.type() == DESCRIBE, Conversation::silence);
                UnusedPort unused = new UnusedPort()) {
            DqliteAdmin admin = DqliteAdmin.of(peer.url("socketTimeout=300"));
            fails(Reason.TIMEOUT, () -> admin.on(peer.address()).blocking().describe());
            fails(
                    Reason.UNREACHABLE,
                    () -> admin.on(unused.address()).blocking().describe());
            fails(
                    Reason.NO_LEADER,
                    () -> DqliteAdmin.of("jdbc:dqlite://" + unused.address() + "/test?loginTimeout=300")
                            .blocking()
                            .members());
        }
    }

    /** A call searches, so it also says when the leader was found. */
    @Test
    void noLeaderIsMissingAfterACall() throws IOException {
        List<Consumer<BlockingDqliteAdmin>> calls =
                List.of(BlockingDqliteAdmin::members, BlockingDqliteAdmin::leader, BlockingDqliteAdmin::status);
        for (Consumer<BlockingDqliteAdmin> call : calls) {
            try (ScriptedPeer peer = ScriptedPeer.node()) {
                DqliteAdmin admin = DqliteAdmin.of(peer.url());
                call.accept(admin.blocking());
                assertThat(admin.history())
                        .returns(peer.address(), LeaderHistory::leader)
                        .returns(null, LeaderHistory::missingSince);
            }
        }
    }

    @Test
    void aNodeThatKnowsNoLeaderIsSaid() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.node()) {
            peer.names("");
            DqliteAdmin one = DqliteAdmin.of(peer.url()).on(peer.address());
            fails(Reason.NO_LEADER, () -> one.blocking().leader());
            fails(Reason.NOT_LEADER, () -> one.blocking().remove(2))
                    .satisfies(e -> assertThat(e).hasMessageContaining("does not know a leader"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:dqlite://", "jdbc:dqlite://h/", "jdbc:other://h/d", "jdbc:dqlite:///app", "x"})
    void aUrlThatIsWrongIsAnError(String url) {
        assertThatIllegalArgumentException().isThrownBy(() -> DqliteAdmin.of(url));
    }

    @Test
    void whatCannotBeIsAnError() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.node()) {
            DqliteAdmin admin = DqliteAdmin.of(peer.url());
            assertThatIllegalArgumentException().isThrownBy(() -> admin.remove(0));
            assertThatIllegalArgumentException().isThrownBy(() -> admin.setWeight(-1));
            assertThatIllegalArgumentException().isThrownBy(() -> admin.within(Duration.ZERO));
            assertThatIllegalArgumentException().isThrownBy(() -> admin.on("host:0"));
            assertThat(admin.within(Duration.ofDays(100_000)).blocking().members())
                    .hasSize(1);
            assertThat(peer.asked()).extracting(Asked::type).containsOnly(Asked.LEADER, Asked.CLUSTER);
        }
    }

    @Test
    void aStageCompletesInTheExecutor() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "of the test"));
        try (ScriptedPeer peer = ScriptedPeer.node()) {
            CompletableFuture<String> thread = new CompletableFuture<>();
            DqliteAdmin admin = DqliteAdmin.of(peer.url()).executor(executor);
            CountDownLatch ready = new CountDownLatch(1);
            executor.execute(() -> {
                try {
                    ready.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            admin.members()
                    .thenAccept(
                            members -> thread.complete(Thread.currentThread().getName()));
            ready.countDown();
            assertThat(thread.get(60, TimeUnit.SECONDS)).isEqualTo("of the test");
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void anExecutorThatRefusesFailsTheStage() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.node()) {
            DqliteAdmin admin = DqliteAdmin.of(peer.url()).executor(task -> {
                throw new RejectedExecutionException("full");
            });
            assertThatThrownBy(() -> admin.members().toCompletableFuture().join())
                    .hasCauseInstanceOf(RejectedExecutionException.class);
        }
    }

    /** The only thread of the executor is free again, although the peer never answers. */
    @Test
    void cancellingEndsTheCall() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        Semaphore asked = new Semaphore(0);
        try (ScriptedPeer peer =
                ScriptedPeer.node(any -> any.type() == DESCRIBE || any.type() == Asked.CLUSTER, with -> {
                    asked.release();
                    with.silence();
                })) {
            DqliteAdmin admin = DqliteAdmin.of(peer.url("socketTimeout=3600000", "queryTimeout=3600000"))
                    .executor(executor);
            for (DqliteAdmin each : new DqliteAdmin[] {admin, admin.on(peer.address())}) {
                CompletableFuture<NodeDescription> stage = each.describe().toCompletableFuture();
                asked.acquire();
                stage.cancel(true);
                assertThat(executor.submit(() -> "free").get(60, TimeUnit.SECONDS))
                        .isEqualTo("free");
                assertThatThrownBy(stage::join).isInstanceOf(CancellationException.class);
            }
        } finally {
            executor.shutdown();
        }
    }

    /** It never began, so that nothing is sent. */
    @Test
    void aCallThatIsCancelledBeforeItBeginsAsksNoNode() throws Exception {
        ExecutorService executor = Executors.newSingleThreadExecutor();
        CountDownLatch ready = new CountDownLatch(1);
        try (ScriptedPeer peer = ScriptedPeer.node()) {
            executor.submit(() -> ready.await(60, TimeUnit.SECONDS));
            DqliteAdmin admin = DqliteAdmin.of(peer.url()).executor(executor);
            admin.remove(2).toCompletableFuture().cancel(true);
            ready.countDown();
            executor.submit(() -> "free").get(60, TimeUnit.SECONDS);
            assertThat(peer.connections()).isZero();
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void clustersThatDoNotAnswerKeepNoOtherOneWaiting() throws Exception {
        List<ScriptedPeer> silent = new ArrayList<>();
        List<CompletableFuture<?>> held = new ArrayList<>();
        try (ScriptedPeer healthy = leader(SPARE, ADD, Conversation::silence)) {
            for (int i = 0; i < 12; i++) {
                ScriptedPeer peer = ScriptedPeer.start(Conversation::silence);
                silent.add(peer);
                held.add(DqliteAdmin.of(peer.url("connectTimeout=600000", "loginTimeout=600000"))
                        .within(Duration.ofMinutes(10))
                        .status()
                        .toCompletableFuture());
            }
            DqliteAdmin admin = DqliteAdmin.of(healthy.url());
            assertThat(admin.status()
                            .toCompletableFuture()
                            .get(5, TimeUnit.MINUTES)
                            .members())
                    .hasSize(2);
            assertThat(held).noneMatch(CompletableFuture::isDone);
        } finally {
            held.forEach(call -> call.cancel(false));
            for (ScriptedPeer peer : silent) {
                peer.close();
            }
        }
    }
}
