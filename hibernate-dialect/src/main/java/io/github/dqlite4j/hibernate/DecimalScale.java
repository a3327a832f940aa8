package io.github.dqlite4j.hibernate;

import java.math.BigDecimal;
import java.sql.SQLDataException;
import java.sql.Types;
import org.hibernate.metamodel.mapping.JdbcMappingContainer;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.SqlAstWalker;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.expression.JdbcParameter;
import org.hibernate.sql.exec.spi.JdbcParameterBinder;
import org.hibernate.sql.exec.spi.JdbcParameterBindings;
import org.jspecify.annotations.Nullable;

/**
 * The maximum number of decimal places of a value. For a parameter this is the number of the bound value, so it is known when the statement
 * is executed.
 */
sealed interface DecimalScale {

    /** Powers of ten with more zeros do not fit into 64 bits. */
    int MOST = 18;

    /** The digits with these values of the parameters. */
    int with(JdbcParameterBindings bindings);

    record Fixed(int digits) implements DecimalScale {
        @Override
        public int with(JdbcParameterBindings bindings) {
            return digits;
        }
    }

    record OfParameter(JdbcParameter parameter) implements DecimalScale {
        @Override
        public int with(JdbcParameterBindings bindings) {
            BigDecimal value = value(parameter, bindings);
            return value == null ? 0 : value.scale();
        }
    }

    record Sum(DecimalScale one, DecimalScale other) implements DecimalScale {
        @Override
        public int with(JdbcParameterBindings bindings) {
            return one.with(bindings) + other.with(bindings);
        }
    }

    record Difference(DecimalScale one, DecimalScale other) implements DecimalScale {
        @Override
        public int with(JdbcParameterBindings bindings) {
            return one.with(bindings) - other.with(bindings);
        }
    }

    record Max(DecimalScale one, DecimalScale other) implements DecimalScale {
        @Override
        public int with(JdbcParameterBindings bindings) {
            return Math.max(one.with(bindings), other.with(bindings));
        }
    }

    static DecimalScale of(int digits) {
        return new Fixed(digits);
    }

    default DecimalScale plus(DecimalScale other) {
        return this instanceof Fixed one && other instanceof Fixed two
                ? of(one.digits() + two.digits())
                : new Sum(this, other);
    }

    default DecimalScale minus(DecimalScale other) {
        if (equals(other)) {
            return of(0);
        }
        return this instanceof Fixed one && other instanceof Fixed two
                ? of(one.digits() - two.digits())
                : new Difference(this, other);
    }

    default DecimalScale max(DecimalScale other) {
        if (equals(other)) {
            return this;
        }
        return this instanceof Fixed one && other instanceof Fixed two
                ? of(Math.max(one.digits(), two.digits()))
                : new Max(this, other);
    }

    /** Whether there are certainly no decimal places. */
    default boolean isZero() {
        return this instanceof Fixed fixed && fixed.digits() == 0;
    }

    /** Whether there are certainly more digits than in a number of 64 bits. */
    default boolean isTooLarge() {
        return this instanceof Fixed fixed && fixed.digits() > MOST;
    }

    /** Writes ten to the power of this: a literal, or a parameter. */
    default void renderPower(SqlAppender sql, SqlAstTranslator<?> translator, JdbcMappingContainer type) {
        if (this instanceof Fixed fixed) {
            sql.appendSql("1" + "0".repeat(fixed.digits()));
        } else {
            new Bound(type, (statement, position, bindings, context) -> {
                        int digits = with(bindings);
                        if (digits > MOST) {
                            throw outOfRange("The result would have " + digits + " digits after the point");
                        }
                        statement.setLong(position, BigDecimal.TEN.pow(digits).longValueExact());
                    })
                    .accept(translator);
        }
    }

    /** The parameter's value times the power of ten that makes it an integer. */
    static JdbcParameter integer(JdbcParameter parameter, JdbcMappingContainer type) {
        return new Bound(type, (statement, position, bindings, context) -> {
            BigDecimal value = value(parameter, bindings);
            if (value == null) {
                statement.setNull(position, Types.BIGINT);
            } else if (value.unscaledValue().bitLength() > Long.SIZE - 1) {
                throw outOfRange("A decimal in arithmetic has more than 18 digits: " + value);
            } else {
                statement.setLong(position, value.unscaledValue().longValue());
            }
        });
    }

    private static SQLDataException outOfRange(String message) {
        return new SQLDataException(message, "22003");
    }

    private static @Nullable BigDecimal value(JdbcParameter parameter, JdbcParameterBindings bindings) {
        var binding = bindings.getBinding(parameter);
        Object bound = binding == null ? null : binding.getBindValue();
        if (bound == null) {
            return null;
        }
        BigDecimal value = bound instanceof BigDecimal decimal ? decimal : new BigDecimal(bound.toString());
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /** A parameter that is calculated from the values of others. */
    record Bound(JdbcMappingContainer type, JdbcParameterBinder binder) implements JdbcParameter {
        @Override
        public JdbcMappingContainer getExpressionType() {
            return type;
        }

        @Override
        public JdbcParameterBinder getParameterBinder() {
            return binder;
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
}
