package io.github.dqlite4j.hibernate;

/** A comment as part of a statement. */
final class SqlComment {

    private SqlComment() {}

    /** Returns the text with a space before it, in one line, since scripts may be read by lines. */
    static String of(String text) {
        return " /* " + text.replace("*/", "* /").replaceAll("\\R", " ") + " */";
    }
}
