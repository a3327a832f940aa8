package io.github.dqlite4j.hibernate;

import java.util.List;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.query.sqm.function.AbstractSqmSelfRenderingFunctionDescriptor;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.predicate.Predicate;
import org.hibernate.sql.ast.tree.select.SortSpecification;
import org.jspecify.annotations.Nullable;

/** An aggregate function of HQL that SQLite has under another name or in another form, or that is calculated. */
abstract class AggregateFunction extends AbstractSqmSelfRenderingFunctionDescriptor {

    /** @param model says how Hibernate checks the arguments, and the type of the result */
    AggregateFunction(AbstractSqmSelfRenderingFunctionDescriptor model) {
        super(
                model.getName(),
                model.getFunctionKind(),
                model.getArgumentsValidator(),
                model.getReturnTypeResolver(),
                model.getArgumentTypeResolver());
    }

    /** Writes the SQL of the call. */
    abstract void render(AggregateCall call);

    /** Whether OVER can follow what is written: it has to be a single aggregate of SQLite. */
    boolean isWindowFunction(AggregateCall call) {
        return false;
    }

    @Override
    public final void render(
            SqlAppender sql,
            List<? extends SqlAstNode> arguments,
            @Nullable ReturnableType<?> returnType,
            SqlAstTranslator<?> translator) {
        render(sql, arguments, null, null, returnType, translator);
    }

    @Override
    public final void render(
            SqlAppender sql,
            List<? extends SqlAstNode> arguments,
            @Nullable Predicate filter,
            @Nullable ReturnableType<?> returnType,
            SqlAstTranslator<?> translator) {
        render(sql, arguments, filter, null, returnType, translator);
    }

    @Override
    public final void render(
            SqlAppender sql,
            List<? extends SqlAstNode> arguments,
            @Nullable Predicate filter,
            @Nullable List<SortSpecification> order,
            @Nullable ReturnableType<?> returnType,
            SqlAstTranslator<?> translator) {
        render(AggregateCall.of(sql, translator, arguments, filter, order));
    }
}
