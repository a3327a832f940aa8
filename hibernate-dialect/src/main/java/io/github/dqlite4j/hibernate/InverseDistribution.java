package io.github.dqlite4j.hibernate;

import static org.hibernate.query.sqm.produce.function.FunctionParameterType.NUMERIC;

import java.util.List;
import org.hibernate.dialect.function.InverseDistributionFunction;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.predicate.Predicate;
import org.hibernate.sql.ast.tree.select.SortSpecification;
import org.hibernate.type.spi.TypeConfiguration;
import org.jspecify.annotations.Nullable;

/** {@code percentile_cont}, {@code percentile_disc} and {@code mode}, from the collected rows. */
final class InverseDistribution extends InverseDistributionFunction {
    /** Values with their place, from 0, and their number. */
    private static final String PLACES =
            "(select value as v_,row_number() over (order by value%s)-1 as i_,count(*) over () as n_ from "
                    + CollectedRows.EACH + " where value is not null)";

    private final String name;

    InverseDistribution(String name, TypeConfiguration types) {
        super(name, name.equals("mode") ? null : NUMERIC, types);
        this.name = name;
    }

    @Override
    public void render(
            SqlAppender sql,
            List<? extends SqlAstNode> arguments,
            @Nullable Predicate filter,
            @Nullable List<SortSpecification> order,
            ReturnableType<?> returnType,
            SqlAstTranslator<?> translator) {
        if (order == null || order.size() != 1) {
            throw new UnsupportedOperationException(name + "() needs WITHIN GROUP (ORDER BY one expression)");
        }
        SortSpecification sort = order.get(0);
        String direction = CollectedRows.direction(sort);
        CollectedRows.render(
                sql,
                translator,
                false,
                List.of(sort.getSortExpression()),
                filter,
                () -> result(sql, arguments, direction, translator));
    }

    private void result(
            SqlAppender sql, List<? extends SqlAstNode> arguments, String direction, SqlAstTranslator<?> translator) {
        String places = PLACES.formatted(direction);
        switch (name) {
            case "mode" ->
                sql.appendSql("select value from " + CollectedRows.EACH
                        + " where value is not null group by value order by count(*) desc,value" + direction
                        + " limit 1");
            case "percentile_disc" -> {
                sql.appendSql("select v_ from " + places + " where i_+1>=n_*1.0*");
                arguments.get(0).accept(translator);
                sql.appendSql(" order by i_ limit 1");
            }
            default -> interpolated(sql, places, () -> arguments.get(0).accept(translator));
        }
    }

    /** The two neighbours of the place, weighted by their distance from it. */
    private static void interpolated(SqlAppender sql, String places, Runnable fraction) {
        sql.appendSql("select sum(v_*(1-abs(i_-");
        fraction.run();
        sql.appendSql("*1.0*(n_-1)))) from " + places + " where abs(i_-");
        fraction.run();
        sql.appendSql("*1.0*(n_-1))<1");
    }

    /** The median of one expression. */
    static void median(SqlAppender sql, SqlAstNode value, @Nullable Predicate filter, SqlAstTranslator<?> translator) {
        CollectedRows.render(
                sql,
                translator,
                false,
                List.of(value),
                filter,
                () -> interpolated(sql, PLACES.formatted(""), () -> sql.appendSql("0.5")));
    }
}
