package io.github.dqlite4j.jdbc.error;

import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.SQLNonTransientException;
import java.sql.SQLSyntaxErrorException;
import java.util.List;

/**
 * What SQLite reports with its general code 1, distinguished by the text. Most of it is about the statement, but some is about a value, the
 * state of the transaction or a limit. The texts have been the same for years, with two forms for a wrong JSON path.
 */
final class ErrorTexts {
    /** The first entry that fits decides. */
    private static final List<Entry> ENTRIES = List.of(
            // Values
            starts("integer overflow", "22003"),
            starts("hex literal too big", "22003"),
            starts("argument of ntile", "22014"),
            starts("second argument to nth_value", "22016"),
            starts("frame starting offset", "22013"),
            starts("frame ending offset", "22013"),
            starts("ESCAPE expression must be", "22019"),
            starts("invalid Unicode escape", "22025"),
            starts("malformed JSON", "22032"),
            starts("JSON path error", "22023"),
            starts("bad JSON path", "22023"),
            starts("JSON cannot hold BLOB values", "22018"),
            starts("json_object() labels must be TEXT", "22018"),
            // The text of a full text search is a value, too.
            starts("fts5: ", "22023"),
            starts("unterminated string", "22023"),
            // The state of the transaction
            starts("cannot start a transaction within a transaction", "25001"),
            ends("from within a transaction", "25001"),
            starts("Safety level may not be changed inside a transaction", "25001"),
            ends("no transaction is active", "25P01"),
            starts("no such savepoint", "3B001"),
            ends("SQL statements in progress", "55006"),
            // Limits
            starts("too many ", "54000"),
            starts("at most ", "54000"),
            starts("Expression tree is too large", "54000"),
            starts("LIKE or GLOB pattern too complex", "54000"),
            starts("parser stack overflow", "54000"),
            // Names
            starts("no such table", "42S02"),
            starts("no such view", "42S02"),
            starts("no such column", "42S22"),
            contains(" has no column named ", "42S22"),
            starts("no such index", "42S12"),
            starts("duplicate column name", "42S21"),
            both("index ", " already exists", "42S11"),
            starts("there is already an index named", "42S11"),
            contains("already exists", "42S01"),
            starts("there is already ", "42S01"),
            starts("foreign key mismatch", "42830"),
            starts("object name reserved for internal use", "42939"),
            // Rights
            ends("may not be modified", "42501"),
            ends("may not be dropped", "42501"),
            ends("may not be altered", "42501"),
            starts("unsafe use of ", "42501"),
            starts("not authorized", "42501"));

    private ErrorTexts() {}

    private record Entry(String start, String part, String end, String state) {
        boolean fits(String text) {
            return text.startsWith(start) && text.contains(part) && text.endsWith(end);
        }
    }

    private static Entry starts(String start, String state) {
        return new Entry(start, "", "", state);
    }

    private static Entry contains(String part, String state) {
        return new Entry("", part, "", state);
    }

    private static Entry ends(String end, String state) {
        return new Entry("", "", end, state);
    }

    private static Entry both(String start, String end, String state) {
        return new Entry(start, "", end, state);
    }

    /** The SQLSTATE of a text; 42000 for one that is about syntax, or not known. */
    static String state(String text) {
        for (Entry entry : ENTRIES) {
            if (entry.fits(text)) {
                return entry.state();
            }
        }
        return "42000";
    }

    /**
     * The exception for a text.
     *
     * @param text the server's own words
     */
    static SQLException exception(String text, String message, int code, Throwable cause) {
        String state = state(text);
        if (state.startsWith("42")) {
            return new SQLSyntaxErrorException(message, state, code, cause);
        } else if (state.startsWith("22")) {
            return new SQLDataException(message, state, code, cause);
        }
        return new SQLNonTransientException(message, state, code, cause);
    }
}
