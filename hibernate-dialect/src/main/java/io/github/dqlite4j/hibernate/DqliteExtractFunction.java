package io.github.dqlite4j.hibernate;

import java.util.List;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.function.ExtractFunction;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.query.common.TemporalUnit;
import org.hibernate.query.spi.QueryEngine;
import org.hibernate.query.sqm.function.SelfRenderingSqmFunction;
import org.hibernate.query.sqm.produce.function.StandardFunctionReturnTypeResolvers;
import org.hibernate.query.sqm.produce.function.internal.PatternRenderer;
import org.hibernate.query.sqm.tree.SqmTypedNode;
import org.hibernate.query.sqm.tree.expression.SqmExtractUnit;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.ExtractUnit;
import org.hibernate.type.BasicType;
import org.hibernate.type.spi.TypeConfiguration;

/** Extracts nanoseconds as an integer, where Hibernate multiplies a double. Knows whether a date, a time or both are given. */
final class DqliteExtractFunction extends ExtractFunction {

    DqliteExtractFunction(Dialect dialect, TypeConfiguration types) {
        super(dialect, types);
    }

    @Override
    public void render(
            SqlAppender sql,
            List<? extends SqlAstNode> arguments,
            ReturnableType<?> returnType,
            SqlAstTranslator<?> walker) {
        TemporalKind kind = TemporalKind.of(((Expression) arguments.get(1)).getExpressionType());
        TemporalUnit unit = ((ExtractUnit) arguments.get(0)).getUnit();
        new PatternRenderer(TemporalCasts.extract(unit, kind == null ? null : kind.type()))
                .render(sql, arguments, walker);
    }

    @Override
    @SuppressWarnings("unchecked") // Hibernate returns the raw type
    protected <T> SelfRenderingSqmFunction<T> generateSqmFunctionExpression(
            List<? extends SqmTypedNode<?>> arguments, ReturnableType<T> impliedResultType, QueryEngine queryEngine) {
        SqmExtractUnit<?> field = (SqmExtractUnit<?>) arguments.get(0);
        if (field.getUnit() != TemporalUnit.NANOSECOND) {
            return super.generateSqmFunctionExpression(arguments, impliedResultType, queryEngine);
        }
        BasicType<Long> integer = queryEngine.getTypeConfiguration().getBasicTypeForJavaType(Long.class);
        return new SelfRenderingSqmFunction<>(
                this,
                this,
                arguments,
                impliedResultType,
                getArgumentsValidator(),
                StandardFunctionReturnTypeResolvers.invariant(integer),
                field.nodeBuilder(),
                "extract");
    }
}
