package io.github.dqlite4j.spring.boot.liquibase;

import io.github.dqlite4j.report.PrintableText;
import io.github.dqlite4j.sql.lexer.SqlIdentifiers;
import io.github.dqlite4j.sql.lexer.Tokenizer;
import io.github.dqlite4j.sql.lexer.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The text of a CREATE TABLE statement. Its changes do not affect the rest of the text, so that parts that Liquibase does not know are
 * kept, such as CHECK, COLLATE and STRICT. Immutable.
 */
final class TableDefinition {
    private final Tokens tokens;

    /** The tokens of each column and each constraint of the table. */
    private final List<Tokens> parts = new ArrayList<>();

    /** Where their list ends. */
    private final int close;

    TableDefinition(String sql) {
        tokens = Tokenizer.tokenize(sql);
        int open = 0;
        while (tokens.has(open) && !tokens.is(open, '(')) {
            open++;
        }
        int after = tokens.afterParenthesis(open);
        if (!tokens.is(after - 1, ')')) {
            throw new IllegalArgumentException("This is not a table with a list of columns: " + printable());
        }
        int from = open + 1;
        for (int i = from; i < after; ) {
            if (tokens.is(i, ',') || i == after - 1) {
                parts.add(tokens.range(from, i));
                from = i + 1;
            }
            i = tokens.is(i, '(') ? tokens.afterParenthesis(i) : i + 1;
        }
        close = tokens.start(after - 1);
    }

    String sql() {
        return tokens.sql();
    }

    /** Its text for a message. */
    String printable() {
        return PrintableText.of(sql());
    }

    /** With one more constraint of the table, such as {@code UNIQUE (a, b)}. */
    TableDefinition withConstraint(String constraint) {
        // A comment may end in the line before.
        return replaced(close, close, "\n, " + constraint);
    }

    /** Without the constraint of this name, of the table or of a column. */
    TableDefinition withoutConstraint(String name) {
        return withoutFirst("constraint " + name, constraint -> isNamed(constraint, name));
    }

    boolean hasConstraint(String name) {
        return first(constraint -> isNamed(constraint, name)).isPresent();
    }

    private static boolean isNamed(Tokens constraint, String name) {
        return constraint.is(0, "CONSTRAINT")
                && constraint.isName(1)
                && constraint.name(1).equalsIgnoreCase(name);
    }

    /** Without its primary key. */
    TableDefinition withoutPrimaryKey() {
        return withoutFirst(
                "primary key", constraint -> ColumnConstraints.kind(constraint).equals("PRIMARY"));
    }

    boolean hasPrimaryKey() {
        return first(constraint -> ColumnConstraints.kind(constraint).equals("PRIMARY"))
                .isPresent();
    }

    /** With NOT NULL for a column. */
    TableDefinition withNotNull(String column) {
        return constraint(column, "NOT").isPresent() ? this : withColumnConstraint(column, "NOT NULL");
    }

    /** Without NOT NULL for a column. */
    TableDefinition withoutNotNull(String column) {
        return constraint(column, "NOT").map(this::without).orElse(this);
    }

    /** With this default for a column. */
    TableDefinition withDefault(String column, String value) {
        return withoutDefault(column).withColumnConstraint(column, "DEFAULT " + value);
    }

    /** Without the default of a column. */
    TableDefinition withoutDefault(String column) {
        return constraint(column, "DEFAULT").map(this::without).orElse(this);
    }

    /** With another type of a column. */
    TableDefinition withType(String column, String type) {
        Tokens part = column(column);
        int end = ColumnConstraints.first(part);
        return end == 1
                ? replaced(part.end(0), part.end(0), " " + type)
                : replaced(part.start(1), part.end(end - 1), type);
    }

    /** With a constraint at the end of a column. */
    TableDefinition withColumnConstraint(String column, String constraint) {
        Tokens part = column(column);
        int end = part.end(part.size() - 1);
        return replaced(end, end, " " + constraint);
    }

    private Tokens column(String name) {
        return parts.stream()
                .filter(part ->
                        !isConstraint(part) && part.isName(0) && part.name(0).equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no column " + SqlIdentifiers.quote(name) + " in " + printable()));
    }

    private Optional<Tokens> constraint(String column, String kind) {
        return ColumnConstraints.of(column(column)).stream()
                .filter(constraint -> ColumnConstraints.kind(constraint).equals(kind))
                .findFirst();
    }

    private static boolean isConstraint(Tokens part) {
        return part.isAny(0, "CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN");
    }

    private Optional<Tokens> first(Predicate<Tokens> wanted) {
        return parts.stream()
                .flatMap(part -> (isConstraint(part) ? List.of(part) : ColumnConstraints.of(part)).stream())
                .filter(wanted)
                .findFirst();
    }

    private TableDefinition withoutFirst(String what, Predicate<Tokens> wanted) {
        return without(first(wanted)
                .orElseThrow(() -> new IllegalArgumentException("There is no " + what + " in " + printable())));
    }

    private TableDefinition without(Tokens gone) {
        int from = gone.start(0);
        int to = gone.end(gone.size() - 1);
        if (parts.contains(gone)) {
            requireOne(gone);
            // The comma before it is removed too. A constraint of the table is never the first part.
            Tokens before = parts.get(parts.indexOf(gone) - 1);
            from = before.end(before.size() - 1);
        }
        return replaced(from, to, "");
    }

    /** SQLite needs no comma between two constraints of a table. */
    private void requireOne(Tokens part) {
        int named = part.is(0, "CONSTRAINT") ? 2 : 0;
        for (int i = named + 1; i < part.size(); i = part.is(i, '(') ? part.afterParenthesis(i) : i + 1) {
            if (isConstraint(part.range(i, part.size()))) {
                throw new IllegalArgumentException(
                        "There is a comma missing between two constraints in " + printable());
            }
        }
    }

    private TableDefinition replaced(int from, int to, String text) {
        return new TableDefinition(sql().substring(0, from) + text + sql().substring(to));
    }
}
