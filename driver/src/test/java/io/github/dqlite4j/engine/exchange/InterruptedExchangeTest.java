package io.github.dqlite4j.engine.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.time.NanoClock;
import io.github.dqlite4j.transport.FutureAwaiter;
import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.transport.NodeConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Everything that ends the reading of an answer ends the connection: the rest of the answer may still come. */
@Timeout(60)
class InterruptedExchangeTest {
    private final FutureAwaiter awaiter = new FutureAwaiter();

    @BeforeEach
    void enter() {
        awaiter.loop().enter();
    }

    @AfterEach
    void terminate() {
        awaiter.loop().terminate();
        awaiter.loop().exit();
    }

    @Test
    void anErrorAmidAnAnswerEndsTheConnection() throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(with -> with.rows(50))) {
            long until = awaiter.deadline(20_000);
            NodeConnection connection = awaiter.await(
                    NodeConnection.connect(awaiter.loop(), NodeAddress.parse(node.address()), 20_000), until);
            Opening opening = Opening.send(connection, "test", "SELECT 1");
            NodeExchange exchange = opening.await(awaiter, NanoClock.SYSTEM, true, until);
            exchange.drain(opening.rows(exchange, until), until);
            assertThatThrownBy(() -> exchange.forEachRow("SELECT scripted", until, row -> {
                        throw new OutOfMemoryError("of this test");
                    }))
                    .isInstanceOf(OutOfMemoryError.class);
            assertThat(connection.isOpen()).isFalse();
            assertThat(connection.isBusy()).isFalse();
        }
    }
}
