package io.github.dqlite4j.sql.escape;

import io.github.dqlite4j.report.PrintableText;

/** A JDBC escape that cannot be translated. */
public final class SqlEscapeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is wrong with the escape. */
    public enum Kind {
        /** It does not follow the syntax of JDBC. */
        MALFORMED,
        /** It asks for something that SQLite cannot express. */
        UNSUPPORTED,
        /** It calls a stored procedure, which SQLite does not have. */
        PROCEDURE_CALL
    }

    private final Kind kind;
    private final int position;

    SqlEscapeException(Kind kind, int position, String message) {
        super(PrintableText.message(message + " (at character " + (position + 1) + ")"));
        this.kind = kind;
        this.position = position;
    }

    public Kind kind() {
        return kind;
    }

    /** The offset in the text, from 0. */
    public int position() {
        return position;
    }
}
