package io.github.dqlite4j.hibernate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.metamodel.mapping.JdbcMappingContainer;
import org.hibernate.metamodel.mapping.SqlTypedMapping;
import org.hibernate.query.IllegalQueryOperationException;
import org.hibernate.query.sqm.function.SelfRenderingFunctionSqlAstExpression;
import org.hibernate.query.sqm.sql.internal.SqmParameterInterpretation;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.BinaryArithmeticExpression;
import org.hibernate.sql.ast.tree.expression.CaseSearchedExpression;
import org.hibernate.sql.ast.tree.expression.CaseSimpleExpression;
import org.hibernate.sql.ast.tree.expression.Distinct;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.FunctionExpression;
import org.hibernate.sql.ast.tree.expression.JdbcParameter;
import org.hibernate.sql.ast.tree.expression.Literal;
import org.hibernate.sql.ast.tree.expression.Over;
import org.hibernate.sql.ast.tree.expression.UnaryOperation;
import org.hibernate.sql.ast.tree.expression.UnparsedNumericLiteral;
import org.jspecify.annotations.Nullable;

/**
 * The maximum number of decimal places of the values of an expression.
 *
 * @param scale the digits
 * @param decimal whether an attribute with a declared scale is part of it, so that the result has to be exact
 */
record DecimalDigits(DecimalScale scale, boolean decimal) {

    /** Functions whose result is one of their arguments, or a sum. */
    private static final Set<String> SAME = Set.of("sum", "min", "max", "abs", "coalesce", "nullif");

    /** Refuses a literal if SQLite would keep only its first digits. */
    static void checkLiteral(String text) {
        BigDecimal value = new BigDecimal(text).stripTrailingZeros();
        boolean isLong = value.scale() <= 0 && value.toBigInteger().bitLength() < Long.SIZE;
        if (value.precision() > 15 && !isLong) {
            throw new IllegalQueryOperationException("The literal " + text
                    + " has more digits than a number of SQLite can have: 15, or an integer of 64 bits");
        }
    }

    /** The digits of an expression; null if they are not known, or too many. */
    static @Nullable DecimalDigits of(@Nullable SqlAstNode node) {
        DecimalDigits digits = find(node);
        return digits == null || digits.scale().isTooLarge() ? null : digits;
    }

    /** The digits of an expression that has to be calculated exactly; null for any other. */
    static @Nullable DecimalDigits ofDecimal(@Nullable SqlAstNode node) {
        DecimalDigits digits = of(node);
        return digits == null || !digits.decimal() || digits.scale().isZero() ? null : digits;
    }

    private static @Nullable DecimalDigits find(@Nullable SqlAstNode node) {
        if (node instanceof DecimalSql.Calculated) {
            return null;
        } else if (node instanceof BinaryArithmeticExpression arithmetic) {
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
            return function(function);
        } else if (node instanceof CaseSearchedExpression cases) {
            List<SqlAstNode> results = new ArrayList<>();
            cases.getWhenFragments().forEach(when -> results.add(when.getResult()));
            return largest(results, cases.getOtherwise());
        } else if (node instanceof CaseSimpleExpression cases) {
            List<SqlAstNode> results = new ArrayList<>();
            cases.getWhenFragments().forEach(when -> results.add(when.getResult()));
            return largest(results, cases.getOtherwise());
        }
        JdbcParameter parameter = parameter(node);
        if (parameter != null) {
            return ofParameter(parameter);
        }
        return node instanceof Expression expression ? typed(expression.getExpressionType()) : null;
    }

    private static @Nullable DecimalDigits function(SelfRenderingFunctionSqlAstExpression<?> function) {
        Integer rounded = ofRound(function);
        if (rounded != null) {
            DecimalDigits value = find(function.getArguments().get(0));
            return new DecimalDigits(DecimalScale.of(rounded), value != null && value.decimal());
        }
        return SAME.contains(function.getFunctionName()) ? largest(function.getArguments()) : null;
    }

    /** The digits to which {@code round(value, digits)} rounds; null for other expressions. */
    static @Nullable Integer ofRound(Expression expression) {
        if (expression instanceof FunctionExpression function
                && function.getFunctionName().equals("round")
                && function.getArguments().size() == 2
                && function.getArguments().get(1) instanceof Literal literal
                && literal.getLiteralValue() instanceof Integer digits
                && digits >= 0
                && digits <= DecimalScale.MOST) {
            return digits;
        }
        return null;
    }

    private static @Nullable DecimalDigits arithmetic(BinaryArithmeticExpression arithmetic) {
        DecimalDigits left = find(arithmetic.getLeftHandOperand());
        DecimalDigits right = find(arithmetic.getRightHandOperand());
        if (left == null || right == null) {
            return null;
        }
        return switch (arithmetic.getOperator()) {
            case ADD, SUBTRACT -> left.or(right);
            case MULTIPLY -> new DecimalDigits(left.scale().plus(right.scale()), left.decimal() || right.decimal());
            default -> null;
        };
    }

    /** The digits of a value that is one of two, or their sum. */
    DecimalDigits or(DecimalDigits other) {
        return new DecimalDigits(scale.max(other.scale()), decimal || other.decimal());
    }

    private static @Nullable DecimalDigits largest(List<SqlAstNode> results, @Nullable Expression otherwise) {
        if (otherwise != null) {
            results.add(otherwise);
        }
        return largest(results);
    }

    private static @Nullable DecimalDigits largest(List<? extends SqlAstNode> values) {
        DecimalDigits largest = new DecimalDigits(DecimalScale.of(0), false);
        for (SqlAstNode value : values) {
            DecimalDigits digits = find(value);
            if (digits == null) {
                return null;
            }
            largest = largest.or(digits);
        }
        return largest;
    }

    private static @Nullable DecimalDigits literal(@Nullable Object value) {
        BigDecimal decimal = decimal(value);
        return decimal == null ? null : new DecimalDigits(DecimalScale.of(decimal.scale()), false);
    }

    /** A number as a decimal without unnecessary decimal places. */
    static @Nullable BigDecimal decimal(@Nullable Object value) {
        if (value instanceof Double || value instanceof Float) {
            return Double.isFinite(((Number) value).doubleValue()) ? decimal(new BigDecimal(value.toString())) : null;
        } else if (!(value instanceof Number)) {
            return null;
        }
        BigDecimal stripped = new BigDecimal(value.toString()).stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    static @Nullable JdbcParameter parameter(@Nullable SqlAstNode node) {
        SqlAstNode resolved = node instanceof SqmParameterInterpretation sqm ? sqm.getResolvedExpression() : node;
        return resolved instanceof JdbcParameter parameter && !(resolved instanceof DecimalScale.Bound)
                ? parameter
                : null;
    }

    private static @Nullable DecimalDigits ofParameter(JdbcParameter parameter) {
        return isDecimal(parameter)
                ? new DecimalDigits(new DecimalScale.OfParameter(parameter), false)
                : typed(parameter.getExpressionType());
    }

    static boolean isDecimal(JdbcParameter parameter) {
        JdbcMappingContainer type = parameter.getExpressionType();
        return type != null && type.getJdbcTypeCount() == 1 && isDecimal(type.getSingleJdbcMapping());
    }

    private static boolean isDecimal(JdbcMapping mapping) {
        Class<?> java = mapping.getJavaTypeDescriptor().getJavaTypeClass();
        return (java == BigDecimal.class || java == BigInteger.class) && mapping.getValueConverter() == null;
    }

    /** An attribute, or a parameter that is not a decimal. */
    private static @Nullable DecimalDigits typed(@Nullable JdbcMappingContainer type) {
        if (type == null || type.getJdbcTypeCount() != 1) {
            return null;
        }
        JdbcMapping mapping = type.getSingleJdbcMapping();
        if (isInteger(mapping)) {
            return new DecimalDigits(DecimalScale.of(0), false);
        }
        Integer scale = type instanceof SqlTypedMapping sql
                        && isDecimal(mapping)
                        && mapping.getJdbcType().isDecimal()
                ? sql.getScale()
                : null;
        return scale == null || scale < 0 ? null : new DecimalDigits(DecimalScale.of(scale), true);
    }

    static boolean isInteger(JdbcMapping mapping) {
        return mapping.getJdbcType().isInteger()
                && mapping.getJavaTypeDescriptor().getJavaTypeClass() != BigDecimal.class;
    }
}
