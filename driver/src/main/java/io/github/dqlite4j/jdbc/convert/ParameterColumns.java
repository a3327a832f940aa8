package io.github.dqlite4j.jdbc.convert;

import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.jdbc.metadata.DeclaredType;
import io.github.dqlite4j.sql.resolve.ParameterUse;
import io.github.dqlite4j.sql.schema.Affinity;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values for the parameters of one statement, as the columns want them that the parameters are stored in or compared with. A decimal that is stored in a column
 * with digits after the point is rounded half up to them. One with more digits than SQLite keeps is refused, unless its column keeps texts. An enum
 * is its ordinal in a column of integers, and else its name.
 */
public final class ParameterColumns {
    /** Texts up to this length have no more digits than a REAL keeps. */
    private static final int EXACT_LENGTH = 15;

    private static final String DIGITS =
            "The decimal has more digits than a number of SQLite can have: 15, or an integer of 64 bits. ";

    private final ParameterBinder binder;
    private final Question question;
    private @Nullable List<@Nullable ParameterUse> uses;

    /** Asks what the parameters are for; null if the server cannot be asked. */
    @FunctionalInterface
    public interface Question {
        @Nullable
        List<@Nullable ParameterUse> ask() throws SQLException;
    }

    /** @param question asked once, when a value needs it */
    public ParameterColumns(ParameterBinder binder, Question question) {
        this.binder = binder;
        this.question = question;
    }

    /** Whether {@link #text} has nothing to do. */
    public static boolean isShort(String text) {
        return text.length() <= EXACT_LENGTH;
    }

    /** Whether the column does not matter for this value. */
    public static boolean isPlain(@Nullable Object value) {
        return value == null || value instanceof Number && !isDecimal(value);
    }

    private static boolean isDecimal(@Nullable Object value) {
        return value instanceof BigDecimal || value instanceof BigInteger;
    }

    /**
     * The stored form of a value, by its class.
     *
     * @param index of the parameter, from 1
     */
    public @Nullable Object bind(int index, @Nullable Object value) throws SQLException {
        if (isPlain(value)) {
            return binder.bind(value);
        } else if (ParameterBinder.isTimestamp(value)) {
            return bind(index, value, Types.TIMESTAMP, -1);
        } else if (value instanceof Enum<?> && ParameterBinder.isInteger(jdbcType(index))) {
            return bind(index, value, Types.BIGINT, -1);
        } else if (value instanceof String) {
            return checked(index, binder.bind(value));
        }
        Object stored = binder.bind(value);
        return isDecimal(value) ? decimal(index, stored) : stored;
    }

    /**
     * The stored form of a value of this type.
     *
     * @param index of the parameter, from 1
     * @param type one of {@link Types}
     * @param scale digits after the point of a DECIMAL or NUMERIC, rounded half up; negative to keep those of the value
     */
    public @Nullable Object bind(int index, @Nullable Object value, int type, int scale) throws SQLException {
        boolean zoned = type == Types.TIMESTAMP
                && ParameterBinder.isTimestamp(value)
                && jdbcType(index) == Types.TIMESTAMP_WITH_TIMEZONE;
        Object stored = binder.bind(value, zoned ? Types.TIMESTAMP_WITH_TIMEZONE : type, scale);
        boolean decimal = type == Types.DECIMAL || type == Types.NUMERIC || isAny(type) && isDecimal(value);
        return decimal ? decimal(index, stored) : checked(index, stored);
    }

    private static boolean isAny(int type) {
        return type == Types.OTHER || type == Types.JAVA_OBJECT || type == Types.NULL;
    }

    private @Nullable Object checked(int index, @Nullable Object stored) throws SQLException {
        return stored instanceof String text && !isShort(text) ? text(index, text) : stored;
    }

    /**
     * The JDBC type of the column that a parameter is stored in or compared with, or NULL.
     *
     * @throws SQLException 40001 if the schema could not be read
     */
    public int jdbcType(int index) throws SQLException {
        List<@Nullable ParameterUse> known = known();
        if (known == null) {
            throw new SQLTransactionRollbackException(
                    "The schema could not be read, so it is not known how this value is stored. Nothing was executed",
                    "40001");
        }
        ParameterUse use = index < 1 || index > known.size() ? null : known.get(index - 1);
        return use == null ? Types.NULL : DeclaredType.of(use.declaredType()).jdbcType();
    }

    private @Nullable List<@Nullable ParameterUse> known() throws SQLException {
        List<@Nullable ParameterUse> known = uses;
        if (known == null) {
            known = question.ask();
            uses = known;
        }
        return known;
    }

    /**
     * What is stored for a decimal.
     *
     * @param index of the parameter, from 1
     * @param stored its form without regard to a column: Long, Double, or String where a number would lose digits
     */
    public @Nullable Object decimal(int index, @Nullable Object stored) throws SQLException {
        if (stored == null || stored instanceof Long) {
            return stored;
        }
        BigDecimal value = new BigDecimal(stored.toString());
        ParameterUse use = use(index);
        Object fitting = use == null ? stored : fitting(value, stored, use);
        if (fitting instanceof String && (use == null || loses(use, value))) {
            throw SqlExceptions.tooManyDigits(DIGITS
                    + (use == null
                            ? "It is not known which column this parameter is for; CAST it to the type of one"
                            : "Declare its column as TEXT"));
        }
        return fitting;
    }

    /** A text. If it is a long number, and is stored in a column of numbers, it is treated like a decimal. */
    public Object text(int index, String text) throws SQLException {
        BigDecimal value = DecimalForms.tooLong(text);
        if (value == null) {
            return text;
        }
        ParameterUse use = use(index);
        if (use == null || !use.stored() || !Affinity.of(use.declaredType()).isExact()) {
            return text;
        }
        Object fitting = fitting(value, text, use);
        if (fitting instanceof String) {
            throw SqlExceptions.tooManyDigits(DIGITS + "Declare its column as TEXT");
        }
        return fitting;
    }

    private static Object fitting(BigDecimal value, Object stored, ParameterUse use) throws SQLException {
        if (!use.stored()) {
            return stored;
        }
        DeclaredType type = DeclaredType.of(use.declaredType());
        Integer digits = type.javaClass() == BigDecimal.class ? type.digits() : null;
        return digits == null || value.scale() <= digits ? stored : DecimalForms.rounded(value, digits);
    }

    /** Whether SQLite would make a number of the text that is not the decimal. A column of doubles holds the nearest, if there is one. */
    private static boolean loses(ParameterUse use, BigDecimal value) {
        Affinity affinity = Affinity.of(use.declaredType());
        if (affinity == Affinity.REAL) {
            return Double.isInfinite(value.doubleValue());
        }
        return use.stored() && affinity.isExact();
    }

    private @Nullable ParameterUse use(int index) throws SQLException {
        List<@Nullable ParameterUse> known = known();
        return known == null || index < 1 || index > known.size() ? null : known.get(index - 1);
    }
}
