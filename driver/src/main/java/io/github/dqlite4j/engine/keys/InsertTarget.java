package io.github.dqlite4j.engine.keys;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.result.ResultStream;
import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.sql.statement.TableName;
import io.github.dqlite4j.wire.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The facts about a table that are needed to find the keys of inserted rows.
 *
 * @param columns in their order, hidden ones left out
 * @param primaryKey the columns of the primary key, in its order
 * @param rowIdAlias the INTEGER PRIMARY KEY, which is the row id, or null if there is none
 * @param hasRowIds false for WITHOUT ROWID and for views
 * @param canReturn whether RETURNING yields what was inserted
 */
public record InsertTarget(
        List<String> columns,
        List<String> primaryKey,
        @Nullable String rowIdAlias,
        boolean hasRowIds,
        boolean canReturn) {
    private static final List<String> ROW_ID_NAMES = List.of("rowid", "_rowid_", "oid");

    /** A primary key that is the row id has no index of its own. A TEMP table hides another of its name. */
    private static final SqlStatement QUERY = SqlParser.parseOne("""
                    SELECT t.type, t.wr, c.name, c.pk, c.hidden = 1,
                      (SELECT count(*) FROM pragma_index_list(t.name, t.schema) i WHERE i.origin = 'pk'),
                      t.schema
                    FROM pragma_table_list(?1) t, pragma_table_xinfo(t.name, t.schema) c
                    WHERE ?2 IS NULL OR t.schema = ?2 COLLATE NOCASE
                    ORDER BY t.schema = 'temp' DESC, c.cid""");

    /** Asks the server. Null if there is no such table; the statement itself then fails. */
    public static @Nullable InsertTarget find(KeyQueries queries, TableName table) throws EngineException {
        List<String> columns = new ArrayList<>();
        String[] keyed = new String[0];
        String schema = null;
        String type = "";
        boolean withoutRowId = false;
        boolean keyHasIndex = false;
        ResultStream rows = queries.query(QUERY, Arrays.asList(table.name(), table.schema()));
        try {
            while (rows.next()) {
                Row row = rows.row();
                if (schema == null) {
                    schema = row.text(6);
                    type = row.text(0);
                    withoutRowId = row.integer(1) != 0;
                    keyHasIndex = row.integer(5) != 0;
                } else if (!schema.equals(row.text(6))) {
                    break;
                }
                String name = row.text(2);
                int place = (int) row.integer(3);
                if (place > 0) {
                    keyed = Arrays.copyOf(keyed, Math.max(keyed.length, place));
                    keyed[place - 1] = name;
                }
                if (row.integer(4) == 0) {
                    columns.add(name);
                }
            }
        } finally {
            rows.close();
        }
        if (schema == null) {
            return null;
        }
        List<String> keys = List.of(keyed);
        boolean view = type.equals("view");
        boolean alias = !view && !withoutRowId && !keyHasIndex && keys.size() == 1;
        return new InsertTarget(
                List.copyOf(columns), keys, alias ? keys.get(0) : null, !view && !withoutRowId, type.equals("table"));
    }

    /** The columns that identify a new row: the row id under a name that no column has, or the primary key; none for a view. */
    List<String> keys() {
        if (!hasRowIds) {
            return primaryKey;
        }
        if (rowIdAlias != null) {
            return List.of(rowIdAlias);
        }
        return ROW_ID_NAMES.stream().filter(name -> !isColumn(name)).limit(1).toList();
    }

    boolean isRowId(String column) {
        return hasRowIds
                && (column.equals(rowIdAlias)
                        || !isColumn(column) && ROW_ID_NAMES.stream().anyMatch(column::equalsIgnoreCase));
    }

    private boolean isColumn(String name) {
        return columns.stream().anyMatch(name::equalsIgnoreCase);
    }

    /** @throws EngineException if there is no such column; the server would read the name as a text */
    List<String> byNames(List<String> names) throws EngineException {
        List<String> found = new ArrayList<>(names.size());
        for (String name : names) {
            found.add(columns.stream()
                    .filter(name::equalsIgnoreCase)
                    .findFirst()
                    .or(() -> Optional.of(name).filter(this::isRowId))
                    .orElseThrow(() -> noColumn("The table has no column '" + name + "'")));
        }
        return found;
    }

    /** @throws EngineException if there is no column of this number */
    List<String> byIndexes(List<Integer> indexes) throws EngineException {
        List<String> found = new ArrayList<>(indexes.size());
        for (int index : indexes) {
            if (index < 1 || index > columns.size()) {
                throw noColumn("The table has " + columns.size() + " columns, and there is no column " + index);
            }
            found.add(columns.get(index - 1));
        }
        return found;
    }

    private static EngineException noColumn(String message) {
        return new EngineException.Refused(EngineException.Refused.Reason.NO_SUCH_COLUMN, message);
    }
}
