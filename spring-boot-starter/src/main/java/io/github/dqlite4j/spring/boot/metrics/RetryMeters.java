package io.github.dqlite4j.spring.boot.metrics;

import io.github.dqlite4j.spring.boot.retry.TransactionRetryEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.event.EventListener;

/** Counts the transactions of the application that are run again. */
final class RetryMeters {
    private final Counter retries;

    RetryMeters(MeterRegistry registry) {
        this.retries = Counter.builder("dqlite.transactions.retries")
                .description("Attempts to run a transaction again")
                .register(registry);
    }

    @EventListener
    void retried(TransactionRetryEvent event) {
        retries.increment();
    }
}
