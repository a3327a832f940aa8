package io.github.dqlite4j.sql.schema;

import io.github.dqlite4j.sql.lexer.Tokenizer;
import io.github.dqlite4j.sql.lexer.Tokens;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an index that only the text of its CREATE INDEX shows.
 *
 * @param terms the text of each column or expression, without COLLATE, ASC and DESC
 * @param condition the text after WHERE, or null
 */
public record IndexDefinition(List<String> terms, @Nullable String condition) {
    private static final IndexDefinition NONE = new IndexDefinition(List.of(), null);

    public IndexDefinition {
        terms = List.copyOf(terms);
    }

    /** @param createIndex as in {@code sqlite_schema.sql}; null for an index that belongs to a constraint */
    public static IndexDefinition of(@Nullable String createIndex) {
        if (createIndex == null) {
            return NONE;
        }
        Tokens tokens = Tokenizer.tokenize(createIndex);
        int open = 0;
        while (tokens.has(open) && !tokens.is(open, '(')) {
            open++;
        }
        int close = tokens.afterParenthesis(open) - 1;
        List<String> terms = new ArrayList<>();
        int from = open + 1;
        for (int i = from; i <= close; ) {
            if (i == close || tokens.is(i, ',')) {
                terms.add(term(tokens, from, i));
                from = ++i;
            } else {
                i = tokens.is(i, '(') ? tokens.afterParenthesis(i) : i + 1;
            }
        }
        String condition = tokens.is(close + 1, "WHERE") ? text(tokens, close + 2, tokens.size()) : null;
        return new IndexDefinition(terms, condition);
    }

    private static String term(Tokens tokens, int from, int to) {
        int end = tokens.isAny(to - 1, "ASC", "DESC") ? to - 1 : to;
        if (tokens.is(end - 2, "COLLATE")) {
            end -= 2;
        }
        return text(tokens, from, end);
    }

    private static String text(Tokens tokens, int from, int to) {
        return from < to ? tokens.sql().substring(tokens.start(from), tokens.end(to - 1)) : "";
    }
}
