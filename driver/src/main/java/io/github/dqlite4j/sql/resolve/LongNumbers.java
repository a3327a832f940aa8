package io.github.dqlite4j.sql.resolve;

import io.github.dqlite4j.sql.lexer.TokenKind;
import io.github.dqlite4j.sql.lexer.Tokens;
import io.github.dqlite4j.sql.schema.Affinity;
import io.github.dqlite4j.sql.schema.Schema;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.math.BigDecimal;

/**
 * Numbers in the text of a statement that have more digits than SQLite keeps: it makes doubles of them. That is an error where the column
 * promises exact numbers, and usual everywhere else.
 */
public final class LongNumbers {
    private static final int EXACT_DIGITS = 15;

    /** Longer ones are not parsed, since the time for that grows with the square of the length. */
    private static final int LONGEST = 10_000;

    /** With a minus before it, an integer of 64 bits. */
    private static final String LEAST = "9223372036854775808";

    private LongNumbers() {}

    /** Whether there is such a number; {@link #isStored} decides whether it matters. */
    public static boolean occur(Tokens tokens) {
        for (int i = 0; i < tokens.size(); i++) {
            if (isLong(tokens, i)) {
                return true;
            }
        }
        return false;
    }

    /** Whether such a number is stored in a column of exact numbers or of texts. */
    public static boolean isStored(SqlStatement statement, Schema schema) {
        for (ParameterUse use : ParameterUses.of(statement, schema, LongNumbers::isLong)) {
            if (use != null && use.stored() && promisesAllDigits(Affinity.of(use.declaredType()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean promisesAllDigits(Affinity affinity) {
        return affinity.isExact() || affinity == Affinity.TEXT;
    }

    static boolean isLong(Tokens tokens, int i) {
        if (!tokens.is(i, TokenKind.NUMBER)) {
            return false;
        }
        String number = tokens.text(i);
        return isLong(number) && !(number.equals(LEAST) && tokens.is(i - 1, '-'));
    }

    private static boolean isLong(String number) {
        boolean exponent = number.indexOf('e') >= 0 || number.indexOf('E') >= 0;
        if (number.length() <= EXACT_DIGITS && !exponent || number.startsWith("0x") || number.startsWith("0X")) {
            return false;
        } else if (number.length() > LONGEST) {
            return true;
        }
        BigDecimal value;
        try {
            value = new BigDecimal(number.replace("_", ""));
        } catch (NumberFormatException e) {
            // No number, which the server says; or an exponent beyond an int.
            return exponent;
        }
        if (value.scale() == 0 && value.toBigInteger().bitLength() < Long.SIZE) {
            return false;
        }
        double real = value.doubleValue();
        return value.stripTrailingZeros().precision() > EXACT_DIGITS
                || Double.isInfinite(real)
                || value.signum() != 0 && real == 0;
    }
}
