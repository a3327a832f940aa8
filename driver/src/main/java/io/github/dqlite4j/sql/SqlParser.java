package io.github.dqlite4j.sql;

import io.github.dqlite4j.sql.statement.SqlScript;
import io.github.dqlite4j.sql.statement.SqlStatement;

/** Cuts a text into statements and finds the facts about each. */
public final class SqlParser {
    private SqlParser() {}

    /** Never throws: what is no SQL comes out as a statement that the server will refuse. Time is linear in the length of the text. */
    public static SqlScript parse(String sql) {
        return SqlScript.parse(sql);
    }

    /** The first statement of a text that has one. */
    public static SqlStatement parseOne(String sql) {
        return parse(sql).statements().get(0);
    }
}
