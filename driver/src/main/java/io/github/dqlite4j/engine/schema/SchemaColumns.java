package io.github.dqlite4j.engine.schema;

import io.github.dqlite4j.cache.LruMap;
import io.github.dqlite4j.sql.lexer.Ascii;
import io.github.dqlite4j.sql.resolve.LongNumbers;
import io.github.dqlite4j.sql.resolve.ParameterUse;
import io.github.dqlite4j.sql.resolve.ParameterUses;
import io.github.dqlite4j.sql.resolve.ResultColumns;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.sql.schema.Schema;
import io.github.dqlite4j.sql.schema.SchemaTable;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.sql.statement.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The columns of all tables at one version of the schema, and where the columns of results come from. The protocol tells no more
 * than their names. Filled by one thread; after that, safe for all.
 */
public final class SchemaColumns implements Schema {
    /**
     * First a row that tells the {@link SchemaMark}: the version as a text, an empty name, NULL, the print. Then the rows of {@link #add}: the columns
     * of each table in order, then the views. Virtual tables are left out.
     */
    static final String QUERY = """
            WITH stored(place, name, type, sql) AS (
              SELECT 'main', name, type, sql FROM main.sqlite_schema WHERE type IN ('table', 'view')
              UNION ALL
              SELECT 'temp', name, type, sql FROM temp.sqlite_schema WHERE type IN ('table', 'view'))
            SELECT CAST(schema_version AS TEXT), '', NULL,
            """ + SchemaMark.PRINT + """
            , 0, 0 FROM pragma_schema_version
            UNION ALL
            SELECT s.place, s.name, c.name, coalesce(c.type, ''), c."notnull",
              c.pk = 1 AND coalesce(c.type, '') = 'INTEGER' COLLATE NOCASE
                AND NOT EXISTS (SELECT 1 FROM pragma_index_list(s.name, s.place) l WHERE l.origin = 'pk')
            FROM stored s CROSS JOIN pragma_table_xinfo(s.name, s.place) c
            WHERE s.type = 'table' AND s.sql NOT LIKE 'create virtual%' AND c.hidden <> 1
            UNION ALL
            SELECT place, name, NULL, sql, 0, 0 FROM stored WHERE type = 'view'""";

    private static final int MOST_KEPT = 500;

    /** Longer texts hold values, so they do not come again. */
    private static final int LONGEST_KEPT = 10_000;

    private final Map<String, SchemaTable> tables = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, List<@Nullable ColumnOrigin>> origins = new LruMap<>(MOST_KEPT);
    private final Map<String, List<@Nullable ParameterUse>> uses = new LruMap<>(MOST_KEPT);
    private final Map<String, Boolean> filling = new LruMap<>(MOST_KEPT);
    private final List<ColumnOrigin> open = new ArrayList<>();
    private String current = "";
    private boolean temp;

    /**
     * @param column null for a view
     * @param type the declared type, or the text of the view
     */
    public void add(String place, String table, @Nullable String column, String type, boolean notNull, boolean rowId) {
        temp |= place.equals("temp");
        String key = key(place, table);
        if (!key.equals(current)) {
            finish();
            current = key;
        }
        if (column == null) {
            tables.put(key, new SchemaTable(List.of(), type));
            current = "";
        } else {
            open.add(new ColumnOrigin(table, column, type.isEmpty() ? null : type, notNull || rowId, rowId));
        }
    }

    /** There are no more rows. */
    public void finish() {
        if (!open.isEmpty()) {
            tables.put(current, new SchemaTable(open, null));
            open.clear();
        }
        current = "";
    }

    /** Whether a table or view among them is this connection's own. */
    public boolean hasTemp() {
        return temp;
    }

    private static String key(String place, String table) {
        // SQLite ignores the case of ASCII letters only.
        return Ascii.lower(place + '.' + table);
    }

    @Override
    public @Nullable SchemaTable table(TableName name) {
        if (name.schema() != null) {
            return tables.get(key(name.schema(), name.name()));
        }
        SchemaTable own = tables.get(key("temp", name.name()));
        return own == null ? tables.get(key("main", name.name())) : own;
    }

    /** Whether a node would answer this statement without end, see {@link ResultColumns#fillMessage}. */
    public boolean namesFillMessage(SqlStatement statement) {
        lock.lock();
        try {
            Boolean known = filling.get(statement.text());
            if (known != null) {
                return known;
            }
        } finally {
            lock.unlock();
        }
        boolean found = ResultColumns.fillMessage(statement, this);
        lock.lock();
        try {
            keep(filling, statement, found);
        } finally {
            lock.unlock();
        }
        return found;
    }

    private static <T> void keep(Map<String, T> kept, SqlStatement statement, T what) {
        if (statement.text().length() <= LONGEST_KEPT) {
            kept.put(statement.text(), what);
        }
    }

    /** Where each column of this statement's result comes from; null for one that is no column of a table. */
    public List<@Nullable ColumnOrigin> origins(SqlStatement statement, List<String> columns) {
        lock.lock();
        try {
            List<@Nullable ColumnOrigin> known = origins.get(statement.text());
            if (known != null && known.size() == columns.size()) {
                return known;
            }
            List<@Nullable ColumnOrigin> found = ResultColumns.origins(statement, columns, this);
            keep(origins, statement, found);
            return found;
        } finally {
            lock.unlock();
        }
    }

    /** Whether SQLite would round a number in the text of this statement, see {@link LongNumbers#isStored}. */
    public boolean losesDigits(SqlStatement statement) {
        return LongNumbers.isStored(statement, this);
    }

    /** What each parameter of this statement is for; null for one of which nothing is known. */
    public List<@Nullable ParameterUse> uses(SqlStatement statement) {
        lock.lock();
        try {
            List<@Nullable ParameterUse> known = uses.get(statement.text());
            if (known == null) {
                known = ParameterUses.of(statement, this);
                keep(uses, statement, known);
            }
            return known;
        } finally {
            lock.unlock();
        }
    }
}
