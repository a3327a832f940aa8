package io.github.dqlite4j.sql.resolve;

import io.github.dqlite4j.sql.lexer.TokenKind;
import io.github.dqlite4j.sql.lexer.Tokenizer;
import io.github.dqlite4j.sql.lexer.Tokens;
import io.github.dqlite4j.sql.schema.SchemaTable;
import io.github.dqlite4j.sql.statement.ResultItems;
import io.github.dqlite4j.sql.statement.ReturningClause;
import io.github.dqlite4j.sql.statement.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the columns of a SELECT. The methods return null for what they do not understand. Since a FROM clause may contain a
 * SELECT, this class and {@link FromReader} call each other.
 */
final class SelectReader {
    /** The limit for nested subqueries and views; SQLite's own limit for the depth of an expression is 1000. */
    private static final int MAX_DEPTH = 50;

    private final Tokens tokens;
    private final Reading reading;
    private final boolean inView;
    private final int depth;
    private final @Nullable SelectScope outer;
    private @Nullable CommonTableExpression common;

    SelectReader(Tokens tokens, Reading reading) {
        this(tokens, reading, false, 0, null, null);
    }

    private SelectReader(
            Tokens tokens,
            Reading reading,
            boolean inView,
            int depth,
            @Nullable SelectScope outer,
            @Nullable CommonTableExpression common) {
        this.tokens = tokens;
        this.reading = reading;
        this.inView = inView;
        this.depth = depth;
        this.outer = outer;
        this.common = common;
    }

    /** A reader of a part of these tokens. */
    SelectReader inner(int from, int to, @Nullable SelectScope around) {
        return new SelectReader(tokens.range(from, to), reading, inView, depth + 1, around, common);
    }

    Reading reading() {
        return reading;
    }

    boolean isTooDeep() {
        return depth > MAX_DEPTH;
    }

    boolean isQuery(int i) {
        return isQuery(tokens, i);
    }

    /** Whether a query begins at that token. */
    static boolean isQuery(Tokens tokens, int i) {
        return tokens.isAny(i, "SELECT", "WITH", "VALUES");
    }

    /** The columns of the query. */
    @Nullable
    List<SelectColumn> read() {
        if (isTooDeep()) {
            return null;
        }
        int verb = verb();
        List<SelectColumn> columns = member(verb);
        for (int i = verb + 1; columns != null && tokens.has(i); i = next(i)) {
            if (tokens.isAny(i, "UNION", "INTERSECT", "EXCEPT")) {
                List<SelectColumn> more = member(tokens.is(i + 1, "ALL") ? i + 2 : i + 1);
                columns = compound(columns, more);
            }
        }
        return columns;
    }

    /** Reads the common table expressions, if there are any, and returns the index of the verb after them. */
    int verb() {
        return tokens.is(0, "WITH") ? commonTables() : 0;
    }

    private int next(int i) {
        return tokens.is(i, '(') ? tokens.afterParenthesis(i) : i + 1;
    }

    /** The columns of one SELECT or VALUES, which may be a member of a compound query. */
    private @Nullable List<SelectColumn> member(int verb) {
        if (tokens.is(verb, "VALUES")) {
            return values(verb + 1);
        }
        if (!tokens.is(verb, "SELECT")) {
            return null;
        }
        int items = tokens.isAny(verb + 1, "DISTINCT", "ALL") ? verb + 2 : verb + 1;
        int end = ResultItems.end(tokens, items);
        List<SelectSource> sources = List.of();
        if (tokens.is(end, "FROM")) {
            List<SelectSource> found = new FromReader(this, tokens, outer).read(end + 1);
            if (found == null) {
                return null;
            }
            sources = found;
        }
        return items(items, end, SelectScope.of(sources, outer));
    }

    /** The labels are those of the first member; a column keeps its origin if both members have the same type. */
    private @Nullable List<SelectColumn> compound(List<SelectColumn> first, @Nullable List<SelectColumn> second) {
        if (second == null) {
            reading.spend(first.size());
            return first.stream().map(SelectColumn::withoutOrigin).toList();
        }
        if (first.size() != second.size()) {
            return null;
        }
        List<SelectColumn> both = new ArrayList<>();
        reading.spend(first.size());
        for (int i = 0; i < first.size(); i++) {
            SelectColumn column = first.get(i);
            both.add(column.hasTypeOf(second.get(i)) ? column : column.withoutOrigin());
        }
        return both;
    }

    /** The columns of the statement's RETURNING clause. */
    @Nullable
    List<SelectColumn> readReturning(TableName target) {
        int at = ReturningClause.find(tokens);
        SelectSource source = table(target, target.name());
        return items(at + 1, tokens.size(), SelectScope.of(List.of(source), null));
    }

    /** Reads the common table expressions and returns the index of the verb. */
    private int commonTables() {
        int i = tokens.is(1, "RECURSIVE") ? 2 : 1;
        // A common table expression may also refer to the ones after it.
        for (int at = i; tokens.has(at) && !isQuery(at); at = next(at)) {
            if (tokens.isName(at) && (at == i || tokens.is(at - 1, ','))) {
                common = CommonTableExpression.of(tokens.name(at), null, common);
            }
        }
        while (tokens.isName(i)) {
            String name = tokens.name(i++);
            List<String> labels = null;
            if (tokens.is(i, '(')) {
                labels = names(i);
                i = tokens.afterParenthesis(i);
            }
            while (tokens.isAny(i, "AS", "NOT", "MATERIALIZED")) {
                i++;
            }
            if (!tokens.is(i, '(')) {
                return tokens.size();
            }
            int end = tokens.afterParenthesis(i);
            CommonTableExpression before = common;
            common = CommonTableExpression.of(name, null, before);
            List<SelectColumn> columns = inner(i + 1, end - 1, outer).read();
            common = CommonTableExpression.of(name, labelled(columns, labels), before);
            if (!tokens.is(end, ',')) {
                return end;
            }
            i = end + 1;
        }
        return tokens.size();
    }

    /** The names in the parenthesis at {@code open}. */
    List<String> names(int open) {
        List<String> names = new ArrayList<>();
        int end = tokens.afterParenthesis(open) - 1;
        for (int i = open + 1; i < end; i++) {
            if (tokens.isName(i)) {
                names.add(tokens.name(i));
            }
        }
        return names;
    }

    /** The columns that a common table expression or a view offers. */
    private @Nullable List<SelectColumn> labelled(@Nullable List<SelectColumn> columns, @Nullable List<String> labels) {
        if (columns == null) {
            return null;
        }
        reading.spend(columns.size());
        if (labels == null) {
            return SelectColumn.ofSubquery(columns);
        }
        if (columns.size() != labels.size()) {
            return null;
        }
        List<SelectColumn> renamed = new ArrayList<>();
        for (int i = 0; i < labels.size(); i++) {
            renamed.add(columns.get(i).as(labels.get(i)));
        }
        return SelectColumn.ofSubquery(renamed);
    }

    private @Nullable List<SelectColumn> values(int open) {
        if (!tokens.is(open, '(')) {
            return null;
        }
        List<SelectColumn> columns = new ArrayList<>();
        int end = tokens.afterParenthesis(open) - 1;
        int i = open + 1;
        while (i < end) {
            if (columns.size() == Reading.MAX_COLUMNS) {
                return null;
            }
            columns.add(SelectColumn.EXPRESSION.as("column" + (columns.size() + 1)));
            i = ResultItems.afterItem(tokens, i, end) + 1;
        }
        return columns;
    }

    private @Nullable List<SelectColumn> items(int from, int to, SelectScope scope) {
        List<SelectColumn> columns = new ArrayList<>();
        for (int i = from; i < to; ) {
            int end = ResultItems.afterItem(tokens, i, to);
            boolean qualified = end == i + 3 && tokens.is(i + 1, '.') && tokens.is(i + 2, '*');
            if (qualified || end == i + 1 && tokens.is(i, '*')) {
                reading.spend(scope.size());
                List<SelectColumn> star = scope.star(qualified ? tokens.name(i) : null);
                if (star == null) {
                    return null;
                }
                columns.addAll(star);
            } else {
                columns.add(item(i, end, scope));
            }
            if (columns.size() > Reading.MAX_COLUMNS) {
                return null;
            }
            i = end + 1;
        }
        return columns;
    }

    private SelectColumn item(int from, int to, SelectScope scope) {
        ResultItems.Item item = ResultItems.item(tokens, from, to);
        SelectColumn column = expression(from, item.end(), scope);
        if (item.alias() != null) {
            return column.as(item.alias()).certainIf(item.certain());
        }
        if (column.label() != null || from >= item.end()) {
            return column;
        }
        return column.as(ResultItems.text(tokens, item)).certainIf(item.certain() && keepsText(from, item.end()));
    }

    /** In a subquery some expressions are named after a part of them. */
    private boolean keepsText(int from, int to) {
        for (int i = from; depth > 0 && i < to; i++) {
            if (tokens.isAny(i, "COLLATE", "LIKELY", "UNLIKELY", "LIKELIHOOD")) {
                return false;
            }
        }
        return true;
    }

    private SelectColumn expression(int first, int last, SelectScope scope) {
        int from = first;
        int to = last;
        while (from < to && plainEnd(from, to) == to) {
            if (!tokens.is(from, '(')) {
                String table = to - from >= 3 ? tokens.name(to - 3) : null;
                return named(table, tokens.name(to - 1), tokens.is(from, TokenKind.WORD), last == first + 1, scope);
            }
            if (isQuery(from + 1)) {
                List<SelectColumn> columns = inner(from + 1, to - 1, scope).read();
                return columns == null || columns.isEmpty()
                        ? SelectColumn.EXPRESSION
                        : columns.get(0).optional().as(null);
            }
            from++;
            to--;
        }
        return SelectColumn.EXPRESSION;
    }

    /**
     * A name that is an expression.
     *
     * @param word whether it has no quotes: in double quotes, what is no column is a text
     * @param alone whether nothing is around it, so that its text is the name
     */
    private SelectColumn named(@Nullable String table, String name, boolean word, boolean alone, SelectScope scope) {
        reading.spend(scope.size());
        SelectColumn found = scope.find(table, name);
        boolean known = scope.isKnown(table);
        if (found == null) {
            return SelectColumn.EXPRESSION.as(name).certainIf(known && word && alone);
        }
        boolean merged = table == null && scope.isMerged(name);
        return found.certainIf(known && (!merged || word && alone && name.equals(found.label())));
    }

    /** The index after the column, qualified column or parenthesis that begins at {@code from}; {@code from} if none begins there. */
    private int plainEnd(int from, int to) {
        if (tokens.is(from, '(')) {
            return Math.min(tokens.afterParenthesis(from), to);
        }
        if (!tokens.isName(from) || tokens.is(from, TokenKind.STRING)) {
            return from;
        }
        int end = from + 1;
        while (end - from < 5 && tokens.is(end, '.') && tokens.isName(end + 1)) {
            end += 2;
        }
        return Math.min(end, to);
    }

    /** The table, view or common table expression of that name. */
    SelectSource table(TableName name, String alias) {
        reading.spend(CommonTableExpression.count(common) + 1);
        CommonTableExpression known = name.schema() == null ? CommonTableExpression.find(common, name.name()) : null;
        if (known != null) {
            return source(alias, known.columns(), false);
        }
        SchemaTable table = inView ? reading.tableOfView(name) : reading.table(name);
        if (table == null) {
            return source(alias, null, false);
        }
        String view = table.view();
        List<SelectColumn> columns = view == null
                ? table.columns().stream()
                        .map(column -> new SelectColumn(column.column(), column, true))
                        .toList()
                : reading.view(view, this::view);
        return source(alias, columns, view == null);
    }

    private SelectSource source(String alias, @Nullable List<SelectColumn> columns, boolean table) {
        SelectSource source = new SelectSource(alias, columns, Set.of(), table);
        reading.spend(source.size());
        return source;
    }

    /** {@code CREATE [TEMP] VIEW [IF NOT EXISTS] [schema.]name [(names)] AS query}. */
    private @Nullable List<SelectColumn> view(String sql) {
        Tokens text = Tokenizer.tokenize(sql);
        SelectReader reader = new SelectReader(text, reading, true, depth + 1, null, null);
        List<String> labels = null;
        int i = 0;
        while (text.has(i) && !(text.is(i, "AS") && reader.isQuery(i + 1))) {
            if (text.is(i, '(')) {
                labels = reader.names(i);
                i = text.afterParenthesis(i);
            } else {
                i++;
            }
        }
        return labelled(
                reader.inner(Math.min(i + 1, text.size()), text.size(), null).read(), labels);
    }
}
