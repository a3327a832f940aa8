package io.github.dqlite4j.hibernate;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hibernate.dialect.function.HypotheticalSetFunction;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.query.SortDirection;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.predicate.Predicate;
import org.hibernate.sql.ast.tree.select.SortSpecification;
import org.hibernate.type.BasicTypeReference;
import org.hibernate.type.StandardBasicTypes;
import org.hibernate.type.spi.TypeConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * {@code rank(x) within group (order by y)} and its kind: the rank that a row would have. As window functions they are SQLite's own.
 */
final class HypotheticalRank extends HypotheticalSetFunction {
    /** {@code <} stands for a row before the hypothetical one, {@code <=} for one before it or equal to it. */
    private static final Map<String, String> FORMULAS = Map.of(
            "rank", "(count(case when {<} then 1 end)+1)",
            "dense_rank", "(count(distinct case when {<} then {y} end)+1)",
            "percent_rank", "coalesce(count(case when {<} then 1 end)*1.0/nullif(count(*),0),0.0)",
            "cume_dist", "((count(case when {<=} then 1 end)+1)*1.0/(count(*)+1))");

    private final String name;

    HypotheticalRank(String name, TypeConfiguration types) {
        super(name, result(name), types);
        this.name = name;
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
    public void render(
            SqlAppender sql,
            List<? extends SqlAstNode> arguments,
            @Nullable Predicate filter,
            @Nullable List<SortSpecification> order,
            ReturnableType<?> returnType,
            SqlAstTranslator<?> translator) {
        if (order == null || order.isEmpty()) {
            super.render(sql, arguments, filter, order, returnType, translator);
            return;
        }
        if (order.size() != 1 || arguments.size() != 1 || filter != null) {
            throw new UnsupportedOperationException(
                    "dqlite calculates " + name + "() within a group only for one key, without FILTER");
        }
        SortSpecification sort = order.get(0);
        boolean descending = sort.getSortOrder() == SortDirection.DESCENDING;
        String formula = Objects.requireNonNull(FORMULAS.get(name));
        int at = 0;
        for (int open; (open = formula.indexOf('{', at)) >= 0; at = formula.indexOf('}', open) + 1) {
            sql.appendSql(formula.substring(at, open));
            String token = formula.substring(open + 1, formula.indexOf('}', open));
            sort.getSortExpression().accept(translator);
            if (!token.equals("y")) {
                sql.appendSql(descending ? token.replace('<', '>') : token);
                arguments.get(0).accept(translator);
            }
        }
        sql.appendSql(formula.substring(at));
    }
}
