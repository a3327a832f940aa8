package io.github.dqlite4j.spring.boot.metrics;

import io.github.dqlite4j.event.DqliteListener;
import io.github.dqlite4j.jdbc.DqliteDriver;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Makes a span for each statement of this JVM, as a child of the span of the thread that executed it, with the attributes of OpenTelemetry's conventions for databases. The text of the statement is
 * the one that the application wrote, without the values of parameters. A span is made when the statement has ended, with the start and end times of the statement. Close this object at the end:
 * until then, it listens to the driver.
 */
public final class StatementSpans implements DqliteListener, AutoCloseable {
    private static final int MOST_TEXT = 4096;

    private final Tracer tracer;

    /** Starts to listen to the driver. */
    public static StatementSpans start(Tracer tracer) {
        StatementSpans spans = new StatementSpans(tracer);
        DqliteDriver.addListener(spans);
        return spans;
    }

    private StatementSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public void executed(Executed event) {
        Instant began = Instant.now().minus(event.took());
        String operation = operation(event.sql());
        Span.Builder builder = tracer.spanBuilder()
                .name(operation + " " + event.database())
                .kind(Span.Kind.CLIENT)
                .tag("db.system.name", "dqlite")
                .tag("db.namespace", event.database())
                .tag("db.operation.name", operation)
                .tag("db.query.text", shortened(event.sql()))
                .tag("dqlite.attempts", event.attempts())
                .startTimestamp(ChronoUnit.MICROS.between(Instant.EPOCH, began), TimeUnit.MICROSECONDS);
        Span parent = tracer.currentSpan();
        if (parent != null) {
            builder.setParent(parent.context());
        }
        String node = event.node();
        if (node != null) {
            address(builder, node);
        }
        SQLException error = event.error();
        if (error != null) {
            String state = error.getSQLState() == null ? "" : error.getSQLState();
            builder.tag("db.response.status_code", state)
                    .tag("error.type", state.isEmpty() ? error.getClass().getName() : state)
                    .error(error);
        }
        builder.start().end();
    }

    private static void address(Span.Builder builder, String node) {
        int colon = node.lastIndexOf(':');
        builder.tag("server.address", colon < 0 ? node : node.substring(0, colon));
        if (colon >= 0) {
            builder.tag("server.port", node.substring(colon + 1));
        }
    }

    /** The first word of the SQL. */
    private static String operation(String sql) {
        String text = sql.stripLeading();
        int end = 0;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return end == 0 ? "SQL" : text.substring(0, end).toUpperCase(Locale.ROOT);
    }

    private static String shortened(String sql) {
        return sql.length() <= MOST_TEXT ? sql : sql.substring(0, MOST_TEXT) + "…";
    }

    @Override
    public void close() {
        DqliteDriver.removeListener(this);
    }
}
