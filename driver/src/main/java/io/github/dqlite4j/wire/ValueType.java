package io.github.dqlite4j.wire;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a value is encoded. {@link #UNIXTIME}, {@link #ISO8601} and {@link #BOOLEAN} are chosen by the server, for a plain
 * reference to a column declared exactly {@code DATETIME}, {@code DATE}, {@code TIMESTAMP} or {@code BOOLEAN}; in those
 * columns a NULL arrives as an empty ISO8601 text or as BOOLEAN 0.
 */
public enum ValueType {
    INTEGER(1),
    FLOAT(2),
    TEXT(3),
    BLOB(4),
    NULL(5),
    UNIXTIME(9),
    ISO8601(10),
    BOOLEAN(11);

    private static final @Nullable ValueType[] BY_CODE = new ValueType[16];

    static {
        for (ValueType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final int code;

    ValueType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /** The type of a code that {@link #of} has accepted before. */
    static ValueType known(int code) {
        return Objects.requireNonNull(BY_CODE[code]);
    }

    static ValueType of(int code) throws WireException {
        ValueType type = BY_CODE[code & 0xf];
        if (type == null || code > 0xf) {
            throw new WireException("Unknown value type " + code);
        }
        return type;
    }
}
