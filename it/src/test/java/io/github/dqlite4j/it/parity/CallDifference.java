package io.github.dqlite4j.it.parity;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Calls that end differently in sqlite-jdbc, on a table {@code t (id INTEGER PRIMARY KEY, a)} that is empty. */
enum CallDifference {
    GETTER_BEFORE_NEXT(
            "A getter before next() is an error",
            "The result is before its first row, as JDBC requires. sqlite-jdbc returns the value of the first row.",
            "24000",
            "7") {
        @Override
        String call(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT 7")) {
                return rows.getString(1);
            }
        }
    },
    KEYS_NOT_ASKED_FOR(
            "Generated keys are returned only on request",
            "Request them with RETURN_GENERATED_KEYS or with the names of the columns. sqlite-jdbc always returns the last row id.",
            "no key",
            "key 1") {
        @Override
        String call(Connection connection) throws SQLException {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t (a) VALUES (1)")) {
                insert.executeUpdate();
                try (ResultSet keys = insert.getGeneratedKeys()) {
                    return keys.next() ? "key " + keys.getString(1) : "no key";
                }
            }
        }
    },
    WRONG_SQL(
            "Wrong SQL is reported at execution",
            "`prepareStatement` sends nothing, so a missing table or a syntax error is reported by the execution, or by `getMetaData`."
                    + " sqlite-jdbc reports it when the statement is prepared.",
            "at execution",
            "at prepareStatement") {
        @Override
        String call(Connection connection) throws SQLException {
            try (PreparedStatement wrong = connection.prepareStatement("SELECT * FROM missing")) {
                try {
                    wrong.executeQuery();
                    return "not at all";
                } catch (SQLException e) {
                    return "at execution";
                }
            } catch (SQLException e) {
                return "at prepareStatement";
            }
        }
    },
    COUNT_OF_SEVERAL(
            "The count of several statements in one executeUpdate is that of the first",
            "`getMoreResults` moves to the counts of the others. sqlite-jdbc returns the sum.",
            "1",
            "3") {
        @Override
        String call(Connection connection) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                return String.valueOf(
                        statement.executeUpdate("INSERT INTO t (a) VALUES (1); INSERT INTO t (a) VALUES (2), (3)"));
            }
        }
    },
    SAVEPOINT_IN_AUTO_COMMIT(
            "A savepoint in auto-commit mode is an error",
            "It belongs to a transaction, which begins with `setAutoCommit(false)`. sqlite-jdbc switches auto-commit off, and it stays off.",
            "25000",
            "auto-commit false") {
        @Override
        String call(Connection connection) throws SQLException {
            connection.releaseSavepoint(connection.setSavepoint());
            return "auto-commit " + connection.getAutoCommit();
        }
    };

    final String title;
    final String reason;
    final String here;
    final String there;

    CallDifference(String title, String reason, String here, String there) {
        this.title = title;
        this.reason = reason;
        this.here = here;
        this.there = there;
    }

    abstract String call(Connection connection) throws SQLException;

    /** What the call returns, or the SQLSTATE that it throws. */
    String outcome(Connection connection) {
        try {
            return call(connection);
        } catch (SQLException e) {
            return String.valueOf(e.getSQLState());
        }
    }

    /** The part of the page for readers. */
    static String page() {
        StringBuilder page = new StringBuilder();
        for (CallDifference difference : values()) {
            page.append("\n## ")
                    .append(difference.title)
                    .append("\n")
                    .append(difference.reason)
                    .append("\n\n- here `")
                    .append(difference.here)
                    .append("`, sqlite-jdbc `")
                    .append(difference.there)
                    .append("`\n");
        }
        return page.toString();
    }
}
