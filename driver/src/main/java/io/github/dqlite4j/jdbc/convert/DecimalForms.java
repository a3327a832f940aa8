package io.github.dqlite4j.jdbc.convert;

import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.value.ConversionException;
import io.github.dqlite4j.value.NumericConversions;
import java.math.BigDecimal;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The forms in which a decimal can be stored: Long or Double if SQLite returns the same number, else String. */
public final class DecimalForms {
    private DecimalForms() {}

    /** The stored form of a decimal that is rounded half up to so many digits after the point. */
    public static Object rounded(BigDecimal value, int scale) throws SQLException {
        try {
            return NumericConversions.toStored(NumericConversions.toScale(value, scale));
        } catch (ConversionException e) {
            throw SqlExceptions.of(e);
        }
    }

    /** The number in a text; null if the text is not a number, or a number that SQLite stores without loss. */
    public static @Nullable BigDecimal tooLong(String text) {
        BigDecimal value = NumericConversions.toDecimal(text);
        return value != null && NumericConversions.toStored(value) instanceof String ? value : null;
    }
}
