package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.sql.ScriptCache;
import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.escape.JdbcEscapes;
import io.github.dqlite4j.sql.escape.SqlEscapeException;
import io.github.dqlite4j.sql.statement.SqlScript;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;

/** Parses the SQL texts of a connection, and keeps the most recent results. Thread-safe. */
final class SqlTexts {
    private final ScriptCache scripts = new ScriptCache();

    /**
     * The statements of a text. A script with a statement that must not be sent is refused as a whole, before any of it is executed.
     *
     * @param escapes whether JDBC escapes are translated
     * @throws SQLException 42000 if an escape is wrong, 42501 if a statement could harm a node
     */
    SqlScript parse(String sql, boolean escapes) throws SQLException {
        SqlScript known = scripts.get(sql, escapes);
        if (known != null) {
            return known;
        }
        SqlScript script = SqlParser.parse(escapes ? translate(sql) : sql);
        for (SqlStatement statement : script.statements()) {
            if (statement.refusal() != null) {
                throw SqlExceptions.refused(statement.refusal().message());
            }
        }
        scripts.put(sql, escapes, script);
        return script;
    }

    /** The text with its JDBC escapes translated to SQLite. */
    static String translate(String sql) throws SQLException {
        try {
            return JdbcEscapes.translate(sql);
        } catch (SqlEscapeException e) {
            throw new SQLSyntaxErrorException(e.getMessage(), "42000", e);
        }
    }
}
