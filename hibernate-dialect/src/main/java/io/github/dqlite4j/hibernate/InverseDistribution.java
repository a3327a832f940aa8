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
        AggregateCall call = AggregateCall.of(sql, translator, arguments, filter, order);
        if (call.order().size() != 1) {
            throw new UnsupportedOperationException(
                    "dqlite has " + name + "() only with WITHIN GROUP (ORDER BY one expression)");
        }
        SortSpecification sort = call.order().get(0);
        String direction = CollectedRows.direction(sort);
        CollectedRows.write(call, false, List.of(sort.getSortExpression()), () -> result(call, direction));
    }

    private void result(AggregateCall call, String direction) {
        String places = PLACES.formatted(direction);
        switch (name) {
            case "mode" ->
                call.write("select value from " + CollectedRows.EACH
                        + " where value is not null group by value order by count(*) desc,value" + direction
                        + " limit 1");
            case "percentile_disc" ->
                call.write(
                        "select v_ from " + places + " where i_+1>=n_*1.0*", call.argument(0), " order by i_ limit 1");
            default -> interpolated(call, places, call.argument(0));
        }
    }

    /** The two neighbours of the place, weighted by their distance from it. */
    private static void interpolated(AggregateCall call, String places, Object fraction) {
        call.write("select sum(v_*(1-abs(i_-", fraction, "*1.0*(n_-1)))) from " + places + " where abs(i_-", fraction);
        call.write("*1.0*(n_-1))<1");
    }

    /** The median of one expression. */
    static void median(AggregateCall call) {
        CollectedRows.write(
                call, false, List.of(call.argument(0)), () -> interpolated(call, PLACES.formatted(""), "0.5"));
    }
}
