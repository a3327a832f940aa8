package io.github.dqlite4j.value;

import io.github.dqlite4j.wire.Row;
import io.github.dqlite4j.wire.ValueType;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A row of one cell, written as {@code TYPE value}; a BLOB in hex. */
public record FakeCell(ValueType type, String value) implements Row {
    public static FakeCell of(String cell) {
        int space = (cell + ' ').indexOf(' ');
        return new FakeCell(
                ValueType.valueOf(cell.substring(0, space)),
                (cell + ' ').substring(space + 1).stripTrailing());
    }

    @Override
    public int columnCount() {
        return 1;
    }

    @Override
    public ValueType type(int column) {
        return type;
    }

    @Override
    public long integer(int column) {
        return Long.parseLong(value);
    }

    @Override
    public double real(int column) {
        return Double.parseDouble(value);
    }

    @Override
    public String text(int column) {
        return value;
    }

    @Override
    public byte[] bytes(int column) {
        return type == ValueType.BLOB ? HexFormat.of().parseHex(value) : value.getBytes(StandardCharsets.UTF_8);
    }
}
