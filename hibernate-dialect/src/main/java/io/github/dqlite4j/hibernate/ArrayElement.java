package io.github.dqlite4j.hibernate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAccessor;
import java.util.HexFormat;
import java.util.UUID;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.jspecify.annotations.Nullable;

/**
 * One element of a collection of basic values in the JSON array: the value that a column of that type would have, so that {@code
 * json_each.value} can be compared with a column. Only booleans and bytes differ: true and false, and hexadecimal digits as {@code hex()}
 * gives them.
 */
record ArrayElement<E>(JavaType<E> javaType, JdbcType jdbcType, WrapperOptions options) {

    private static final int MAX_INTEGER_DIGITS = 1_000;

    /** Returns null, a Boolean, a String or a finite Number. */
    @Nullable
    Object write(@Nullable Object element) {
        if (element == null) {
            return null;
        }
        Object value = relational(javaType.cast(element));
        if (value instanceof String || value instanceof Boolean) {
            return value;
        } else if (value instanceof Number number) {
            if (!Double.isFinite(number.doubleValue()) && (number instanceof Double || number instanceof Float)) {
                throw new IllegalArgumentException("JSON has no number " + number);
            }
            return number;
        } else if (value instanceof byte[] bytes) {
            return HexFormat.of().withUpperCase().formatHex(bytes);
        } else if (value instanceof TemporalAccessor temporal) {
            return TemporalSql.text(temporal);
        } else if (value instanceof UUID || value instanceof Character) {
            return value.toString();
        }
        throw new IllegalArgumentException(
                "a collection of " + value.getClass().getName() + " cannot be stored as a JSON array");
    }

    /** The value that would be bound to a column, but of java.time instead of java.sql. */
    private Object relational(E element) {
        if (element instanceof UUID || isTemporal(element.getClass())) {
            return element;
        }
        Class<?> preferred = jdbcType.getPreferredJavaTypeClass(options);
        Object value = preferred == null ? element : javaType.unwrap(element, preferred, options);
        if (value instanceof java.sql.Date date) {
            return date.toLocalDate();
        } else if (value instanceof java.sql.Time time) {
            return time.toLocalTime();
        } else if (value instanceof java.sql.Timestamp timestamp) {
            return timestamp.toLocalDateTime();
        }
        return value;
    }

    private static boolean isTemporal(Class<?> type) {
        return type == LocalDate.class
                || type == LocalTime.class
                || type == LocalDateTime.class
                || type == Instant.class
                || type == OffsetDateTime.class
                || type == ZonedDateTime.class
                || type == OffsetTime.class;
    }

    /** @param value null, a Boolean, a String or a BigDecimal */
    @Nullable
    E read(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        Class<?> domain = javaType.getJavaTypeClass();
        Class<?> target =
                domain == UUID.class || isTemporal(domain) ? domain : jdbcType.getPreferredJavaTypeClass(options);
        return javaType.wrap(converted(value, target == null ? domain : target), options);
    }

    private static Object converted(Object value, Class<?> target) {
        Object converted = null;
        if (target == Boolean.class) {
            converted = value instanceof BigDecimal number ? truth(number) : value instanceof Boolean ? value : null;
        } else if (Number.class.isAssignableFrom(target)) {
            converted = number(value, target);
        } else if (value instanceof String text) {
            converted = text(text, target);
        } else if (target == String.class && value instanceof BigDecimal number) {
            converted = number.toString();
        }
        if (converted == null) {
            throw new IllegalArgumentException("the JSON value " + value + " cannot be read as " + target.getName());
        }
        return converted;
    }

    /** SQLite's functions convert true and false to 1 and 0. */
    private static @Nullable Boolean truth(BigDecimal number) {
        return number.signum() == 0 ? Boolean.FALSE : number.compareTo(BigDecimal.ONE) == 0 ? Boolean.TRUE : null;
    }

    private static @Nullable Object number(Object value, Class<?> target) {
        // A decimal may be in quotes: other writers keep it exact in this way.
        BigDecimal number = value instanceof BigDecimal given
                ? given
                : value instanceof String text && (target == BigDecimal.class || target == BigInteger.class)
                        ? new BigDecimal(text)
                        : null;
        if (number == null) {
            return null;
        } else if (target == Byte.class) {
            return number.byteValueExact();
        } else if (target == Short.class) {
            return number.shortValueExact();
        } else if (target == Integer.class) {
            return number.intValueExact();
        } else if (target == Long.class) {
            return number.longValueExact();
        } else if (target == BigDecimal.class) {
            return number;
        } else if (target == BigInteger.class) {
            return (long) number.precision() - number.scale() > MAX_INTEGER_DIGITS ? null : number.toBigIntegerExact();
        } else if (target == Double.class) {
            return Double.isInfinite(number.doubleValue()) ? null : number.doubleValue();
        } else if (target == Float.class) {
            return Float.isInfinite(number.floatValue()) ? null : number.floatValue();
        }
        return null;
    }

    private static @Nullable Object text(String text, Class<?> target) {
        if (target == String.class) {
            return text;
        } else if (target == Character.class) {
            return text.length() == 1 ? text.charAt(0) : null;
        } else if (target == UUID.class) {
            return text.length() == 36 ? UUID.fromString(text) : null;
        } else if (target == byte[].class) {
            return HexFormat.of().parseHex(text);
        } else if (target == LocalDate.class || target == java.sql.Date.class) {
            LocalDate date = LocalDate.parse(text);
            return target == LocalDate.class ? date : java.sql.Date.valueOf(date);
        } else if (target == LocalTime.class || target == java.sql.Time.class) {
            LocalTime time = LocalTime.parse(text);
            return target == LocalTime.class ? time : java.sql.Time.valueOf(time);
        } else if (target == OffsetTime.class) {
            return OffsetTime.parse(text);
        }
        return moment(text.replace(' ', 'T'), target);
    }

    private static @Nullable Object moment(String text, Class<?> target) {
        if (target == LocalDateTime.class) {
            return LocalDateTime.parse(text);
        } else if (target == java.sql.Timestamp.class) {
            return java.sql.Timestamp.valueOf(LocalDateTime.parse(text));
        } else if (target == Instant.class) {
            return OffsetDateTime.parse(text).toInstant();
        } else if (target == OffsetDateTime.class) {
            return OffsetDateTime.parse(text);
        } else if (target == ZonedDateTime.class) {
            return OffsetDateTime.parse(text).atZoneSameInstant(ZoneOffset.UTC);
        }
        return null;
    }
}
