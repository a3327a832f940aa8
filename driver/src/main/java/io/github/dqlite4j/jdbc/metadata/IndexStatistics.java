package io.github.dqlite4j.jdbc.metadata;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The results of the last ANALYZE: the rows of each table and the distinct values of each index.
 *
 * @see <a href="https://sqlite.org/fileformat2.html#the_sqlite_stat1_table">SQLite: the sqlite_stat1 table</a>
 */
final class IndexStatistics {
    private static final String ANALYZED = """
            SELECT 'main' AS schema FROM main.sqlite_schema WHERE name = 'sqlite_stat1'
            UNION ALL
            SELECT 'temp' FROM temp.sqlite_schema WHERE name = 'sqlite_stat1'
            """;

    /** To be completed by the schema, twice. */
    private static final String SQL = Tables.WITH + """
            SELECT m.name AS "table", s.idx, s.stat
            FROM tables m CROSS JOIN %s.sqlite_stat1 s
            WHERE m.schema = '%s' AND s.tbl = m.name COLLATE NOCASE AND (?2 IS NULL OR m.name = ?2 COLLATE NOCASE)
              AND
            """ + Tables.VISIBLE + """
            ORDER BY m.name
            """;

    private final Map<String, Long> rows = new LinkedHashMap<>();
    private final Map<String, Long> values = new HashMap<>();

    private IndexStatistics() {}

    static IndexStatistics of(Catalog catalog, @Nullable String schema, @Nullable String table) throws SQLException {
        List<String> analyzed = new ArrayList<>();
        try (ResultSet found = catalog.query(ANALYZED)) {
            while (found.next()) {
                analyzed.add(found.getString("schema"));
            }
        }
        IndexStatistics statistics = new IndexStatistics();
        for (String place : analyzed) {
            try (ResultSet found = catalog.query(SQL.replace("%s", place), schema, table)) {
                while (found.next()) {
                    statistics.add(found.getString("table"), found.getString("idx"), found.getString("stat"));
                }
            }
        }
        return statistics;
    }

    /** @param stat the rows, then how many of them share the first column's value, the first two columns' values and so on */
    private void add(String table, @Nullable String index, @Nullable String stat) {
        long all = -1;
        long sharing = 1;
        for (String word : stat == null ? new String[0] : stat.split(" ")) {
            if (!word.isEmpty() && word.chars().allMatch(c -> c >= '0' && c <= '9') && word.length() < 19) {
                sharing = Math.max(1, Long.parseLong(word));
                all = all < 0 ? Long.parseLong(word) : all;
            }
        }
        // A partial index counts only its own rows.
        if (all >= 0) {
            rows.merge(table, all, Math::max);
        }
        if (all >= 0 && index != null) {
            values.put(index, (all + sharing - 1) / sharing);
        }
    }

    /** The rows of each table, in the order of tables. */
    Map<String, Long> rows() {
        return rows;
    }

    /** The number of distinct values in the index, or null if unknown. */
    @Nullable
    Long values(String index) {
        return values.get(index);
    }
}
