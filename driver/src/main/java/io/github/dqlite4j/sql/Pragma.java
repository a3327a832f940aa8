package io.github.dqlite4j.sql;

import org.jspecify.annotations.Nullable;

/**
 * A PRAGMA statement taken apart.
 *
 * @param schema the schema in front of the name, without quotes, or null
 * @param name in lower case, without quotes
 * @param argument what follows {@code =} or stands in parentheses, a single token without quotes; null when there is none
 */
record Pragma(
        @Nullable String schema, String name, @Nullable String argument) {

    /** The PRAGMA whose keyword is at {@code i}, or null if no name follows it. */
    static @Nullable Pragma at(Tokens tokens, int i) {
        int name = i + 1;
        String schema = null;
        if (tokens.is(name + 1, '.')) {
            schema = tokens.isName(name) ? tokens.name(name) : null;
            name += 2;
        }
        if (!tokens.isName(name)) {
            return null;
        }
        return new Pragma(schema, Ascii.lower(tokens.name(name)), argument(tokens, name + 1));
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

    boolean hasArgument() {
        return argument != null;
    }
}
