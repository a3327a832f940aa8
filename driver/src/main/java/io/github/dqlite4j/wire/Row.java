package io.github.dqlite4j.wire;

/**
 * The cells of one row, by zero-based column. A cell becomes an object when it is read. Each accessor is valid
 * for the types it names and undefined for others; a column out of range throws {@link IndexOutOfBoundsException}.
 */
public interface Row {
    int columnCount();

    ValueType type(int column);

    /** The value of an INTEGER, UNIXTIME (seconds) or BOOLEAN (0 or 1). */
    long integer(int column);

    /** The value of a FLOAT. */
    double real(int column);

    /** The value of a TEXT or ISO8601. */
    String text(int column);

    /** A fresh copy of a BLOB, or of the UTF-8 bytes of a TEXT or ISO8601. */
    byte[] bytes(int column);
}
