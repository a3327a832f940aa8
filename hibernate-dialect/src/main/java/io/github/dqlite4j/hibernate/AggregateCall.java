package io.github.dqlite4j.hibernate;

import java.util.List;
import org.hibernate.sql.ast.Clause;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.predicate.Predicate;
import org.hibernate.sql.ast.tree.select.SortSpecification;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate function in a query, and the SQL to which it is written.
 *
 * @param order the ORDER BY of WITHIN GROUP, empty if there is none
 */
record AggregateCall(
        SqlAppender sql,
        SqlAstTranslator<?> translator,
        List<? extends SqlAstNode> arguments,
        @Nullable Predicate filter,
        List<SortSpecification> order) {

    static AggregateCall of(
            SqlAppender sql,
            SqlAstTranslator<?> translator,
            List<? extends SqlAstNode> arguments,
            @Nullable Predicate filter,
            @Nullable List<SortSpecification> order) {
        return new AggregateCall(sql, translator, arguments, filter, order == null ? List.of() : order);
    }

    SqlAstNode argument(int index) {
        return arguments.get(index);
    }

    /** Writes SQL: a String as it is, a node by the translator. */
    void write(Object... parts) {
        for (Object part : parts) {
            if (part instanceof SqlAstNode node) {
                node.accept(translator);
            } else {
                sql.appendSql((String) part);
            }
        }
    }

    /** Writes FILTER, if the call has one. */
    void writeFilter() {
        writeFilter(null);
    }

    /** Writes FILTER for the rows where a value is not NULL. */
    void writeFilter(@Nullable SqlAstNode notNull) {
        if (filter == null && notNull == null) {
            return;
        }
        translator.getCurrentClauseStack().push(Clause.WHERE);
        sql.appendSql(" filter (where ");
        if (notNull != null) {
            write(notNull, filter == null ? " is not null" : " is not null and (");
        }
        if (filter != null) {
            filter.accept(translator);
        }
        sql.appendSql(filter != null && notNull != null ? "))" : ")");
        translator.getCurrentClauseStack().pop();
    }

    /** Writes the order within an aggregate of SQLite, which supports one since 3.44. */
    void writeOrder() {
        translator.getCurrentClauseStack().push(Clause.WITHIN_GROUP);
        for (int i = 0; i < order.size(); i++) {
            write(i == 0 ? " order by " : ",", order.get(i));
        }
        translator.getCurrentClauseStack().pop();
    }
}
