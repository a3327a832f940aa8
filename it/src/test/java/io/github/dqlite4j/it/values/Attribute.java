package io.github.dqlite4j.it.values;

import java.io.IOException;
import java.lang.reflect.Field;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Date;
import java.util.HexFormat;
import java.util.TimeZone;

/**
 * An attribute of an entity with a value.
 *
 * @param field of the entity, and name of the column
 * @param stored what SQLite's quote() gives
 * @param bound what JDBC sets
 * @param read the class that JDBC reads
 */
record Attribute(String field, Object value, String stored, Object bound, Class<?> read) {

    static Attribute of(String field, Object value, String stored) {
        return new Attribute(field, value, stored, value, null);
    }

    /** JDBC has no conversion for the class, only for this value. */
    Attribute bound(Object other) {
        return new Attribute(field, value, stored, other, other.getClass());
    }

    Class<?> readFrom(Class<?> entity) {
        return read == null ? declared(entity).getType() : read;
    }

    Field declared(Class<?> entity) {
        try {
            return entity.getDeclaredField(field);
        } catch (NoSuchFieldException e) {
            throw new IllegalArgumentException(e);
        }
    }

    void set(Object entity) {
        try {
            declared(entity.getClass()).set(entity, value);
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(e);
        }
    }

    Object get(Object entity) {
        try {
            return declared(entity.getClass()).get(entity);
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(e);
        }
    }

    boolean isLarge() {
        return value instanceof Blob || value instanceof Clob;
    }

    /** Something that can be compared, also between values that different APIs have read. */
    static Object content(Object value) {
        try {
            if (value instanceof Blob blob) {
                return content(blob.getBinaryStream().readAllBytes());
            } else if (value instanceof Clob clob) {
                return clob.getSubString(1, (int) clob.length());
            }
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
        if (value instanceof byte[] bytes) {
            return HexFormat.of().formatHex(bytes);
        } else if (value instanceof char[] characters) {
            return new String(characters);
        } else if (value instanceof int[] numbers) {
            return Arrays.toString(numbers);
        } else if (value instanceof TimeZone zone) {
            return zone.getID();
        } else if (value instanceof Calendar calendar) {
            return calendar.toInstant();
        }
        return value instanceof Date date ? date.getTime() : value;
    }
}
