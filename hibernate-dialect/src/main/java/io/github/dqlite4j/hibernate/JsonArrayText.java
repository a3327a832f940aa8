package io.github.dqlite4j.hibernate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A JSON array of texts, numbers, true, false and null. Reading is as strict as SQLite's {@code json_valid}: a text that is not such an
 * array is an error.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
final class JsonArrayText {

    private final String json;
    private int position;

    private JsonArrayText(String json) {
        this.json = json;
    }

    /** @param values null, {@link Boolean}, {@link String} or a finite {@link Number}, whose toString is its JSON */
    static String write(List<? extends @Nullable Object> values) {
        StringBuilder json = new StringBuilder("[");
        for (Object value : values) {
            if (json.length() > 1) {
                json.append(',');
            }
            if (value instanceof String text) {
                quote(text, json);
            } else {
                json.append(value);
            }
        }
        return json.append(']').toString();
    }

    /** U+0000 is not escaped: the driver refuses it, because SQLite would end the text there when it reads the array. */
    private static void quote(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ' && c != 0) {
                        json.append("\\u00").append(c < 16 ? "0" : "1").append(Character.forDigit(c & 15, 16));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }

    /** Each value is null, a {@link Boolean}, a {@link String} or a {@link BigDecimal}. */
    static List<@Nullable Object> read(String json) {
        return new JsonArrayText(json).array();
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> values = new ArrayList<>();
        expect('[');
        if (peek() == ']') {
            position++;
        } else {
            do {
                values.add(value());
            } while (separator());
        }
        if (peek() != 0 || position < json.length()) {
            throw malformed();
        }
        return values;
    }

    /** Consumes a comma, or the end of the array. */
    private boolean separator() {
        if (peek() == ',') {
            position++;
            return true;
        }
        expect(']');
        return false;
    }

    private void expect(char expected) {
        if (peek() != expected) {
            throw malformed();
        }
        position++;
    }

    /** The next character that is not white space; 0 at the end. */
    private char peek() {
        while (position < json.length() && " \t\r\n".indexOf(json.charAt(position)) >= 0) {
            position++;
        }
        return position < json.length() ? json.charAt(position) : 0;
    }

    private @Nullable Object value() {
        return switch (peek()) {
            case '"' -> text();
            case 't' -> word("true", Boolean.TRUE);
            case 'f' -> word("false", Boolean.FALSE);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!json.startsWith(word, position)) {
            throw malformed();
        }
        position += word.length();
        return value;
    }

    private BigDecimal number() {
        int start = position;
        skip('-');
        if (!skip('0')) {
            digits();
        }
        if (skip('.')) {
            digits();
        }
        if (skip('e') || skip('E')) {
            if (!skip('+')) {
                skip('-');
            }
            digits();
        }
        try {
            return new BigDecimal(json.substring(start, position));
        } catch (NumberFormatException e) { // the exponent has more than 31 bits
            throw malformed();
        }
    }

    private boolean skip(char c) {
        boolean found = position < json.length() && json.charAt(position) == c;
        position += found ? 1 : 0;
        return found;
    }

    private void digits() {
        int start = position;
        while (position < json.length() && json.charAt(position) >= '0' && json.charAt(position) <= '9') {
            position++;
        }
        if (position == start) {
            throw malformed();
        }
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        position++;
        while (!skip('"')) {
            char c = next();
            if (c < ' ') {
                throw malformed();
            }
            text.append(c == '\\' ? escaped() : c);
        }
        return text.toString();
    }

    private char escaped() {
        char c = next();
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> (char) (hex() << 12 | hex() << 8 | hex() << 4 | hex());
            default -> throw malformed();
        };
    }

    private int hex() {
        char c = next();
        int digit = c < 128 ? Character.digit(c, 16) : -1;
        if (digit < 0) {
            throw malformed();
        }
        return digit;
    }

    private char next() {
        if (position == json.length()) {
            throw malformed();
        }
        return json.charAt(position++);
    }

    private IllegalArgumentException malformed() {
        return new IllegalArgumentException(
                "this is not a JSON array of texts, numbers and booleans; see character " + position);
    }
}
