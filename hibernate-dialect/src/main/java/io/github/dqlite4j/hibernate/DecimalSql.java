package io.github.dqlite4j.hibernate;

import java.math.BigDecimal;
import java.util.List;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.metamodel.mapping.JdbcMappingContainer;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.query.sqm.BinaryArithmeticOperator;
import org.hibernate.query.sqm.function.SelfRenderingAggregateFunctionSqlAstExpression;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.BinaryArithmeticExpression;
import org.hibernate.sql.ast.tree.expression.Distinct;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.Literal;
import org.hibernate.sql.ast.tree.expression.SelfRenderingExpression;
import org.hibernate.sql.ast.tree.update.Assignable;
import org.hibernate.sql.ast.tree.update.Assignment;
import org.jspecify.annotations.Nullable;

/**
 * SQL that is exact for decimals. A decimal of up to 15 digits, times a power of ten, rounds to the integer that it stands for; an
 * integer divided by a power of ten is the double that SQLite reads for the decimal.
 */
final class DecimalSql {

    private DecimalSql() {}

    /** An expression between two pieces of SQL. */
    private record Wrapped(String before, Expression inner, String after) implements SelfRenderingExpression {
        @Override
        public void renderToSql(SqlAppender sql, SqlAstTranslator<?> translator, SessionFactoryImplementor factory) {
            sql.appendSql(before);
            inner.accept(translator);
            sql.appendSql(after);
        }

        @Override
        public @Nullable JdbcMappingContainer getExpressionType() {
            return inner.getExpressionType();
        }
    }

    /** Whether the quotient is no integer. SQLite would divide 10 by 3 as integers, although the column is a decimal. */
    static boolean isRealDivision(BinaryArithmeticExpression arithmetic) {
        JdbcMappingContainer type = arithmetic.getExpressionType();
        return arithmetic.getOperator() == BinaryArithmeticOperator.DIVIDE
                && !(arithmetic.getLeftHandOperand() instanceof Wrapped)
                && type != null
                && type.getJdbcTypeCount() == 1
                && !isInteger(type.getSingleJdbcMapping());
    }

    private static boolean isInteger(JdbcMapping mapping) {
        Class<?> java = mapping.getJavaTypeDescriptor().getJavaTypeClass();
        return java != BigDecimal.class && java != Double.class && java != Float.class;
    }

    static BinaryArithmeticExpression realDivision(BinaryArithmeticExpression division) {
        return new BinaryArithmeticExpression(
                new Wrapped("cast(", division.getLeftHandOperand(), " as real)"),
                division.getOperator(),
                division.getRightHandOperand(),
                division.getExpressionType());
    }

    private static String power(int digits) {
        return "1" + "0".repeat(digits);
    }

    private static Expression integers(Expression decimals, int scale) {
        return new Wrapped("cast(round((", decimals, ")*" + power(scale) + ") as integer)");
    }

    /** The end of an expression that is in integers until then. A sum that does not fit 64 bits is an error of SQLite. */
    static String divided(int scale) {
        return "/" + power(scale) + ".0)";
    }

    /** The sum of what the function would sum, times a power of ten. */
    static <X> SelfRenderingExpression sumOfIntegers(SelfRenderingAggregateFunctionSqlAstExpression<X> sum, int scale) {
        SqlAstNode argument = sum.getArguments().get(0);
        Expression integers = argument instanceof Distinct distinct
                ? new Distinct(integers(distinct.getExpression(), scale))
                : integers((Expression) argument, scale);
        @SuppressWarnings("unchecked") // the function's own type
        var type = (ReturnableType<X>) sum.getType();
        return new SelfRenderingAggregateFunctionSqlAstExpression<>(
                sum.getFunctionName(),
                sum.getFunctionRenderer(),
                List.of(integers),
                sum.getFilter(),
                type,
                sum.getExpressible());
    }

    /** The value of an assignment, rounded half up if it is calculated and its column is a decimal. */
    static Expression assigned(Assignment assignment) {
        Expression value = assignment.getAssignedValue();
        DecimalDigits column = column(assignment.getAssignable());
        if (column == null || !(value instanceof BinaryArithmeticExpression || value instanceof Literal)) {
            return value;
        }
        DecimalDigits digits = DecimalDigits.of(value);
        if (digits == null) {
            return new Wrapped("round(", value, "," + column.scale() + ")");
        } else if (digits.scale() <= column.scale()) {
            return value;
        }
        String after = ")*" + power(digits.scale()) + ") as integer)/" + power(digits.scale() - column.scale()) + ".0)/"
                + power(column.scale()) + ".0";
        return new Wrapped("round(cast(round((", value, after);
    }

    private static @Nullable DecimalDigits column(Assignable assignable) {
        return assignable instanceof Expression expression
                        && assignable.getColumnReferences().size() == 1
                ? declared(expression)
                : null;
    }

    private static @Nullable DecimalDigits declared(Expression expression) {
        DecimalDigits digits = DecimalDigits.of(expression);
        return digits != null && digits.decimal() ? digits : null;
    }
}
