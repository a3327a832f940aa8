package io.github.dqlite4j.jdbc.metadata;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The result of one metadata query: its columns in the order of the specification, and its rows. */
final class Answer {
    private final List<AnswerColumn> columns;
    private final List<List<@Nullable Object>> rows = new ArrayList<>();

    /** @param columns names with blanks between them; VARCHAR unless a name ends with a colon and another type */
    Answer(String columns) {
        this.columns = Stream.of(columns.strip().split("\\s+"))
                .map(column -> column.split(":"))
                .map(parts -> new AnswerColumn(parts[0], parts.length > 1 ? parts[1] : "VARCHAR"))
                .toList();
    }

    /** Adds a row, with one cell for each column. */
    void add(@Nullable Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(Collections.unmodifiableList(Arrays.asList(cells)));
    }

    ResultSet on(Catalog catalog) throws SQLException {
        return catalog.answer(columns, rows);
    }
}
