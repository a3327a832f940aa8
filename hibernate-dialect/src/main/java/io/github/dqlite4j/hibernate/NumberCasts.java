package io.github.dqlite4j.hibernate;

import org.hibernate.query.sqm.CastType;
import org.jspecify.annotations.Nullable;

/**
 * Casts to numbers and from decimals. SQLite converts a text that is not a number to 0, and a number that is too large to the nearest
 * integer of 64 bits.
 */
final class NumberCasts {

    /** A number is less than infinity, and a text is greater. Only a text that is a number as a whole is compared as one. */
    private static final String IS_NUMBER = "cast(9e999 as real)>=?1";

    private static final String TEXT_TO_INTEGER =
            "case when " + IS_NUMBER + " and typeof(?1+0)='integer' then ?1+0 else " + DqliteCastFunction.FAIL + " end";

    private static final String TEXT_TO_NUMBER =
            "case when " + IS_NUMBER + " then cast(?1 as ?2) else " + DqliteCastFunction.FAIL + " end";

    private static final String REAL_TO_INTEGER =
            "case when abs(?1)<9223372036854775808.0 then cast(?1 as integer) else " + DqliteCastFunction.FAIL + " end";

    private NumberCasts() {}

    /** Returns the pattern that casts ?1 to ?2, or null if SQLite's own cast is correct. */
    static @Nullable String pattern(CastType from, CastType to) {
        boolean fromText = from == CastType.STRING || from == CastType.CLOB;
        return switch (to) {
            case INTEGER, LONG -> fromText ? TEXT_TO_INTEGER : isReal(from) ? REAL_TO_INTEGER : null;
            case FLOAT, DOUBLE, FIXED -> fromText ? TEXT_TO_NUMBER : null;
            case BOOLEAN -> isReal(from) ? "(?1<>0)" : null;
            default -> null;
        };
    }

    private static boolean isReal(CastType type) {
        return type == CastType.FLOAT || type == CastType.DOUBLE || type == CastType.FIXED;
    }

    /** The pattern that rounds what another one gives. Integers are not changed, because round() returns doubles. */
    static String rounded(String pattern, int scale) {
        return "case typeof(" + pattern + ") when 'real' then round(" + pattern + "," + scale + ") else " + pattern
                + " end";
    }

    /** The pattern for the text of a decimal, with all its decimal places. */
    static String decimalToText(int scale) {
        String zeros = scale == 0 ? "" : "||'." + "0".repeat(scale) + "'";
        return "case typeof(?1) when 'integer' then ?1" + zeros + " when 'real' then printf('%." + scale
                + "f',?1) else ?1 end";
    }
}
