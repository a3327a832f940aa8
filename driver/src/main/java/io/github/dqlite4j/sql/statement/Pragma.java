package io.github.dqlite4j.sql.statement;

import io.github.dqlite4j.sql.lexer.Ascii;
import io.github.dqlite4j.sql.lexer.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * A PRAGMA statement taken apart.
 *
 * @param schema the schema in front of the name, without quotes, or null
 * @param name in lower case, without quotes
 * @param argument what follows {@code =} or stands in parentheses: its first token without quotes, with a minus in front
 *     if there is one; null when there is none
 * @param moreThanOneToken whether the argument goes on after that, so that it is not well formed
 */
public record Pragma(
        @Nullable String schema, String name, @Nullable String argument, boolean moreThanOneToken) {

    /** The PRAGMA whose keyword is at {@code i}, or null if no name follows it. */
    public static @Nullable Pragma at(Tokens tokens, int i) {
        int name = i + 1;
        String schema = null;
        if (tokens.is(name + 1, '.')) {
            schema = tokens.isName(name) ? tokens.name(name) : null;
            name += 2;
        }
        if (!tokens.isName(name)) {
            return null;
        }
        int last = tokens.is(name + 1, '(') ? name + 3 : name + 2;
        return new Pragma(schema, Ascii.lower(tokens.name(name)), argument(tokens, name + 1), tokens.size() - 1 > last);
    }

    private static @Nullable String argument(Tokens tokens, int i) {
        if (!tokens.is(i, '=') && !tokens.is(i, '(')) {
            return null;
        }
        int value = i + 1;
        String sign = tokens.is(value, '-') ? "-" : "";
        if (tokens.is(value, '-') || tokens.is(value, '+')) {
            value++;
        }
        return tokens.has(value) ? sign + tokens.name(value) : "";
    }

    public boolean hasArgument() {
        return argument != null;
    }
}
