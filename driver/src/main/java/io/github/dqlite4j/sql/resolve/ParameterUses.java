package io.github.dqlite4j.sql.resolve;

import io.github.dqlite4j.sql.lexer.Ascii;
import io.github.dqlite4j.sql.lexer.TokenKind;
import io.github.dqlite4j.sql.lexer.Tokenizer;
import io.github.dqlite4j.sql.lexer.Tokens;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.sql.schema.Schema;
import io.github.dqlite4j.sql.schema.SchemaTable;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.sql.statement.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what the parameters of a statement are used for: a value of an INSERT or SET, one side of a comparison with a
 * plain column, a LIMIT, a CAST. If a parameter is used more than once, the first use that is understood counts. All values
 * of an INSERT are examined, and the first thousand of the other parameters.
 */
public final class ParameterUses {
    private static final String[] CLAUSES = {"SET", "WHERE", "FROM", "ON", "RETURNING", "VALUES", "SELECT", "HAVING"};
    private static final Set<String> COMPARISONS = Set.of("=", "==", "<", ">", "<=", ">=", "<>", "!=");

    private static final int MAX_OTHERS = 1000;

    /** A column has a schema and a table before it, at most. */
    private static final int MAX_QUALIFIERS = 2;

    /** More than the type of a CAST has. */
    private static final int MAX_TYPE_TOKENS = 20;

    private final Tokens tokens;
    private final @Nullable TableName target;
    private final int[] numbers;
    private final List<@Nullable ParameterUse> uses;
    private final Reading reading;
    private @Nullable ColumnResolver resolver;
    /** For each token, whether it is in a SET clause, outside of parentheses; once it was asked for. */
    private boolean @Nullable [] assigned;
    /** The element of a list that was looked at last, and what precedes its list. */
    private int element = -1;

    private int beforeList;

    private ParameterUses(Tokens tokens, SqlStatement statement, Schema schema, int[] numbers, int count) {
        this.reading = new Reading(schema);
        this.tokens = tokens;
        this.target = statement.targetTable();
        this.numbers = numbers;
        this.uses = new ArrayList<>(Collections.nCopies(count, null));
    }

    /** The use of each parameter, index 0 for parameter 1; null if it is not known. */
    public static List<@Nullable ParameterUse> of(SqlStatement statement, Schema schema) {
        if (statement.parameterCount() == 0) {
            return List.of();
        }
        Tokens tokens = Tokenizer.tokenize(statement.text());
        int[] numbers = statement.parameters().numbers(tokens);
        return new ParameterUses(tokens, statement, schema, numbers, statement.parameterCount()).find();
    }

    /** Which tokens count as parameters. */
    interface Choice {
        boolean takes(Tokens tokens, int index);
    }

    /** The use of each token that is chosen, as if it were a parameter, in the order of the text. */
    static List<@Nullable ParameterUse> of(SqlStatement statement, Schema schema, Choice choice) {
        Tokens tokens = Tokenizer.tokenize(statement.text());
        int[] numbers = new int[tokens.size()];
        int count = 0;
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = choice.takes(tokens, i) ? ++count : 0;
        }
        return new ParameterUses(tokens, statement, schema, numbers, count).find();
    }

    private List<@Nullable ParameterUse> find() {
        Reading.untilTooMuch(() -> {
            inserted();
            others();
        });
        return Collections.unmodifiableList(uses);
    }

    private void others() {
        int others = 0;
        for (int i = 0; i < tokens.size() && others < MAX_OTHERS; i++) {
            if (isUnknown(i)) {
                others++;
                learn(i, use(i));
            }
        }
    }

    /** Whether token {@code i} is a parameter whose use is not known yet. */
    private boolean isUnknown(int i) {
        return numbers[i] > 0 && numbers[i] <= uses.size() && uses.get(numbers[i] - 1) == null;
    }

    private void learn(int i, @Nullable ParameterUse use) {
        uses.set(numbers[i] - 1, use);
    }

    /** Reads the rows of {@code INSERT INTO table [AS alias] [(columns)] VALUES …}. */
    private void inserted() {
        int i = 0;
        while (tokens.has(i) && !tokens.isAny(i, "INTO", "SELECT", "UPDATE", "DELETE")) {
            i = tokens.is(i, '(') ? tokens.afterParenthesis(i) : i + 1;
        }
        SchemaTable table = target == null || !tokens.is(i, "INTO") ? null : reading.table(target);
        if (table == null) {
            return;
        }
        i += tokens.is(i + 2, '.') ? 4 : 2;
        i += tokens.is(i, "AS") ? 2 : 0;
        List<@Nullable ColumnOrigin> columns = new ArrayList<>(table.columns());
        if (tokens.is(i, '(')) {
            columns.clear();
            int end = tokens.afterParenthesis(i) - 1;
            for (int name = i + 1; name < end; name += 2) {
                reading.spend(table.columns().size());
                columns.add(column(table, tokens.name(name)));
            }
            i = end + 1;
        }
        if (tokens.is(i, "VALUES")) {
            for (i++; tokens.is(i, '('); i = tokens.is(i, ',') ? i + 1 : tokens.size()) {
                int end = tokens.afterParenthesis(i);
                row(i + 1, end - 1, columns);
                i = end;
            }
        }
    }

    private static @Nullable ColumnOrigin column(SchemaTable table, String name) {
        for (ColumnOrigin column : table.columns()) {
            if (Ascii.equalsIgnoreCase(column.column(), name)) {
                return column;
            }
        }
        return null;
    }

    private void row(int from, int to, List<@Nullable ColumnOrigin> columns) {
        int column = 0;
        for (int i = from; i < to; i = tokens.is(i, '(') ? tokens.afterParenthesis(i) : i + 1) {
            if (tokens.is(i, ',')) {
                column++;
            }
            int first = sign(i);
            boolean alone = (first == from || tokens.is(first - 1, ',')) && (i + 1 == to || tokens.is(i + 1, ','));
            ColumnOrigin origin = column < columns.size() ? columns.get(column) : null;
            if (alone && origin != null && isUnknown(i)) {
                learn(i, stored(origin));
            }
        }
    }

    /** A rowid may be NULL, since the database then assigns one. */
    private static ParameterUse stored(ColumnOrigin origin) {
        return new ParameterUse(origin.declaredType(), true, origin.rowId() || !origin.notNull());
    }

    /** The sign before token {@code i} if it is a number with one, else the token itself. */
    private int sign(int i) {
        return tokens.is(i, TokenKind.NUMBER) && (tokens.is(i - 1, '-') || tokens.is(i - 1, '+')) ? i - 1 : i;
    }

    private @Nullable ParameterUse use(int i) {
        if (tokens.isAny(i - 1, "LIMIT", "OFFSET") || tokens.is(i - 1, ',') && tokens.is(i - 3, "LIMIT")) {
            return ParameterUse.COUNT;
        }
        int first = sign(i);
        if (tokens.is(first - 1, '(') && tokens.is(first - 2, "CAST") && tokens.is(i + 1, "AS")) {
            int end = tokens.afterParenthesis(first - 1) - 1;
            return end > i + 2 && end <= i + 2 + MAX_TYPE_TOKENS
                    ? new ParameterUse(tokens.sql().substring(tokens.start(i + 2), tokens.end(end - 1)), true, true)
                    : null;
        }
        boolean ends = !tokens.is(i + 1, TokenKind.PUNCTUATION) || tokens.is(i + 1, ')') || tokens.is(i + 1, ',');
        if (ends && tokens.isAny(i - 1, "LIKE", "GLOB", "REGEXP", "MATCH")) {
            return ParameterUse.TEXT;
        }
        int operator = ends ? operatorBefore(first) : -1;
        if (operator >= 0) {
            return left(operator, i);
        }
        return right(i);
    }

    /** The index of the operator whose right side is the parameter, or -1. */
    private int operatorBefore(int i) {
        int first = i;
        while (tokens.is(first - 1, '=')
                || tokens.is(first - 1, '<')
                || tokens.is(first - 1, '>')
                || tokens.is(first - 1, '!')) {
            first--;
        }
        if (first < i) {
            return COMPARISONS.contains(operator(first, i)) ? first : -1;
        }
        if (tokens.is(i - 1, "IS") || tokens.is(i - 1, "BETWEEN")) {
            return notBefore(i - 1);
        } else if (tokens.is(i - 1, "NOT") && tokens.is(i - 2, "IS")) {
            return i - 2;
        } else if (tokens.is(i - 1, "AND") && tokens.is(i - 3, "BETWEEN")) {
            return notBefore(i - 3);
        }
        int open = i - 1;
        while (tokens.is(open, ',') && tokens.has(open - 1) && !tokens.is(open - 1, ')')) {
            open = open - 1 == element ? beforeList : open - 2;
        }
        element = i;
        beforeList = open;
        return tokens.is(open, '(') && tokens.is(open - 1, "IN") ? notBefore(open - 1) : -1;
    }

    private int notBefore(int i) {
        return tokens.is(i - 1, "NOT") ? i - 1 : i;
    }

    private String operator(int from, int to) {
        return tokens.sql().substring(tokens.start(from), tokens.end(to - 1));
    }

    /** The use of a parameter whose column is before the operator. */
    private @Nullable ParameterUse left(int operator, int parameter) {
        int first = operator - 1;
        while (operator - first <= 2 * MAX_QUALIFIERS && tokens.is(first - 1, '.') && isName(first - 2)) {
            first -= 2;
        }
        boolean begins =
                !tokens.is(first - 1, TokenKind.PUNCTUATION) || tokens.is(first - 1, '(') || tokens.is(first - 1, ',');
        if (!isName(operator - 1) || !begins) {
            return null;
        }
        ColumnOrigin origin = resolver().resolve(parameter, first, operator);
        if (origin == null) {
            return null;
        }
        return isAssignment(first) ? stored(origin) : new ParameterUse(origin.declaredType(), false, true);
    }

    /** The use of a parameter that is followed by an operator and a column. */
    private @Nullable ParameterUse right(int i) {
        int first = i + 1;
        while (tokens.is(first, '=') || tokens.is(first, '<') || tokens.is(first, '>') || tokens.is(first, '!')) {
            first++;
        }
        if (first == i + 1 || !COMPARISONS.contains(operator(i + 1, first)) || !isName(first)) {
            return null;
        }
        int end = first + 1;
        while (end - first <= 2 * MAX_QUALIFIERS && tokens.is(end, '.') && isName(end + 1)) {
            end += 2;
        }
        boolean ends = !tokens.is(end, TokenKind.PUNCTUATION) || tokens.is(end, ')') || tokens.is(end, ',');
        boolean begins = !tokens.is(i - 1, TokenKind.PUNCTUATION) || tokens.is(i - 1, '(') || tokens.is(i - 1, ',');
        ColumnOrigin origin = begins && ends ? resolver().resolve(i, first, end) : null;
        return origin == null ? null : new ParameterUse(origin.declaredType(), false, true);
    }

    private boolean isName(int i) {
        return tokens.is(i, TokenKind.WORD) || tokens.is(i, TokenKind.QUOTED);
    }

    /** Whether the column at {@code first} is in a SET clause, so that the {@code =} after it assigns a value. */
    private boolean isAssignment(int first) {
        if (!tokens.is(first - 1, "SET") && !tokens.is(first - 1, ',')) {
            return false;
        }
        boolean[] known = assigned;
        if (known == null) {
            known = assigned();
            assigned = known;
        }
        return known[first];
    }

    private boolean[] assigned() {
        boolean[] found = new boolean[tokens.size()];
        boolean set = false;
        for (int i = 0; i < found.length; ) {
            int next = tokens.is(i, '(') ? tokens.afterParenthesis(i) : i + 1;
            Arrays.fill(found, i, next, set);
            if (tokens.isAny(i, CLAUSES)) {
                set = tokens.is(i, "SET");
            }
            i = next;
        }
        return found;
    }

    private ColumnResolver resolver() {
        ColumnResolver known = resolver;
        if (known == null) {
            known = new ColumnResolver(tokens, target, reading);
            resolver = known;
        }
        return known;
    }
}
