package io.github.dqlite4j.sql.lexer;

/** What a token is. White space and comments are not tokens. */
public enum TokenKind {
    /** A keyword or an unquoted identifier; only the grammar distinguishes them. */
    WORD,
    /** An identifier in double quotes, back quotes or brackets. */
    QUOTED,
    /** A text literal; SQLite also accepts it as a name where only a name is allowed. */
    STRING,
    /** A blob literal, {@code x'…'}. */
    BLOB,
    NUMBER,
    /** A parameter: {@code ?}, {@code ?1}, {@code :a}, {@code @a}, {@code $a}, {@code #a}. */
    VARIABLE,
    /** One character of punctuation; operators of several characters are several tokens. */
    PUNCTUATION,
    /** What the server will reject: an unterminated quote, a lone {@code :}, a character that SQL does not use. */
    ILLEGAL
}
