package io.github.dqlite4j.value;

import io.github.dqlite4j.wire.Row;
import io.github.dqlite4j.wire.ValueType;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** UUIDs are written as a text of 36 characters. They are read from that, in any case of letters, and from a blob of 16 bytes. */
public final class Uuids {
    private static final int CHARACTERS = 36;
    private static final int BYTES = 16;

    private Uuids() {}

    /** The UUID in a cell. Nothing is cut or padded: another length is an error. */
    static UUID read(Row row, int column) throws ConversionException {
        UUID uuid = of(row, column);
        if (uuid == null) {
            throw ConversionException.notConvertible(row.type(column).name(), "UUID");
        }
        return uuid;
    }

    /** The UUID in a cell, or null where {@link #read} throws. */
    static @Nullable UUID of(Row row, int column) {
        ValueType type = row.type(column);
        if (type == ValueType.TEXT) {
            return of(row.text(column));
        }
        return type == ValueType.BLOB ? of(row.bytes(column)) : null;
    }

    private static @Nullable UUID of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return bytes.length == BYTES ? new UUID(buffer.getLong(), buffer.getLong()) : null;
    }

    private static @Nullable UUID of(String text) {
        if (text.length() != CHARACTERS) {
            return null;
        }
        try {
            UUID uuid = UUID.fromString(text);
            // fromString also takes groups of other lengths, and cuts those that are too long.
            return uuid.toString().equalsIgnoreCase(text) ? uuid : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The 16 bytes of a UUID, the most significant first. */
    public static byte[] bytes(UUID uuid) {
        return ByteBuffer.allocate(BYTES)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }
}
