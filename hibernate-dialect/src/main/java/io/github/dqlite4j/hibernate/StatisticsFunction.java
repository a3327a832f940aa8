package io.github.dqlite4j.hibernate;

import static org.hibernate.query.sqm.produce.function.FunctionParameterType.NUMERIC;

import java.util.Map;
import org.hibernate.boot.model.FunctionContributions;
import org.hibernate.query.sqm.function.FunctionKind;
import org.hibernate.query.sqm.function.NamedSqmFunctionDescriptor;
import org.hibernate.query.sqm.produce.function.ArgumentTypesValidator;
import org.hibernate.query.sqm.produce.function.FunctionParameterType;
import org.hibernate.query.sqm.produce.function.StandardArgumentsValidators;
import org.hibernate.query.sqm.produce.function.StandardFunctionArgumentTypeResolvers;
import org.hibernate.query.sqm.produce.function.StandardFunctionReturnTypeResolvers;
import org.hibernate.sql.ast.SqlAstNodeRenderingMode;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.Distinct;
import org.hibernate.type.BasicType;
import org.hibernate.type.StandardBasicTypes;
import org.hibernate.type.spi.TypeConfiguration;

/**
 * Variance, standard deviation, covariance, correlation and regression, which SQLite does not have: calculated in doubles from counts and
 * sums. Values that are large compared with their spread lose digits.
 */
final class StatisticsFunction extends AggregateFunction {
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
        super(new NamedSqmFunctionDescriptor(
                name,
                true,
                new ArgumentTypesValidator(StandardArgumentsValidators.exactly(parameters.length), parameters),
                StandardFunctionReturnTypeResolvers.invariant(result),
                StandardFunctionArgumentTypeResolvers.invariant(types, parameters),
                name,
                FunctionKind.AGGREGATE,
                null,
                SqlAstNodeRenderingMode.DEFAULT));
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

    @Override
    void render(AggregateCall call) {
        SqlAstNode y = call.argument(0);
        if (y instanceof Distinct) {
            throw new UnsupportedOperationException("dqlite cannot calculate " + getName() + "() of distinct values");
        }
        if (formula.isEmpty()) {
            InverseDistribution.median(call);
            return;
        }
        SqlAstNode x = call.argument(call.arguments().size() - 1);
        int at = 0;
        for (int open; (open = formula.indexOf('{', at)) >= 0; at = formula.indexOf('}', open) + 1) {
            call.write(formula.substring(at, open));
            // NULL if one of the two is.
            switch (formula.substring(open + 1, formula.indexOf('}', open))) {
                case "n" -> call.write("count((", y, ")*0.0+(", x, "))");
                case "x" -> call.write("total((", y, ")*0.0+(", x, "))");
                case "y" -> call.write("total((", x, ")*0.0+(", y, "))");
                case "xx" -> call.write("total((", y, ")*0.0+1.0*(", x, ")*(", x, "))");
                case "yy" -> call.write("total((", x, ")*0.0+1.0*(", y, ")*(", y, "))");
                default -> call.write("total((", x, ")*1.0*(", y, "))");
            }
            call.writeFilter();
        }
        call.write(formula.substring(at));
    }
}
