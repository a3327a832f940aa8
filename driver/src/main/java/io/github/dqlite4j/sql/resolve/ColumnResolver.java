package io.github.dqlite4j.sql.resolve;

import io.github.dqlite4j.sql.lexer.Tokens;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.sql.statement.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the column that a name refers to at a place in a statement. Each query of the statement is read once. */
final class ColumnResolver {
    /** The limit for nested queries; SQLite's own limit for the depth of an expression is 1000. */
    private static final int MAX_DEPTH = 50;

    private static final int NONE = -1;

    private final Tokens tokens;
    private final @Nullable TableName target;
    private final Reading reading;
    /** For each token, the parenthesis around the innermost query that contains it, or {@link #NONE}. */
    private final int[] queries;
    /** For each token, the SELECT of that query that it belongs to, or {@link #NONE}. */
    private final int[] selects;

    private final Map<Integer, Query> read = new HashMap<>();
    private final Map<Integer, SelectScope> scopes = new HashMap<>();

    /**
     * A query in parentheses, or the statement.
     *
     * @param offset the index of its first token in the statement
     * @param around what names may refer to that its own sources do not have
     */
    private record Query(
            SelectReader reader,
            Tokens tokens,
            int offset,
            @Nullable SelectScope around) {}

    /** @param target the table that the statement writes to, or null */
    ColumnResolver(Tokens tokens, @Nullable TableName target, Reading reading) {
        this.tokens = tokens;
        this.target = target;
        this.reading = reading;
        this.queries = new int[tokens.size()];
        this.selects = new int[tokens.size()];
        findQueries();
    }

    private void findQueries() {
        // For each open parenthesis: its index, the query and the SELECT around it.
        List<int[]> open = new ArrayList<>();
        int query = NONE;
        int select = NONE;
        for (int i = 0; i < tokens.size(); i++) {
            boolean direct = open.isEmpty() || open.get(open.size() - 1)[0] == query;
            if (tokens.is(i, ')') && !open.isEmpty()) {
                int[] before = open.remove(open.size() - 1);
                query = before[1];
                select = before[2];
            } else if (tokens.is(i, "SELECT") && direct) {
                select = i;
            } else if (tokens.is(i, "CONFLICT") && direct) {
                select = NONE;
            }
            queries[i] = query;
            selects[i] = select;
            if (tokens.is(i, '(')) {
                open.add(new int[] {i, query, select});
                if (SelectReader.isQuery(tokens, i + 1)) {
                    query = i;
                    select = NONE;
                }
            }
        }
    }

    /**
     * The column of that name, or null.
     *
     * @param place the index of a token of the expression that contains the name
     * @param from the index of the first token of the name, with its qualifiers
     * @param to the index after its last token
     */
    @Nullable
    ColumnOrigin resolve(int place, int from, int to) {
        int depth = 0;
        for (int query = queries[place]; query != NONE; query = queries[query]) {
            if (++depth == MAX_DEPTH) {
                return null;
            }
        }
        SelectScope scope = scope(place);
        if (scope == null) {
            return null;
        }
        reading.spend(scope.size());
        SelectColumn column = scope.find(to - from >= 3 ? tokens.name(to - 3) : null, tokens.name(to - 1));
        return column == null ? null : column.origin();
    }

    /** What a name at that place may refer to. */
    private @Nullable SelectScope scope(int place) {
        Query query = query(queries[place]);
        int select = selects[place];
        if (select == NONE) {
            return query.around();
        }
        SelectScope known = scopes.get(select);
        if (known == null) {
            known = member(query.reader(), query.tokens(), select - query.offset(), query.around());
            scopes.put(select, known);
        }
        return known;
    }

    /** @param open the parenthesis around it; {@link #NONE} for the statement */
    private Query query(int open) {
        Query known = read.get(open);
        if (known == null) {
            known = open == NONE ? statement() : inParenthesis(open);
            read.put(open, known);
            known.reader().verb();
        }
        return known;
    }

    private Query statement() {
        SelectReader reader = new SelectReader(tokens, reading);
        return new Query(reader, tokens, 0, outermost(reader));
    }

    private Query inParenthesis(int open) {
        Query outer = query(queries[open]);
        SelectScope around = scope(open);
        int from = open + 1;
        int end = tokens.afterParenthesis(open) - 1;
        SelectReader reader = outer.reader().inner(from - outer.offset(), end - outer.offset(), around);
        return new Query(reader, tokens.range(from, end), from, around);
    }

    /** The scope outside of every query: the target table of an UPDATE, DELETE or upsert. */
    private @Nullable SelectScope outermost(SelectReader reader) {
        if (target == null) {
            return null;
        }
        String alias = target.name();
        for (int i = 0; tokens.has(i) && !tokens.isAny(i, "SET", "WHERE", "VALUES", "SELECT"); ) {
            if (tokens.is(i, "AS") && tokens.isName(i + 1) && !tokens.is(i + 1, "MATERIALIZED")) {
                alias = tokens.name(i + 1);
            }
            i = tokens.is(i, '(') ? tokens.afterParenthesis(i) : i + 1;
        }
        return SelectScope.of(List.of(reader.table(target, alias)), null);
    }

    /** The scope of the SELECT at {@code select}. */
    private static SelectScope member(SelectReader reader, Tokens tokens, int select, @Nullable SelectScope around) {
        for (int i = select + 1; tokens.has(i); i = tokens.is(i, '(') ? tokens.afterParenthesis(i) : i + 1) {
            if (tokens.is(i, "FROM") && !tokens.is(i - 1, "DISTINCT")) {
                List<SelectSource> sources = new FromReader(reader, tokens, around).read(i + 1);
                return SelectScope.of(sources == null ? List.of() : sources, around);
            }
            if (tokens.isAny(i, "UNION", "INTERSECT", "EXCEPT")) {
                break;
            }
        }
        return SelectScope.of(List.of(), around);
    }
}
