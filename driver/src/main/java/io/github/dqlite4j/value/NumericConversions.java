package io.github.dqlite4j.value;

import io.github.dqlite4j.wire.Row;
import io.github.dqlite4j.wire.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Numbers from cells that are not NULL, and numbers as text. Integers and decimals are exact or an error. A double or float is the
 * nearest value, and an error beyond its range.
 */
public final class NumericConversions {
    /** Every decimal of so many digits survives a double. */
    private static final int EXACT_DIGITS = 15;

    /** Longer texts are not parsed, since the time to parse a decimal grows with the square of its length. */
    private static final int MOST_DIGITS = 10_000;

    private static final double TWO_TO_63 = 0x1p63;

    private NumericConversions() {}

    public static long toLong(Row row, int column, String target) throws ConversionException {
        switch (row.type(column)) {
            case INTEGER:
            case UNIXTIME:
            case BOOLEAN:
                return row.integer(column);
            case FLOAT:
                double real = row.real(column);
                if (real != Math.rint(real) || !(real >= -TWO_TO_63 && real < TWO_TO_63)) {
                    throw ConversionException.outOfRange(target);
                }
                return (long) real;
            default:
                BigDecimal decimal = toDecimal(row, column, target);
                if (!fitsLong(decimal)) {
                    throw ConversionException.outOfRange(target);
                }
                return decimal.longValueExact();
        }
    }

    public static long toLong(Row row, int column, long least, long most, String target) throws ConversionException {
        long value = toLong(row, column, target);
        if (value < least || value > most) {
            throw ConversionException.outOfRange(target);
        }
        return value;
    }

    public static double toDouble(Row row, int column) throws ConversionException {
        ValueType type = row.type(column);
        if (type == ValueType.FLOAT) {
            return row.real(column);
        } else if (type == ValueType.TEXT || type == ValueType.ISO8601) {
            double value = toDecimal(row, column, "double").doubleValue();
            if (Double.isInfinite(value)) {
                throw ConversionException.outOfRange("double");
            }
            return value;
        }
        return toLong(row, column, "double");
    }

    static float toFloat(Row row, int column) throws ConversionException {
        double value = toDouble(row, column);
        float rounded = (float) value;
        if (Float.isInfinite(rounded) && !Double.isInfinite(value)) {
            throw ConversionException.outOfRange("float");
        }
        return rounded;
    }

    /** A FLOAT becomes the shortest decimal that stands for it, not its binary expansion. */
    public static BigDecimal toDecimal(Row row, int column, String target) throws ConversionException {
        BigDecimal decimal = decimalOrNull(row, column);
        if (decimal != null) {
            return decimal;
        }
        throw row.type(column) == ValueType.FLOAT
                ? ConversionException.outOfRange(target)
                : notANumber(row, column, target);
    }

    private static ConversionException notANumber(Row row, int column, String target) {
        ValueType type = row.type(column);
        return ConversionException.notConvertible(type == ValueType.ISO8601 ? "TEXT" : type.name(), target);
    }

    /** The decimal as {@link #toDecimal} reads it, or null where that throws. */
    public static @Nullable BigDecimal decimalOrNull(Row row, int column) {
        switch (row.type(column)) {
            case INTEGER:
            case UNIXTIME:
            case BOOLEAN:
                return BigDecimal.valueOf(row.integer(column));
            case FLOAT:
                double real = row.real(column);
                if (Double.isInfinite(real) || Double.isNaN(real)) {
                    return null;
                }
                BigDecimal decimal = BigDecimal.valueOf(real);
                return decimal.scale() < 0 ? decimal.setScale(0) : decimal;
            case TEXT:
            case ISO8601:
                return parse(row.text(column));
            default:
                return null;
        }
    }

    static BigInteger toBigInteger(Row row, int column) throws ConversionException {
        BigDecimal decimal = toDecimal(row, column, "BigInteger");
        if (decimal.signum() == 0) {
            // With a great scale, BigDecimal would calculate a power of ten.
            return BigInteger.ZERO;
        } else if (decimal.stripTrailingZeros().scale() > 0 || decimal.scale() < -MOST_DIGITS) {
            throw ConversionException.outOfRange("BigInteger");
        }
        return decimal.toBigInteger();
    }

    public static boolean toBoolean(Row row, int column) throws ConversionException {
        Boolean value = booleanOrNull(row, column);
        if (value == null) {
            throw notANumber(row, column, "boolean");
        }
        return value;
    }

    /** The boolean as {@link #toBoolean} reads it, or null where that throws. */
    static @Nullable Boolean booleanOrNull(Row row, int column) {
        switch (row.type(column)) {
            case INTEGER:
            case UNIXTIME:
            case BOOLEAN:
                return row.integer(column) != 0;
            case FLOAT:
                return row.real(column) != 0;
            case TEXT:
            case ISO8601:
                return parseBoolean(row.text(column));
            default:
                return null;
        }
    }

    private static @Nullable Boolean parseBoolean(String text) {
        if (isAny(text, "true", "t", "yes")) {
            return true;
        } else if (isAny(text, "false", "f", "no")) {
            return false;
        }
        BigDecimal number = parse(text);
        return number == null ? null : number.signum() != 0;
    }

    /**
     * The digits of {@link Double#toString} in SQLite's layout: plain from 1e-4 up to 1e15, else as {@code 1.5e+20}.
     */
    public static String toText(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "Inf" : "-Inf";
        } else if (Double.isNaN(value)) {
            return "NaN";
        } else if (value == 0) {
            return "0.0";
        }
        BigDecimal digits = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        if (exponent >= -4 && exponent < EXACT_DIGITS) {
            return (digits.scale() < 1 ? digits.setScale(1) : digits).toPlainString();
        }
        BigDecimal mantissa = digits.movePointLeft(exponent);
        String sign = exponent < 0 ? "e-" : "e+";
        int size = Math.abs(exponent);
        return (mantissa.scale() < 1 ? mantissa.setScale(1) : mantissa).toPlainString()
                + sign
                + (size < 10 ? "0" : "")
                + size;
    }

    /** A Long or Double if SQLite returns the same number, else the text. */
    public static Object toStored(BigDecimal value) {
        if (fitsLong(value)) {
            return value.longValueExact();
        }
        BigDecimal digits = value.stripTrailingZeros();
        if (digits.precision() <= EXACT_DIGITS) {
            double real = value.doubleValue();
            if (!Double.isInfinite(real) && new BigDecimal(Double.toString(real)).compareTo(value) == 0) {
                return real;
            }
        }
        return toText(value);
    }

    /** Plain digits, or an exponent where there would be more than 10,000 of them. */
    public static String toText(BigDecimal value) {
        return Math.abs((long) value.scale()) <= MOST_DIGITS ? value.toPlainString() : value.toString();
    }

    /**
     * The value with so many digits after the point, rounded half up.
     *
     * @throws ConversionException if it would have more than 10,000 digits: the time to calculate them grows without limit
     */
    public static BigDecimal toScale(BigDecimal value, int scale) throws ConversionException {
        long whole = (long) value.precision() - value.scale();
        if (value.signum() == 0 || whole < -(long) scale) {
            // Nothing, or far below the last digit.
            return BigDecimal.ZERO.setScale(scale);
        } else if (whole + scale > MOST_DIGITS) {
            throw ConversionException.outOfRange("a decimal with " + scale + " digits after the point");
        }
        return value.setScale(scale, RoundingMode.HALF_UP);
    }

    /** The value with so many digits after the point if none is lost, else the value itself. */
    public static BigDecimal withScale(BigDecimal value, int scale) {
        if (value.scale() == scale || (long) value.precision() - value.scale() + scale > MOST_DIGITS) {
            return value;
        } else if (value.signum() == 0) {
            return BigDecimal.ZERO.setScale(scale);
        }
        return value.scale() < scale || value.stripTrailingZeros().scale() <= scale ? value.setScale(scale) : value;
    }

    /** The number in a text, or null if the text is not a number, or longer than 10,000 characters. */
    public static @Nullable BigDecimal toDecimal(String text) {
        return parse(text);
    }

    private static boolean fitsLong(BigDecimal value) {
        if (value.signum() == 0) {
            return true;
        }
        if ((long) value.precision() - value.scale() > 19) {
            return false;
        }
        BigDecimal digits = value.stripTrailingZeros();
        return digits.scale() <= 0 && digits.toBigInteger().bitLength() < Long.SIZE;
    }

    private static @Nullable BigDecimal parse(String text) {
        if (text.length() > MOST_DIGITS || !isNumber(text)) {
            return null;
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            // The exponent is beyond an int.
            return null;
        }
    }

    /** Whether the text has the form {@code [+-]digits[.digits][e[+-]digits]}; digits may be missing on one side of the point. */
    private static boolean isNumber(String text) {
        int start = afterSign(text, 0);
        int point = afterDigits(text, start);
        int end = point;
        int digits = point - start;
        if (point < text.length() && text.charAt(point) == '.') {
            end = afterDigits(text, point + 1);
            digits = end - start - 1;
        }
        if (digits > 0 && end < text.length() && (text.charAt(end) | 0x20) == 'e') {
            start = afterSign(text, end + 1);
            end = afterDigits(text, start);
            digits = end - start;
        }
        return digits > 0 && end == text.length();
    }

    private static int afterSign(String text, int at) {
        return at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-') ? at + 1 : at;
    }

    /** ASCII digits only: BigDecimal also takes those of other scripts, which SQLite does not. */
    private static int afterDigits(String text, int at) {
        int end = at;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        return end;
    }

    private static boolean isAny(String text, String... words) {
        for (String word : words) {
            if (word.equalsIgnoreCase(text)) {
                return true;
            }
        }
        return false;
    }
}
