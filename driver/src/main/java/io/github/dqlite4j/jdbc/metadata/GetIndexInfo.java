package io.github.dqlite4j.jdbc.metadata;

import io.github.dqlite4j.sql.schema.IndexDefinition;
import io.github.dqlite4j.sql.schema.TableConstraints;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@link DatabaseMetaData#getIndexInfo}. Expressions and conditions are only in the SQL text of the index. The numbers of rows and of
 * distinct values are known after ANALYZE. The index of a named constraint has the constraint's name: tools look for it, and SQLite's own
 * name for the index has no other use.
 */
final class GetIndexInfo {
    private static final String COLUMNS = """
            TABLE_CAT TABLE_SCHEM TABLE_NAME NON_UNIQUE:BOOLEAN INDEX_QUALIFIER INDEX_NAME TYPE:SMALLINT ORDINAL_POSITION:SMALLINT
            COLUMN_NAME ASC_OR_DESC CARDINALITY:BIGINT PAGES:BIGINT FILTER_CONDITION
            """;

    private static final String SQL = Tables.WITH + """
            SELECT m.name AS "table", NOT l."unique" AS non_unique, l.name AS "index", m.clustered AND l.origin = 'pk' AS is_table,
                   i.seqno + 1 AS position, i.cid, i.name, i."desc" AS descending, m.sql AS table_sql, l.origin,
                   (SELECT group_concat(k.name, char(31)) FROM pragma_index_info(l.name, m.schema) k) AS columns,
                   CASE m.schema WHEN 'temp' THEN (SELECT s.sql FROM temp.sqlite_schema s WHERE s.type = 'index' AND s.name = l.name)
                                 ELSE (SELECT s.sql FROM main.sqlite_schema s WHERE s.type = 'index' AND s.name = l.name) END AS sql
            FROM tables m CROSS JOIN pragma_index_list(m.name, m.schema) l CROSS JOIN pragma_index_xinfo(l.name, m.schema) i
            WHERE m.kind IN ('table', 'shadow') AND i.key AND (l."unique" OR NOT ?3) AND (?2 IS NULL OR m.name = ?2 COLLATE NOCASE)
              AND
            """ + Tables.VISIBLE;

    private static final Comparator<Column> ORDER = Comparator.comparing(Column::nonUnique)
            .thenComparing(Column::type)
            .thenComparing(Column::index)
            .thenComparing(Column::position);

    private GetIndexInfo() {}

    /** One column of an index; {@code cardinality} is that of the whole index. */
    private record Column(
            String table,
            boolean nonUnique,
            String index,
            int type,
            int position,
            @Nullable String name,
            boolean descending,
            @Nullable Long cardinality,
            @Nullable String condition) {
        Column called(String name) {
            return new Column(table, nonUnique, name, type, position, this.name, descending, cardinality, condition);
        }
    }

    static ResultSet ask(Catalog catalog, @Nullable String schema, @Nullable String table, boolean unique)
            throws SQLException {
        Answer answer = new Answer(COLUMNS);
        IndexStatistics statistics = IndexStatistics.of(catalog, Tables.schema(schema), table);
        statistics.rows().forEach((name, rows) -> add(answer, name, rows));
        List<Column> columns = new ArrayList<>();
        List<@Nullable String> constraints = new ArrayList<>();
        try (ResultSet found = catalog.query(SQL, Tables.schema(schema), table, unique ? 1 : 0)) {
            while (found.next()) {
                columns.add(column(found, statistics));
                constraints.add(constraint(found));
            }
        }
        Set<String> names = columns.stream()
                .map(column -> column.table() + '.' + column.index())
                .collect(Collectors.toSet());
        for (int i = 0; i < columns.size(); i++) {
            String constraint = constraints.get(i);
            if (constraint != null && !names.contains(columns.get(i).table() + '.' + constraint)) {
                columns.set(i, columns.get(i).called(constraint));
            }
        }
        columns.stream().sorted(ORDER).forEach(column -> add(answer, column));
        return answer.on(catalog);
    }

    private static void add(Answer answer, String table, Long rows) {
        int type = DatabaseMetaData.tableIndexStatistic;
        answer.add(null, null, table, false, null, null, type, 0, null, null, rows, null, null);
    }

    private static void add(Answer answer, Column column) {
        answer.add(
                null,
                null,
                column.table(),
                column.nonUnique(),
                null,
                column.index(),
                column.type(),
                column.position(),
                column.name(),
                column.descending() ? "D" : "A",
                column.cardinality(),
                null,
                column.condition());
    }

    private static Column column(ResultSet found, IndexStatistics statistics) throws SQLException {
        String table = found.getString("table");
        String index = found.getString("index");
        boolean isTable = found.getBoolean("is_table");
        int position = found.getInt("position");
        IndexDefinition definition = IndexDefinition.of(found.getString("sql"));
        return new Column(
                table,
                found.getBoolean("non_unique"),
                index,
                isTable ? DatabaseMetaData.tableIndexClustered : DatabaseMetaData.tableIndexOther,
                position,
                name(found.getInt("cid"), found.getString("name"), definition.terms(), position),
                found.getBoolean("descending"),
                statistics.values(isTable ? table : index),
                definition.condition());
    }

    /** The name of the column, or the text of the expression. */
    private static @Nullable String name(int id, @Nullable String name, List<String> terms, int position) {
        if (id == -1) {
            return "rowid";
        }
        return id >= 0 || position > terms.size() ? name : terms.get(position - 1);
    }

    /** The name of the constraint that the index belongs to, or null. */
    private static @Nullable String constraint(ResultSet found) throws SQLException {
        String columns = found.getString("columns");
        String origin = found.getString("origin");
        if (origin.equals("c") || columns == null) {
            return null;
        }
        TableConstraints constraints = TableConstraints.of(found.getString("table_sql"));
        return origin.equals("pk") ? constraints.primaryKey() : constraints.uniqueKey(List.of(columns.split("\u001f")));
    }
}
