package io.github.dqlite4j.value;

import io.github.dqlite4j.wire.Row;
import io.github.dqlite4j.wire.ValueType;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A row of one value, so that a parameter is converted by the same table as a cell. The value is null, Long, Double, String or byte[]. */
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

    private Object present() {
        if (value == null) {
            throw new IllegalStateException("NULL has no value");
        }
        return value;
    }
}
