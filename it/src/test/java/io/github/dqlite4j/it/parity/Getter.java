package io.github.dqlite4j.it.parity;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Date;
import java.util.HexFormat;

/** The ways of reading a column that both drivers have. */
enum Getter {
    GET_OBJECT("getObject", rows -> rows.getObject(1)),
    GET_OBJECT_BY_LABEL("getObject(label)", rows -> rows.getObject("v")),
    GET_STRING("getString", rows -> rows.getString(1)),
    GET_NSTRING("getNString", rows -> rows.getNString(1)),
    GET_BOOLEAN("getBoolean", rows -> rows.getBoolean(1)),
    GET_BYTE("getByte", rows -> rows.getByte(1)),
    GET_SHORT("getShort", rows -> rows.getShort(1)),
    GET_INT("getInt", rows -> rows.getInt(1)),
    GET_LONG("getLong", rows -> rows.getLong(1)),
    GET_FLOAT("getFloat", rows -> rows.getFloat(1)),
    GET_DOUBLE("getDouble", rows -> rows.getDouble(1)),
    GET_BIG_DECIMAL("getBigDecimal", rows -> rows.getBigDecimal(1)),
    GET_BYTES("getBytes", rows -> rows.getBytes(1)),
    GET_DATE("getDate", rows -> rows.getDate(1)),
    GET_TIME("getTime", rows -> rows.getTime(1)),
    GET_TIMESTAMP("getTimestamp", rows -> rows.getTimestamp(1)),
    GET_BINARY_STREAM("getBinaryStream", rows -> rows.getBinaryStream(1)),
    GET_ASCII_STREAM("getAsciiStream", rows -> rows.getAsciiStream(1)),
    GET_CHARACTER_STREAM("getCharacterStream", rows -> rows.getCharacterStream(1)),
    AS_STRING("getObject(String.class)", rows -> rows.getObject(1, String.class)),
    AS_INTEGER("getObject(Integer.class)", rows -> rows.getObject(1, Integer.class)),
    AS_LONG("getObject(Long.class)", rows -> rows.getObject(1, Long.class)),
    AS_DOUBLE("getObject(Double.class)", rows -> rows.getObject(1, Double.class)),
    AS_BOOLEAN("getObject(Boolean.class)", rows -> rows.getObject(1, Boolean.class)),
    AS_BIG_DECIMAL("getObject(BigDecimal.class)", rows -> rows.getObject(1, BigDecimal.class)),
    AS_LOCAL_DATE("getObject(LocalDate.class)", rows -> rows.getObject(1, LocalDate.class)),
    AS_LOCAL_TIME("getObject(LocalTime.class)", rows -> rows.getObject(1, LocalTime.class)),
    AS_LOCAL_DATE_TIME("getObject(LocalDateTime.class)", rows -> rows.getObject(1, LocalDateTime.class)),
    WAS_NULL("wasNull", rows -> {
        rows.getObject(1);
        return rows.wasNull();
    });

    private interface Reading {
        Object from(ResultSet rows) throws Exception;
    }

    final String call;
    private final Reading reading;

    Getter(String call, Reading reading) {
        this.call = call;
        this.reading = reading;
    }

    /** What it gives, in a form that can be compared, or "error" if it throws anything. */
    String read(ResultSet rows) {
        try {
            return text(reading.from(rows));
        } catch (Exception e) {
            return "error";
        }
    }

    static String text(Object value) throws Exception {
        if (value == null) {
            return "null";
        } else if (value instanceof byte[] bytes) {
            return "bytes " + HexFormat.of().formatHex(bytes);
        } else if (value instanceof InputStream stream) {
            return "stream " + HexFormat.of().formatHex(stream.readAllBytes());
        } else if (value instanceof Reader reader) {
            char[] buffer = new char[1000];
            int length = Math.max(0, reader.read(buffer));
            return "reader " + HexFormat.of().formatHex(new String(buffer, 0, length).getBytes(StandardCharsets.UTF_8));
        } else if (value instanceof Date date) {
            return date.getClass().getSimpleName() + " " + date.getTime();
        }
        return value.getClass().getSimpleName() + " " + value;
    }
}
