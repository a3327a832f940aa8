package io.github.dqlite4j.sql.escape;

import static io.github.dqlite4j.sql.escape.SqlEscapeException.Kind.MALFORMED;
import static io.github.dqlite4j.sql.escape.SqlEscapeException.Kind.PROCEDURE_CALL;
import static io.github.dqlite4j.sql.escape.SqlEscapeException.Kind.UNSUPPORTED;

import io.github.dqlite4j.sql.lexer.Ascii;
import io.github.dqlite4j.sql.lexer.TokenKind;
import io.github.dqlite4j.sql.lexer.Tokenizer;
import io.github.dqlite4j.sql.lexer.Tokens;
import java.util.ArrayList;
import java.util.List;

/** Translates the escapes of JDBC ({@code {d …}}, {@code {fn …}} and so on) into SQLite's SQL. */
public final class JdbcEscapes {
    private static final int MAX_DEPTH = 64;

    /** More than the longest translation is longer than its escape. Nested ones grow further, as some repeat their arguments. */
    private static final int MAX_GROWTH = 64;

    private static final int MAX_LENGTH = 100_000;

    private final Tokens tokens;
    /** The length of what all functions became so far. */
    private long length;

    private JdbcEscapes(Tokens tokens) {
        this.tokens = tokens;
    }

    /**
     * Translates every escape and leaves everything else unchanged; braces in quotes and comments are not escapes. Dates and
     * times become text in the format in which the driver writes values: {@code 2026-11-21}, {@code 01:35:00.000000000},
     * {@code 2026-11-21 01:35:00.000000000}. Parameters keep their order.
     *
     * @throws SqlEscapeException if an escape is malformed, cannot be expressed, or calls a procedure
     */
    public static String translate(String sql) {
        if (sql.indexOf('{') < 0) {
            return sql;
        }
        JdbcEscapes escapes = new JdbcEscapes(Tokenizer.tokenize(sql));
        StringBuilder out = new StringBuilder(sql.length() + 32);
        escapes.copy(0, escapes.tokens.size(), 0, sql.length(), out);
        return out.toString();
    }

    /** Copies {@code text[start, end)}, which contains the tokens {@code from} to {@code to}, and translates its escapes. */
    private void copy(int from, int to, int start, int end, StringBuilder out) {
        int copied = start;
        int i = from;
        while (i < to) {
            if (!tokens.is(i, '{')) {
                i++;
                continue;
            }
            out.append(tokens.sql(), copied, tokens.start(i));
            int close = closingBrace(i, to);
            escape(i, close, out);
            copied = tokens.end(close);
            i = close + 1;
        }
        out.append(tokens.sql(), copied, end);
    }

    /** Copies the tokens {@code from} to {@code to} and the text between them. */
    private String copy(int from, int to) {
        StringBuilder out = new StringBuilder();
        if (from < to) {
            copy(from, to, tokens.start(from), tokens.end(to - 1), out);
        }
        return out.toString();
    }

    private int closingBrace(int open, int to) {
        int braces = 0;
        for (int i = open; i < to; i++) {
            if (tokens.is(i, '{')) {
                braces++;
                if (braces > MAX_DEPTH) {
                    throw error(MALFORMED, i, "escapes are nested too deeply");
                }
            } else if (tokens.is(i, '}') && --braces == 0) {
                return i;
            }
        }
        throw error(MALFORMED, open, "the escape has no closing brace");
    }

    private void escape(int open, int close, StringBuilder out) {
        int word = open + 1;
        if (tokens.is(word, "CALL") || tokens.is(word, TokenKind.VARIABLE) && tokens.is(word + 1, '=')) {
            throw error(PROCEDURE_CALL, open, "dqlite has no stored procedures");
        }
        if (!tokens.is(word, TokenKind.WORD)) {
            throw error(MALFORMED, open, "an escape begins with one of d, t, ts, fn, oj, escape, limit");
        }
        switch (Ascii.upper(tokens.text(word))) {
            case "D" -> out.append(DateTimeLiterals.date(literal(word, close), position(word)));
            case "T" -> out.append(DateTimeLiterals.time(literal(word, close), position(word)));
            case "TS" -> out.append(DateTimeLiterals.timestamp(literal(word, close), position(word)));
            case "FN" -> function(word + 1, close, out);
            case "OJ" -> out.append(nonEmpty(word, close));
            case "ESCAPE" -> {
                literal(word, close);
                out.append("ESCAPE ").append(tokens.text(word + 1));
            }
            case "LIMIT" -> limit(word, close, out);
            default -> throw error(MALFORMED, word, "unknown escape: " + tokens.text(word));
        }
    }

    /** The content of the text literal that must be the only token after the word of an escape. */
    private String literal(int word, int close) {
        if (close != word + 2 || !tokens.is(word + 1, TokenKind.STRING)) {
            throw error(MALFORMED, word, "the escape " + tokens.text(word) + " takes one text literal");
        }
        return tokens.name(word + 1);
    }

    private String nonEmpty(int word, int close) {
        if (close == word + 1) {
            throw error(MALFORMED, word, "the escape " + tokens.text(word) + " is empty");
        }
        return copy(word + 1, close);
    }

    private void limit(int word, int close, StringBuilder out) {
        int offset = word + 1;
        while (offset < close && !tokens.is(offset, "OFFSET")) {
            offset++;
        }
        if (offset == word + 1 || offset == close - 1) {
            throw error(MALFORMED, word, "the escape limit takes a number of rows, and a number after offset");
        }
        out.append("LIMIT ").append(copy(word + 1, offset));
        if (offset < close) {
            out.append(" OFFSET ").append(copy(offset + 1, close));
        }
    }

    private void function(int name, int close, StringBuilder out) {
        if (!tokens.is(name, TokenKind.WORD)) {
            throw error(MALFORMED, name - 1, "the escape fn names a function");
        }
        String upper = Ascii.upper(tokens.text(name));
        List<String> arguments = new ArrayList<>();
        if (close != name + 1) {
            if (!tokens.is(name + 1, '(') || tokens.afterParenthesis(name + 1) != close) {
                throw error(MALFORMED, name, "the function " + upper + " has its arguments in parentheses");
            }
            arguments(upper, name + 2, close - 1, arguments);
        } else if (!upper.startsWith("CURRENT_")) {
            throw error(MALFORMED, name, "the function " + upper + " has its arguments in parentheses");
        }
        String sql = EscapeFunctions.translate(upper, arguments);
        if (sql == null) {
            throw error(
                    UNSUPPORTED, name, "the function " + upper + " cannot be expressed with these arguments on SQLite");
        }
        length += sql.length();
        if (length > MAX_LENGTH + (long) MAX_GROWTH * tokens.sql().length()) {
            throw error(MALFORMED, name, "nested functions make the text too long; call SQLite's functions directly");
        }
        out.append(sql);
    }

    /** Splits at commas, and in EXTRACT(field FROM value) and POSITION(text IN value) also at FROM and IN. */
    private void arguments(String function, int from, int to, List<String> arguments) {
        if (from == to) {
            return;
        }
        String separator = function.equals("EXTRACT") ? "FROM" : function.equals("POSITION") ? "IN" : "";
        int nesting = 0;
        int begin = from;
        for (int i = from; i < to; i++) {
            if (tokens.is(i, '(') || tokens.is(i, '{')) {
                nesting++;
            } else if (tokens.is(i, ')') || tokens.is(i, '}')) {
                nesting--;
            } else if (nesting == 0 && (tokens.is(i, ',') || !separator.isEmpty() && tokens.is(i, separator))) {
                arguments.add(argument(begin, i));
                begin = i + 1;
            }
        }
        arguments.add(argument(begin, to));
    }

    private String argument(int from, int to) {
        if (from >= to) {
            throw error(MALFORMED, Math.min(from, tokens.size() - 1), "an argument is missing");
        }
        return copy(from, to);
    }

    private int position(int token) {
        return tokens.start(token);
    }

    private SqlEscapeException error(SqlEscapeException.Kind kind, int token, String message) {
        return new SqlEscapeException(kind, position(token), message);
    }
}
