package io.github.dqlite4j.value;

import java.sql.SQLDataException;
import java.sql.SQLException;

/** The errors of conversion. No message carries the value: it may be private. */
public final class ConversionException {
    private ConversionException() {}

    /** 22003: the value does not fit the target, or not without loss. */
    public static SQLDataException range(String target) {
        return new SQLDataException("The value does not fit " + target + " without loss", "22003");
    }

    /** 22018: the value means nothing as the target. */
    public static SQLDataException nonsense(String source, String target) {
        return new SQLDataException("The " + source + " value cannot be read as " + target, "22018");
    }

    /** 22007: a text that is no date or time, or lacks the part that is asked for. */
    static SQLDataException noDate(String target) {
        return new SQLDataException("The value cannot be read as " + target, "22007");
    }

    /** 22008: a date or time outside of what the written forms or the target can hold. */
    static SQLDataException dateRange(String reason) {
        return new SQLDataException(reason, "22008");
    }

    /** 22021: a character that the protocol cannot carry. */
    public static SQLDataException character(String reason) {
        return new SQLDataException("The text cannot be sent: " + reason, "22021");
    }

    /** 07006: there is no conversion for this type at all. */
    public static SQLException unsupported(String reason) {
        return new SQLException(reason, "07006");
    }
}
