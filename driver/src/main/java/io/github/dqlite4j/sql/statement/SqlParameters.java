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
 * The parameters of one statement, numbered as SQLite numbers them: {@code ?} takes the next number after the highest so
 * far, {@code ?NNN} takes NNN, and a name takes the next number where it is first seen and the same one afterwards.
 *
 * @see <a href="https://sqlite.org/lang_expr.html#varparam">SQLite: parameters</a>
 */
public final class SqlParameters {
    /** The highest number of a parameter that any build of SQLite in use accepts: Debian's; the default is 32766. */
    static final int MAX = 250_000;

    static final SqlParameters NONE = new SqlParameters(0, Map.of());

    private final int count;
    /** Name with its sign → number. */
    private final Map<String, Integer> names;

    private SqlParameters(int count, Map<String, Integer> names) {
        this.count = count;
        this.names = names;
    }

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

    /** NNN of {@code ?NNN}; 0 for a number that the server will refuse. */
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

    public int count() {
        return count;
    }

    /** The name of each parameter with its sign, null for those without one; index 0 is parameter 1. */
    public List<@Nullable String> names() {
        List<@Nullable String> list = new ArrayList<>(Collections.nCopies(count, null));
        names.forEach((name, number) -> {
            if (number <= count) {
                list.set(number - 1, name);
            }
        });
        return Collections.unmodifiableList(list);
    }

    public int indexOf(String name) {
        return names.getOrDefault(name, 0);
    }
}
