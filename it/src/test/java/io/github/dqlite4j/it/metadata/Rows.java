package io.github.dqlite4j.it.metadata;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Rows of a result set as maps, label by label. */
final class Rows {
    private Rows() {}

    static List<Map<String, Object>> of(ResultSet result) throws SQLException {
        try (result) {
            List<Map<String, Object>> rows = new ArrayList<>();
            List<String> labels = labels(result);
            while (result.next()) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int i = 0; i < labels.size(); i++) {
                    row.put(labels.get(i), result.getObject(i + 1));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    /** Each row as the text of these columns, with a blank between them. */
    static List<String> of(ResultSet result, String... columns) throws SQLException {
        return of(result).stream()
                .map(row -> String.join(
                        " ",
                        Stream.of(columns)
                                .map(column -> String.valueOf(row.get(column)))
                                .toList()))
                .toList();
    }

    static List<String> labels(ResultSet result) throws SQLException {
        ResultSetMetaData metadata = result.getMetaData();
        List<String> labels = new ArrayList<>();
        for (int i = 1; i <= metadata.getColumnCount(); i++) {
            labels.add(metadata.getColumnLabel(i));
        }
        return labels;
    }
}
