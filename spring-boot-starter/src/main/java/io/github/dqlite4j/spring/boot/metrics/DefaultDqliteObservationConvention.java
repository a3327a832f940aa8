package io.github.dqlite4j.spring.boot.metrics;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The names of OpenTelemetry's conventions for databases. Values that may be missing from an observation have few values, so they are {@code none} then: meters need the same tags each time.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/db/database-spans/">Semantic conventions for database client spans</a>
 */
public class DefaultDqliteObservationConvention implements DqliteObservationConvention {
    static final DefaultDqliteObservationConvention INSTANCE = new DefaultDqliteObservationConvention();

    @Override
    public String getName() {
        return "db.client.operation.duration";
    }

    @Override
    public String getContextualName(DqliteObservationContext context) {
        return context.getOperation() + " " + context.getDatabase();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(DqliteObservationContext context) {
        String node = context.getNode();
        int colon = node == null ? -1 : node.lastIndexOf(':');
        return KeyValues.of(
                KeyValue.of("db.system.name", "dqlite"),
                KeyValue.of("db.namespace", context.getDatabase()),
                KeyValue.of("db.operation.name", context.getOperation()),
                KeyValue.of("server.address", node == null ? KeyValue.NONE_VALUE : host(node, colon)),
                KeyValue.of("server.port", node == null || colon < 0 ? KeyValue.NONE_VALUE : node.substring(colon + 1)),
                KeyValue.of("error.type", errorType(context.getError())));
    }

    private static String host(String node, int colon) {
        String host = colon < 0 ? node : node.substring(0, colon);
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static String errorType(@Nullable Throwable error) {
        if (error == null) {
            return KeyValue.NONE_VALUE;
        }
        String state = sqlState(error);
        return state.isEmpty() ? error.getClass().getName() : state;
    }

    private static String sqlState(@Nullable Throwable error) {
        String state = error instanceof SQLException sql ? sql.getSQLState() : null;
        return state == null ? "" : state;
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(DqliteObservationContext context) {
        KeyValues values = KeyValues.of(
                KeyValue.of("db.query.text", context.getText()),
                KeyValue.of("dqlite.retries", String.valueOf(context.getRetries())));
        if (context.getExecutions() > 1) {
            values = values.and("db.operation.batch.size", String.valueOf(context.getExecutions()));
        }
        String state = sqlState(context.getError());
        return state.isEmpty() ? values : values.and("db.response.status_code", state);
    }
}
