package io.github.dqlite4j.client;

import io.github.dqlite4j.client.session.ClientSession;
import io.github.dqlite4j.engine.result.ResultStream;
import io.github.dqlite4j.jdbc.convert.DeclaredColumns;
import io.github.dqlite4j.report.PrintableText;
import io.github.dqlite4j.wire.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The rows of one result, one after the other. Used by one thread at a time. */
final class RowView implements DqliteRow {
    private final ClientSession session;
    private final ResultStream rows;
    private final int count;
    private @Nullable DeclaredColumns declared;
    private @Nullable Map<String, Integer> byLabel;
    private @Nullable Row row;

    RowView(ClientSession session, ResultStream rows) {
        this.session = session;
        this.rows = rows;
        this.count = rows.columnCount();
    }

    /** Shows this row from now on. */
    RowView on(Row next) {
        row = next;
        return this;
    }

    @Override
    public List<String> columns() {
        return rows.columns();
    }

    private DeclaredColumns declared() {
        if (declared == null) {
            declared = new DeclaredColumns(count, rows::origin);
        }
        return declared;
    }

    /** @return the number of the column from 0 */
    private int checked(int column) {
        if (column < 1 || column > count) {
            throw DqliteClientException.refused("07009", "There is no column " + column + ": the row has " + count);
        }
        return column - 1;
    }

    private int find(String label) {
        Map<String, Integer> known = byLabel;
        if (known == null) {
            known = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            for (int i = 0; i < count; i++) {
                known.putIfAbsent(columns().get(i), i + 1);
            }
            byLabel = known;
        }
        Integer found = known.get(label);
        if (found == null) {
            throw DqliteClientException.refused("42S22", "There is no column '" + PrintableText.of(label) + "'");
        }
        return found;
    }

    private Row current() {
        if (row == null) {
            throw DqliteClientException.refused("24000", "The row is valid only while it is mapped");
        }
        return row;
    }

    @Override
    public @Nullable Object get(int column) {
        try {
            return declared().object(session.values(), current(), checked(column));
        } catch (SQLException e) {
            throw DqliteClientException.of(e);
        }
    }

    @Override
    public <T> @Nullable T get(int column, Class<T> type) {
        try {
            Row cells = current();
            int index = checked(column);
            return DeclaredColumns.matterFor(type)
                    ? declared().get(session.reader(), cells, index, type)
                    : session.reader().get(cells, index, type);
        } catch (SQLException e) {
            throw DqliteClientException.of(e);
        }
    }

    @Override
    public @Nullable Object get(String label) {
        return get(find(label));
    }

    @Override
    public <T> @Nullable T get(String label, Class<T> type) {
        return get(find(label), type);
    }

    /** The values in the order of the columns. */
    static List<@Nullable Object> list(DqliteRow row) {
        int count = row.columns().size();
        List<@Nullable Object> values = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            values.add(row.get(i));
        }
        return Collections.unmodifiableList(values);
    }

    /** The values by their labels. */
    static Map<String, @Nullable Object> map(DqliteRow row) {
        List<String> labels = row.columns();
        Map<String, @Nullable Object> values = new LinkedHashMap<>(labels.size() * 2);
        for (int i = 0; i < labels.size(); i++) {
            values.put(labels.get(i), row.get(i + 1));
        }
        if (values.size() < labels.size()) {
            throw DqliteClientException.refused(
                    "42702",
                    "Two columns have the same label, so a map would lose one: name them with AS, or use fetchAll");
        }
        return Collections.unmodifiableMap(values);
    }
}
