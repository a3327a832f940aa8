package io.github.dqlite4j.value;

import io.github.dqlite4j.wire.Row;
import io.github.dqlite4j.wire.ValueType;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A row of the one value that a parameter would store, so that writing converts by the table that reading uses. */
public record SingleValueRow(@Nullable Object value) implements Row {
    @Override
    public int columnCount() {
        return 1;
    }

    @Override
    public ValueType type(int column) {
        if (value == null) {
            return ValueType.NULL;
        } else if (value instanceof Long) {
            return ValueType.INTEGER;
        } else if (value instanceof Double) {
            return ValueType.FLOAT;
        }
        return value instanceof String ? ValueType.TEXT : ValueType.BLOB;
    }

    @Override
    public long integer(int column) {
        return (Long) present();
    }

    @Override
    public double real(int column) {
        return (Double) present();
    }

    @Override
    public String text(int column) {
        return (String) present();
    }

    @Override
    public byte[] bytes(int column) {
        return present() instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : ((byte[]) present()).clone();
    }

    /** The value of what is not NULL. */
    public Object present() {
        if (value == null) {
            throw new IllegalStateException("NULL has no value");
        }
        return value;
    }
}
