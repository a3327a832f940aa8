package io.github.dqlite4j.it.differential;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a query returned on one database, or why it failed. Values keep their Java type. Decimals are compared without regard to their
 * scale, doubles to twelve digits, JSON without blanks.
 *
 * @param rows in their order if the query has one, else sorted; null if it failed
 * @param error null if it did not fail
 */
record Answer(@Nullable List<String> rows, @Nullable Throwable error) {
    private static final MathContext DIGITS = new MathContext(12);

    static Answer of(SessionFactory sessions, Question question) {
        try {
            List<?> rows = sessions.fromTransaction(question::ask);
            List<String> texts = new ArrayList<>();
            for (Object row : rows) {
                texts.add(text(row));
            }
            if (!question.ordered()) {
                texts.sort(null);
            }
            return new Answer(texts, null);
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            return new Answer(null, e);
        }
    }

    boolean failed() {
        return error != null;
    }

    static String text(@Nullable Object value) {
        if (value == null) {
            return "null";
        } else if (value instanceof Object[] values) {
            return Arrays.stream(values).map(Answer::text).toList().toString();
        } else if (value instanceof byte[] bytes) {
            return "byte" + Arrays.toString(bytes);
        } else if (value.getClass().isArray()) {
            List<String> texts = new ArrayList<>();
            for (int i = 0; i < Array.getLength(value); i++) {
                texts.add(text(Array.get(value, i)));
            }
            return value.getClass().getSimpleName() + texts;
        } else if (value instanceof Collection<?> values) {
            return values.stream().map(Answer::text).toList().toString();
        } else if (value instanceof BigDecimal decimal) {
            return "BigDecimal:"
                    + (decimal.signum() == 0
                            ? "0"
                            : decimal.round(DIGITS).stripTrailingZeros().toPlainString());
        } else if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            String text = Double.isFinite(number)
                    ? new BigDecimal(number).round(DIGITS).stripTrailingZeros().toPlainString()
                    : Double.toString(number);
            return value.getClass().getSimpleName() + ":" + text;
        }
        return value.getClass().getSimpleName() + ":" + withoutBlanks(value.toString());
    }

    /** PostgreSQL puts blanks into JSON. */
    private static String withoutBlanks(String text) {
        if (!text.startsWith("[") && !text.startsWith("{")) {
            return text;
        }
        StringBuilder json = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            quoted ^= c == '"' && (i == 0 || text.charAt(i - 1) != '\\');
            if (quoted || c != ' ') {
                json.append(c);
            }
        }
        return json.toString();
    }

    @Override
    public String toString() {
        if (rows != null) {
            return rows.toString();
        }
        Throwable cause = error;
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return "failed: " + cause;
    }
}
