package io.github.dqlite4j.sql.statement;

import io.github.dqlite4j.sql.lexer.TokenKind;
import io.github.dqlite4j.sql.lexer.Tokens;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one statement, numbered by SQLite's rules: {@code ?} gets the number after the highest so far,
 * {@code ?NNN} gets NNN, and a name gets the next number at its first use and the same number afterwards.
 *
 * @param count the highest number
 * @param numbers the number of each named parameter, by its name with the sign
 * @see <a href="https://sqlite.org/lang_expr.html#varparam">SQLite: parameters</a>
 */
public record SqlParameters(int count, Map<String, Integer> numbers) {
    /** The highest parameter number that any common build of SQLite accepts, which is Debian's; the default is 32766. */
    private static final int MAX = 250_000;

    public static final SqlParameters NONE = new SqlParameters(0, Map.of());

    public SqlParameters {
        numbers = Map.copyOf(numbers);
    }

    /** The parameters of the statement with these tokens. */
    public static SqlParameters of(Tokens tokens) {
        int highest = 0;
        Map<String, Integer> names = Map.of();
        for (int i = 0; i < tokens.size(); i++) {
            if (!tokens.is(i, TokenKind.VARIABLE)) {
                continue;
            }
            int start = tokens.start(i);
            if (tokens.end(i) == start + 1) {
                highest++;
            } else if (tokens.sql().charAt(start) == '?') {
                highest = Math.max(highest, number(tokens.sql(), start + 1, tokens.end(i)));
            } else {
                if (names.isEmpty()) {
                    names = new HashMap<>();
                }
                if (names.putIfAbsent(tokens.text(i), highest + 1) == null) {
                    highest++;
                }
            }
        }
        return highest == 0 ? NONE : new SqlParameters(highest, names);
    }

    /** The parameter number of each of the tokens that this was made of; 0 for other tokens. */
    public int[] numbers(Tokens tokens) {
        int[] found = new int[tokens.size()];
        int highest = 0;
        for (int i = 0; i < found.length; i++) {
            if (!tokens.is(i, TokenKind.VARIABLE)) {
                continue;
            }
            int start = tokens.start(i);
            if (tokens.end(i) == start + 1) {
                found[i] = highest + 1;
            } else if (tokens.sql().charAt(start) == '?') {
                found[i] = number(tokens.sql(), start + 1, tokens.end(i));
            } else {
                found[i] = indexOf(tokens.text(i));
            }
            highest = Math.max(highest, found[i]);
        }
        return found;
    }

    /** NNN of {@code ?NNN}; 0 for a number that the server will reject. */
    private static int number(String sql, int start, int end) {
        int value = 0;
        for (int i = start; i < end; i++) {
            value = value * 10 + (sql.charAt(i) - '0');
            if (value > MAX) {
                return 0;
            }
        }
        return value;
    }

    /** The name of each parameter with its sign, null for those without one; index 0 is parameter 1. */
    List<@Nullable String> names() {
        List<@Nullable String> list = new ArrayList<>(Collections.nCopies(count, null));
        numbers.forEach((name, number) -> {
            if (number <= count) {
                list.set(number - 1, name);
            }
        });
        return Collections.unmodifiableList(list);
    }

    /** The number of the parameter with this name, or 0. */
    int indexOf(String name) {
        return numbers.getOrDefault(name, 0);
    }
}
