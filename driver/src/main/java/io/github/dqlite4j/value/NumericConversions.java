package io.github.dqlite4j.value;

import io.github.dqlite4j.wire.Row;
import io.github.dqlite4j.wire.ValueType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.SQLException;

/**
 * NumericConversions from cells that are not NULL. Integers and decimals are exact or an error; double and float are rounded to the
 * nearest value and are an error beyond their range.
 */
public final class NumericConversions {
    /** Digits that a decimal keeps in a double, whatever they are. */
    private static final int EXACT_DIGITS = 15;

    /** Longer texts are not parsed: the time to parse a decimal grows with the square of its length. */
    private static final int MOST_DIGITS = 10_000;

    private static final double TWO_TO_63 = 0x1p63;

    private NumericConversions() {}

    public static long toLong(Row row, int column, String target) throws SQLException {
        switch (row.type(column)) {
            case INTEGER:
            case UNIXTIME:
            case BOOLEAN:
                return row.integer(column);
            case FLOAT:
                double real = row.real(column);
                if (real != Math.rint(real) || !(real >= -TWO_TO_63 && real < TWO_TO_63)) {
                    throw ConversionException.range(target);
                }
                return (long) real;
            default:
                BigDecimal decimal = toDecimal(row, column, target);
                if (!fitsLong(decimal)) {
                    throw ConversionException.range(target);
                }
                return decimal.longValueExact();
        }
    }

    public static long toLong(Row row, int column, long least, long most, String target) throws SQLException {
        long value = toLong(row, column, target);
        if (value < least || value > most) {
            throw ConversionException.range(target);
        }
        return value;
    }

    public static double toDouble(Row row, int column) throws SQLException {
        ValueType type = row.type(column);
        if (type == ValueType.FLOAT) {
            return row.real(column);
        } else if (type == ValueType.TEXT || type == ValueType.ISO8601) {
            double value = toDecimal(row, column, "double").doubleValue();
            if (Double.isInfinite(value)) {
                throw ConversionException.range("double");
            }
            return value;
        }
        return toLong(row, column, "double");
    }

    public static float toFloat(Row row, int column) throws SQLException {
        double value = toDouble(row, column);
        float rounded = (float) value;
        if (Float.isInfinite(rounded) && !Double.isInfinite(value)) {
            throw ConversionException.range("float");
        }
        return rounded;
    }

    /** A FLOAT is the shortest decimal that means it, not its binary expansion. */
    public static BigDecimal toDecimal(Row row, int column, String target) throws SQLException {
        switch (row.type(column)) {
            case INTEGER:
            case UNIXTIME:
            case BOOLEAN:
                return BigDecimal.valueOf(row.integer(column));
            case FLOAT:
                double real = row.real(column);
                if (Double.isInfinite(real) || Double.isNaN(real)) {
                    throw ConversionException.range(target);
                }
                BigDecimal decimal = BigDecimal.valueOf(real);
                return decimal.scale() < 0 ? decimal.setScale(0) : decimal;
            case TEXT:
            case ISO8601:
                return parse(row.text(column), target);
            default:
                throw ConversionException.nonsense(row.type(column).name(), target);
        }
    }

    public static BigInteger toBigInteger(Row row, int column) throws SQLException {
        BigDecimal decimal = toDecimal(row, column, "BigInteger");
        if (decimal.signum() != 0 && decimal.stripTrailingZeros().scale() > 0 || decimal.scale() < -MOST_DIGITS) {
            throw ConversionException.range("BigInteger");
        }
        return decimal.toBigInteger();
    }

    public static boolean toBoolean(Row row, int column) throws SQLException {
        switch (row.type(column)) {
            case INTEGER:
            case UNIXTIME:
            case BOOLEAN:
                return row.integer(column) != 0;
            case FLOAT:
                return row.real(column) != 0;
            case TEXT:
            case ISO8601:
                String text = row.text(column);
                if (isAny(text, "true", "t", "yes")) {
                    return true;
                }
                return !isAny(text, "false", "f", "no")
                        && parse(text, "boolean").signum() != 0;
            default:
                throw ConversionException.nonsense(row.type(column).name(), "boolean");
        }
    }

    /**
     * A double with the digits of {@link Double#toString} in SQLite's layout: plain from 1e-4 up to 1e15, else as
     * {@code 1.5e+20}.
     */
    public static String toText(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "Inf" : "-Inf";
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

    /** A decimal as Long or Double where SQLite gives the same number back, else as text. */
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

    /** Plain digits, unless an exponent would make them thousands. */
    public static String toText(BigDecimal value) {
        return Math.abs((long) value.scale()) <= MOST_DIGITS ? value.toPlainString() : value.toString();
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

    private static BigDecimal parse(String text, String target) throws SQLException {
        if (text.length() > MOST_DIGITS) {
            throw ConversionException.nonsense("TEXT", target);
        }
        for (int i = 0; i < text.length(); i++) {
            // BigDecimal also takes the digits of other scripts, SQLite does not.
            if (text.charAt(i) > 0x7f) {
                throw ConversionException.nonsense("TEXT", target);
            }
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw ConversionException.nonsense("TEXT", target);
        }
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
