package io.github.dqlite4j.jdbc.result;

import io.github.dqlite4j.report.PrintableText;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds columns by label, in any case; the first of several. A label that was asked for before costs one look-up. */
final class ColumnLabels {
    private final List<String> columns;
    private final Map<String, Integer> asked = new HashMap<>();
    private @Nullable Map<String, Integer> all;

    ColumnLabels(List<String> columns) {
        this.columns = columns;
    }

    /** @throws SQLException 42S22 if there is no such column */
    int find(@Nullable String label) throws SQLException {
        Integer known = asked.get(label);
        return known == null ? search(label) : known;
    }

    private int search(@Nullable String label) throws SQLException {
        Map<String, Integer> byLabel = all;
        if (byLabel == null) {
            byLabel = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (int i = 0; i < columns.size(); i++) {
                byLabel.putIfAbsent(columns.get(i), i + 1);
            }
            all = byLabel;
        }
        Integer found = label == null ? null : byLabel.get(label);
        if (found == null) {
            throw new SQLException("There is no column '" + PrintableText.of(label) + "'", "42S22");
        }
        asked.put(label, found);
        return found;
    }
}
