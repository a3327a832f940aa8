package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.jdbc.convert.DecimalForms;
import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.jdbc.metadata.DeclaredType;
import io.github.dqlite4j.sql.resolve.ParameterUse;
import io.github.dqlite4j.sql.schema.Affinity;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decimals among the parameters of a statement. One that is stored in a column with digits after the point is rounded half up to them.
 * One with more digits than SQLite keeps is refused, unless its column keeps texts.
 */
final class DecimalParameters {
    /** Texts up to this length have no more digits than a REAL keeps. */
    private static final int EXACT_LENGTH = 15;

    private static final String DIGITS =
            "The decimal has more digits than a number of SQLite can have: 15, or an integer of 64 bits. ";

    private final JdbcSession session;
    private final SqlStatement sql;
    private @Nullable List<@Nullable ParameterUse> uses;

    DecimalParameters(JdbcSession session, SqlStatement sql) {
        this.session = session;
        this.sql = sql;
    }

    /** Whether {@link #text} has nothing to do. */
    static boolean isShort(String text) {
        return text.length() <= EXACT_LENGTH;
    }

    /**
     * What is stored for a decimal.
     *
     * @param index of the parameter, from 1
     * @param stored its form without regard to a column: Long, Double, or String where a number would lose digits
     */
    @Nullable
    Object decimal(int index, @Nullable Object stored) throws SQLException {
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
    Object text(int index, String text) throws SQLException {
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
        List<@Nullable ParameterUse> known = uses;
        if (known == null) {
            known = session.knownParameters(sql);
            uses = known;
        }
        return known == null || index < 1 || index > known.size() ? null : known.get(index - 1);
    }
}
