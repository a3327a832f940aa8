package io.github.dqlite4j.sql.resolve;

import io.github.dqlite4j.sql.lexer.Ascii;
import io.github.dqlite4j.sql.lexer.Tokens;
import io.github.dqlite4j.sql.statement.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the FROM clause of one SELECT. */
final class FromReader {
    private static final String[] AFTER_FROM = {
        "WHERE", "GROUP", "HAVING", "WINDOW", "ORDER", "LIMIT", "UNION", "INTERSECT", "EXCEPT"
    };
    private static final String[] JOIN = {"NATURAL", "LEFT", "RIGHT", "FULL", "INNER", "CROSS", "OUTER", "JOIN"};

    private final SelectReader reader;
    private final Tokens tokens;
    private final @Nullable SelectScope outer;
    private final List<SelectSource> sources = new ArrayList<>();
    private int at;

    FromReader(SelectReader reader, Tokens tokens, @Nullable SelectScope outer) {
        this.reader = reader;
        this.tokens = tokens;
        this.outer = outer;
    }

    /** The sources of the clause whose first token, after FROM, is at {@code from}; null if the clause is not understood. */
    @Nullable
    List<SelectSource> read(int from) {
        at = from;
        boolean natural = false;
        boolean left = false;
        boolean right = false;
        while (tokens.has(at) && !tokens.isAny(at, AFTER_FROM)) {
            int first = sources.size();
            if (!source()) {
                return null;
            }
            if (natural) {
                merge(first, null);
            }
            constraint(first);
            for (int i = right ? 0 : first; i < (left ? sources.size() : first); i++) {
                reader.reading().spend(sources.get(i).size());
                sources.set(i, sources.get(i).optional());
            }
            natural = false;
            left = false;
            right = false;
            if (tokens.is(at, ',')) {
                at++;
            } else {
                while (tokens.isAny(at, JOIN)) {
                    natural |= tokens.is(at, "NATURAL");
                    left |= tokens.isAny(at, "LEFT", "FULL");
                    right |= tokens.isAny(at, "RIGHT", "FULL");
                    at++;
                }
            }
        }
        return sources;
    }

    private boolean source() {
        reader.reading().spend(1);
        if (tokens.is(at, '(')) {
            if (reader.isTooDeep()) {
                return false;
            }
            int open = at;
            at = tokens.afterParenthesis(open);
            int close = at - 1;
            if (reader.isQuery(open + 1)) {
                List<SelectColumn> columns =
                        reader.inner(open + 1, close, outer).read();
                List<SelectColumn> offered = columns == null ? null : SelectColumn.ofSubquery(columns);
                sources.add(new SelectSource(alias(null), offered, Set.of(), false));
                return true;
            }
            Tokens inside = tokens.range(open + 1, close);
            List<SelectSource> nested = new FromReader(reader.inner(open + 1, close, outer), inside, outer).read(0);
            // With an alias it would be one source of its own.
            if (nested == null || alias(null) != null) {
                return false;
            }
            sources.addAll(nested);
            return true;
        }
        if (!tokens.isName(at)) {
            return false;
        }
        TableName name = new TableName(null, tokens.name(at++));
        if (tokens.is(at, '.') && tokens.isName(at + 1)) {
            name = new TableName(name.name(), tokens.name(at + 1));
            at += 2;
        }
        if (tokens.is(at, '(')) {
            at = tokens.afterParenthesis(at);
            sources.add(new SelectSource(alias(name.name()), null, Set.of(), false));
        } else {
            String alias = alias(name.name());
            sources.add(reader.table(name, alias == null ? name.name() : alias));
        }
        if (tokens.is(at, "INDEXED")) {
            at += 3;
        } else if (tokens.is(at, "NOT") && tokens.is(at + 1, "INDEXED")) {
            at += 2;
        }
        return true;
    }

    private @Nullable String alias(@Nullable String otherwise) {
        if (tokens.is(at, "AS") && tokens.isName(at + 1)) {
            at += 2;
            return tokens.name(at - 1);
        }
        boolean other = tokens.isAny(at, AFTER_FROM)
                || tokens.isAny(at, JOIN)
                || tokens.isAny(at, "ON", "USING", "NOT")
                || tokens.is(at, "INDEXED") && tokens.is(at + 1, "BY");
        return tokens.isName(at) && !other ? tokens.name(at++) : otherwise;
    }

    /** Skips {@code ON expression} and applies {@code USING (names)}, if there is one. */
    private void constraint(int first) {
        if (tokens.is(at, "USING") && tokens.is(at + 1, '(')) {
            merge(first, new HashSet<>(reader.names(at + 1)));
            at = tokens.afterParenthesis(at + 1);
        } else if (tokens.is(at, "ON")) {
            while (tokens.has(at) && !tokens.is(at, ',') && !tokens.isAny(at, JOIN) && !tokens.isAny(at, AFTER_FROM)) {
                at = tokens.is(at, '(') ? tokens.afterParenthesis(at) : at + 1;
            }
        }
    }

    /** @param names the names in USING; null for all names that earlier sources have, too */
    private void merge(int first, @Nullable Set<String> names) {
        int others =
                names == null ? SelectScope.of(sources.subList(0, first), null).size() : names.size();
        for (int i = first; i < sources.size(); i++) {
            SelectSource source = sources.get(i);
            Set<String> merged = new HashSet<>(source.merged());
            for (SelectColumn column : source.columns() == null ? List.<SelectColumn>of() : source.columns()) {
                String label = column.label();
                reader.reading().spend(others);
                if (label == null) {
                    continue;
                }
                boolean same = names == null
                        ? sources.subList(0, first).stream().anyMatch(before -> before.find(label) != null)
                        : names.stream().anyMatch(name -> Ascii.equalsIgnoreCase(name, label));
                if (same) {
                    merged.add(Ascii.lower(label));
                }
            }
            sources.set(i, new SelectSource(source.name(), source.columns(), merged, source.table()));
        }
    }
}
