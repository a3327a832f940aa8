package io.github.dqlite4j.hibernate;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.function.Function;
import org.hibernate.boot.model.TypeContributions;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.ValueBinder;
import org.hibernate.type.descriptor.ValueExtractor;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.descriptor.jdbc.DateJdbcType;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.hibernate.type.descriptor.jdbc.LocalDateJdbcType;
import org.hibernate.type.descriptor.jdbc.LocalDateTimeJdbcType;
import org.hibernate.type.descriptor.jdbc.LocalTimeJdbcType;
import org.hibernate.type.descriptor.jdbc.TimeJdbcType;
import org.hibernate.type.descriptor.jdbc.TimeWithTimeZoneJdbcType;
import org.hibernate.type.descriptor.jdbc.TimestampJdbcType;
import org.hibernate.type.descriptor.jdbc.TimestampUtcAsInstantJdbcType;
import org.hibernate.type.descriptor.jdbc.TimestampWithTimeZoneJdbcType;

/**
 * Values of java.time reach the driver unchanged, so that JPA and JDBC store the same text. With a conversion to {@code java.sql}, a local
 * date-time in the hour that is skipped when summer time begins would be moved, and a time would lose its nanoseconds.
 */
final class TemporalTypes {
    private static final ByDomain LOCAL_DATE = new ByDomain(LocalDate.class, LocalDateJdbcType.INSTANCE);
    private static final ByDomain LOCAL_TIME = new ByDomain(LocalTime.class, LocalTimeJdbcType.INSTANCE);
    private static final ByDomain LOCAL_DATE_TIME = new ByDomain(LocalDateTime.class, LocalDateTimeJdbcType.INSTANCE);

    private TemporalTypes() {}

    /** The type for one class of java.time; other classes, those of java.util, keep Hibernate's. */
    private record ByDomain(Class<?> domain, JdbcType type) {
        <X> ValueBinder<X> binder(JavaType<X> javaType, Function<JavaType<X>, ValueBinder<X>> otherwise) {
            return javaType.getJavaTypeClass() == domain ? type.getBinder(javaType) : otherwise.apply(javaType);
        }

        <X> ValueExtractor<X> extractor(JavaType<X> javaType, Function<JavaType<X>, ValueExtractor<X>> otherwise) {
            return javaType.getJavaTypeClass() == domain ? type.getExtractor(javaType) : otherwise.apply(javaType);
        }
    }

    static void register(TypeContributions contributions) {
        contributions.contributeJdbcType(TimestampUtcAsInstantJdbcType.INSTANCE);
        contributions.contributeJdbcType(TimestampWithTimeZoneJdbcType.INSTANCE);
        contributions.contributeJdbcType(TimeWithTimeZoneJdbcType.INSTANCE);
        contributions.contributeJdbcType(new OffsetTimeType());
        contributions.contributeJdbcType(new DateType());
        contributions.contributeJdbcType(new TimeType());
        contributions.contributeJdbcType(new TimestampType());
    }

    private static final class DateType extends DateJdbcType {
        private static final long serialVersionUID = 1L;

        @Override
        public <X> ValueBinder<X> getBinder(JavaType<X> javaType) {
            return LOCAL_DATE.binder(javaType, super::getBinder);
        }

        @Override
        public <X> ValueExtractor<X> getExtractor(JavaType<X> javaType) {
            return LOCAL_DATE.extractor(javaType, super::getExtractor);
        }
    }

    private static final class TimeType extends TimeJdbcType {
        private static final long serialVersionUID = 1L;

        @Override
        public <X> ValueBinder<X> getBinder(JavaType<X> javaType) {
            return LOCAL_TIME.binder(javaType, super::getBinder);
        }

        @Override
        public <X> ValueExtractor<X> getExtractor(JavaType<X> javaType) {
            return LOCAL_TIME.extractor(javaType, super::getExtractor);
        }
    }

    private static final class TimestampType extends TimestampJdbcType {
        private static final long serialVersionUID = 1L;

        @Override
        public <X> ValueBinder<X> getBinder(JavaType<X> javaType) {
            return LOCAL_DATE_TIME.binder(javaType, super::getBinder);
        }

        @Override
        public <X> ValueExtractor<X> getExtractor(JavaType<X> javaType) {
            return LOCAL_DATE_TIME.extractor(javaType, super::getExtractor);
        }
    }

    /** An OffsetTime keeps its own offset, so that the value read is equal. Hibernate's type for this code converts it to UTC. */
    private static final class OffsetTimeType extends TimeWithTimeZoneJdbcType {
        private static final long serialVersionUID = 1L;

        @Override
        public int getDefaultSqlTypeCode() {
            return SqlTypes.TIME_UTC;
        }
    }

    /** Whether a column of one type can hold the values of the other one: SQLite stores a text in each of them. */
    static boolean isEquivalent(int one, int other) {
        return isTimestamp(one) && isTimestamp(other) || isTime(one) && isTime(other);
    }

    private static boolean isTimestamp(int sqlTypeCode) {
        return switch (sqlTypeCode) {
            case SqlTypes.TIMESTAMP, SqlTypes.TIMESTAMP_UTC, SqlTypes.TIMESTAMP_WITH_TIMEZONE -> true;
            default -> false;
        };
    }

    private static boolean isTime(int sqlTypeCode) {
        return switch (sqlTypeCode) {
            case SqlTypes.TIME, SqlTypes.TIME_UTC, SqlTypes.TIME_WITH_TIMEZONE -> true;
            default -> false;
        };
    }
}
