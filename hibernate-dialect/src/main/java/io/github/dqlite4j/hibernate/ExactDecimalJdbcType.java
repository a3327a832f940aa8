package io.github.dqlite4j.hibernate;

import java.math.BigDecimal;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.hibernate.boot.model.TypeContributions;
import org.hibernate.type.descriptor.ValueBinder;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.descriptor.jdbc.BasicBinder;
import org.hibernate.type.descriptor.jdbc.DecimalJdbcType;
import org.hibernate.type.descriptor.jdbc.NumericJdbcType;

/**
 * Rejects decimals that SQLite would round without an error. A column with NUMERIC affinity stores a decimal as a 64-bit
 * integer or as a double, and a double is exact to 15 significant digits.
 *
 * @see <a href="https://www.sqlite.org/datatype3.html">Datatypes in SQLite</a>
 */
final class ExactDecimalJdbcType {

    static final int MAX_DIGITS = 15;

    private ExactDecimalJdbcType() {}

    static void register(TypeContributions contributions) {
        contributions.contributeJdbcType(new Decimal());
        contributions.contributeJdbcType(new Numeric());
    }

    /** Returns whether a NUMERIC column stores this value without rounding it. */
    static boolean isExact(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.precision() <= MAX_DIGITS
                || stripped.scale() <= 0 && stripped.toBigInteger().bitLength() < Long.SIZE;
    }

    private static final class Decimal extends DecimalJdbcType {
        private static final long serialVersionUID = 1L;

        @Override
        public <X> ValueBinder<X> getBinder(JavaType<X> javaType) {
            return new ExactBinder<>(javaType, this, super.getBinder(javaType));
        }
    }

    private static final class Numeric extends NumericJdbcType {
        private static final long serialVersionUID = 1L;

        @Override
        public <X> ValueBinder<X> getBinder(JavaType<X> javaType) {
            return new ExactBinder<>(javaType, this, super.getBinder(javaType));
        }
    }

    private static final class ExactBinder<X> extends BasicBinder<X> {
        private static final long serialVersionUID = 1L;

        private final transient ValueBinder<X> binder;

        ExactBinder(JavaType<X> javaType, DecimalJdbcType jdbcType, ValueBinder<X> binder) {
            super(javaType, jdbcType);
            this.binder = binder;
        }

        ExactBinder(JavaType<X> javaType, NumericJdbcType jdbcType, ValueBinder<X> binder) {
            super(javaType, jdbcType);
            this.binder = binder;
        }

        @Override
        protected void doBind(PreparedStatement statement, X value, int index, WrapperOptions options)
                throws SQLException {
            check(value, options);
            binder.bind(statement, value, index, options);
        }

        @Override
        protected void doBind(CallableStatement statement, X value, String name, WrapperOptions options)
                throws SQLException {
            check(value, options);
            binder.bind(statement, value, name, options);
        }

        private void check(X value, WrapperOptions options) throws SQLException {
            BigDecimal decimal = getJavaType().unwrap(value, BigDecimal.class, options);
            if (!isExact(decimal)) {
                throw new SQLException(
                        "the decimal " + decimal + " has more than " + MAX_DIGITS + " significant digits and would be"
                                + " rounded; map it as text with @JdbcTypeCode(SqlTypes.VARCHAR)",
                        "22003");
            }
        }
    }
}
