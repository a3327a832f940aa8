package io.github.dqlite4j.hibernate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.metamodel.mapping.JdbcMappingContainer;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.query.sqm.BinaryArithmeticOperator;
import org.hibernate.query.sqm.function.FunctionRenderer;
import org.hibernate.query.sqm.function.SelfRenderingAggregateFunctionSqlAstExpression;
import org.hibernate.sql.ast.SqlAstNodeRenderingMode;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.BinaryArithmeticExpression;
import org.hibernate.sql.ast.tree.expression.CaseSearchedExpression;
import org.hibernate.sql.ast.tree.expression.CaseSimpleExpression;
import org.hibernate.sql.ast.tree.expression.Distinct;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.FunctionExpression;
import org.hibernate.sql.ast.tree.expression.Literal;
import org.hibernate.sql.ast.tree.expression.Over;
import org.hibernate.sql.ast.tree.expression.SelfRenderingExpression;
import org.hibernate.sql.ast.tree.expression.UnaryOperation;
import org.hibernate.sql.ast.tree.expression.UnparsedNumericLiteral;
import org.hibernate.sql.ast.tree.update.Assignable;
import org.hibernate.sql.ast.tree.update.Assignment;
import org.jspecify.annotations.Nullable;

/**
 * SQL that is exact for decimals. A decimal of up to 15 digits, times a power of ten, rounds to the exact integer, and integers of 64 bits
 * are calculated exactly. An integer of up to 15 digits, divided by a power of ten, is the double that SQLite reads from the decimal. A
 * result with more digits is an error.
 */
final class DecimalSql {

    private DecimalSql() {}

    /** SQL that is already exact, so it is not analyzed again. */
    interface Calculated extends SelfRenderingExpression {}

    /** The exact value of an expression, or an error if it has too many digits. */
    static Expression exact(Expression expression, DecimalScale scale) {
        Expression integer = new Integers(expression, scale);
        return new Calculation(expression.getExpressionType(), (sql, translator) -> {
            sql.appendSql("case when typeof(");
            integer.accept(translator);
            sql.appendSql(")='real' or (abs(");
            integer.accept(translator);
            sql.appendSql(")>999999999999999 and length(rtrim(abs(");
            integer.accept(translator);
            sql.appendSql("),'0'))>15) then abs(-9223372036854775808+0*length(");
            integer.accept(translator);
            sql.appendSql(")) else ");
            integer.accept(translator);
            sql.appendSql("*1.0/");
            scale.renderPower(sql, translator, expression.getExpressionType());
            sql.appendSql(" end");
        });
    }

    /** The value rounded half up to these digits. */
    private static Expression rounded(Expression expression, DecimalScale scale, int digits) {
        DecimalScale fine = scale.max(DecimalScale.of(digits));
        Expression integer = new Calculation(expression.getExpressionType(), (sql, translator) -> {
            sql.appendSql("round(");
            new Integers(expression, fine).accept(translator);
            sql.appendSql("*1.0/");
            fine.minus(DecimalScale.of(digits)).renderPower(sql, translator, expression.getExpressionType());
            sql.appendSql(")");
        });
        return new Calculation(expression.getExpressionType(), (sql, translator) -> {
            sql.appendSql("case when abs(");
            integer.accept(translator);
            sql.appendSql(")>999999999999999 then abs(-9223372036854775808+0*length(");
            integer.accept(translator);
            sql.appendSql(")) else ");
            integer.accept(translator);
            sql.appendSql("/1" + "0".repeat(digits) + " end");
        });
    }

    /** Pieces of SQL and expressions. */
    private record Calculation(JdbcMappingContainer type, Body body) implements Calculated {

        interface Body {
            void render(SqlAppender sql, SqlAstTranslator<?> translator);
        }

        @Override
        public void renderToSql(SqlAppender sql, SqlAstTranslator<?> translator, SessionFactoryImplementor factory) {
            sql.appendSql('(');
            body.render(sql, translator);
            sql.appendSql(')');
        }

        @Override
        public JdbcMappingContainer getExpressionType() {
            return type;
        }
    }

    /** An expression times a power of ten, which is an integer; a REAL if it does not fit 64 bits. */
    private record Integers(Expression expression, DecimalScale scale) implements Calculated {

        @Override
        public void renderToSql(SqlAppender sql, SqlAstTranslator<?> translator, SessionFactoryImplementor factory) {
            DecimalDigits digits = DecimalDigits.of(expression);
            if (digits == null) {
                throw new IllegalStateException("The digits of an expression are no longer known");
            }
            DecimalScale more = scale.minus(digits.scale());
            if (expression instanceof BinaryArithmeticExpression arithmetic) {
                binary(arithmetic, more, sql, translator);
            } else if (expression instanceof UnaryOperation unary) {
                sql.appendSql("(" + unary.getOperator().getOperatorChar());
                new Integers(unary.getOperand(), scale).accept(translator);
                sql.appendSql(')');
            } else {
                sql.appendSql('(');
                value(digits.scale(), sql, translator);
                times(more, sql, translator);
                sql.appendSql(')');
            }
        }

        private void binary(
                BinaryArithmeticExpression arithmetic,
                DecimalScale more,
                SqlAppender sql,
                SqlAstTranslator<?> translator) {
            BinaryArithmeticOperator operator = arithmetic.getOperator();
            Expression left = arithmetic.getLeftHandOperand();
            Expression right = arithmetic.getRightHandOperand();
            boolean product = operator == BinaryArithmeticOperator.MULTIPLY;
            sql.appendSql('(');
            new Integers(left, product ? own(left) : scale).accept(translator);
            sql.appendSql(operator.getOperatorSqlText());
            new Integers(right, product ? own(right) : scale).accept(translator);
            if (product) {
                times(more, sql, translator);
            }
            sql.appendSql(')');
        }

        private static DecimalScale own(Expression expression) {
            DecimalDigits digits = DecimalDigits.of(expression);
            return digits == null ? DecimalScale.of(0) : digits.scale();
        }

        private void times(DecimalScale more, SqlAppender sql, SqlAstTranslator<?> translator) {
            if (!more.isZero()) {
                sql.appendSql('*');
                more.renderPower(sql, translator, expression.getExpressionType());
            }
        }

        private void value(DecimalScale own, SqlAppender sql, SqlAstTranslator<?> translator) {
            var parameter = DecimalDigits.parameter(expression);
            BigDecimal literal = literal(expression);
            if (literal != null) {
                sql.appendSql(literal.unscaledValue().toString());
            } else if (parameter != null && own instanceof DecimalScale.OfParameter) {
                DecimalScale.integer(parameter, parameter.getExpressionType()).accept(translator);
            } else if (sum(expression) != null) {
                sumOfIntegers(expression, own).accept(translator);
            } else if (DecimalDigits.isInteger(expression.getExpressionType().getSingleJdbcMapping())) {
                plain(translator);
            } else {
                sql.appendSql("cast(round((");
                plain(translator);
                sql.appendSql(")*");
                own.renderPower(sql, translator, expression.getExpressionType());
                sql.appendSql(") as integer)");
            }
        }

        private void plain(SqlAstTranslator<?> translator) {
            translator.render(expression, SqlAstNodeRenderingMode.DEFAULT);
        }

        private static @Nullable BigDecimal literal(Expression expression) {
            if (expression instanceof UnparsedNumericLiteral<?> literal) {
                return DecimalDigits.decimal(new BigDecimal(literal.getUnparsedLiteralValue()));
            }
            return expression instanceof Literal literal ? DecimalDigits.decimal(literal.getLiteralValue()) : null;
        }

        @Override
        public JdbcMappingContainer getExpressionType() {
            return expression.getExpressionType();
        }
    }

    /** The sum or average that an expression is, if it has to be calculated exactly; also over a window. */
    static @Nullable SelfRenderingAggregateFunctionSqlAstExpression<?> sum(Expression expression) {
        return aggregate(expression, "sum");
    }

    private static @Nullable SelfRenderingAggregateFunctionSqlAstExpression<?> aggregate(
            Expression expression, String name) {
        Expression inner = expression instanceof Over<?> over ? over.getExpression() : expression;
        return inner instanceof SelfRenderingAggregateFunctionSqlAstExpression<?> function
                        && function.getFunctionName().equals(name)
                        && function.getArguments().size() == 1
                        && DecimalDigits.ofDecimal(function.getArguments().get(0)) != null
                ? function
                : null;
    }

    private static Expression sumOfIntegers(Expression expression, DecimalScale scale) {
        SelfRenderingAggregateFunctionSqlAstExpression<?> sum = sum(expression);
        if (sum == null) {
            return expression;
        }
        return inWindowOf(expression, withIntegers(sum, "sum", aggregate("sum"), scale));
    }

    private static <X> Expression withIntegers(
            SelfRenderingAggregateFunctionSqlAstExpression<X> function,
            String name,
            FunctionRenderer renderer,
            DecimalScale scale) {
        SqlAstNode argument = function.getArguments().get(0);
        Expression integers = argument instanceof Distinct distinct
                ? new Distinct(new Integers(distinct.getExpression(), scale))
                : new Integers((Expression) argument, scale);
        @SuppressWarnings("unchecked") // the function's own type
        var type = (ReturnableType<X>) FunctionParts.type(function);
        return new SelfRenderingAggregateFunctionSqlAstExpression<>(
                name, renderer, List.of(integers), function.getFilter(), type, function.getExpressionType());
    }

    private static Expression inWindowOf(Expression expression, Expression function) {
        return expression instanceof Over<?> over
                ? new Over<>(
                        function,
                        over.getPartitions(),
                        over.getOrderList(),
                        over.getMode(),
                        over.getStartKind(),
                        over.getStartExpression(),
                        over.getEndKind(),
                        over.getEndExpression(),
                        over.getExclusion())
                : function;
    }

    /** The average as the double nearest to the exact value; null if the expression is not an average of decimals. */
    static @Nullable Expression average(Expression expression) {
        SelfRenderingAggregateFunctionSqlAstExpression<?> average = aggregate(expression, "avg");
        DecimalDigits digits = average == null
                ? null
                : DecimalDigits.ofDecimal(average.getArguments().get(0));
        if (average == null || digits == null) {
            return null;
        }
        DecimalScale scale = digits.scale();
        Expression sum = inWindowOf(expression, withIntegers(average, "sum", aggregate("sum"), scale));
        Expression count = inWindowOf(expression, withIntegers(average, "count", aggregate("count"), scale));
        return new Calculation(expression.getExpressionType(), (sql, translator) -> {
            sum.accept(translator);
            sql.appendSql("*1.0/(");
            count.accept(translator);
            sql.appendSql('*');
            scale.renderPower(sql, translator, expression.getExpressionType());
            sql.appendSql(')');
        });
    }

    /** An aggregate function of SQLite with one argument. */
    private static FunctionRenderer aggregate(String name) {
        return new AggregateRenderer(name);
    }

    /** Whether the quotient is not an integer. SQLite would divide 10 by 3 as integers, although the column is a decimal. */
    static boolean isRealDivision(BinaryArithmeticExpression arithmetic) {
        JdbcMappingContainer type = arithmetic.getExpressionType();
        return arithmetic.getOperator() == BinaryArithmeticOperator.DIVIDE
                && type != null
                && type.getJdbcTypeCount() == 1
                && !isInteger(type.getSingleJdbcMapping());
    }

    private static boolean isInteger(JdbcMapping mapping) {
        Class<?> java = mapping.getJavaTypeDescriptor().getJavaTypeClass();
        return java != BigDecimal.class && java != Double.class && java != Float.class;
    }

    /** The double that is nearest to the quotient. */
    static Expression quotient(BinaryArithmeticExpression division) {
        Expression left = division.getLeftHandOperand();
        Expression right = division.getRightHandOperand();
        DecimalDigits one = DecimalDigits.of(left);
        DecimalDigits other = DecimalDigits.of(right);
        if (one == null || other == null || !(one.decimal() || other.decimal())) {
            return quotient(division, left, right);
        }
        DecimalScale scale = one.scale().max(other.scale());
        return quotient(division, new Integers(left, scale), new Integers(right, scale));
    }

    private static Expression quotient(BinaryArithmeticExpression division, Expression left, Expression right) {
        return new Calculation(division.getExpressionType(), (sql, translator) -> {
            sql.appendSql("cast(");
            left.accept(translator);
            sql.appendSql(" as real)/");
            right.accept(translator);
        });
    }

    /** The value of an assignment, rounded half up if it is calculated and its column is a decimal. */
    static Expression assigned(Assignment assignment) {
        Integer digits = digitsOfColumn(assignment.getAssignable());
        Expression value = assignment.getAssignedValue();
        return digits == null ? value : rounded(value, digits);
    }

    /** The digits after the point that a column of decimals keeps; null for any other target. */
    static @Nullable Integer digitsOfColumn(Assignable assignable) {
        DecimalDigits digits = assignable instanceof Expression expression
                        && assignable.getColumnReferences().size() == 1
                ? DecimalDigits.of(expression)
                : null;
        return digits != null && digits.decimal() && digits.scale() instanceof DecimalScale.Fixed fixed
                ? fixed.digits()
                : null;
    }

    /** The value rounded half up to these digits if it is calculated; values of attributes and parameters are not changed. */
    static Expression rounded(Expression value, int digits) {
        BigDecimal literal = Integers.literal(value);
        DecimalDigits known = DecimalDigits.of(value);
        if (literal != null) {
            String text = literal.setScale(digits, RoundingMode.HALF_UP).toPlainString();
            return new Calculation(value.getExpressionType(), (sql, translator) -> sql.appendSql(text));
        } else if (!isCalculated(value)) {
            return value;
        } else if (known != null) {
            return rounded(value, known.scale(), digits);
        }
        return new Calculation(value.getExpressionType(), (sql, translator) -> {
            sql.appendSql("round(");
            value.accept(translator);
            sql.appendSql("," + digits + ")");
        });
    }

    private static boolean isCalculated(Expression value) {
        return value instanceof BinaryArithmeticExpression
                || value instanceof UnaryOperation
                || value instanceof SelfRenderingExpression
                || value instanceof CaseSearchedExpression
                || value instanceof CaseSimpleExpression;
    }

    /** The rounded value of {@code round(value, digits)}; null for other expressions. */
    static @Nullable Expression round(Expression expression) {
        Integer digits = DecimalDigits.ofRound(expression);
        if (digits == null) {
            return null;
        }
        Expression value =
                (Expression) ((FunctionExpression) expression).getArguments().get(0);
        DecimalDigits known = DecimalDigits.of(value);
        return known == null || !known.decimal() ? null : rounded(value, known.scale(), digits);
    }
}
