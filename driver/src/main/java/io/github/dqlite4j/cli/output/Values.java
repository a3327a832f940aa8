package io.github.dqlite4j.cli.output;

import io.github.dqlite4j.sql.rewrite.SqlLiterals;
import io.github.dqlite4j.value.NumericConversions;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Stored values as texts. Pure functions. */
public final class Values {
    /** Up to this many digits, and this many after the point, every SQLite reads the nearest double. */
    private static final int EXACT_DIGITS = 15;

    private static final int EXACT_PLACES = 3;

    private Values() {}

    /** The form for a person. A blob that is not a text is an SQL literal. */
    static String text(@Nullable Object value, String nullValue) {
        if (value == null) {
            return nullValue;
        }
        if (value instanceof Double real) {
            return NumericConversions.toText(real);
        }
        return value instanceof byte[] bytes ? blob(bytes) : value.toString();
    }

    private static String blob(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.indexOf('\0') < 0 ? text : hex(bytes);
        } catch (CharacterCodingException e) {
            return hex(bytes);
        }
    }

    private static String hex(byte[] bytes) {
        return "X'" + HexFormat.of().formatHex(bytes) + "'";
    }

    /** A literal of SQL as SQLite's shell shows it. */
    static String quoted(@Nullable Object value) {
        if (value instanceof Double real) {
            return Double.isInfinite(real) ? infinite(real) : NumericConversions.toText(real);
        }
        if (value instanceof String text && text.indexOf('\0') < 0) {
            return '\'' + text.replace("'", "''") + '\'';
        }
        return literal(value);
    }

    private static String infinite(double value) {
        return value > 0 ? "9e999" : "-9e999";
    }

    /**
     * An expression of SQL that has exactly this value, for every version of SQLite. No character of it is changed when SQLite's shell reads it
     * from a file.
     */
    public static String literal(@Nullable Object value) {
        if (value instanceof String text && !keptByReaders(text)) {
            return "CAST(" + hex(text.getBytes(StandardCharsets.UTF_8)) + " AS TEXT)";
        }
        if (value instanceof Double real && isExactDecimal(real)
                || value instanceof Boolean
                || value instanceof BigInteger) {
            return value.toString();
        }
        if (value instanceof byte[] bytes) {
            return hex(bytes);
        }
        StringBuilder out = new StringBuilder();
        SqlLiterals.append(out, value, false);
        return out.toString().strip();
    }

    /** SQLite's shell reads a line up to U+0000, and drops a carriage return at its end. */
    private static boolean keptByReaders(String text) {
        return text.chars().allMatch(c -> c >= ' ' || c == '\n' || c == '\t');
    }

    /**
     * Whether its digits alone are read as this number by every SQLite. With so few digits and places the number lies far from the middle between
     * two doubles, so it does not matter how exactly SQLite computes.
     */
    private static boolean isExactDecimal(double value) {
        String digits = Double.toString(value);
        int point = digits.indexOf('.');
        return digits.indexOf('E') < 0
                && point >= 0
                && digits.length() - point - 1 <= EXACT_PLACES
                && digits.length() - 1 <= EXACT_DIGITS
                && Double.doubleToRawLongBits(value) != Double.doubleToRawLongBits(-0.0);
    }

    /** As SQLite's shell writes it: each byte of a blob is a character, and infinity a number that is too large. */
    public static String json(@Nullable Object value) {
        if (value instanceof Double real) {
            return Double.isInfinite(real) ? (real > 0 ? "1e999" : "-1e999") : NumericConversions.toText(real);
        }
        if (value instanceof byte[] bytes) {
            return jsonText(new String(bytes, StandardCharsets.ISO_8859_1), 0x7f);
        }
        return value instanceof String text ? jsonText(text, Character.MAX_VALUE) : String.valueOf(value);
    }

    /** @param last the last character that stands for itself */
    static String jsonText(String text, int last) {
        StringBuilder out = new StringBuilder(text.length() + 16).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < ' ' || c > last || Character.isSurrogate(c) && isAlone(text, i)) {
                        out.append("\\u");
                        HexFormat.of().toHexDigits((long) c, 4).chars().forEach(digit -> out.append((char) digit));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }

    private static boolean isAlone(String text, int i) {
        char c = text.charAt(i);
        return Character.isHighSurrogate(c)
                ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
    }
}
