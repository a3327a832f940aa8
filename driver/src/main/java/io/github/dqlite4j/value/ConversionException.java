package io.github.dqlite4j.value;

import io.github.dqlite4j.report.ReportedException;

/** A value cannot be converted. The message never contains the value, which may be private. */
public final class ConversionException extends ReportedException {
    private static final long serialVersionUID = 1L;

    /** Why a value cannot be converted. */
    public enum Kind {
        /** The value does not fit the target, or not without loss. */
        OUT_OF_RANGE,
        /** The value has no meaning as the target type. */
        NOT_CONVERTIBLE,
        /** The text is not a date or time, or lacks the part that the target needs. */
        NOT_A_DATE,
        /** The date or time is outside what the text forms or the target can hold. */
        DATE_OUT_OF_RANGE,
        /** The protocol cannot carry a character of the text. */
        UNSUPPORTED_CHARACTER,
        /** There is no conversion for this type. */
        UNSUPPORTED_TYPE
    }

    private final Kind kind;

    private ConversionException(Kind kind, String message) {
        super(message, null);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** @param source the stored type */
    public static ConversionException notConvertible(String source, String target) {
        return new ConversionException(Kind.NOT_CONVERTIBLE, "The " + source + " value cannot be read as " + target);
    }

    static ConversionException unsupportedCharacter(String reason) {
        return new ConversionException(Kind.UNSUPPORTED_CHARACTER, "The text cannot be sent: " + reason);
    }

    public static ConversionException unsupportedType(String message) {
        return new ConversionException(Kind.UNSUPPORTED_TYPE, message);
    }

    static ConversionException outOfRange(String target) {
        return new ConversionException(Kind.OUT_OF_RANGE, "The value does not fit " + target + " without loss");
    }

    static ConversionException notADate(String target) {
        return new ConversionException(Kind.NOT_A_DATE, "The value cannot be read as " + target);
    }

    static ConversionException dateOutOfRange(String message) {
        return new ConversionException(Kind.DATE_OUT_OF_RANGE, message);
    }
}
