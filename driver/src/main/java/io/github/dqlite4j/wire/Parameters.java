package io.github.dqlite4j.wire;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tuple of parameters at the end of EXEC, QUERY, EXEC_SQL and QUERY_SQL. A value is null, {@link Long}, {@link Double},
 * {@link String} or {@code byte[]}, SQLite's five storage classes.
 */
public final class Parameters {
    /** More than this many need schema 1, which old servers (1.11.1) take for schema 0. */
    public static final int MAX_IN_SCHEMA_0 = 255;

    /**
     * How a text begins that has values of parameters in it, so that a log can hide them. The texts of statements begin with their first
     * word, never with a comment.
     */
    public static final String INLINED = "/*values*/";

    private Parameters() {}

    /**
     * Why the protocol cannot carry this text unchanged (U+0000 would cut it off, half a surrogate pair is no character), or
     * null when it can.
     */
    public static @Nullable String defect(String text) {
        return Primitives.defect(text);
    }

    static int schema(List<? extends @Nullable Object> values) {
        return values.size() > MAX_IN_SCHEMA_0 ? 1 : 0;
    }

    static void encode(ByteBuf out, List<? extends @Nullable Object> values) {
        int n = values.size();
        if (n == 0) {
            return;
        }
        int start = out.writerIndex();
        if (schema(values) == 0) {
            out.writeByte(n);
        } else {
            Primitives.putInt32(out, n);
        }
        for (int i = 0; i < n; i++) {
            out.writeByte(type(values.get(i)).code());
        }
        int header = out.writerIndex() - start;
        out.writeZero(Primitives.padded(header) - header);
        for (int i = 0; i < n; i++) {
            put(out, values.get(i));
        }
    }

    private static ValueType type(@Nullable Object value) {
        if (value == null) {
            return ValueType.NULL;
        } else if (value instanceof Long) {
            return ValueType.INTEGER;
        } else if (value instanceof String) {
            return ValueType.TEXT;
        } else if (value instanceof Double) {
            return ValueType.FLOAT;
        } else if (value instanceof byte[]) {
            return ValueType.BLOB;
        }
        throw new IllegalArgumentException(
                "No SQLite value: " + value.getClass().getName());
    }

    private static void put(ByteBuf out, @Nullable Object value) {
        if (value == null) {
            Primitives.putInt64(out, 0);
        } else if (value instanceof Long integer) {
            Primitives.putInt64(out, integer);
        } else if (value instanceof String text) {
            Primitives.putText(out, text);
        } else if (value instanceof Double real) {
            Primitives.putInt64(out, Double.doubleToRawLongBits(real));
        } else {
            Primitives.putBlob(out, (byte[]) value);
        }
    }
}
