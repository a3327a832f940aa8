package io.github.dqlite4j.spring.boot.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.event.DqliteListener.Executed;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class StatementSpansTest {
    private final SimpleTracer tracer = new SimpleTracer();

    @Test
    void aStatementIsASpan() {
        try (StatementSpans spans = StatementSpans.start(tracer)) {
            spans.executed(new Executed(
                    "shop",
                    "[::1]:9001",
                    "  insert INTO t VALUES (?)",
                    Duration.ofSeconds(3),
                    Duration.ZERO,
                    2,
                    new SQLException("twice", "23505")));
        }
        SimpleSpan span = tracer.onlySpan();
        assertThat(span.getName()).isEqualTo("INSERT shop");
        assertThat(span.getKind()).isEqualTo(Span.Kind.CLIENT);
        assertThat(span.getTags())
                .containsEntry("db.system.name", "dqlite")
                .containsEntry("db.namespace", "shop")
                .containsEntry("db.operation.name", "INSERT")
                .containsEntry("db.query.text", "  insert INTO t VALUES (?)")
                .containsEntry("server.address", "[::1]")
                .containsEntry("server.port", "9001")
                .containsEntry("db.response.status_code", "23505")
                .containsEntry("error.type", "23505")
                .containsEntry("dqlite.attempts", "2");
        assertThat(Duration.between(span.getStartTimestamp(), span.getEndTimestamp()))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void theSpanOfTheThreadIsItsParent() {
        Span request = tracer.nextSpan().name("request").start();
        try (StatementSpans spans = StatementSpans.start(tracer);
                Tracer.SpanInScope scope = tracer.withSpan(request)) {
            assertThat(scope).isNotNull();
            spans.executed(new Executed("shop", null, "SELECT 1", Duration.ofMillis(1), Duration.ZERO, 1, null));
        }
        assertThat(tracer.lastSpan().context().traceId())
                .isEqualTo(request.context().traceId());
    }

    @Test
    void theApplicationHasToAskForThem() {
        ApplicationContextRunner runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(DqliteTracingAutoConfiguration.class))
                .withBean(Tracer.class, () -> tracer);
        runner.run(context -> assertThat(context).doesNotHaveBean(StatementSpans.class));
        runner.withPropertyValues("spring.dqlite.tracing.statements=true")
                .run(context -> assertThat(context).hasSingleBean(StatementSpans.class));
    }
}
