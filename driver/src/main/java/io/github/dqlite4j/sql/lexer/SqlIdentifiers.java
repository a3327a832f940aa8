package io.github.dqlite4j.sql.lexer;

import java.util.List;
import java.util.Set;

/** Names in SQL: quoting them, taking the quotes off, and the words that SQLite knows. Thread-safe, no state. */
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
     * Every word that SQLite knows, and TRUE and FALSE. Many of them may be used as a name in most places; quoting them is
     * right in all.
     */
    private static final Set<String> WORDS = Set.of("""
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

    /** The name as SQL text in double quotes, whatever it contains. */
    public static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** The name as SQL text, quoted only where SQLite would not read it as this name otherwise. */
    public static String quoteIfNeeded(String name) {
        return isPlain(name) ? name : quote(name);
    }

    /** The name that a piece of SQL text stands for: quotes of any of the four kinds taken off, doubled ones undone. */
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

    private static boolean isPlain(String name) {
        if (name.isEmpty() || Ascii.isDigit(name.charAt(0)) || name.charAt(0) == '$') {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c > 0x7F || !Tokenizer.isIdentifierPart(c)) {
                return false;
            }
        }
        return !WORDS.contains(Ascii.upper(name));
    }
}
