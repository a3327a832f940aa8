package io.github.dqlite4j.hibernate;

import java.util.ArrayList;
import java.util.List;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.function.ListaggFunction;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.Distinct;
import org.hibernate.sql.ast.tree.predicate.Predicate;
import org.hibernate.sql.ast.tree.select.SortSpecification;
import org.hibernate.type.spi.TypeConfiguration;
import org.jspecify.annotations.Nullable;

/** {@code listagg()}. SQLite orders the rows of {@code group_concat} since 3.44, and never takes DISTINCT and a separator together. */
final class ListAggregate extends ListaggFunction {
    private final boolean ordersAggregates;

    ListAggregate(Dialect dialect, TypeConfiguration types) {
        super(null, types);
        this.ordersAggregates = dialect.getVersion().isSameOrAfter(3, 44);
    }

    @Override
    public void render(
            SqlAppender sql,
            List<? extends SqlAstNode> arguments,
            @Nullable Predicate filter,
            @Nullable List<SortSpecification> order,
            ReturnableType<?> returnType,
            SqlAstTranslator<?> translator) {
        List<SortSpecification> sorts = order == null ? List.of() : order;
        if (arguments.get(0) instanceof Distinct distinct) {
            if (sorts.size() > 1) {
                throw new UnsupportedOperationException("listagg(distinct x) can only be ordered by x");
            }
            String keys = sorts.isEmpty() ? "" : " order by value" + CollectedRows.direction(sorts.get(0));
            CollectedRows.render(
                    sql,
                    translator,
                    true,
                    List.of(distinct.getExpression()),
                    filter,
                    () -> joined(sql, translator, arguments.get(1), "value", keys));
        } else if (sorts.isEmpty() || ordersAggregates) {
            plain(sql, arguments, filter, sorts, translator);
        } else {
            List<SqlAstNode> values = new ArrayList<>(List.of(arguments.get(0)));
            String keys = CollectedRows.keys(values, sorts);
            CollectedRows.render(
                    sql,
                    translator,
                    false,
                    values,
                    filter,
                    () -> joined(sql, translator, arguments.get(1), "value->>0", keys));
        }
    }

    /** SQLite keeps the order of a subquery for group_concat. */
    private static void joined(
            SqlAppender sql, SqlAstTranslator<?> translator, SqlAstNode separator, String value, String order) {
        sql.appendSql("select group_concat(v_,");
        separator.accept(translator);
        sql.appendSql(") from (select " + value + " as v_ from " + CollectedRows.EACH + order + ")");
    }

    private static void plain(
            SqlAppender sql,
            List<? extends SqlAstNode> arguments,
            @Nullable Predicate filter,
            List<SortSpecification> sorts,
            SqlAstTranslator<?> translator) {
        sql.appendSql("group_concat(");
        arguments.get(0).accept(translator);
        sql.appendSql(',');
        arguments.get(1).accept(translator);
        CollectedRows.orderBy(sql, translator, sorts);
        sql.appendSql(')');
        CollectedRows.filter(sql, translator, filter);
    }
}
