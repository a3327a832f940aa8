package io.github.dqlite4j.hibernate;

import static org.hibernate.query.sqm.produce.function.FunctionParameterType.NUMERIC;

import java.util.List;
import java.util.Map;
import org.hibernate.boot.model.FunctionContributions;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.query.sqm.function.AbstractSqmSelfRenderingFunctionDescriptor;
import org.hibernate.query.sqm.function.FunctionKind;
import org.hibernate.query.sqm.produce.function.ArgumentTypesValidator;
import org.hibernate.query.sqm.produce.function.FunctionParameterType;
import org.hibernate.query.sqm.produce.function.StandardArgumentsValidators;
import org.hibernate.query.sqm.produce.function.StandardFunctionArgumentTypeResolvers;
import org.hibernate.query.sqm.produce.function.StandardFunctionReturnTypeResolvers;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.Distinct;
import org.hibernate.sql.ast.tree.predicate.Predicate;
import org.hibernate.type.BasicType;
import org.hibernate.type.StandardBasicTypes;
import org.hibernate.type.spi.TypeConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Variance, standard deviation, covariance, correlation and regression, which SQLite does not have: calculated in doubles from counts and
 * sums. Values that are large against their spread lose digits.
 */
final class StatisticsFunction extends AbstractSqmSelfRenderingFunctionDescriptor {
    private static final String VAR_POP = "max(0,({yy}-{y}*{y}/{n})/{n})";
    private static final String VAR_SAMP = "max(0,({yy}-{y}*{y}/{n})/({n}-1))";
    private static final String PRODUCT = "({n}*{xy}-{x}*{y})";
    private static final String SPREAD_X = "({n}*{xx}-{x}*{x})";
    private static final String SPREAD_Y = "({n}*{yy}-{y}*{y})";

    private static final Map<String, String> OF_ONE = Map.of(
            "stddev",
            "sqrt(" + VAR_SAMP + ")",
            "stddev_samp",
            "sqrt(" + VAR_SAMP + ")",
            "stddev_pop",
            "sqrt(" + VAR_POP + ")",
            "variance",
            VAR_SAMP,
            "var_samp",
            VAR_SAMP,
            "var_pop",
            VAR_POP,
            // From the collected rows.
            "median",
            "");

    /** The first argument is y. */
    private static final Map<String, String> OF_TWO = Map.ofEntries(
            Map.entry("covar_pop", "(" + PRODUCT + "/{n}/{n})"),
            Map.entry("covar_samp", "(" + PRODUCT + "/{n}/({n}-1))"),
            Map.entry("corr", "(" + PRODUCT + "/sqrt(" + SPREAD_X + "*" + SPREAD_Y + "))"),
            Map.entry("regr_slope", "(" + PRODUCT + "/" + SPREAD_X + ")"),
            Map.entry("regr_intercept", "(({y}-" + PRODUCT + "/" + SPREAD_X + "*{x})/{n})"),
            Map.entry("regr_r2", "(" + PRODUCT + "*" + PRODUCT + "/" + SPREAD_X + "/" + SPREAD_Y + ")"),
            Map.entry("regr_avgx", "({x}/{n})"),
            Map.entry("regr_avgy", "({y}/{n})"),
            Map.entry("regr_sxx", "(" + SPREAD_X + "/{n})"),
            Map.entry("regr_syy", "(" + SPREAD_Y + "/{n})"),
            Map.entry("regr_sxy", "(" + PRODUCT + "/{n})"),
            Map.entry("regr_count", "{n}"));

    private final String formula;

    private StatisticsFunction(
            String name,
            String formula,
            BasicType<?> result,
            FunctionParameterType[] parameters,
            TypeConfiguration types) {
        super(
                name,
                FunctionKind.AGGREGATE,
                new ArgumentTypesValidator(StandardArgumentsValidators.exactly(parameters.length), parameters),
                StandardFunctionReturnTypeResolvers.invariant(result),
                StandardFunctionArgumentTypeResolvers.invariant(types, parameters));
        this.formula = formula;
    }

    static void register(FunctionContributions functions) {
        TypeConfiguration types = functions.getTypeConfiguration();
        BasicType<Double> real = types.getBasicTypeRegistry().resolve(StandardBasicTypes.DOUBLE);
        BasicType<Long> count = types.getBasicTypeRegistry().resolve(StandardBasicTypes.LONG);
        FunctionParameterType[] one = {NUMERIC};
        FunctionParameterType[] two = {NUMERIC, NUMERIC};
        OF_ONE.forEach((name, formula) -> functions
                .getFunctionRegistry()
                .register(name, new StatisticsFunction(name, formula, real, one, types)));
        OF_TWO.forEach((name, formula) -> functions
                .getFunctionRegistry()
                .register(
                        name,
                        new StatisticsFunction(name, formula, name.equals("regr_count") ? count : real, two, types)));
    }

    /** Refuses what is no single aggregate of SQLite as a window function. */
    static void refuseAsWindow(String function) {
        if (OF_ONE.containsKey(function) || OF_TWO.containsKey(function)) {
            throw new UnsupportedOperationException("dqlite has no window function " + function + "()");
        }
    }

    @Override
    public void render(
            SqlAppender sql,
            List<? extends SqlAstNode> arguments,
            ReturnableType<?> returnType,
            SqlAstTranslator<?> translator) {
        render(sql, arguments, null, returnType, translator);
    }

    @Override
    public void render(
            SqlAppender sql,
            List<? extends SqlAstNode> arguments,
            @Nullable Predicate filter,
            ReturnableType<?> returnType,
            SqlAstTranslator<?> translator) {
        SqlAstNode y = arguments.get(0);
        if (y instanceof Distinct) {
            throw new UnsupportedOperationException("dqlite cannot calculate " + getName() + "() of distinct values");
        }
        if (formula.isEmpty()) {
            InverseDistribution.median(sql, y, filter, translator);
            return;
        }
        SqlAstNode x = arguments.get(arguments.size() - 1);
        int at = 0;
        for (int open; (open = formula.indexOf('{', at)) >= 0; at = formula.indexOf('}', open) + 1) {
            sql.appendSql(formula.substring(at, open));
            switch (formula.substring(open + 1, formula.indexOf('}', open))) {
                case "n" -> sum(sql, "count(", "*0.0+", y, x, filter, translator);
                case "x" -> sum(sql, "total(", "*0.0+", y, x, filter, translator);
                case "y" -> sum(sql, "total(", "*0.0+", x, y, filter, translator);
                case "xx" -> sum(sql, "total(", "*0.0+1.0*", y, x, x, filter, translator);
                case "yy" -> sum(sql, "total(", "*0.0+1.0*", x, y, y, filter, translator);
                default -> sum(sql, "total(", "*1.0*", x, y, filter, translator);
            }
        }
        sql.appendSql(formula.substring(at));
    }

    /** The aggregate of an expression that is NULL if either is. */
    private static void sum(
            SqlAppender sql,
            String aggregate,
            String operator,
            SqlAstNode other,
            SqlAstNode value,
            @Nullable Predicate filter,
            SqlAstTranslator<?> translator) {
        sum(sql, aggregate, operator, other, value, null, filter, translator);
    }

    private static void sum(
            SqlAppender sql,
            String aggregate,
            String operator,
            SqlAstNode other,
            SqlAstNode value,
            @Nullable SqlAstNode factor,
            @Nullable Predicate filter,
            SqlAstTranslator<?> translator) {
        sql.appendSql(aggregate + "(");
        other.accept(translator);
        sql.appendSql(")" + operator + "(");
        value.accept(translator);
        if (factor != null) {
            sql.appendSql(")*(");
            factor.accept(translator);
        }
        sql.appendSql("))");
        CollectedRows.filter(sql, translator, filter);
    }
}
