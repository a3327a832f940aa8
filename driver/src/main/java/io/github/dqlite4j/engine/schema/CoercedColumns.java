package io.github.dqlite4j.engine.schema;

import io.github.dqlite4j.sql.guard.Guard;
import io.github.dqlite4j.sql.lexer.SqlIdentifiers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tables of a database that have a column declared BOOLEAN, DATE, DATETIME or TIMESTAMP, exactly. Tables made through this
 * driver have none; these were made by another client. A server sends NULL of such a column as false or as an empty
 * text, and it crashes when it meets a value of another storage class there.
 */
public final class CoercedColumns {
    private static final String MAY_DECLARE = Stream.of("BOOLEAN", "DATE", "DATETIME", "TIMESTAMP")
            .map(type -> "upper(sql) GLOB '*[^A-Z0-9_]" + type + "[^A-Z0-9_(]*'")
            .collect(Collectors.joining(" OR "));

    /**
     * One row for each column of such tables; without any, one row of NULLs but for the first column and the last. If the schema is the known one,
     * no table of it is asked about: only what it has TEMP tables for.
     *
     * <p>The last but one column makes the node's buffer for this connection grow to two pages: a node clears the header of a row before
     * it makes room for it, so that in a buffer of one page a row of many columns that begins near the page's end
     * overwrites what lies behind, which crashes the node (libdqlite 1.11.1 to 1.18.6). The buffer never shrinks.
     *
     * <p>The text of a table that declares such a column has the name of the type, as a whole word and without a length: tables without are not
     * asked about, as that takes most of the time.
     *
     * @see <a href="https://github.com/canonical/dqlite/blob/main/src/tuple.c">tuple_encoder__init</a>
     */
    static String query(SchemaMark known) {
        return String.format(
                Locale.ROOT,
                """
            WITH v(version, print) AS MATERIALIZED (SELECT schema_version, %s FROM pragma_schema_version)
            SELECT v.version, c.place, c.tab, c.col, c.type, c.hidden, zeroblob(iif(c.cid > 0, 0, 4096)), v.print
            FROM v LEFT JOIN (
              SELECT t.place, t.tab, x.name AS col, upper(x.type) AS type, x.hidden, x.cid
              FROM (SELECT 'main' AS place, name AS tab FROM sqlite_schema
                    WHERE type = 'table' AND sql NOT LIKE 'create virtual%%'
                      AND (SELECT version <> %d OR print <> '%s' FROM v)
                      AND (%s)
                    UNION ALL SELECT 'temp', name FROM sqlite_temp_schema WHERE type = 'table') t,
                   pragma_table_xinfo(t.tab, t.place) x
              WHERE EXISTS (SELECT 1 FROM pragma_table_xinfo(t.tab, t.place) y
                            WHERE upper(y.type) IN ('BOOLEAN', 'DATE', 'DATETIME', 'TIMESTAMP'))
            ) c ORDER BY c.place, c.tab, c.cid""",
                SchemaMark.PRINT,
                known.version(),
                known.print().replace("'", "''"),
                MAY_DECLARE);
    }

    /** What distinguishes our refusal from that of a user's trigger. */
    public static final String REASON = "any other value would crash the node that reads it";

    public static final CoercedColumns NONE = new CoercedColumns();

    private final Map<String, Table> tables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** @param special the declared type of each column that has one of the four */
    private record Table(
            String place, String name, List<String> columns, Map<String, String> special, Set<String> generated) {}

    public boolean isEmpty() {
        return tables.isEmpty();
    }

    /** @param hidden as {@code PRAGMA table_xinfo} reports it: 1 for a column that {@code *} leaves out, 2 and 3 for generated ones */
    public void add(String place, String table, String column, String type, int hidden) {
        Table known = tables.computeIfAbsent(
                place + "." + table,
                key -> new Table(place, table, new ArrayList<>(), new LinkedHashMap<>(), new HashSet<>()));
        if (hidden != 1) {
            known.columns().add(column);
        }
        switch (type) {
            case "BOOLEAN", "DATE", "DATETIME", "TIMESTAMP" -> {
                known.special().put(column, type);
                if (hidden > 1) {
                    known.generated().add(column);
                }
            }
            default -> {}
        }
    }

    /** The visible columns of a table that has special ones, or null if it has none. */
    public @Nullable List<String> columnsOf(@Nullable String place, String table) {
        Table known = tables.get("temp." + table);
        if (known == null || "main".equalsIgnoreCase(place)) {
            known = tables.get("main." + table);
        }
        return known == null ? null : known.columns();
    }

    /** Makes TEMP triggers again, which only this connection has: they refuse a value that would crash the node that reads it. */
    public List<String> triggers() {
        List<String> triggers = new ArrayList<>();
        int number = 0;
        for (Table table : tables.values()) {
            String on = " ON " + table.place() + "." + SqlIdentifiers.quote(table.name());
            String bad = table.special().entrySet().stream()
                    .map(column -> "typeof(NEW." + SqlIdentifiers.quote(column.getKey()) + ") NOT IN "
                            + (column.getValue().equals("BOOLEAN")
                                    ? "('integer', 'null')"
                                    : "('integer', 'text', 'null')"))
                    .collect(Collectors.joining(" OR "));
            // An UPDATE never names a generated column.
            String of = table.generated().isEmpty()
                    ? " OF "
                            + table.special().keySet().stream()
                                    .map(SqlIdentifiers::quote)
                                    .collect(Collectors.joining(", "))
                    : "";
            String message = String.format(
                    Locale.ROOT,
                    "a column of %s declared %s takes %s only: " + REASON,
                    table.name(),
                    String.join(", ", table.special().values()),
                    table.special().containsValue("BOOLEAN")
                            ? "integers (BOOLEAN), integers and texts (the others)"
                            : "integers and texts");
            String then = on + " WHEN " + bad + " BEGIN SELECT RAISE(ABORT, " + literal(message) + "); END";
            triggers.add(drop(number));
            triggers.add(create(number) + " AFTER INSERT" + then);
            triggers.add(drop(number + 1));
            triggers.add(create(number + 1) + " AFTER UPDATE" + of + then);
            number += 2;
        }
        return triggers;
    }

    public List<String> dropTriggers() {
        return IntStream.range(0, 2 * tables.size())
                .mapToObj(CoercedColumns::drop)
                .toList();
    }

    private static String drop(int number) {
        return "DROP TRIGGER IF EXISTS temp." + Guard.DRIVER_TRIGGER_PREFIX + number;
    }

    private static String create(int number) {
        return "CREATE TRIGGER temp." + Guard.DRIVER_TRIGGER_PREFIX + number;
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
