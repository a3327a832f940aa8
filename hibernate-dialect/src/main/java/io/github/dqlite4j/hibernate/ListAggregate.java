package io.github.dqlite4j.hibernate;

import java.util.ArrayList;
import java.util.List;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.function.ListaggFunction;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.Distinct;
import org.hibernate.type.spi.TypeConfiguration;

/** {@code listagg()}. SQLite orders the rows of {@code group_concat} since 3.44, and never accepts DISTINCT together with a separator. */
final class ListAggregate extends AggregateFunction {
    private final boolean ordersAggregates;

    ListAggregate(Dialect dialect, TypeConfiguration types) {
        super(new ListaggFunction(null, types));
        this.ordersAggregates = dialect.getVersion().isSameOrAfter(3, 44);
    }

    @Override
    boolean isWindowFunction(AggregateCall call) {
        return !(call.argument(0) instanceof Distinct) && call.order().isEmpty();
    }

    @Override
    void render(AggregateCall call) {
        if (call.argument(0) instanceof Distinct distinct) {
            if (call.order().size() > 1) {
                throw new UnsupportedOperationException("dqlite has listagg(distinct x) only with ORDER BY x");
            }
            String keys = call.order().isEmpty()
                    ? ""
                    : " order by value" + CollectedRows.direction(call.order().get(0));
            CollectedRows.write(call, true, List.of(distinct.getExpression()), () -> joined(call, "value", keys));
        } else if (call.order().isEmpty() || ordersAggregates) {
            call.write("group_concat(", call.argument(0), ",", call.argument(1));
            call.writeOrder();
            call.write(")");
            call.writeFilter();
        } else {
            List<SqlAstNode> values = new ArrayList<>(List.of(call.argument(0)));
            String keys = CollectedRows.keys(values, call.order());
            CollectedRows.write(call, false, values, () -> joined(call, "value->>0", keys));
        }
    }

    /** SQLite keeps the order of a subquery for group_concat. */
    private static void joined(AggregateCall call, String value, String order) {
        call.write("select group_concat(v_,", call.argument(1));
        call.write(") from (select " + value + " as v_ from " + CollectedRows.EACH + order + ")");
    }
}
