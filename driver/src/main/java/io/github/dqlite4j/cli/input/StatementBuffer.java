package io.github.dqlite4j.cli.input;

import io.github.dqlite4j.sql.lexer.TokenKind;
import io.github.dqlite4j.sql.lexer.Tokenizer;
import io.github.dqlite4j.sql.lexer.Tokens;
import io.github.dqlite4j.sql.statement.StatementSplitter;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Collects lines until a statement is complete: it ends with a semicolon that is in no quotes, no comment and no body of a trigger. */
public final class StatementBuffer {
    private final Deque<Piece> ready = new ArrayDeque<>();

    /** What has begun and is not complete. */
    private final StringBuilder text = new StringBuilder();

    private int firstLine;

    /** Whether the text has a token; else it is an open comment. */
    private boolean begun;

    /** The quote that is open at the end; then only its like can end it. 0 if none is, or it is not known. */
    private char openQuote;

    /**
     * One statement.
     *
     * @param line where it begins
     */
    public record Piece(String text, int line) {}

    /** Adds a line, without its line feed. */
    public void append(String line, int number) {
        if (text.length() == 0) {
            firstLine = number;
        }
        text.append(line).append('\n');
        if (!begun) {
            begun = Tokenizer.tokenize(text.toString()).size() > 0;
            if (!begun && !endsInComment(text.toString(), 0)) {
                text.setLength(0);
            }
        }
        if (openQuote != 0 && line.indexOf(openQuote) >= 0) {
            openQuote = 0;
        }
        if (begun && openQuote == 0 && line.indexOf(';') >= 0) {
            split();
        }
    }

    /** Moves the complete statements. */
    private void split() {
        String all = text.toString();
        Tokens tokens = Tokenizer.tokenize(all);
        int from = 0;
        int line = firstLine;
        int counted = 0;
        int end = StatementSplitter.end(tokens, from);
        while (end < tokens.size()) {
            if (end > from) {
                line += newlines(all, counted, tokens.start(from));
                counted = tokens.start(from);
                ready.add(new Piece(all.substring(counted, tokens.end(end)), line));
            }
            from = end + 1;
            end = StatementSplitter.end(tokens, from);
        }
        if (from > 0) {
            int after = tokens.end(from - 1);
            firstLine += newlines(all, 0, after);
            text.delete(0, after);
            begun = from < tokens.size();
            if (!begun && !endsInComment(text.toString(), 0)) {
                text.setLength(0);
            }
        }
        openQuote = openQuote(tokens);
    }

    /** Whether nothing has begun, neither a statement nor a comment. */
    public boolean isEmpty() {
        return ready.isEmpty() && text.length() == 0;
    }

    /** Takes the next complete statement, or returns null. */
    public @Nullable Piece next() {
        return ready.poll();
    }

    /** Takes what is left, or null if there is nothing but comments. */
    public @Nullable Piece rest() {
        String all = text.toString();
        text.setLength(0);
        begun = false;
        openQuote = 0;
        Tokens tokens = Tokenizer.tokenize(all);
        if (tokens.size() == 0) {
            return null;
        }
        int begin = tokens.start(0);
        return new Piece(all.substring(begin).stripTrailing(), firstLine + newlines(all, 0, begin));
    }

    /** Whether each statement of the text is complete. */
    public static boolean isComplete(String text) {
        Tokens tokens = Tokenizer.tokenize(text);
        int from = 0;
        while (from < tokens.size()) {
            int end = StatementSplitter.end(tokens, from);
            if (end == tokens.size()) {
                return false;
            }
            from = end + 1;
        }
        return !endsInComment(text, tokens.size());
    }

    /** A comment is no token, but it swallows what follows. */
    private static boolean endsInComment(String all, int tokens) {
        return Tokenizer.tokenize(all + "\nx").size() == tokens;
    }

    private static char openQuote(Tokens tokens) {
        int last = tokens.size() - 1;
        if (!tokens.is(last, TokenKind.ILLEGAL)
                || tokens.end(last) != tokens.sql().length()) {
            return 0;
        }
        char first = tokens.sql().charAt(tokens.start(last));
        return switch (first) {
            case '\'', '"', '`' -> first;
            case '[' -> ']';
            default -> 0;
        };
    }

    private static int newlines(String text, int from, int end) {
        return (int) text.substring(from, end).chars().filter(c -> c == '\n').count();
    }
}
