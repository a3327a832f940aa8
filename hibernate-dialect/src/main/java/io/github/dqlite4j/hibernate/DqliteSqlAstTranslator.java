package io.github.dqlite4j.hibernate;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.hibernate.community.dialect.SQLiteSqlAstTranslator;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.query.common.TemporalUnit;
import org.hibernate.query.sqm.ComparisonOperator;
import org.hibernate.query.sqm.function.SelfRenderingFunctionSqlAstExpression;
import org.hibernate.query.sqm.function.SelfRenderingOrderedSetAggregateFunctionSqlAstExpression;
import org.hibernate.query.sqm.function.SqmFunctionDescriptor;
import org.hibernate.query.sqm.tree.expression.Conversion;
import org.hibernate.sql.ast.Clause;
import org.hibernate.sql.ast.tree.Statement;
import org.hibernate.sql.ast.tree.expression.BinaryArithmeticExpression;
import org.hibernate.sql.ast.tree.expression.Duration;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.JdbcParameter;
import org.hibernate.sql.ast.tree.expression.Over;
import org.hibernate.sql.ast.tree.expression.QueryLiteral;
import org.hibernate.sql.ast.tree.expression.SelfRenderingExpression;
import org.hibernate.sql.ast.tree.expression.UnparsedNumericLiteral;
import org.hibernate.sql.ast.tree.from.NamedTableReference;
import org.hibernate.sql.ast.tree.insert.ConflictClause;
import org.hibernate.sql.ast.tree.insert.InsertSelectStatement;
import org.hibernate.sql.ast.tree.predicate.InListPredicate;
import org.hibernate.sql.ast.tree.predicate.InSubQueryPredicate;
import org.hibernate.sql.ast.tree.predicate.LikePredicate;
import org.hibernate.sql.ast.tree.select.SelectStatement;
import org.hibernate.sql.ast.tree.select.SortSpecification;
import org.hibernate.sql.ast.tree.update.Assignment;
import org.hibernate.sql.ast.tree.update.UpdateStatement;
import org.hibernate.sql.exec.spi.JdbcOperation;
import org.hibernate.sql.model.ast.ColumnWriteFragment;
import org.hibernate.sql.model.internal.OptionalTableInsert;
import org.hibernate.sql.model.internal.TableInsertStandard;
import org.jspecify.annotations.Nullable;

/**
 * Uses {@code is [not] distinct from}, which SQLite supports since 3.39 and {@link SQLiteSqlAstTranslator} emulates. Calculates durations as
 * integers, and makes arithmetic with decimals exact: SQLite calculates in doubles, so they are calculated as integers.
 */
final class DqliteSqlAstTranslator<T extends JdbcOperation> extends SQLiteSqlAstTranslator<T> {

    private final boolean caseSensitiveLike;

    DqliteSqlAstTranslator(SessionFactoryImplementor sessionFactory, Statement statement) {
        super(sessionFactory, statement);
        this.caseSensitiveLike = LikePattern.isCaseSensitive(sessionFactory.getProperties());
    }

    @Override
    public void visitQueryLiteral(QueryLiteral<?> literal) {
        if (literal.getLiteralValue() instanceof BigDecimal || literal.getLiteralValue() instanceof BigInteger) {
            DecimalDigits.checkLiteral(literal.getLiteralValue().toString());
        }
        super.visitQueryLiteral(literal);
    }

    @Override
    public <N extends Number> void visitUnparsedNumericLiteral(UnparsedNumericLiteral<N> literal) {
        Class<?> java = literal.getJdbcMapping().getJavaTypeDescriptor().getJavaTypeClass();
        if (java == BigDecimal.class || java == BigInteger.class) {
            DecimalDigits.checkLiteral(literal.getUnparsedLiteralValue());
        }
        super.visitUnparsedNumericLiteral(literal);
    }

    /** In whole units. Hibernate divides by a power of ten, and the quotient is a REAL in SQLite. */
    @Override
    public void visitConversion(Conversion conversion) {
        Duration duration = conversion.getDuration();
        appendSql("cast((");
        duration.getMagnitude().accept(this);
        appendSql(")" + duration.getUnit().conversionFactorFull(conversion.getUnit(), getDialect()) + " as integer)");
    }

    /** In nanoseconds, as an integer if the magnitude is one. */
    @Override
    public void visitDuration(Duration duration) {
        appendSql("((");
        duration.getMagnitude().accept(this);
        appendSql(")" + duration.getUnit().conversionFactorFull(TemporalUnit.NANOSECOND, getDialect()) + ")");
    }

    @Override
    protected void renderComparison(Expression left, ComparisonOperator operator, Expression right) {
        if (QuantifiedComparison.render(this, this, left, operator, right)) {
            return;
        }
        switch (operator) {
            case DISTINCT_FROM, NOT_DISTINCT_FROM -> renderComparisonStandard(left, operator, right);
            default -> super.renderComparison(left, operator, right);
        }
    }

    @Override
    public void visitLikePredicate(LikePredicate like) {
        if (like.isCaseSensitive() && caseSensitiveLike) {
            LikePattern.renderCaseSensitive(this, this, like);
        } else {
            LikePattern.renderIgnoringCase(this, this, like);
        }
    }

    /** SQLite reads {@code x in ((select …))} as a list with one value: the first row. */
    @Override
    public void visitInListPredicate(InListPredicate predicate) {
        SelectStatement subquery = QuantifiedComparison.onlySubquery(predicate.getListExpressions());
        if (subquery == null) {
            super.visitInListPredicate(predicate);
        } else {
            visitInSubQueryPredicate(new InSubQueryPredicate(
                    predicate.getTestExpression(), subquery, predicate.isNegated(), predicate.getExpressionType()));
        }
    }

    @Override
    public void visitBinaryArithmeticExpression(BinaryArithmeticExpression arithmetic) {
        DecimalDigits digits = DecimalDigits.ofDecimal(arithmetic);
        if (digits != null) {
            DecimalSql.exact(arithmetic, digits.scale()).accept(this);
        } else if (DecimalSql.isRealDivision(arithmetic)) {
            DecimalSql.quotient(arithmetic).accept(this);
        } else {
            super.visitBinaryArithmeticExpression(arithmetic);
        }
    }

    @Override
    public void visitSelfRenderingExpression(SelfRenderingExpression expression) {
        Expression exact = exactFunction(expression);
        if (exact == null) {
            super.visitSelfRenderingExpression(expression);
        } else {
            exact.accept(this);
        }
    }

    @Override
    public void visitOver(Over<?> over) {
        if (over.getExpression() instanceof SelfRenderingFunctionSqlAstExpression<?> function
                && !isWindowFunction(function)) {
            throw new UnsupportedOperationException(
                    "dqlite has no window function " + function.getFunctionName() + "(); use it with GROUP BY");
        }
        Expression exact = exactFunction(over);
        if (exact == null) {
            super.visitOver(over);
        } else {
            exact.accept(this);
        }
    }

    private boolean isWindowFunction(SelfRenderingFunctionSqlAstExpression<?> function) {
        List<SortSpecification> order =
                function instanceof SelfRenderingOrderedSetAggregateFunctionSqlAstExpression<?> ordered
                        ? ordered.getWithinGroup()
                        : null;
        SqmFunctionDescriptor descriptor = FunctionParts.descriptor(function, getSessionFactory());
        return !(descriptor instanceof InverseDistribution)
                && (!(descriptor instanceof AggregateFunction aggregate)
                        || aggregate.isWindowFunction(
                                AggregateCall.of(this, this, function.getArguments(), null, order)));
    }

    private static @Nullable Expression exactFunction(Expression expression) {
        DecimalDigits digits = DecimalSql.sum(expression) == null ? null : DecimalDigits.ofDecimal(expression);
        if (digits != null) {
            return DecimalSql.exact(expression, digits.scale());
        }
        Expression average = DecimalSql.average(expression);
        return average == null ? DecimalSql.round(expression) : average;
    }

    /** SQLite needs no type for a parameter, and CAST would round a decimal to the column that it is compared with. */
    @Override
    protected void renderCasted(Expression expression) {
        JdbcParameter parameter = DecimalDigits.parameter(expression);
        if (parameter != null && DecimalDigits.isDecimal(parameter)) {
            visitParameterAsParameter(parameter);
        } else if (expression instanceof DecimalScale.Bound bound) {
            visitParameterAsParameter(bound);
        } else {
            super.renderCasted(expression);
        }
    }

    /** A calculated value is rounded half up to its column, as the driver rounds a bound value. */
    @Override
    protected void visitSetAssignment(Assignment assignment) {
        super.visitSetAssignment(new Assignment(assignment.getAssignable(), DecimalSql.assigned(assignment)));
    }

    /** The current time of the database has the form of the column. Hibernate does not pass the type to the dialect. */
    @Override
    public void visitColumnWriteFragment(ColumnWriteFragment fragment) {
        String now = TemporalDefaults.generated(fragment.getFragment(), fragment.getExpressionType());
        if (now == null) {
            super.visitColumnWriteFragment(fragment);
        } else {
            appendSql(now);
        }
    }

    // INSERT … ON CONFLICT

    @Override
    protected void visitInsertSource(InsertSelectStatement statement) {
        ConflictClauses.separate(statement, getBooleanType());
        super.visitInsertSource(statement);
    }

    @Override
    protected void visitConflictClause(@Nullable ConflictClause conflict) {
        ConflictClauses.check(conflict);
        visitStandardConflictClause(conflict);
    }

    /** SQLite accepts "do nothing" without columns too, so no violation has to be caught. */
    @Override
    protected @Nullable String getUniqueConstraintNameThatMayFail(InsertSelectStatement statement) {
        return null;
    }

    @Override
    public void visitStandardTableInsert(TableInsertStandard insert) {
        getCurrentClauseStack().push(Clause.INSERT);
        try {
            renderInsertInto(insert);
            if (insert instanceof OptionalTableInsert optional) {
                appendSql(" on conflict(" + String.join(",", optional.getConstraintColumnNames()) + ") do nothing");
            }
            if (insert.getNumberOfReturningColumns() > 0) {
                visitReturningColumns(insert::getReturningColumns);
            }
        } finally {
            getCurrentClauseStack().pop();
        }
    }

    /** Columns of the target are qualified with its alias. In UPDATE … FROM that is the alias of the table in the FROM. */
    @Override
    protected void renderDmlTargetTableExpression(NamedTableReference table) {
        super.renderDmlTargetTableExpression(table);
        String alias = table.getIdentificationVariable();
        if (alias != null
                && !(getStatementStack().getCurrent() instanceof UpdateStatement update
                        && hasNonTrivialFromClause(update.getFromClause()))) {
            appendSql(" as " + alias);
        }
    }

    /** The table again, with its joins, beside the one that is changed. */
    @Override
    protected void renderFromClauseAfterUpdateSet(UpdateStatement statement) {
        renderFromClauseJoiningDmlTargetReference(statement);
    }
}
