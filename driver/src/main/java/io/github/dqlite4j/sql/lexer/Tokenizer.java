package io.github.dqlite4j.sql.lexer;

/**
 * Splits a text into tokens as SQLite's own tokenizer does, in one pass. Every input is accepted: what SQLite would reject
 * becomes {@link TokenKind#ILLEGAL}.
 *
 * @see <a href="https://sqlite.org/src/file/src/tokenize.c">tokenize.c</a>
 */
public final class Tokenizer {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String sql;
    private final int length;
    private final Tokens.Builder tokens = new Tokens.Builder();

    private Tokenizer(String sql) {
        this.sql = sql;
        this.length = sql.length();
    }

    /** The tokens of a text. Time is linear in its length. */
    public static Tokens tokenize(String sql) {
        return new Tokenizer(sql).scan();
    }

    private Tokens scan() {
        int i = 0;
        while (i < length) {
            i = next(i);
        }
        return tokens.build(sql);
    }

    /** Reads the token, white space or comment at {@code i} and returns where the next one begins. */
    private int next(int i) {
        char c = sql.charAt(i);
        switch (c) {
            case ' ', '\t', '\n', '\u000B', '\f', '\r', BYTE_ORDER_MARK -> {
                return i + 1;
            }
            case '-' -> {
                return at(i + 1) == '-' ? lineComment(i) : punctuation(i);
            }
            case '/' -> {
                // Without a character after the opening, SQLite reads a division and not a comment.
                return at(i + 1) == '*' && i + 2 < length ? blockComment(i) : punctuation(i);
            }
            case '(' -> {
                tokens.open(i);
                return i + 1;
            }
            case ')' -> {
                tokens.close(i);
                return i + 1;
            }
            case '\'' -> {
                return quoted(i, c, TokenKind.STRING);
            }
            case '"', '`' -> {
                return quoted(i, c, TokenKind.QUOTED);
            }
            case '[' -> {
                return bracketed(i);
            }
            case '?' -> {
                int end = i + 1;
                while (Ascii.isDigit(at(end))) {
                    end++;
                }
                return add(TokenKind.VARIABLE, i, end);
            }
            case ':', '@', '$', '#' -> {
                return variable(i);
            }
            case '.' -> {
                return Ascii.isDigit(at(i + 1)) ? number(i) : punctuation(i);
            }
            default -> {
                return other(i, c);
            }
        }
    }

    private int other(int i, char c) {
        if (Ascii.isDigit(c)) {
            return number(i);
        }
        if ((c == 'x' || c == 'X') && at(i + 1) == '\'') {
            int close = sql.indexOf('\'', i + 2);
            return close < 0 ? add(TokenKind.ILLEGAL, i, length) : add(TokenKind.BLOB, i, close + 1);
        }
        if (SqlIdentifiers.isIdentifierPart(c)) {
            int end = i + 1;
            while (SqlIdentifiers.isIdentifierPart(at(end))) {
                end++;
            }
            return add(TokenKind.WORD, i, end);
        }
        return ",;+*=<>|&~%!{}]\\^".indexOf(c) >= 0 ? punctuation(i) : add(TokenKind.ILLEGAL, i, i + 1);
    }

    private int lineComment(int i) {
        int newline = sql.indexOf('\n', i);
        return newline < 0 ? length : newline;
    }

    private int blockComment(int i) {
        int close = sql.indexOf("*/", i + 2);
        return close < 0 ? length : close + 2;
    }

    private int quoted(int i, char quote, TokenKind kind) {
        int close = sql.indexOf(quote, i + 1);
        while (close >= 0 && at(close + 1) == quote) {
            close = sql.indexOf(quote, close + 2);
        }
        return close < 0 ? add(TokenKind.ILLEGAL, i, length) : add(kind, i, close + 1);
    }

    private int bracketed(int i) {
        int close = sql.indexOf(']', i + 1);
        return close < 0 ? add(TokenKind.ILLEGAL, i, length) : add(TokenKind.QUOTED, i, close + 1);
    }

    /** A named parameter. Tcl's form {@code $a::b(c)} is allowed after each of the four signs. */
    private int variable(int i) {
        int end = i + 1;
        int characters = 0;
        while (end < length) {
            char c = sql.charAt(end);
            if (SqlIdentifiers.isIdentifierPart(c)) {
                characters++;
                end++;
            } else if (c == '(' && characters > 0) {
                do {
                    end++;
                } while (end < length && !isSpace(sql.charAt(end)) && sql.charAt(end) != ')');
                return at(end) == ')' ? add(TokenKind.VARIABLE, i, end + 1) : add(TokenKind.ILLEGAL, i, end);
            } else if (c == ':' && at(end + 1) == ':') {
                end += 2;
            } else {
                break;
            }
        }
        return add(characters == 0 ? TokenKind.ILLEGAL : TokenKind.VARIABLE, i, end);
    }

    private int number(int i) {
        int end = i;
        if (sql.charAt(i) == '0' && (at(i + 1) == 'x' || at(i + 1) == 'X')) {
            end = i + 2;
        } else {
            end = digits(end);
            if (at(end) == '.') {
                end = digits(end + 1);
            }
            if (at(end) == 'e' || at(end) == 'E') {
                int sign = at(end + 1) == '+' || at(end + 1) == '-' ? 1 : 0;
                if (Ascii.isDigit(at(end + 1 + sign))) {
                    end = digits(end + 1 + sign);
                }
            }
        }
        // Hexadecimal digits, the digit separators of newer SQLite versions, or characters that make the number
        // illegal.
        while (SqlIdentifiers.isIdentifierPart(at(end))) {
            end++;
        }
        return add(TokenKind.NUMBER, i, end);
    }

    private int digits(int i) {
        int end = i;
        while (Ascii.isDigit(at(end))) {
            end++;
        }
        return end;
    }

    private int punctuation(int i) {
        return add(TokenKind.PUNCTUATION, i, i + 1);
    }

    private int add(TokenKind kind, int start, int end) {
        tokens.add(kind, start, end);
        return end;
    }

    /** The character at {@code i}, or NUL past the end: NUL is not part of any token. */
    private char at(int i) {
        return i < length ? sql.charAt(i) : '\0';
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }
}
