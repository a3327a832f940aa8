package io.github.dqlite4j.hibernate;

import java.io.Serializable;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.id.IntegralDataTypeHolder;
import org.hibernate.id.enhanced.AccessCallback;
import org.hibernate.id.enhanced.Optimizer;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.jspecify.annotations.Nullable;

/**
 * Takes each id from the sequence, whatever the allocation size of its generator. Hibernate's own optimizer "none" does the same, but warns of each
 * generator that does not say {@code allocationSize=1}.
 */
public final class SingleIdOptimizer implements Optimizer {

    private @Nullable IntegralDataTypeHolder last;

    /** Called by Hibernate. */
    @SuppressWarnings("unused")
    public SingleIdOptimizer(Class<?> idType, int allocationSize) {}

    @Override
    public Serializable generate(AccessCallback sequence) {
        IntegralDataTypeHolder value = sequence.getNextValue();
        last = value;
        return value.makeValue();
    }

    @Override
    public void reset() {
        last = null;
    }

    @Override
    public @Nullable IntegralDataTypeHolder getLastSourceValue() {
        return last;
    }

    @Override
    public int getIncrementSize() {
        return 1;
    }

    @Override
    public boolean applyIncrementSizeToSourceValues() {
        return false;
    }

    @Override
    public Expression createLowValueExpression(Expression databaseValue, SessionFactoryImplementor sessions) {
        return databaseValue;
    }
}
