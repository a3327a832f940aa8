package io.github.dqlite4j.hibernate;

import java.util.Map;
import java.util.Objects;
import org.hibernate.dialect.function.HypotheticalSetFunction;
import org.hibernate.query.SortDirection;
import org.hibernate.sql.ast.tree.select.SortSpecification;
import org.hibernate.type.BasicTypeReference;
import org.hibernate.type.StandardBasicTypes;
import org.hibernate.type.spi.TypeConfiguration;

/**
 * {@code rank(x) within group (order by y)} and similar functions: the rank that a row would have. As window functions they are SQLite's own.
 */
final class HypotheticalRank extends AggregateFunction {
    /** {@code <} stands for a row before the hypothetical one, {@code <=} for one before it or equal to it. */
    private static final Map<String, String> FORMULAS = Map.of(
            "rank", "(count(case when {<} then 1 end)+1)",
            "dense_rank", "(count(distinct case when {<} then {y} end)+1)",
            "percent_rank", "coalesce(count(case when {<} then 1 end)*1.0/nullif(count(*),0),0.0)",
            "cume_dist", "((count(case when {<=} then 1 end)+1)*1.0/(count(*)+1))");

    HypotheticalRank(String name, TypeConfiguration types) {
        super(new HypotheticalSetFunction(name, result(name), types));
    }

    static Iterable<String> names() {
        return FORMULAS.keySet();
    }

    private static BasicTypeReference<?> result(String name) {
        return name.endsWith("rank") && !name.equals("percent_rank")
                ? StandardBasicTypes.LONG
                : StandardBasicTypes.DOUBLE;
    }

    @Override
    boolean isWindowFunction(AggregateCall call) {
        return call.order().isEmpty();
    }

    @Override
    void render(AggregateCall call) {
        if (call.order().isEmpty()) {
            call.write(getName() + "()");
            return;
        }
        if (call.order().size() != 1 || call.arguments().size() != 1 || call.filter() != null) {
            throw new UnsupportedOperationException(
                    "dqlite calculates " + getName() + "() within a group only for one key, without FILTER");
        }
        SortSpecification sort = call.order().get(0);
        boolean descending = sort.getSortOrder() == SortDirection.DESCENDING;
        String formula = Objects.requireNonNull(FORMULAS.get(getName()));
        int at = 0;
        for (int open; (open = formula.indexOf('{', at)) >= 0; at = formula.indexOf('}', open) + 1) {
            call.write(formula.substring(at, open), sort.getSortExpression());
            String token = formula.substring(open + 1, formula.indexOf('}', open));
            if (!token.equals("y")) {
                call.write(descending ? token.replace('<', '>') : token, call.argument(0));
            }
        }
        call.write(formula.substring(at));
    }
}
