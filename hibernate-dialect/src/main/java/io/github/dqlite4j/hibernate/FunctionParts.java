package io.github.dqlite4j.hibernate;

import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.query.sqm.function.SqmFunctionDescriptor;
import org.hibernate.sql.ast.tree.expression.FunctionExpression;
import org.jspecify.annotations.Nullable;

/** The parts of a function in SQL, read by methods that are also public in Hibernate 7.2. */
final class FunctionParts {

    private FunctionParts() {}

    /** The type of the result; null if Hibernate does not know it. */
    static @Nullable ReturnableType<?> type(FunctionExpression function) {
        return function.getExpressionType() instanceof ReturnableType<?> type ? type : null;
    }

    /** The function of HQL that is written; null if HQL has no such function. */
    static @Nullable SqmFunctionDescriptor descriptor(FunctionExpression function, SessionFactoryImplementor sessions) {
        return sessions.getQueryEngine().getSqmFunctionRegistry().findFunctionDescriptor(function.getFunctionName());
    }
}
