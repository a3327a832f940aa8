package io.github.dqlite4j.sql.lexer;

/** What a token is. White space and comments are no tokens. */
public enum TokenKind {
    /** A keyword or a plain identifier: which of the two, only the grammar knows. */
    WORD,
    /** An identifier in double quotes, back quotes or brackets. */
    QUOTED,
    /** A text literal; SQLite also takes it for a name where only a name fits. */
    STRING,
    /** A blob literal, {@code x'…'}. */
    BLOB,
    NUMBER,
    /** A parameter: {@code ?}, {@code ?1}, {@code :a}, {@code @a}, {@code $a}, {@code #a}. */
    VARIABLE,
    /** One character of punctuation; operators of several characters are several tokens. */
    PUNCTUATION,
    /** What the server will refuse: an unterminated quote, a lone {@code :}, a character that SQL does not use. */
    ILLEGAL
}
