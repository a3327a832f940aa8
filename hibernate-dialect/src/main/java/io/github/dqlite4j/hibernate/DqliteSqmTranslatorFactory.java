package io.github.dqlite4j.hibernate;

import java.time.Duration;
import java.time.temporal.Temporal;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.function.BiConsumer;
import org.hibernate.dialect.function.TimestampaddFunction;
import org.hibernate.engine.spi.LoadQueryInfluencers;
import org.hibernate.metamodel.mapping.BasicValuedMapping;
import org.hibernate.metamodel.mapping.EntityMappingType;
import org.hibernate.metamodel.mapping.JdbcMappingContainer;
import org.hibernate.persister.entity.EntityPersister;
import org.hibernate.query.common.TemporalUnit;
import org.hibernate.query.spi.QueryOptions;
import org.hibernate.query.spi.QueryParameterBindings;
import org.hibernate.query.sqm.BinaryArithmeticOperator;
import org.hibernate.query.sqm.UnaryArithmeticOperator;
import org.hibernate.query.sqm.function.SelfRenderingFunctionSqlAstExpression;
import org.hibernate.query.sqm.internal.DomainParameterXref;
import org.hibernate.query.sqm.sql.BaseSqmToSqlAstConverter;
import org.hibernate.query.sqm.sql.SqmTranslator;
import org.hibernate.query.sqm.sql.SqmTranslatorFactory;
import org.hibernate.query.sqm.sql.internal.SqlAstProcessingStateImpl;
import org.hibernate.query.sqm.tree.SqmDmlStatement;
import org.hibernate.query.sqm.tree.SqmStatement;
import org.hibernate.query.sqm.tree.domain.SqmBasicValuedSimplePath;
import org.hibernate.query.sqm.tree.domain.SqmPath;
import org.hibernate.query.sqm.tree.expression.Conversion;
import org.hibernate.query.sqm.tree.expression.SqmBinaryArithmetic;
import org.hibernate.query.sqm.tree.expression.SqmByUnit;
import org.hibernate.query.sqm.tree.expression.SqmExpression;
import org.hibernate.query.sqm.tree.expression.SqmFunction;
import org.hibernate.query.sqm.tree.expression.SqmToDuration;
import org.hibernate.query.sqm.tree.expression.SqmUnaryOperation;
import org.hibernate.query.sqm.tree.insert.SqmConflictClause;
import org.hibernate.query.sqm.tree.insert.SqmInsertSelectStatement;
import org.hibernate.query.sqm.tree.insert.SqmInsertStatement;
import org.hibernate.query.sqm.tree.insert.SqmInsertValuesStatement;
import org.hibernate.query.sqm.tree.select.SqmSelectStatement;
import org.hibernate.sql.ast.spi.SqlAstCreationContext;
import org.hibernate.sql.ast.tree.MutationStatement;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.Statement;
import org.hibernate.sql.ast.tree.expression.ColumnReference;
import org.hibernate.sql.ast.tree.expression.DurationUnit;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.UnaryOperation;
import org.hibernate.sql.ast.tree.from.TableGroup;
import org.hibernate.sql.ast.tree.insert.ConflictClause;
import org.hibernate.sql.ast.tree.insert.InsertSelectStatement;
import org.hibernate.sql.ast.tree.insert.InsertStatement;
import org.hibernate.sql.ast.tree.select.SelectStatement;
import org.hibernate.sql.ast.tree.update.Assignable;
import org.jspecify.annotations.Nullable;

/**
 * Gives the current date and time the form of what they are compared with. Rounds decimals that are inserted. Adds durations to a date or
 * time as nanoseconds. Hibernate's own translator stores nanoseconds, but adds those of an attribute as seconds; and where the duration is
 * a cast or a function, it loses the date. A sum of durations is converted into units as a whole, not part by part.
 */
final class DqliteSqmTranslatorFactory implements SqmTranslatorFactory {

    static final DqliteSqmTranslatorFactory INSTANCE = new DqliteSqmTranslatorFactory();

    private DqliteSqmTranslatorFactory() {}

    @Override
    public SqmTranslator<SelectStatement> createSelectTranslator(
            SqmSelectStatement<?> statement,
            QueryOptions options,
            DomainParameterXref parameters,
            QueryParameterBindings bindings,
            LoadQueryInfluencers influencers,
            SqlAstCreationContext context,
            boolean deduplicateSelectionItems) {
        return new Converter<>(
                statement, options, parameters, bindings, influencers, context, deduplicateSelectionItems);
    }

    @Override
    public SqmTranslator<? extends MutationStatement> createMutationTranslator(
            SqmDmlStatement<?> statement,
            QueryOptions options,
            DomainParameterXref parameters,
            QueryParameterBindings bindings,
            LoadQueryInfluencers influencers,
            SqlAstCreationContext context) {
        return new Converter<>(statement, options, parameters, bindings, influencers, context, false);
    }

    private static final class Converter<T extends Statement> extends BaseSqmToSqlAstConverter<T> {

        private final InsertedDecimals inserted = new InsertedDecimals();

        /** The table of the INSERT. */
        private @Nullable TableGroup target;

        /** The type of the date or time that the arithmetic around is compared with or assigned to. */
        private @Nullable JdbcMappingContainer around;

        Converter(
                SqmStatement<?> statement,
                QueryOptions options,
                DomainParameterXref parameters,
                QueryParameterBindings bindings,
                LoadQueryInfluencers influencers,
                SqlAstCreationContext context,
                boolean deduplicateSelectionItems) {
            super(context, statement, options, influencers, parameters, bindings, deduplicateSelectionItems);
        }

        @Override
        public Expression visitBasicValuedPath(SqmBasicValuedSimplePath<?> path) {
            Expression expression = super.visitBasicValuedPath(path);
            return path.getJavaType() == Duration.class
                            && expression instanceof SelfRenderingFunctionSqlAstExpression<?> function
                            && function.getFunctionName().equals("timestampadd")
                    ? inNanoseconds(function)
                    : expression;
        }

        @Override
        public InsertStatement visitInsertSelectStatement(SqmInsertSelectStatement<?> insert) {
            return rounded(super.visitInsertSelectStatement(insert));
        }

        @Override
        public InsertStatement visitInsertValuesStatement(SqmInsertValuesStatement<?> insert) {
            return rounded(super.visitInsertValuesStatement(insert));
        }

        private InsertStatement rounded(InsertStatement statement) {
            if (statement instanceof InsertSelectStatement insert) {
                inserted.round(insert);
            }
            return statement;
        }

        /** Hibernate visits the clause of an INSERT … SELECT when it has left the scope in which the table is known. */
        @Override
        public @Nullable ConflictClause visitConflictClause(@Nullable SqmConflictClause<?> conflict) {
            if (conflict == null || target == null) {
                return super.visitConflictClause(conflict);
            }
            ConflictClauses.checkEntity((EntityMappingType) target.getModelPart(), conflict);
            if (!(getStatement() instanceof SqmInsertSelectStatement<?> insert)) {
                return super.visitConflictClause(conflict);
            }
            ConflictClauses.checkPaths(insert, conflict);
            pushProcessingState(new SqlAstProcessingStateImpl(null, this, getCurrentClauseStack()::getCurrent));
            try {
                getFromClauseAccess().registerTableGroup(insert.getTarget().getNavigablePath(), target);
                return super.visitConflictClause(conflict);
            } finally {
                popProcessingStateStack();
            }
        }

        @Override
        public AdditionalInsertValues visitInsertionTargetPaths(
                BiConsumer<Assignable, List<ColumnReference>> consumer,
                SqmInsertStatement<?> insert,
                EntityPersister entity,
                TableGroup table) {
            target = table;
            return super.visitInsertionTargetPaths(
                    (target, columns) -> {
                        inserted.add(target, columns);
                        consumer.accept(target, columns);
                    },
                    insert,
                    entity,
                    table);
        }

        /** The current date and time have the form of what they are compared with or assigned to. */
        @Override
        public Expression visitFunction(SqmFunction<?> function) {
            JdbcMappingContainer other = inferredTemporal();
            Expression expression = super.visitFunction(function);
            return ClientClock.isCurrent(expression)
                    ? ClientClock.inFormOf(
                            other == null ? around : other, (SelfRenderingFunctionSqlAstExpression<?>) expression)
                    : expression;
        }

        private @Nullable JdbcMappingContainer inferredTemporal() {
            JdbcMappingContainer type = getInferredValueMapping();
            return TemporalKind.of(type) == null ? null : type;
        }

        @Override
        public Object visitBinaryArithmeticExpression(SqmBinaryArithmetic<?> sum) {
            JdbcMappingContainer outer = around;
            JdbcMappingContainer inferred = inferredTemporal();
            around = inferred == null ? outer : inferred;
            try {
                return arithmetic(sum);
            } finally {
                around = outer;
            }
        }

        private Object arithmetic(SqmBinaryArithmetic<?> sum) {
            SqmExpression<?> duration = sum.getRightHandOperand();
            boolean add = sum.getOperator() == BinaryArithmeticOperator.ADD;
            if (!add && sum.getOperator() != BinaryArithmeticOperator.SUBTRACT
                    || duration.getJavaType() != Duration.class
                    || !isTemporal(sum.getLeftHandOperand())
                    || isKnownToHibernate(duration)) {
                return super.visitBinaryArithmeticExpression(sum);
            }
            Expression time = (Expression) sum.getLeftHandOperand().accept(this);
            Expression nanos = (Expression) duration.accept(this);
            BasicValuedMapping type = (BasicValuedMapping) nanos.getExpressionType();
            return timestampadd()
                    .expression(
                            null,
                            new DurationUnit(TemporalUnit.NANOSECOND, type),
                            add ? nanos : new UnaryOperation(UnaryArithmeticOperator.UNARY_MINUS, nanos, type),
                            time);
        }

        @Override
        public Object visitByUnit(SqmByUnit byUnit) {
            SqmExpression<?> duration = byUnit.getDuration();
            TemporalUnit unit = byUnit.getUnit().getUnit();
            if (!(duration instanceof SqmBinaryArithmetic<?> arithmetic)
                    || isTemporal(arithmetic.getLeftHandOperand())
                    || unit.normalized() != TemporalUnit.NANOSECOND) {
                return super.visitByUnit(byUnit);
            }
            BasicValuedMapping type = (BasicValuedMapping) byUnit.getNodeType();
            Expression nanos = (Expression) duration.accept(this);
            return new Conversion(
                    new org.hibernate.sql.ast.tree.expression.Duration(nanos, TemporalUnit.NANOSECOND, type),
                    unit,
                    type);
        }

        private static boolean isTemporal(SqmExpression<?> expression) {
            Class<?> type = expression.getJavaType();
            return type != null
                    && (Temporal.class.isAssignableFrom(type)
                            || Date.class.isAssignableFrom(type)
                            || Calendar.class.isAssignableFrom(type));
        }

        /** Hibernate distributes the date over these. */
        private static boolean isKnownToHibernate(SqmExpression<?> duration) {
            return duration instanceof SqmPath<?>
                    || duration instanceof SqmToDuration<?>
                    || duration instanceof SqmBinaryArithmetic<?>
                    || duration instanceof SqmUnaryOperation<?>;
        }

        private TimestampaddFunction timestampadd() {
            return (TimestampaddFunction)
                    getCreationContext().getSqmFunctionRegistry().findFunctionDescriptor("timestampadd");
        }

        private Expression inNanoseconds(SelfRenderingFunctionSqlAstExpression<?> add) {
            List<? extends SqlAstNode> arguments = add.getArguments();
            DurationUnit unit = (DurationUnit) arguments.get(0);
            return new SelfRenderingFunctionSqlAstExpression<>(
                    add.getFunctionName(),
                    timestampadd(),
                    List.of(
                            new DurationUnit(TemporalUnit.NANOSECOND, unit.getExpressionType()),
                            arguments.get(1),
                            arguments.get(2)),
                    FunctionParts.type(add),
                    add.getExpressionType());
        }
    }
}
