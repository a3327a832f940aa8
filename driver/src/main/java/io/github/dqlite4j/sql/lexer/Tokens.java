package io.github.dqlite4j.sql.lexer;

import java.util.Arrays;

/**
 * The tokens of a text, or a range of them. Offsets are offsets into the whole {@link #sql() text}. The methods that return a
 * boolean accept any index and return false for one outside of the range.
 */
public final class Tokens {
    private static final TokenKind[] KINDS = TokenKind.values();

    private final String sql;
    private final byte[] kinds;
    private final int[] starts;
    private final int[] ends;
    /** For each opening parenthesis, the index after the one that closes it. */
    private final int[] closed;

    private final int first;
    private final int size;

    private Tokens(String sql, byte[] kinds, int[] starts, int[] ends, int[] closed, int first, int size) {
        this.sql = sql;
        this.kinds = kinds;
        this.starts = starts;
        this.ends = ends;
        this.closed = closed;
        this.first = first;
        this.size = size;
    }

    /** The tokens {@code from} (inclusive) to {@code to} (exclusive) of this range, without copying. */
    public Tokens range(int from, int to) {
        return new Tokens(sql, kinds, starts, ends, closed, first + from, to - from);
    }

    public String sql() {
        return sql;
    }

    public int size() {
        return size;
    }

    public boolean has(int i) {
        return i >= 0 && i < size;
    }

    /** The kind of a token that exists. */
    public TokenKind kind(int i) {
        return KINDS[kinds[first + i]];
    }

    public boolean is(int i, TokenKind kind) {
        return has(i) && kind(i) == kind;
    }

    public int start(int i) {
        return starts[first + i];
    }

    public int end(int i) {
        return ends[first + i];
    }

    /** The text of the token, with its quotes. */
    public String text(int i) {
        return sql.substring(start(i), end(i));
    }

    /** Whether token {@code i} is this one character of punctuation. */
    public boolean is(int i, char punctuation) {
        return is(i, TokenKind.PUNCTUATION) && sql.charAt(start(i)) == punctuation;
    }

    /** Whether token {@code i} is this unquoted word, ignoring the case of ASCII letters. {@code upper} is in upper case. */
    public boolean is(int i, String upper) {
        return is(i, TokenKind.WORD) && Ascii.equalsIgnoreCase(sql, start(i), end(i), upper);
    }

    /** Whether token {@code i} is one of these unquoted words, which are in upper case. */
    public boolean isAny(int i, String... uppers) {
        for (String upper : uppers) {
            if (is(i, upper)) {
                return true;
            }
        }
        return false;
    }

    /** Whether token {@code i} may be a name: a word, a quoted identifier, or a text literal in its place. */
    public boolean isName(int i) {
        return has(i)
                && switch (kind(i)) {
                    case WORD, QUOTED, STRING -> true;
                    case BLOB, NUMBER, VARIABLE, PUNCTUATION, ILLEGAL -> false;
                };
    }

    /** The name that token {@code i} stands for, without quotes. */
    public String name(int i) {
        String text = text(i);
        return switch (kind(i)) {
            case QUOTED, STRING -> SqlIdentifiers.unquote(text);
            case WORD, BLOB, NUMBER, VARIABLE, PUNCTUATION, ILLEGAL -> text;
        };
    }

    /**
     * The index after the parenthesis that closes the one at {@code open}, or the end of the range if none does, or if there is no
     * parenthesis. Takes the same time for any text.
     */
    public int afterParenthesis(int open) {
        return is(open, '(') ? Math.min(closed[first + open] - first, size) : size;
    }

    /** Collects tokens; arrays grow by half. */
    static final class Builder {
        private static final int INITIAL = 24;

        private byte[] kinds = new byte[INITIAL];
        private int[] starts = new int[INITIAL];
        private int[] ends = new int[INITIAL];
        /** While a parenthesis is open, the index of the open one before it, or -1. */
        private int[] closed = new int[INITIAL];

        private int innermost = -1;
        private int size;

        void open(int start) {
            add(TokenKind.PUNCTUATION, start, start + 1);
            closed[size - 1] = innermost;
            innermost = size - 1;
        }

        void close(int start) {
            add(TokenKind.PUNCTUATION, start, start + 1);
            if (innermost >= 0) {
                int before = closed[innermost];
                closed[innermost] = size;
                innermost = before;
            }
        }

        void add(TokenKind kind, int start, int end) {
            if (size == starts.length) {
                int capacity = size + (size >> 1);
                kinds = Arrays.copyOf(kinds, capacity);
                starts = Arrays.copyOf(starts, capacity);
                ends = Arrays.copyOf(ends, capacity);
                closed = Arrays.copyOf(closed, capacity);
            }
            kinds[size] = (byte) kind.ordinal();
            starts[size] = start;
            ends[size++] = end;
        }

        Tokens build(String sql) {
            while (innermost >= 0) {
                int before = closed[innermost];
                closed[innermost] = size;
                innermost = before;
            }
            return new Tokens(sql, kinds, starts, ends, closed, 0, size);
        }
    }
}
