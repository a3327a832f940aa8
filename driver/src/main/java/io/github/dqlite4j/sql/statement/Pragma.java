package io.github.dqlite4j.sql.statement;

import io.github.dqlite4j.sql.lexer.Ascii;
import io.github.dqlite4j.sql.lexer.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a PRAGMA statement.
 *
 * @param schema the schema before the name, without quotes, or null
 * @param name in lower case, without quotes
 * @param argument the first token after {@code =} or in the parentheses, without quotes and with its minus sign; null if the
 *     PRAGMA has no argument
 * @param moreThanOneToken whether the argument continues after that token, so that it is malformed
 */
public record Pragma(
        @Nullable String schema, String name, @Nullable String argument, boolean moreThanOneToken) {

    /** The PRAGMA whose keyword is at {@code i}, or null if no name follows. */
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

    boolean hasArgument() {
        return argument != null;
    }
}
