package io.github.dqlite4j.jdbc.metadata;

import io.github.dqlite4j.sql.IndexDefinition;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@link DatabaseMetaData#getIndexInfo}. Expressions and conditions are in the text of the index only; the number of rows and of different
 * values is known after ANALYZE.
 */
final class GetIndexInfo {
    private static final String COLUMNS = """
            TABLE_CAT TABLE_SCHEM TABLE_NAME NON_UNIQUE:BOOLEAN INDEX_QUALIFIER INDEX_NAME TYPE:SMALLINT ORDINAL_POSITION:SMALLINT
            COLUMN_NAME ASC_OR_DESC CARDINALITY:BIGINT PAGES:BIGINT FILTER_CONDITION
            """;

    private static final String SQL = Tables.WITH + """
            SELECT m.name AS "table", NOT l."unique" AS non_unique, l.name AS "index", m.clustered AND l.origin = 'pk' AS is_table,
                   i.seqno + 1 AS position, i.cid, i.name, i."desc" AS descending,
                   CASE m.schema WHEN 'temp' THEN (SELECT s.sql FROM temp.sqlite_schema s WHERE s.type = 'index' AND s.name = l.name)
                                 ELSE (SELECT s.sql FROM main.sqlite_schema s WHERE s.type = 'index' AND s.name = l.name) END AS sql
            FROM tables m CROSS JOIN pragma_index_list(m.name, m.schema) l CROSS JOIN pragma_index_xinfo(l.name, m.schema) i
            WHERE m.kind IN ('table', 'shadow') AND i.key AND (l."unique" OR NOT ?3) AND (?2 IS NULL OR m.name = ?2 COLLATE NOCASE)
              AND
            """ + Tables.VISIBLE + """
            ORDER BY non_unique, is_table DESC, l.name, position
            """;

    private GetIndexInfo() {}

    static ResultSet ask(Catalog catalog, @Nullable String schema, @Nullable String table, boolean unique)
            throws SQLException {
        Answer answer = new Answer(COLUMNS);
        IndexStatistics statistics = IndexStatistics.of(catalog, Tables.schema(schema), table);
        statistics
                .rows()
                .forEach((name, rows) -> answer.add(
                        null,
                        null,
                        name,
                        false,
                        null,
                        null,
                        (int) DatabaseMetaData.tableIndexStatistic,
                        0,
                        null,
                        null,
                        rows,
                        null,
                        null));
        try (ResultSet found = catalog.query(SQL, Tables.schema(schema), table, unique ? 1 : 0)) {
            while (found.next()) {
                String index = found.getString("index");
                boolean isTable = found.getBoolean("is_table");
                IndexDefinition definition = IndexDefinition.of(found.getString("sql"));
                int position = found.getInt("position");
                answer.add(
                        null,
                        null,
                        found.getString("table"),
                        found.getBoolean("non_unique"),
                        null,
                        index,
                        (int) (isTable ? DatabaseMetaData.tableIndexClustered : DatabaseMetaData.tableIndexOther),
                        position,
                        column(found.getInt("cid"), found.getString("name"), definition.terms(), position),
                        found.getBoolean("descending") ? "D" : "A",
                        statistics.values(isTable ? found.getString("table") : index),
                        null,
                        definition.condition());
            }
        }
        return answer.on(catalog);
    }

    /** The name of the column, or the text of the expression. */
    private static @Nullable String column(int id, @Nullable String name, List<String> terms, int position) {
        if (id == -1) {
            return "rowid";
        }
        return id >= 0 || position > terms.size() ? name : terms.get(position - 1);
    }
}
