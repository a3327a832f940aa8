package io.github.dqlite4j.sql.rewrite;

import io.github.dqlite4j.sql.lexer.Ascii;
import io.github.dqlite4j.sql.lexer.Tokenizer;
import io.github.dqlite4j.sql.lexer.Tokens;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Gives the columns of a query short names, so that a server can send them. */
public final class WideNames {
    /** With a name of up to seven bytes each: a word with its end. A server sends no rows if the names have 4080 bytes. */
    public static final int MAX_COLUMNS = 509;

    private WideNames() {}

    /**
     * The query with the same parameters, rows, order and types, and with other names.
     *
     * @param query a SELECT or VALUES
     * @param columns how many columns it has; a server refuses the text if it has more or fewer
     * @param hide whether to hide plain columns, see {@link ColumnTypeMask}
     */
    public static String wrap(SqlStatement query, int columns, boolean hide) {
        String name = unused(query.text());
        String inner = IntStream.range(0, columns).mapToObj(i -> "a" + i).collect(Collectors.joining(","));
        String outer =
                hide ? IntStream.range(0, columns).mapToObj(i -> "+a" + i).collect(Collectors.joining(",")) : "*";
        return "WITH " + name + "(" + inner + ") AS (" + query.text() + "\n) SELECT " + outer + " FROM " + name;
    }

    /** A name for a common table expression that nothing in the text has: it would hide a table. */
    static String unused(String sql) {
        Tokens tokens = Tokenizer.tokenize(sql);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.isName(i)) {
                names.add(Ascii.lower(tokens.name(i)));
            }
        }
        String name = "d";
        for (int i = 0; names.contains(name); i++) {
            name = "d" + i;
        }
        return name;
    }
}
