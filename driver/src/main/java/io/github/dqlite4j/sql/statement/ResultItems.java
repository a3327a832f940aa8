package io.github.dqlite4j.sql.statement;

import io.github.dqlite4j.sql.lexer.TokenKind;
import io.github.dqlite4j.sql.lexer.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * The list of result columns of a SELECT or a RETURNING clause: where it ends, and where its items and their names are.
 *
 * @see <a href="https://sqlite.org/src/file/src/parse.y">parse.y</a>
 */
public final class ResultItems {
    private static final String[] AFTER_ITEMS = {
        "FROM",
        "WHERE",
        "GROUP",
        "HAVING",
        "ORDER",
        "LIMIT",
        "UNION",
        "INTERSECT",
        "EXCEPT",
        "ON",
        "RETURNING",
        "SELECT"
    };

    /** Words that may end an expression, so that they are not an alias after it. */
    private static final String[] END_OF_EXPRESSION = {"END", "NULL", "ISNULL", "NOTNULL"};

    /** Words after which an expression continues. */
    private static final String[] CONTINUES = {
        "AND", "OR", "NOT", "IS", "IN", "LIKE", "GLOB", "REGEXP", "MATCH", "BETWEEN", "ESCAPE", "FROM", "COLLATE"
    };

    /** Words among {@link #CONTINUES} that may be names, too. */
    private static final String[] OPERATOR_OR_NAME = {"LIKE", "GLOB", "REGEXP", "MATCH"};

    private ResultItems() {}

    /**
     * One item.
     *
     * @param from the index of its first token
     * @param end the index after the last token of the expression
     * @param alias its name, or null if it has none
     * @param certain whether it is certain which words are the alias
     */
    public record Item(int from, int end, @Nullable String alias, boolean certain) {}

    /** The index after the list whose first token is at {@code from}. */
    public static int end(Tokens tokens, int from) {
        int end = from;
        while (tokens.has(end) && !endsItems(tokens, end)) {
            end = next(tokens, end);
        }
        return end;
    }

    /** Whether the list ends before {@code i}. The FROM of {@code IS [NOT] DISTINCT FROM} does not end it. */
    private static boolean endsItems(Tokens tokens, int i) {
        return tokens.is(i, ')')
                || tokens.is(i, "WINDOW") && tokens.isName(i + 1) && tokens.is(i + 2, "AS") && tokens.is(i + 3, '(')
                || tokens.isAny(i, AFTER_ITEMS) && !(tokens.is(i, "FROM") && tokens.is(i - 1, "DISTINCT"));
    }

    /** The index of the comma that ends the item starting at {@code i}, or {@code end}. */
    public static int afterItem(Tokens tokens, int i, int end) {
        int at = i;
        while (at < end && !tokens.is(at, ',')) {
            at = next(tokens, at);
        }
        return Math.min(at, end);
    }

    private static int next(Tokens tokens, int i) {
        return tokens.is(i, '(') ? tokens.afterParenthesis(i) : i + 1;
    }

    /** The item of these tokens. */
    public static Item item(Tokens tokens, int from, int to) {
        if (tokens.is(to - 2, "AS") && tokens.isName(to - 1)) {
            return new Item(from, to - 2, tokens.name(to - 1), true);
        }
        boolean certain = isCertain(tokens, from, to);
        return endsInAlias(tokens, from, to)
                ? new Item(from, to - 1, tokens.name(to - 1), certain)
                : new Item(from, to, null, certain);
    }

    /** Whether the last of these tokens may be an alias without AS. */
    private static boolean endsInAlias(Tokens tokens, int from, int to) {
        return to - from > 1
                && tokens.isName(to - 1)
                && !tokens.isAny(to - 1, END_OF_EXPRESSION)
                && !tokens.isAny(to - 2, CONTINUES)
                && !(tokens.is(to - 2, "OVER") && tokens.is(to - 3, ')'))
                && (!tokens.is(to - 2, TokenKind.PUNCTUATION) || tokens.is(to - 2, ')'));
    }

    /** END may be a name, and so may some operators. */
    private static boolean isCertain(Tokens tokens, int from, int to) {
        if (to - from > 1 && tokens.is(to - 1, "END") && !tokens.is(to - 2, '.')) {
            int open = 0;
            for (int i = from; i < to; i = next(tokens, i)) {
                open += tokens.is(i, "CASE") ? 1 : tokens.is(i, "END") ? -1 : 0;
            }
            return open == 0;
        }
        boolean operator = to - 3 >= from && (tokens.isName(to - 3) || !tokens.is(to - 3, TokenKind.PUNCTUATION));
        return !tokens.isAny(to - 2, OPERATOR_OR_NAME) || to - 2 < from || operator || tokens.is(to - 3, ')');
    }

    /**
     * The name that SQLite gives an expression without an alias: its text, with the comments up to the next token. Null if
     * comments follow the last token of the range.
     */
    public static @Nullable String text(Tokens tokens, Item item) {
        String sql = tokens.sql();
        int start = tokens.start(item.from());
        int last = tokens.end(item.end() - 1);
        if (tokens.has(item.end())) {
            return stripEnd(sql.substring(start, tokens.start(item.end())));
        }
        int after = last;
        while (after < sql.length() && isSpace(sql.charAt(after))) {
            after++;
        }
        return sql.startsWith("--", after) || sql.startsWith("/*", after) ? null : sql.substring(start, last);
    }

    private static String stripEnd(String text) {
        int end = text.length();
        while (end > 0 && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c >= '\t' && c <= '\r';
    }
}
