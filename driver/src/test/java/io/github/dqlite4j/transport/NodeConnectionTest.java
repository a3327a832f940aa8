package io.github.dqlite4j.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.UnusedPort;
import io.github.dqlite4j.peer.WireBytes;
import io.github.dqlite4j.transport.TransportException.Disconnected.Reason;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One connection to a scripted peer: the handshake, pairs of request and answer, and what breaks it. */
@ExtendWith(LeakRecorder.class)
@Timeout(60)
class NodeConnectionTest {
    private final Caller caller = new Caller();

    @AfterEach
    void close() {
        caller.close();
    }

    @Test
    void beginsWithTheVersionAndPairsAnswersWithRequests() throws IOException {
        CompletableFuture<Long> version = new CompletableFuture<>();
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
            version.complete(with.version());
            with.read();
            with.send(ScriptedPeer.server(3, "10.0.0.3:9001"));
            with.read();
            with.send(new WireBytes().int32(5).int32(0).message(4, 0));
            with.read();
            with.send(ScriptedPeer.failure(1, "near \"x\": syntax error"));
            with.read();
            with.send(ScriptedPeer.result(4, 2));
            with.silence();
        })) {
            NodeConnection link = link(peer);
            assertThat(caller.await(link.request(new Request.Leader())))
                    .isEqualTo(new Response.Server(3, "10.0.0.3:9001"));
            assertThat(version).isCompletedWithValue(1L);
            assertThat(caller.await(link.request(new Request.Open("test")))).isEqualTo(new Response.Db(5));
            assertThat(caller.failure(link.request(new Request.ExecSql(5, "x", List.of()))))
                    .asInstanceOf(type(TransportException.ServerFailure.class))
                    .satisfies(e -> assertThat(e.code()).isEqualTo(1))
                    .satisfies(e -> assertThat(e).hasMessage("near \"x\": syntax error"));
            assertThat(link.isOpen()).isTrue();
            assertThat(caller.await(link.request(new Request.ExecSql(5, "y", List.of()))))
                    .isEqualTo(new Response.Result(4, 2));
            assertThat(peer.asked()).extracting(ScriptedPeer.Asked::type).containsExactly(0, 3, 8, 8);
        }
    }

    @Test
    void readsRowsOneMessageAtATime() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
            with.version();
            with.read();
            with.send(ScriptedPeer.integers(true, 1, 2));
            with.send(ScriptedPeer.integers(true, 3));
            with.send(ScriptedPeer.integers(false, 4));
            with.read();
            with.answer();
            with.silence();
        })) {
            NodeConnection link = link(peer);
            Response.Rows first = caller.await(link.request(new Request.QuerySql(0, "q", List.of())));
            assertThat(first.next()).isTrue();
            assertThat(first.integer(0)).isEqualTo(1);
            assertThat(first.hasMore()).isTrue();
            assertThat(link.isBusy()).isTrue();
            assertThatIllegalStateException().isThrownBy(() -> link.request(new Request.Leader()));
            caller.await(link.moreRows());
            Response.Rows last = caller.await(link.moreRows());
            assertThat(last.next()).isTrue();
            assertThat(last.integer(0)).isEqualTo(4);
            assertThat(last.hasMore()).isFalse();
            assertThat(link.isBusy()).isFalse();
            assertThatIllegalStateException().isThrownBy(link::moreRows);
            assertThat(caller.await(link.request(new Request.Leader()))).isInstanceOf(Response.Server.class);
        }
    }

    @Test
    void aFailureEndsRowsAndLeavesTheConnection() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
            with.version();
            with.read();
            with.send(ScriptedPeer.integers(true, 1));
            with.send(new WireBytes()
                    .int64(1)
                    .text("n")
                    .int64(1)
                    .int64(2)
                    .int64(1)
                    .text("integer overflow")
                    .message(0, 0));
            with.read();
            with.answer();
            with.silence();
        })) {
            NodeConnection link = link(peer);
            caller.await(link.request(new Request.QuerySql(0, "q", List.of())));
            assertThat(caller.failure(link.moreRows()))
                    .isInstanceOf(TransportException.ServerFailure.class)
                    .hasMessage("integer overflow");
            assertThat(caller.await(link.request(new Request.Leader()))).isInstanceOf(Response.Server.class);
        }
    }

    static Stream<byte[]> violations() {
        return Stream.of(
                // the wrong answer, an unknown one, one without a body
                ScriptedPeer.result(1, 1),
                new WireBytes().int64(0).message(42, 0),
                new WireBytes().message(7, 0),
                // 4 GiB, and the most a header can say
                new WireBytes().int32(0x2000_0000).int32(7).body(),
                new WireBytes().int32(-1).int32(7).body(),
                // a length that is too short for the message, and leaves half of it over
                new WireBytes()
                        .int32(2)
                        .int32(7)
                        .raw(new WireBytes().int64(1).text("n").int64(-1).body())
                        .body(),
                // rows without an end, without a row, with counts that lie
                new WireBytes().int64(1).text("n").int64(0).message(7, 0),
                new WireBytes().int64(1).text("n").int64(0xeeee_eeee_eeee_eeeeL).message(7, 0),
                new WireBytes().int64(1L << 60).text("n").int64(-1).message(7, 0),
                new WireBytes().int64(-1).text("n").int64(-1).message(7, 0),
                // a FAILURE whose body is no failure
                new WireBytes().int64(3).int64(-1).int64(-1).message(0, 0),
                new WireBytes().int64(1).text("n").int64(15).int64(15).int64(-1).message(0, 0));
    }

    @ParameterizedTest
    @MethodSource("violations")
    void whatIsNotTheProtocolBreaksTheConnection(byte[] answer) throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
            with.version();
            with.read();
            with.send(answer);
            with.silence();
        })) {
            NodeConnection link = link(peer);
            assertThat(caller.failure(link.request(new Request.QuerySql(0, "q", List.of()))))
                    .asInstanceOf(type(TransportException.Disconnected.class))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.VIOLATION))
                    .satisfies(e -> assertThat(e.sent()).isTrue())
                    .satisfies(e -> assertThat(e).hasMessageContaining(peer.address() + " sent "));
            broken(link);
        }
    }

    static Stream<byte[]> laterViolations() {
        return Stream.of(
                ScriptedPeer.result(1, 1),
                new WireBytes().int64(2).text("n").text("m").int64(-1).message(7, 0),
                new WireBytes().int64(0).int64(-1).message(7, 0),
                new WireBytes().int64(1).text("n").int64(0xeeee_eeee_eeee_eeeeL).message(7, 0));
    }

    @ParameterizedTest
    @MethodSource("laterViolations")
    void aWrongMessageBehindTheFirstRowsBreaksTheConnectionToo(byte[] second) throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
            with.version();
            with.read();
            with.send(ScriptedPeer.integers(true, 1));
            with.send(second);
            with.silence();
        })) {
            NodeConnection link = link(peer);
            caller.await(link.request(new Request.QuerySql(0, "q", List.of())));
            assertThat(caller.failure(link.moreRows()))
                    .asInstanceOf(type(TransportException.Disconnected.class))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.VIOLATION));
            broken(link);
        }
    }

    @Test
    void anAnswerWithoutARequestBreaksTheConnection() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
            with.version();
            with.send(ScriptedPeer.integers(false, 1));
            with.silence();
        })) {
            NodeConnection link = link(peer);
            caller.until(() -> !link.isOpen());
            broken(link);
        }
    }

    @Test
    void aLostConnectionFailsWhatIsUnderWay() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
            with.version();
            with.read();
            with.reset();
        })) {
            NodeConnection link = link(peer);
            assertThat(caller.failure(link.request(new Request.ExecSql(0, "a", List.of()))))
                    .asInstanceOf(type(TransportException.Disconnected.class))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.LOST))
                    .satisfies(e -> assertThat(e.sent()).isTrue());
            broken(link);
        }
    }

    @Test
    void rowsThatWaitAreGivenBackWhenTheConnectionIsClosed() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
            with.version();
            with.read();
            with.send(new WireBytes()
                    .raw(ScriptedPeer.integers(true, 1))
                    .raw(ScriptedPeer.integers(true, 2))
                    .raw(ScriptedPeer.integers(true, 3))
                    .body());
            with.silence();
        })) {
            NodeConnection link = link(peer);
            caller.await(link.request(new Request.QuerySql(0, "q", List.of())));
            link.close();
            assertThat(caller.failure(link.moreRows())).hasMessageContaining("closed");
            broken(link);
        }
    }

    @Test
    void whatCannotTravelLeavesTheConnectionAsItWas() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
            with.version();
            with.read();
            with.answer();
            with.silence();
        })) {
            NodeConnection link = link(peer);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> link.request(new Request.ExecSql(0, "a\0b", List.of())));
            assertThat(link.isBusy()).isFalse();
            assertThat(caller.await(link.request(new Request.Leader()))).isInstanceOf(Response.Server.class);
            assertThat(peer.asked()).hasSize(1);
        }
    }

    @Test
    void aCancelledRequestSaysSo() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.start(ScriptedPeer.Conversation::silence)) {
            NodeConnection link = link(peer);
            CompletableFuture<Response.Server> answer = link.request(new Request.Leader());
            link.cancel();
            assertThat(caller.failure(answer))
                    .asInstanceOf(type(TransportException.Disconnected.class))
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.CANCELLED));
            broken(link);
        }
    }

    @Test
    void aPortWithoutAListenerIsAnError() throws IOException {
        try (UnusedPort unused = new UnusedPort()) {
            assertThat(caller.failure(NodeConnection.connect(caller.loop(), NodeAddress.parse(unused.address()), 5000)))
                    .asInstanceOf(type(TransportException.Disconnected.class))
                    .satisfies(e -> assertThat(e.sent()).isFalse())
                    .satisfies(e -> assertThat(e).hasMessageContaining(unused.address()));
        }
    }

    @Test
    void whoStopsWaitingForAConnectionGivesItUp() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.node()) {
            NodeConnection.connect(caller.loop(), NodeAddress.parse(peer.address()), 5000)
                    .cancel(false);
            assertThat(caller.await(link(peer).request(new Request.Leader()))).isInstanceOf(Response.Server.class);
            assertThat(peer.connections()).isOne();
        }
    }

    private void broken(NodeConnection link) {
        assertThat(link.isOpen()).isFalse();
        assertThat(link.isBusy()).isFalse();
        assertThat(caller.failure(link.request(new Request.Leader())))
                .asInstanceOf(type(TransportException.Disconnected.class))
                .satisfies(e -> assertThat(e.sent()).isFalse());
        assertThat(caller.failure(link.moreRows())).isInstanceOf(TransportException.Disconnected.class);
    }

    private NodeConnection link(ScriptedPeer peer) {
        return caller.await(NodeConnection.connect(caller.loop(), NodeAddress.parse(peer.address()), 5000));
    }
}
