package io.github.dqlite4j.it.parity;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What came of one statement: labels and rows, an update count, or SQLite's code of an error. */
record Answer(List<String> labels, List<List<String>> rows, int count, int error) {
    static Answer of(Statement statement, String sql) {
        try {
            if (!statement.execute(sql)) {
                return new Answer(List.of(), List.of(), statement.getUpdateCount(), 0);
            }
            try (ResultSet result = statement.getResultSet()) {
                ResultSetMetaData columns = result.getMetaData();
                List<String> labels = new ArrayList<>();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    labels.add(columns.getColumnLabel(i));
                }
                List<List<String>> rows = new ArrayList<>();
                while (result.next()) {
                    List<String> row = new ArrayList<>();
                    for (int i = 1; i <= labels.size(); i++) {
                        row.add(result.getString(i));
                    }
                    rows.add(row);
                }
                return new Answer(labels, rows, -1, 0);
            }
        } catch (SQLException e) {
            return new Answer(List.of(), List.of(), -1, e.getErrorCode() == 0 ? -1 : e.getErrorCode());
        }
    }
}
