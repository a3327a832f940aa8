package io.github.dqlite4j.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dqlite4j.peer.NumberedNode;
import io.github.dqlite4j.peer.ScriptedPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a real node will not do on demand. */
@Timeout(600)
class ScriptedClientTest {
    private static <T extends @Nullable Object> T get(CompletableFuture<T> future) throws Exception {
        return future.get(5, TimeUnit.MINUTES);
    }

    private static DqliteClientException failure(CompletableFuture<?> future) {
        Throwable thrown = catchThrowable(() -> get(future));
        assertThat(thrown).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(DqliteClientException.class);
        return (DqliteClientException) thrown.getCause();
    }

    @Test
    void everyCallerGetsItsOwnRows() throws Exception {
        try (ScriptedPeer node = NumberedNode.start()) {
            DqlitePool pool = DqlitePool.builder(node.url()).maxSize(4).create();
            List<CompletableFuture<List<List<@Nullable Object>>>> calls = new ArrayList<>();
            for (long number = 0; number < 200; number++) {
                calls.add(pool.fetchAll("SELECT n, t FROM numbered WHERE k = ?", number));
            }
            for (int number = 0; number < calls.size(); number++) {
                List<List<@Nullable Object>> rows = get(calls.get(number));
                assertThat(rows).hasSize(NumberedNode.ROWS);
                for (int row = 0; row < rows.size(); row += 111) {
                    assertThat(rows.get(row))
                            .isEqualTo(List.of(NumberedNode.n(number, row), NumberedNode.t(number, row)));
                }
            }
            assertThat(get(pool.execute("UPDATE numbered SET a = ?", 7)).rowsAffected())
                    .isEqualTo(7);
            get(pool.close());
        }
    }

    @Test
    void aResultWithoutEndIsRefused() throws Exception {
        byte[] rows = ScriptedPeer.integers(true, new long[4000]);
        try (ScriptedPeer node = ScriptedPeer.node(with -> {
            for (; ; ) {
                with.send(rows);
            }
        })) {
            DqliteClient client = get(DqliteClient.connect(node.url()));
            assertThat(failure(client.fetchAll("SELECT scripted")).sqlState()).isEqualTo("53000");
            get(client.close());
            AtomicLong seen = new AtomicLong();
            CompletableFuture<Void> enough = new CompletableFuture<>();
            DqliteClient streaming = get(DqliteClient.connect(node.url()));
            streaming.sql("SELECT scripted").stream(Long.class).subscribe(new Flow.Subscriber<>() {
                private Flow.@Nullable Subscription subscription;

                @Override
                public void onSubscribe(Flow.Subscription given) {
                    subscription = given;
                    given.request(100_000);
                }

                @Override
                public void onNext(Long row) {
                    if (seen.incrementAndGet() == 100_000 && subscription != null) {
                        subscription.cancel();
                        enough.complete(null);
                    }
                }

                @Override
                public void onError(Throwable failure) {
                    enough.completeExceptionally(failure);
                }

                @Override
                public void onComplete() {}
            });
            get(enough);
            assertThat(seen).hasValue(100_000);
            streaming.abort();
        }
    }

    @Test
    void aLostAnswerToAWriteIsUnknown() throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node(ScriptedPeer.Conversation::close)) {
            DqliteClient client = get(DqliteClient.connect(node.url()));
            DqliteClientException lost = failure(client.execute("INSERT INTO scripted VALUES (1)"));
            assertThat(lost.outcome()).isEqualTo(DqliteClientException.Outcome.UNKNOWN);
            assertThat(lost.isOutcomeUnknown()).isTrue();
            assertThat(client.isClosed()).isTrue();
            assertThat(failure(client.fetch("SELECT 1")).sqlState()).isEqualTo("08003");
            get(client.close());
            DqlitePool pool = DqlitePool.builder(node.url()).maxSize(1).create();
            assertThat(failure(pool.execute("INSERT INTO scripted VALUES (1)")).isOutcomeUnknown())
                    .isTrue();
            // The next call gets another connection.
            assertThat(failure(pool.execute("INSERT INTO scripted VALUES (2)")).isOutcomeUnknown())
                    .isTrue();
            get(pool.close());
        }
    }

    @Test
    void whatANodeSaysIsPrintable() throws Exception {
        try (ScriptedPeer node =
                ScriptedPeer.node(with -> with.send(ScriptedPeer.failure(1, "no such table: \u001b[31m\n\u202e")))) {
            DqliteClient client = get(DqliteClient.connect(node.url()));
            DqliteClientException said = failure(client.fetch("SELECT scripted"));
            assertThat(said.getMessage())
                    .doesNotContain("\u001b", "\n", "\u202e")
                    .contains("no such table");
            assertThat(said.sqlState()).isEqualTo("42S02");
            get(client.close());
        }
    }

    @Test
    void aConnectionWithoutAUserIsClosed() throws Exception {
        try (ScriptedPeer node = ScriptedPeer.node()) {
            CompletableFuture<DqliteClient> connecting = DqliteClient.connect(node.url());
            connecting.cancel(false);
            assertThatThrownBy(() -> get(connecting)).isInstanceOf(CancellationException.class);
            DqliteClient client =
                    get(DqliteClient.builder(node.url()).executor(Runnable::run).connect());
            assertThat(get(client.fetch("SELECT 1"))).isInstanceOf(List.class);
            get(client.close());
            assertThat(client.isClosed()).isTrue();
        }
    }
}
