package io.github.dqlite4j.jdbc.large;

import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;

/** Checks of positions, which count from 1. One out of range is SQLSTATE 22011. */
final class Positions {
    private Positions() {}

    /** The index, from 0, of a position within the value or right after its end. */
    static int index(long position, int length) throws SQLException {
        if (position < 1 || position > (long) length + 1) {
            throw new SQLDataException("There is no position " + position + ": the length is " + length, "22011");
        }
        return (int) (position - 1);
    }

    /** The wanted length, cut at the end of the value. */
    static int within(int index, long wanted, int length) throws SQLException {
        if (wanted < 0) {
            throw new SQLDataException("A length cannot be negative: " + wanted, "22011");
        }
        return (int) Math.min(wanted, length - index);
    }

    static void checkRange(int offset, int count, int length) throws SQLException {
        if (offset < 0 || count < 0 || offset > length - count) {
            throw new SQLDataException("No " + count + " at " + offset + " among " + length, "22011");
        }
    }

    static SQLException freed() {
        return new SQLNonTransientException("It was freed", "24000");
    }

    static SQLException tooLarge() {
        return new SQLDataException("It would be longer than 2147483639", "22001");
    }
}
