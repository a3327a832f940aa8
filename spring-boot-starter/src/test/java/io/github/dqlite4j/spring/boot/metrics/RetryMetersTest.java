package io.github.dqlite4j.spring.boot.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.spring.boot.retry.TransactionRetryEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class RetryMetersTest {

    @Test
    void eachRetryCounts() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(DqliteMetricsAutoConfiguration.class))
                .withBean(SimpleMeterRegistry.class)
                .run(context -> {
                    context.publishEvent(new TransactionRetryEvent("work", 1, new SQLException()));
                    context.publishEvent(new TransactionRetryEvent("work", 2, new SQLException()));
                    assertThat(context.getBean(SimpleMeterRegistry.class)
                                    .get("dqlite.transactions.retries")
                                    .counter()
                                    .count())
                            .isEqualTo(2);
                });
    }
}
