package io.github.dqlite4j.hibernate;

import java.time.DateTimeException;
import java.time.MonthDay;
import java.time.Period;
import java.time.YearMonth;
import java.util.function.Function;
import org.hibernate.HibernateException;
import org.hibernate.boot.model.TypeContributions;
import org.hibernate.dialect.Dialect;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.AbstractClassJavaType;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.hibernate.type.descriptor.jdbc.JdbcTypeIndicators;
import org.jspecify.annotations.Nullable;

/** Classes of java.time that Hibernate does not know and would serialize. They are the text that their toString() gives, as in the driver. */
final class IsoTextJavaType<T> extends AbstractClassJavaType<T> {
    private static final long serialVersionUID = 1L;

    private static final int LENGTH = 40;

    private final transient Function<CharSequence, T> parser;

    private IsoTextJavaType(Class<T> type, Function<CharSequence, T> parser) {
        super(type);
        this.parser = parser;
    }

    static void register(TypeContributions contributions) {
        contributions.contributeJavaType(new IsoTextJavaType<>(YearMonth.class, YearMonth::parse));
        contributions.contributeJavaType(new IsoTextJavaType<>(MonthDay.class, MonthDay::parse));
        contributions.contributeJavaType(new IsoTextJavaType<>(Period.class, Period::parse));
    }

    @Override
    public JdbcType getRecommendedJdbcType(JdbcTypeIndicators indicators) {
        return indicators.getJdbcType(SqlTypes.VARCHAR);
    }

    @Override
    public boolean useObjectEqualsHashCode() {
        return true;
    }

    @Override
    public T fromString(CharSequence text) {
        try {
            return parser.apply(text);
        } catch (DateTimeException e) {
            // The message would show the value.
            throw new HibernateException(
                    "A stored value is not a valid " + getJavaTypeClass().getSimpleName());
        }
    }

    @Override
    public <X> @Nullable X unwrap(@Nullable T value, Class<X> type, WrapperOptions options) {
        if (value == null) {
            return null;
        } else if (type.isInstance(value)) {
            return type.cast(value);
        } else if (type.isAssignableFrom(String.class)) {
            return type.cast(value.toString());
        }
        throw unknownUnwrap(type);
    }

    @Override
    public <X> @Nullable T wrap(@Nullable X value, WrapperOptions options) {
        if (value == null) {
            return null;
        } else if (getJavaTypeClass().isInstance(value)) {
            return getJavaTypeClass().cast(value);
        } else if (value instanceof CharSequence text) {
            return fromString(text);
        }
        throw unknownWrap(value.getClass());
    }

    @Override
    public long getDefaultSqlLength(Dialect dialect, JdbcType jdbcType) {
        return LENGTH;
    }
}
