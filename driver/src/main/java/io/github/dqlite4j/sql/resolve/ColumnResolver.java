package io.github.dqlite4j.sql.resolve;

import io.github.dqlite4j.sql.lexer.Tokens;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.sql.schema.Schema;
import io.github.dqlite4j.sql.statement.TableName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the column that a name refers to at a place in a statement. */
final class ColumnResolver {
    /** The limit for nested queries; SQLite's own limit for the depth of an expression is 1000. */
    private static final int MAX_DEPTH = 50;

    private final Tokens tokens;
    private final @Nullable TableName target;
    private final Schema schema;

    /** @param target the table that the statement writes to, or null */
    ColumnResolver(Tokens tokens, @Nullable TableName target, Schema schema) {
        this.tokens = tokens;
        this.target = target;
        this.schema = schema;
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
        SelectReader reader = new SelectReader(tokens, schema, 0);
        SelectScope scope = innermost(reader, tokens, place, outermost(reader));
        SelectColumn column =
                scope == null ? null : scope.find(to - from >= 3 ? tokens.name(to - 3) : null, tokens.name(to - 1));
        return column == null ? null : column.origin();
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
        return new SelectScope(List.of(reader.table(target, alias)), null);
    }

    /** The scope of the innermost SELECT that contains the place. */
    private static @Nullable SelectScope innermost(
            SelectReader first, Tokens all, int placeInAll, @Nullable SelectScope outermost) {
        SelectReader reader = first;
        Tokens tokens = all;
        int place = placeInAll;
        SelectScope scope = outermost;
        for (int depth = 0; depth < MAX_DEPTH; depth++) {
            int select = -1;
            for (int i = reader.verb(); i <= place; i = tokens.is(i, '(') ? tokens.afterParenthesis(i) : i + 1) {
                select = tokens.is(i, "SELECT") ? i : tokens.is(i, "CONFLICT") ? -1 : select;
            }
            if (select >= 0) {
                scope = member(reader, tokens, select, scope);
            }
            int open = parenthesisAround(tokens, 0, place);
            while (open >= 0 && !reader.isQuery(open + 1)) {
                open = parenthesisAround(tokens, open + 1, place);
            }
            if (open < 0) {
                return scope;
            }
            int end = tokens.afterParenthesis(open) - 1;
            reader = reader.inner(open + 1, end, scope);
            tokens = tokens.range(open + 1, end);
            place -= open + 1;
        }
        return null;
    }

    /** The first parenthesis at or after {@code from} that contains the place, or -1. */
    private static int parenthesisAround(Tokens tokens, int from, int place) {
        for (int i = from; i < place; i++) {
            if (tokens.is(i, '(')) {
                int end = tokens.afterParenthesis(i);
                if (end > place) {
                    return i;
                }
                i = end - 1;
            }
        }
        return -1;
    }

    /** The scope of the SELECT at {@code select}. */
    private static SelectScope member(SelectReader reader, Tokens tokens, int select, @Nullable SelectScope around) {
        for (int i = select + 1; tokens.has(i); i = tokens.is(i, '(') ? tokens.afterParenthesis(i) : i + 1) {
            if (tokens.is(i, "FROM") && !tokens.is(i - 1, "DISTINCT")) {
                List<SelectSource> sources = new FromReader(reader, tokens, around).read(i + 1);
                return new SelectScope(sources == null ? List.of() : sources, around);
            }
            if (tokens.isAny(i, "UNION", "INTERSECT", "EXCEPT")) {
                break;
            }
        }
        return new SelectScope(List.of(), around);
    }
}
