package io.github.dqlite4j.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Several requests in one write, and their answers. */
@ExtendWith(LeakRecorder.class)
@Timeout(60)
class PipeliningTest {
    private static final Request<Response.Result> WRITE = new Request.ExecSql(0, "a", List.of());
    private static final Request<Response.Rows> READ = new Request.QuerySql(0, "q", List.of());

    private final Caller caller = new Caller();

    @AfterEach
    void close() {
        caller.close();
    }

    @Test
    void answersBelongToTheRequestsInTheirOrder() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
            with.version();
            for (int i = 0; i < 4; i++) {
                with.read();
            }
            with.send(ScriptedPeer.result(1, 1));
            with.send(ScriptedPeer.failure(19, "UNIQUE constraint failed"));
            with.send(ScriptedPeer.result(3, 1));
            with.send(ScriptedPeer.server(1, "10.0.0.1:9001"));
            with.silence();
        })) {
            NodeConnection link = link(peer);
            List<Answer> answers = send(link, List.of(WRITE, WRITE, WRITE));
            CompletableFuture<Response.Server> behind = link.request(new Request.Leader());
            assertThat(caller.await(behind)).isEqualTo(new Response.Server(1, "10.0.0.1:9001"));
            assertThat(answers.get(0)).isCompletedWithValue(new Response.Result(1, 1));
            assertThat(answers.get(1)).isCompletedWithValue(new Response.Failure(19, "UNIQUE constraint failed"));
            assertThat(answers.get(1).failure()).hasMessage("UNIQUE constraint failed");
            assertThat(answers.get(2).failure()).isNull();
            assertThat(answers.get(2)).isCompletedWithValue(new Response.Result(3, 1));
            assertThat(link.isBusy()).isFalse();
        }
    }

    @Test
    void rowsOfAQueryThatIsNotTheLastAreCollected() throws Exception {
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
            with.version();
            for (int i = 0; i < 3; i++) {
                with.read();
            }
            with.send(ScriptedPeer.integers(true, 1, 2));
            with.send(ScriptedPeer.integers(false, 3));
            with.send(ScriptedPeer.result(7, 1));
            with.send(ScriptedPeer.integers(true, 4));
            with.send(ScriptedPeer.integers(false, 5));
            with.silence();
        })) {
            NodeConnection link = link(peer);
            List<Answer> answers = send(link, List.of(READ, WRITE, READ));
            assertThat(((Response.Rows) caller.await(answers.get(2))).hasMore()).isTrue();
            assertThat(answers.get(0).collected()).hasSize(2);
            assertThat(answers.get(0).collected().get(1).next()).isTrue();
            assertThat(answers.get(0).collected().get(1).integer(0)).isEqualTo(3);
            assertThat(answers.get(0).join())
                    .isSameAs(answers.get(0).collected().get(0));
            assertThat(answers.get(1)).isCompletedWithValue(new Response.Result(7, 1));
            assertThat(answers.get(2).collected()).isEmpty();
            Response.Rows last = caller.await(link.moreRows());
            assertThat(last.next()).isTrue();
            assertThat(last.integer(0)).isEqualTo(5);
            assertThat(link.isBusy()).isFalse();
        }
    }

    @Test
    void nothingIsSentBehindRowsThatAreReadOneMessageAfterAnother() throws IOException {
        CountDownLatch tried = new CountDownLatch(1);
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
            with.version();
            with.read();
            tried.await();
            with.send(ScriptedPeer.integers(true, 1));
            with.send(ScriptedPeer.integers(false, 2));
            with.silence();
        })) {
            NodeConnection link = link(peer);
            CompletableFuture<Response.Rows> rows = link.request(READ);
            assertThatIllegalStateException().isThrownBy(() -> link.request(WRITE));
            assertThatIllegalStateException().isThrownBy(() -> send(link, List.of(WRITE)));
            tried.countDown();
            caller.await(rows);
            assertThatIllegalStateException().isThrownBy(() -> link.request(WRITE));
            caller.await(link.moreRows());
            assertThat(peer.asked()).hasSize(1);
        }
    }

    @Test
    void aRequestThatCannotBeEncodedLeavesTheOthers() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
            with.version();
            for (int i = 0; i < 3; i++) {
                with.read();
                with.answer();
            }
            with.silence();
        })) {
            NodeConnection link = link(peer);
            Answer first = link.append(WRITE, true);
            int bytes = link.appendedBytes();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> link.append(new Request.ExecSql(0, "a\0b", List.of()), true));
            assertThat(link.appendedBytes()).isEqualTo(bytes);
            Answer second = link.append(WRITE, true);
            assertThat(peer.asked()).isEmpty();
            caller.await(link.request(new Request.Leader()));
            assertThat(first).isCompletedWithValue(new Response.Result(0, 0));
            assertThat(second).isCompletedWithValue(new Response.Result(0, 0));
            assertThat(peer.asked()).extracting(ScriptedPeer.Asked::type).containsExactly(8, 8, 0);
        }
    }

    @Test
    void allThatWaitFailWithTheConnection() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
            with.version();
            with.read();
            with.send(ScriptedPeer.result(1, 1));
        })) {
            NodeConnection link = link(peer);
            List<Answer> answers = send(link, List.of(WRITE, WRITE, WRITE));
            for (Answer lost : answers.subList(1, 3)) {
                assertThat(caller.failure(lost))
                        .isInstanceOfSatisfying(
                                TransportException.Disconnected.class,
                                e -> assertThat(e.sent()).isTrue());
            }
            assertThat(answers.get(0)).isCompletedWithValue(new Response.Result(1, 1));
            for (Answer unsent : send(link, List.of(WRITE, WRITE))) {
                assertThat(caller.failure(unsent))
                        .isInstanceOfSatisfying(
                                TransportException.Disconnected.class,
                                e -> assertThat(e.sent()).isFalse());
            }
        }
    }

    @Test
    void oneAnswerTooManyIsAViolation() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
            with.version();
            with.read();
            with.read();
            for (int i = 0; i < 3; i++) {
                with.send(ScriptedPeer.result(i, 1));
            }
            with.silence();
        })) {
            NodeConnection link = link(peer);
            List<Answer> answers = send(link, List.of(WRITE, WRITE));
            assertThat(caller.await(answers.get(1))).isEqualTo(new Response.Result(1, 1));
            caller.until(() -> !link.isOpen());
            assertThat(link.closedBefore().reason()).isEqualTo(TransportException.Disconnected.Reason.VIOLATION);
        }
    }

    @Test
    void allAnswersAreReadToTheirEndWhenAServerNeedsThat() throws Exception {
        CompletableFuture<Integer> then = new CompletableFuture<>();
        CountDownLatch closed = new CountDownLatch(1);
        try (ScriptedPeer peer = ScriptedPeer.start(with -> {
                    with.version();
                    for (int i = 0; i < 3; i++) {
                        with.read();
                    }
                    closed.await();
                    with.send(ScriptedPeer.integers(true, 1));
                    with.send(ScriptedPeer.integers(false, 2));
                    with.send(ScriptedPeer.failure(1, "no"));
                    with.send(ScriptedPeer.integers(false, 3));
                    try {
                        with.read();
                        then.complete(0);
                    } catch (IOException e) {
                        then.complete(-1);
                    }
                });
                Caller other = new Caller()) {
            NodeConnection link =
                    other.await(NodeConnection.connect(other.loop(), NodeAddress.parse(peer.address()), 5000));
            link.drainOnClose(60);
            List<Answer> answers = send(link, List.of(READ, WRITE, READ));
            link.close();
            other.loop().runNow();
            assertThat(answers).allMatch(CompletableFuture::isCompletedExceptionally);
            closed.countDown();
            assertThat(then.get()).isEqualTo(-1);
        }
    }

    /** The rows of all but the last are collected. */
    private static List<Answer> send(NodeConnection link, List<Request<? extends Response>> requests) {
        List<Answer> answers = new ArrayList<>();
        for (Request<? extends Response> request : requests) {
            answers.add(link.append(request, answers.size() < requests.size() - 1));
        }
        link.flush();
        return answers;
    }

    private NodeConnection link(ScriptedPeer peer) {
        return caller.await(NodeConnection.connect(caller.loop(), NodeAddress.parse(peer.address()), 5000));
    }
}
