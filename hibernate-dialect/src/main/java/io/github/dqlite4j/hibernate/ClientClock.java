package io.github.dqlite4j.hibernate;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Calendar;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.metamodel.mapping.JdbcMappingContainer;
import org.hibernate.query.sqm.function.FunctionRenderer;
import org.hibernate.query.sqm.function.SelfRenderingFunctionSqlAstExpression;
import org.hibernate.sql.ast.SqlAstWalker;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.JdbcParameter;
import org.hibernate.sql.exec.spi.ExecutionContext;
import org.hibernate.sql.exec.spi.JdbcParameterBinder;
import org.hibernate.sql.exec.spi.JdbcParameterBinding;
import org.hibernate.sql.exec.spi.JdbcParameterBindings;
import org.hibernate.type.JavaObjectType;
import org.jspecify.annotations.Nullable;

/**
 * The current local date or time. The server knows its clock, but not the zone of the client, so the client's clock is bound as a
 * parameter of the statement, in the zone in which the client reads and writes such values.
 */
final class ClientClock implements JdbcParameter, JdbcParameterBinder {

    private static final Set<String> POINTS = Set.of("current_timestamp", "instant", "offset_datetime");
    private static final Set<String> DATES = Set.of("current_date", "local_date");
    private static final Set<String> TIMES = Set.of("current_time", "local_time");

    /** The key of the time in the bindings of an execution. */
    private static final ClientClock NOW = new ClientClock(JavaObjectType.INSTANCE, Value.LOCAL);

    private final JdbcMappingContainer type;
    private final Value value;

    private enum Value {
        DATE,
        TIME,
        LOCAL,
        /** A value of java.util, whose zone the driver knows. */
        LEGACY
    }

    private ClientClock(JdbcMappingContainer type, Value value) {
        this.type = type;
        this.value = value;
    }

    /** Whether the expression is a function of HQL that returns the current date or time. */
    static boolean isCurrent(Expression expression) {
        if (!(expression instanceof SelfRenderingFunctionSqlAstExpression<?> function)) {
            return false;
        }
        String name = function.getFunctionName();
        return POINTS.contains(name) || DATES.contains(name) || TIMES.contains(name) || name.equals("local_datetime");
    }

    /**
     * Returns the function in the form of the value that it is compared with or assigned to.
     *
     * @param other the type of that value, or null if there is none
     */
    static Expression inFormOf(
            @Nullable JdbcMappingContainer other, SelfRenderingFunctionSqlAstExpression<?> function) {
        TemporalKind kind = TemporalKind.of(other);
        String name = function.getFunctionName();
        JdbcMappingContainer own = function.getExpressionType();
        if (DATES.contains(name)) {
            return bound(function, new ClientClock(own, Value.DATE));
        } else if (TIMES.contains(name)) {
            return bound(function, new ClientClock(own, Value.TIME));
        } else if (kind == TemporalKind.POINT) {
            return rendered(function, (sql, arguments, type, walker) -> sql.appendSql(TemporalSql.CURRENT_TIMESTAMP));
        } else if (kind == null || other == null) {
            return POINTS.contains(name) ? function : bound(function, new ClientClock(own, Value.LOCAL));
        }
        return bound(
                function,
                new ClientClock(
                        own, TemporalCasts.isLegacy(other.getSingleJdbcMapping()) ? Value.LEGACY : Value.LOCAL));
    }

    private static Expression bound(SelfRenderingFunctionSqlAstExpression<?> function, ClientClock clock) {
        return rendered(function, (sql, arguments, type, walker) -> clock.accept(walker));
    }

    private static Expression rendered(SelfRenderingFunctionSqlAstExpression<?> function, FunctionRenderer renderer) {
        return new SelfRenderingFunctionSqlAstExpression<>(
                function.getFunctionName(),
                renderer,
                List.of(),
                FunctionParts.type(function),
                function.getExpressionType());
    }

    @Override
    public void bindParameterValue(
            PreparedStatement statement, int position, JdbcParameterBindings bindings, ExecutionContext context)
            throws SQLException {
        TimeZone zone = context.getSession().getJdbcTimeZone();
        Instant instant = now(bindings);
        LocalDateTime now = LocalDateTime.ofInstant(instant, zone == null ? ZoneId.systemDefault() : zone.toZoneId());
        switch (value) {
            case DATE -> statement.setObject(position, now.toLocalDate());
            case TIME -> statement.setObject(position, now.toLocalTime());
            case LOCAL -> statement.setObject(position, now);
            case LEGACY -> {
                Timestamp timestamp = Timestamp.from(instant);
                if (zone == null) {
                    statement.setTimestamp(position, timestamp);
                } else {
                    statement.setTimestamp(position, timestamp, Calendar.getInstance(zone));
                }
            }
        }
    }

    /** The same for all values of one execution. */
    private Instant now(JdbcParameterBindings bindings) {
        if (bindings.getBinding(NOW) instanceof Now now) {
            return now.instant();
        }
        Now now = new Now(Instant.now().truncatedTo(ChronoUnit.MILLIS), type.getSingleJdbcMapping());
        bindings.addBinding(NOW, now);
        return now.instant();
    }

    private record Now(Instant instant, JdbcMapping mapping) implements JdbcParameterBinding {
        @Override
        public JdbcMapping getBindType() {
            return mapping;
        }

        @Override
        public Object getBindValue() {
            return instant;
        }
    }

    @Override
    public JdbcMappingContainer getExpressionType() {
        return type;
    }

    @Override
    public JdbcParameterBinder getParameterBinder() {
        return this;
    }

    @Override
    public @Nullable Integer getParameterId() {
        return null;
    }

    @Override
    public void accept(SqlAstWalker walker) {
        walker.visitParameter(this);
    }
}
