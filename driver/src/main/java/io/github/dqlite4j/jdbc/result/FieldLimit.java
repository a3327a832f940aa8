package io.github.dqlite4j.jdbc.result;

import io.github.dqlite4j.wire.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The greatest field size of a result, see {@link java.sql.Statement#setMaxFieldSize}. */
final class FieldLimit {
    private FieldLimit() {}

    /** The value with at most so many bytes; a character is not split. */
    @SuppressWarnings("unchecked") // a String stays a String, and bytes stay bytes
    static <T> @Nullable T cut(@Nullable T value, ValueType type, int maxBytes) {
        if (value instanceof byte[] bytes && bytes.length > maxBytes) {
            return (T) Arrays.copyOf(bytes, maxBytes);
        } else if (value instanceof String text && isText(type)) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (bytes.length > maxBytes) {
                int end = maxBytes;
                while (end > 0 && (bytes[end] & 0xc0) == 0x80) {
                    end--;
                }
                return (T) new String(bytes, 0, end, StandardCharsets.UTF_8);
            }
        }
        return value;
    }

    private static boolean isText(ValueType type) {
        return type == ValueType.TEXT || type == ValueType.ISO8601 || type == ValueType.BLOB;
    }
}
