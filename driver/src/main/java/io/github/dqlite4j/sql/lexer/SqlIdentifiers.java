package io.github.dqlite4j.sql.lexer;

import java.util.List;
import java.util.Set;

/** Quotes and unquotes names in SQL, and lists the words that SQLite reserves. Stateless. */
public final class SqlIdentifiers {
    /**
     * SQLite's keywords that are not keywords of SQL:2003, in upper case and alphabetical order: the answer to
     * {@code DatabaseMetaData.getSQLKeywords}.
     *
     * @see <a href="https://sqlite.org/lang_keywords.html">SQLite's keywords</a>
     */
    public static final List<String> KEYWORDS = List.of(
            "ABORT",
            "ANALYZE",
            "ATTACH",
            "AUTOINCREMENT",
            "CONFLICT",
            "DATABASE",
            "DETACH",
            "EXCLUSIVE",
            "EXPLAIN",
            "FAIL",
            "GLOB",
            "IF",
            "IGNORE",
            "INDEX",
            "INDEXED",
            "INSTEAD",
            "ISNULL",
            "LIMIT",
            "MATERIALIZED",
            "NOTHING",
            "NOTNULL",
            "OFFSET",
            "PLAN",
            "PRAGMA",
            "QUERY",
            "RAISE",
            "REGEXP",
            "REINDEX",
            "RENAME",
            "REPLACE",
            "RETURNING",
            "TEMP",
            "VACUUM",
            "VIRTUAL");

    /**
     * All keywords of SQLite, and TRUE and FALSE. Many of them may be used as a name in most places; quoting them is always
     * correct.
     */
    public static final Set<String> ALL_KEYWORDS = Set.of("""
            ABORT ACTION ADD AFTER ALL ALTER ALWAYS ANALYZE AND AS ASC ATTACH AUTOINCREMENT BEFORE BEGIN
            BETWEEN BY CASCADE CASE CAST CHECK COLLATE COLUMN COMMIT CONFLICT CONSTRAINT CREATE CROSS
            CURRENT CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP DATABASE DEFAULT DEFERRABLE DEFERRED DELETE
            DESC DETACH DISTINCT DO DROP EACH ELSE END ESCAPE EXCEPT EXCLUDE EXCLUSIVE EXISTS EXPLAIN FAIL
            FILTER FIRST FOLLOWING FOR FOREIGN FROM FULL GENERATED GLOB GROUP GROUPS HAVING IF IGNORE
            IMMEDIATE IN INDEX INDEXED INITIALLY INNER INSERT INSTEAD INTERSECT INTO IS ISNULL JOIN KEY LAST
            LEFT LIKE LIMIT MATCH MATERIALIZED NATURAL NO NOT NOTHING NOTNULL NULL NULLS OF OFFSET ON OR
            ORDER OTHERS OUTER OVER PARTITION PLAN PRAGMA PRECEDING PRIMARY QUERY RAISE RANGE RECURSIVE
            REFERENCES REGEXP REINDEX RELEASE RENAME REPLACE RESTRICT RETURNING RIGHT ROLLBACK ROW ROWS
            SAVEPOINT SELECT SET TABLE TEMP TEMPORARY THEN TIES TO TRANSACTION TRIGGER UNBOUNDED UNION
            UNIQUE UPDATE USING VACUUM VALUES VIEW VIRTUAL WHEN WHERE WINDOW WITH WITHIN WITHOUT FALSE TRUE
            """.strip().split("\\s+"));

    private SqlIdentifiers() {}

    /** The name in double quotes; it may contain any character. */
    public static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** The name, in double quotes only if SQLite would not read it as this name without them. */
    public static String quoteIfNeeded(String name) {
        return isPlain(name) ? name : quote(name);
    }

    /** Removes the quotes, of any of the four kinds, from a name and undoubles the quotes inside. */
    public static String unquote(String text) {
        if (text.length() < 2) {
            return text;
        }
        char open = text.charAt(0);
        char close = open == '[' ? ']' : open;
        if ("\"'`[".indexOf(open) < 0 || text.charAt(text.length() - 1) != close) {
            return text;
        }
        String inner = text.substring(1, text.length() - 1);
        return open == '[' ? inner : inner.replace("" + close + close, "" + close);
    }

    /** Whether the character may be part of a name without quotes; SQLite takes every character outside of ASCII. */
    static boolean isIdentifierPart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || Ascii.isDigit(c) || c == '_' || c == '$' || c > 0x7F;
    }

    private static boolean isPlain(String name) {
        if (name.isEmpty() || Ascii.isDigit(name.charAt(0)) || name.charAt(0) == '$') {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c > 0x7F || !isIdentifierPart(c)) {
                return false;
            }
        }
        return !ALL_KEYWORDS.contains(Ascii.upper(name));
    }
}
