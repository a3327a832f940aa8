package io.github.dqlite4j.hibernate;

import java.util.List;
import org.hibernate.query.SortDirection;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.select.SortSpecification;

/**
 * An aggregate that SQLite does not have: the rows of the group are collected as a JSON array, and a subquery calculates with them. An
 * aggregate is not allowed in a subquery of a FROM clause, so the array is the only row of a {@code json_each}, and the subquery reads its
 * column {@code a_.value}. SQLite accepts the aggregate there only if the outer subquery has another one, so that computes the maximum of
 * its only row.
 */
final class CollectedRows {
    /** What the subquery reads: one row for each collected value, in the column {@code value}. */
    static final String EACH = "json_each(a_.value)";

    private CollectedRows() {}

    /**
     * Writes the aggregate.
     *
     * @param distinct whether equal values count once; only for one value a row
     * @param values what is collected of each row: one value, or several as an array
     * @param result writes what to calculate with {@link #EACH}
     */
    static void write(AggregateCall call, boolean distinct, List<? extends SqlAstNode> values, Runnable result) {
        call.write("(select max((");
        result.run();
        call.write(")) from json_each(json_array(json(json_group_array(" + (distinct ? "distinct " : ""));
        if (values.size() > 1) {
            call.write("json_array(");
        }
        for (int i = 0; i < values.size(); i++) {
            call.write(i > 0 ? "," : "", values.get(i));
        }
        call.write(values.size() > 1 ? "))" : ")");
        call.writeFilter();
        call.write("))) a_)");
    }

    /** Collects the sort keys after a value; returns the ORDER BY that reads them. */
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

    /** The part after the key of an ORDER BY. */
    static String direction(SortSpecification sort) {
        return (sort.getSortOrder() == SortDirection.DESCENDING ? " desc" : "")
                + switch (sort.getNullPrecedence()) {
                    case FIRST -> " nulls first";
                    case LAST -> " nulls last";
                    case NONE -> "";
                };
    }
}
