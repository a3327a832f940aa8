package io.github.dqlite4j.spring.boot.metrics;

import io.github.dqlite4j.spring.boot.retry.TransactionRetryEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.event.EventListener;

/** Counts the transactions of the application that are run again. */
final class RetryMeters {
    private final MeterRegistry registry;

    /** @param atOnce whether the counter exists before the first retry, with zero */
    RetryMeters(MeterRegistry registry, boolean atOnce) {
        this.registry = registry;
        if (atOnce) {
            retries();
        }
    }

    /** Always the same counter. */
    private Counter retries() {
        return Counter.builder("dqlite.transactions.retries")
                .description("Attempts to run a transaction again")
                .register(registry);
    }

    @EventListener
    void retried(TransactionRetryEvent event) {
        retries().increment();
    }
}
