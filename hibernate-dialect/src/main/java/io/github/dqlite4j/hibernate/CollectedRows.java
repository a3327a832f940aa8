package io.github.dqlite4j.hibernate;

import java.util.List;
import org.hibernate.query.SortDirection;
import org.hibernate.sql.ast.Clause;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.predicate.Predicate;
import org.hibernate.sql.ast.tree.select.SortSpecification;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate that SQLite does not have: the rows of the group are collected as a JSON array, and a subquery calculates with them. An
 * aggregate cannot stand in a subquery of a FROM clause, so the array is the only row of a {@code json_each}, and the subquery reads its
 * column {@code a_.value}. SQLite takes the aggregate there only if the outer subquery has one of its own, so that takes the maximum of its
 * only row.
 */
final class CollectedRows {
    /** What the subquery reads: one row for each collected value, in the column {@code value}. */
    static final String EACH = "json_each(a_.value)";

    private CollectedRows() {}

    /**
     * Renders the aggregate.
     *
     * @param distinct whether equal values count once; only for one value a row
     * @param values what is collected of each row: one value, or several as an array
     * @param result what to calculate with {@link #EACH}
     */
    static void render(
            SqlAppender sql,
            SqlAstTranslator<?> translator,
            boolean distinct,
            List<? extends SqlAstNode> values,
            @Nullable Predicate filter,
            Runnable result) {
        sql.appendSql("(select max((");
        result.run();
        sql.appendSql(")) from json_each(json_array(json(json_group_array(" + (distinct ? "distinct " : ""));
        if (values.size() > 1) {
            sql.appendSql("json_array(");
        }
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                sql.appendSql(',');
            }
            values.get(i).accept(translator);
        }
        sql.appendSql(values.size() > 1 ? "))" : ")");
        filter(sql, translator, filter);
        sql.appendSql("))) a_)");
    }

    static void filter(SqlAppender sql, SqlAstTranslator<?> translator, @Nullable Predicate filter) {
        if (filter != null) {
            translator.getCurrentClauseStack().push(Clause.WHERE);
            sql.appendSql(" filter (where ");
            filter.accept(translator);
            sql.appendSql(')');
            translator.getCurrentClauseStack().pop();
        }
    }

    /** Collects the keys of an order behind a value; returns the ORDER BY that reads them. */
    static String keys(List<SqlAstNode> values, List<SortSpecification> sorts) {
        StringBuilder keys = new StringBuilder();
        for (SortSpecification sort : sorts) {
            keys.append(keys.isEmpty() ? " order by " : ",")
                    .append("value->>")
                    .append(values.size())
                    .append(direction(sort));
            values.add(sort.getSortExpression());
        }
        return keys.toString();
    }

    /** The order within an aggregate of SQLite, which takes one since 3.44. */
    static void orderBy(SqlAppender sql, SqlAstTranslator<?> translator, List<SortSpecification> sorts) {
        translator.getCurrentClauseStack().push(Clause.WITHIN_GROUP);
        for (int i = 0; i < sorts.size(); i++) {
            sql.appendSql(i == 0 ? " order by " : ",");
            sorts.get(i).accept(translator);
        }
        translator.getCurrentClauseStack().pop();
    }

    /** What stands behind the key of an ORDER BY. */
    static String direction(SortSpecification sort) {
        return (sort.getSortOrder() == SortDirection.DESCENDING ? " desc" : "")
                + switch (sort.getNullPrecedence()) {
                    case FIRST -> " nulls first";
                    case LAST -> " nulls last";
                    case NONE -> "";
                };
    }
}
