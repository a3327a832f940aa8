package io.github.dqlite4j.sql.rewrite;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Values as expressions of SQL that have exactly the type and the value of a parameter, and like a parameter no affinity. A space
 * is on both sides of each.
 */
public final class SqlLiterals {
    /** Up to here every integer is a double, and SQLite reads its digits exactly. */
    private static final double MAX_EXACT_INTEGER = 1L << 53;

    private static final int FRACTION_BITS = 52;
    private static final long FRACTION = (1L << FRACTION_BITS) - 1;
    private static final int LARGEST_SHIFT = 62;

    private SqlLiterals() {}

    /** How many characters {@link #append} adds, or more. */
    static long length(@Nullable Object value) {
        if (value instanceof String text) {
            return 2L * text.length() + 4;
        }
        if (value instanceof byte[] bytes) {
            return 2L * bytes.length + 5;
        }
        return value instanceof Double ? 480 : 32;
    }

    /**
     * @param value null, Long, Double, String or byte[]
     * @param maybePosition whether a plain integer here would be the number of a column, as in {@code ORDER BY 1}
     */
    public static void append(StringBuilder out, @Nullable Object value, boolean maybePosition) {
        out.append(' ');
        if (value == null) {
            out.append("NULL");
        } else if (value instanceof Long integer) {
            integer(out, integer, maybePosition);
        } else if (value instanceof Double real) {
            real(out, real);
        } else if (value instanceof String text) {
            out.append('\'').append(text.replace("'", "''")).append('\'');
        } else if (value instanceof byte[] bytes) {
            out.append("x'").append(HexFormat.of().formatHex(bytes)).append('\'');
        } else {
            throw new IllegalArgumentException(
                    "No SQLite value: " + value.getClass().getName());
        }
        out.append(' ');
    }

    private static void integer(StringBuilder out, long value, boolean maybePosition) {
        if (value == Long.MIN_VALUE) {
            // The digits without the sign would be a real number.
            out.append("(-9223372036854775807-1)");
        } else if (maybePosition) {
            out.append('(').append(value).append("|0)");
        } else if (value < 0) {
            // Two signs in a row would begin a comment.
            out.append('(').append(value).append(')');
        } else {
            out.append(value);
        }
    }

    /**
     * SQLite does not always read the nearest double from decimal digits (its own conversion may be wrong in the last bit). An integer
     * times a power of two is exact.
     */
    private static void real(StringBuilder out, double value) {
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException("SQLite would store NULL for NaN");
        }
        String sign = (Double.doubleToRawLongBits(value) < 0) ? "-" : "";
        double size = Math.abs(value);
        out.append('(').append(sign);
        if (Double.isInfinite(size)) {
            out.append("9e999");
        } else if (size <= MAX_EXACT_INTEGER && size == Math.rint(size)) {
            out.append((long) size).append(".0");
        } else {
            scaled(out, size);
        }
        out.append(')');
    }

    /** A finite number above 0. */
    private static void scaled(StringBuilder out, double size) {
        long bits = Double.doubleToRawLongBits(size);
        int biased = (int) (bits >>> FRACTION_BITS);
        long significand = biased == 0 ? bits : bits & FRACTION | FRACTION + 1;
        int exponent = Math.max(biased, 1) - Double.MAX_EXPONENT - FRACTION_BITS;
        int even = Long.numberOfTrailingZeros(significand);
        significand >>>= even;
        exponent += even;
        out.append(significand).append(".0");
        String operator = exponent < 0 ? "/" : "*";
        for (int left = Math.abs(exponent); left > 0; left -= LARGEST_SHIFT) {
            out.append(operator).append(1L << Math.min(left, LARGEST_SHIFT));
        }
    }
}
