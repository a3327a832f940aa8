package io.github.dqlite4j.hibernate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.metamodel.mapping.JdbcMappingContainer;
import org.hibernate.metamodel.mapping.SqlTypedMapping;
import org.hibernate.query.sqm.BinaryArithmeticOperator;
import org.hibernate.query.sqm.function.SelfRenderingFunctionSqlAstExpression;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.BinaryArithmeticExpression;
import org.hibernate.sql.ast.tree.expression.Distinct;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.Literal;
import org.hibernate.sql.ast.tree.expression.Over;
import org.hibernate.sql.ast.tree.expression.UnaryOperation;
import org.hibernate.sql.ast.tree.expression.UnparsedNumericLiteral;
import org.jspecify.annotations.Nullable;

/**
 * How many digits after the point the values of an expression have at most.
 *
 * @param scale the digits
 * @param decimal whether an attribute with a declared scale is part of it, so that the result has to be exact
 */
record DecimalDigits(int scale, boolean decimal) {

    /** More digits are below what a double holds beside a whole part. */
    private static final int MOST = 15;

    /** Functions whose result has the digits of their only argument. */
    private static final Set<String> SAME = Set.of("sum", "min", "max", "abs");

    /** The digits of an expression; null if they are not known, or too many. */
    static @Nullable DecimalDigits of(@Nullable SqlAstNode node) {
        DecimalDigits digits = find(node);
        return digits == null || digits.scale() > MOST ? null : digits;
    }

    /** The digits of an expression that has to be rounded to be exact; null for any other. */
    static @Nullable DecimalDigits ofDecimal(@Nullable SqlAstNode node) {
        DecimalDigits digits = of(node);
        return digits == null || !digits.decimal() || digits.scale() == 0 ? null : digits;
    }

    private static @Nullable DecimalDigits find(@Nullable SqlAstNode node) {
        if (node instanceof BinaryArithmeticExpression arithmetic) {
            return arithmetic(arithmetic);
        } else if (node instanceof UnaryOperation unary) {
            return find(unary.getOperand());
        } else if (node instanceof Distinct distinct) {
            return find(distinct.getExpression());
        } else if (node instanceof Over<?> over) {
            return find(over.getExpression());
        } else if (node instanceof UnparsedNumericLiteral<?> literal) {
            return literal(new BigDecimal(literal.getUnparsedLiteralValue()));
        } else if (node instanceof Literal literal) {
            return literal(literal.getLiteralValue());
        } else if (node instanceof SelfRenderingFunctionSqlAstExpression<?> function) {
            return SAME.contains(function.getFunctionName())
                            && function.getArguments().size() == 1
                    ? find(function.getArguments().get(0))
                    : null;
        }
        return node instanceof Expression expression ? typed(expression.getExpressionType()) : null;
    }

    private static @Nullable DecimalDigits arithmetic(BinaryArithmeticExpression arithmetic) {
        DecimalDigits left = find(arithmetic.getLeftHandOperand());
        DecimalDigits right = find(arithmetic.getRightHandOperand());
        if (left == null || right == null) {
            return null;
        }
        boolean decimal = left.decimal() || right.decimal();
        BinaryArithmeticOperator operator = arithmetic.getOperator();
        return switch (operator) {
            case ADD, SUBTRACT -> new DecimalDigits(Math.max(left.scale(), right.scale()), decimal);
            case MULTIPLY -> new DecimalDigits(left.scale() + right.scale(), decimal);
            default -> null;
        };
    }

    private static @Nullable DecimalDigits literal(@Nullable Object value) {
        if (value instanceof BigDecimal decimal) {
            return new DecimalDigits(Math.max(decimal.stripTrailingZeros().scale(), 0), false);
        } else if (value instanceof Double || value instanceof Float) {
            double real = ((Number) value).doubleValue();
            return Double.isFinite(real) ? literal(new BigDecimal(value.toString())) : null;
        }
        return value instanceof Number ? new DecimalDigits(0, false) : null;
    }

    /** An attribute, or a parameter. */
    private static @Nullable DecimalDigits typed(@Nullable JdbcMappingContainer type) {
        if (type == null || type.getJdbcTypeCount() != 1) {
            return null;
        }
        JdbcMapping mapping = type.getSingleJdbcMapping();
        Class<?> java = mapping.getJavaTypeDescriptor().getJavaTypeClass();
        if (mapping.getJdbcType().isInteger() && java != BigDecimal.class) {
            return new DecimalDigits(0, false);
        }
        boolean number = java == BigDecimal.class || java == BigInteger.class;
        Integer scale = type instanceof SqlTypedMapping sql
                        && number
                        && mapping.getJdbcType().isDecimal()
                ? sql.getScale()
                : null;
        return scale == null || scale < 0 ? null : new DecimalDigits(scale, true);
    }
}
