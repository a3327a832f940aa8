package io.github.dqlite4j.hibernate;

import java.util.List;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.query.spi.QueryEngine;
import org.hibernate.query.sqm.function.AbstractSqmFunctionDescriptor;
import org.hibernate.query.sqm.function.SelfRenderingSqmFunction;
import org.hibernate.query.sqm.tree.SqmTypedNode;

/** A function of HQL that SQLite does not have and that cannot be calculated: the query fails with the reason. */
final class RefusedFunction extends AbstractSqmFunctionDescriptor {
    private final String reason;

    RefusedFunction(String name, String reason) {
        super(name);
        this.reason = reason;
    }

    @Override
    protected <T> SelfRenderingSqmFunction<T> generateSqmFunctionExpression(
            List<? extends SqmTypedNode<?>> arguments, ReturnableType<T> type, QueryEngine engine) {
        throw new UnsupportedOperationException("dqlite has no function " + getName() + "(): " + reason);
    }
}
