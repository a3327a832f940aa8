package io.github.dqlite4j.hibernate;

import java.io.Serializable;
import java.util.Map;
import java.util.Set;
import org.hibernate.HibernateException;
import org.hibernate.cfg.MappingSettings;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.id.IntegralDataTypeHolder;
import org.hibernate.id.enhanced.AccessCallback;
import org.hibernate.id.enhanced.NoopOptimizer;
import org.hibernate.id.enhanced.Optimizer;
import org.hibernate.id.enhanced.PooledLoOptimizer;
import org.hibernate.id.enhanced.PooledLoThreadLocalOptimizer;
import org.hibernate.id.enhanced.PooledOptimizer;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.jspecify.annotations.Nullable;

/**
 * The default if a generator names no optimizer: {@link OwnConnectionGenerator} replaces the generator. A subclass of Hibernate's {@link
 * org.hibernate.id.enhanced.SequenceStyleGenerator} is not replaced and uses this optimizer, so it takes each id from the sequence.
 */
public final class SingleIdOptimizer implements Optimizer {
    private static final Set<Class<?>> KNOWN = Set.of(
            SingleIdOptimizer.class,
            NoopOptimizer.class,
            PooledOptimizer.class,
            PooledLoOptimizer.class,
            PooledLoThreadLocalOptimizer.class);

    private @Nullable IntegralDataTypeHolder last;

    /** Called by Hibernate. */
    @SuppressWarnings("unused")
    public SingleIdOptimizer(Class<?> idType, int allocationSize) {}

    /** Sets this as the optimizer of generators that name none. */
    static void prefer(Map<String, Object> settings) {
        settings.putIfAbsent(MappingSettings.PREFERRED_POOLED_OPTIMIZER, SingleIdOptimizer.class.getName());
    }

    /** Refuses an optimizer that the dialect does not support. */
    static void check(String table, Optimizer optimizer) {
        if (!KNOWN.contains(optimizer.getClass())) {
            throw new HibernateException("The optimizer " + optimizer.getClass().getName() + " of the ids in " + table
                    + " keeps ids that a rollback has given back to the table, so they would be used twice. Use pooled, pooled-lo,"
                    + " pooled-lotl or none");
        }
    }

    /** Refuses an optimizer that takes blocks, for a generator that is not replaced. */
    static void checkSingle(String sequence, Optimizer optimizer) {
        if (!(optimizer instanceof SingleIdOptimizer || optimizer instanceof NoopOptimizer)) {
            throw new HibernateException("The generator of the sequence " + sequence
                    + " is a class of its own, whose optimizer keeps ids that a rollback has given back to the sequence, so they would be used"
                    + " twice. Use the optimizer none, or leave the optimizer out");
        }
    }

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

    /**
     * Hibernate only checks whether an INSERT … SELECT may have an SQL expression for its ids, which 1 would mean. A sequence that is a
     * table has none, so Hibernate collects the rows in a TEMP table and takes an id for each.
     */
    @Override
    public int getIncrementSize() {
        return 2;
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
