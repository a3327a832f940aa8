package io.github.dqlite4j.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CompletionsTest {
    private final Completions completions = new Completions();

    @Test
    void callbacksThatWaitForOneAnotherAllGoOn() throws Exception {
        int count = 60;
        CountDownLatch all = new CountDownLatch(count);
        List<CompletableFuture<Boolean>> waited = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            CompletableFuture<Boolean> one = new CompletableFuture<>();
            waited.add(one);
            completions.execute(() -> {
                all.countDown();
                try {
                    one.complete(all.await(50, TimeUnit.SECONDS));
                } catch (InterruptedException e) {
                    one.completeExceptionally(e);
                }
            });
        }
        for (CompletableFuture<Boolean> one : waited) {
            assertThat(one.get(50, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void whatCallbacksThrowAndInterruptStopsNothing() throws Exception {
        for (int i = 0; i < 10; i++) {
            completions.execute(() -> {
                throw new StackOverflowError("own");
            });
            completions.execute(() -> Thread.currentThread().interrupt());
        }
        CompletableFuture<String> after = new CompletableFuture<>();
        completions.execute(() -> after.complete("done"));
        assertThat(after.get(50, TimeUnit.SECONDS)).isEqualTo("done");
    }
}
