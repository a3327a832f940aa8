package io.github.dqlite4j.sql.resolve;

import io.github.dqlite4j.sql.schema.Schema;
import io.github.dqlite4j.sql.schema.SchemaTable;
import io.github.dqlite4j.sql.statement.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The work on one question about a statement. It has a bound, since views and joins multiply columns: four views that join the one before
 * four times each have 256 times its columns. What would take more is not known. Used by one thread.
 */
final class Reading {
    /** SQLite's own limit for a result, a table and a view. */
    static final int MAX_COLUMNS = 2000;

    /** The columns, sources and characters of views that are looked at in all: some tens of milliseconds. */
    static final int MAX_STEPS = 5_000_000;

    private final Schema schema;
    private final Map<String, View> views = new HashMap<>();
    private int left = MAX_STEPS;

    /** @param columns null if they are not known, and while the view is read: a view that names itself has none */
    private record View(@Nullable List<SelectColumn> columns) {}

    Reading(Schema schema) {
        this.schema = schema;
    }

    /** The bound is reached. It has no stack trace, because it is never reported. */
    private static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooMuch() {
            super(null, null, false, false);
        }
    }

    /** Counts what comes next, and does not return if that is too much. */
    void spend(int steps) {
        left -= Math.min(steps, left + 1);
        if (left < 0) {
            throw new TooMuch();
        }
    }

    /** What the work yields, or null if it is too much. */
    static <T> @Nullable T unlessTooMuch(Supplier<@Nullable T> work) {
        try {
            return work.get();
        } catch (TooMuch e) {
            return null;
        }
    }

    /** Does the work, as far as it is not too much. */
    static void untilTooMuch(Runnable work) {
        try {
            work.run();
        } catch (TooMuch e) {
            // Facts that are not found by now stay unknown.
        }
    }

    /** How much was counted. */
    int spent() {
        return MAX_STEPS - left;
    }

    @Nullable
    SchemaTable table(TableName name) {
        return schema.table(name);
    }

    /** A table that a view names; null if it depends on where the view is, as tables of the same name are in two places. */
    @Nullable
    SchemaTable tableOfView(TableName name) {
        SchemaTable found = schema.table(name);
        if (name.schema() != null || found == null) {
            return found;
        }
        SchemaTable main = schema.table(new TableName("main", name.name()));
        return main == null || main.equals(found) ? found : null;
    }

    /** The columns of a view, which is read once, however often it is named. */
    @Nullable
    List<SelectColumn> view(String sql, Function<String, @Nullable List<SelectColumn>> reader) {
        View known = views.get(sql);
        if (known == null) {
            spend(sql.length());
            views.put(sql, new View(null));
            known = new View(reader.apply(sql));
            views.put(sql, known);
        }
        return known.columns();
    }
}
