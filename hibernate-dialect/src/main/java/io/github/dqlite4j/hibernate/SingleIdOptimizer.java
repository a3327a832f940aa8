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
import org.hibernate.sql.ast.tree.expression.Expression;
import org.jspecify.annotations.Nullable;

/**
 * Takes each id from the sequence, with any allocation size of its generator. Hibernate's own optimizer "none" does the same, but warns of each
 * generator that does not say {@code allocationSize=1}.
 */
public final class SingleIdOptimizer implements Optimizer {
    private static final String REASON =
            " take ids in blocks. A rollback takes the increment of the sequence back, but not the block, so ids would be used"
                    + " twice. dqlite takes each id from the sequence";

    private static final Set<String> NONE =
            Set.of("none", SingleIdOptimizer.class.getName(), SingleIdOptimizer.class.toString());

    private @Nullable IntegralDataTypeHolder last;

    /** Called by Hibernate. */
    @SuppressWarnings("unused")
    public SingleIdOptimizer(Class<?> idType, int allocationSize) {}

    /** Makes this the optimizer of generators that name none. */
    static void prefer(Map<String, Object> settings) {
        settings.putIfAbsent(MappingSettings.PREFERRED_POOLED_OPTIMIZER, SingleIdOptimizer.class.getName());
    }

    /** Refuses a preference for an optimizer that takes blocks. */
    static void checkPreferred(Map<String, Object> settings) {
        Object preferred = settings.get(MappingSettings.PREFERRED_POOLED_OPTIMIZER);
        if (preferred != null && !NONE.contains(preferred.toString())) {
            throw new HibernateException(
                    MappingSettings.PREFERRED_POOLED_OPTIMIZER + "=" + preferred + " would" + REASON);
        }
    }

    /** Refuses a sequence of a generator that names such an optimizer. A sequence that counts down takes one id at a time. */
    static void checkIncrement(String sequence, int increment) {
        if (increment != 1 && increment != -1) {
            throw new HibernateException("The optimizer of the sequence " + sequence + " would" + REASON);
        }
    }

    /** Refuses such an optimizer of a generator that uses a table. */
    static void check(String table, Optimizer optimizer) {
        if (!(optimizer instanceof SingleIdOptimizer || optimizer instanceof NoopOptimizer)) {
            throw new HibernateException("The optimizer of the ids in " + table + " would" + REASON);
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
     * Hibernate asks only whether an INSERT … SELECT may have an SQL expression for its ids, which 1 would mean. A sequence that is a table has
     * none, so Hibernate collects the rows in a TEMP table and takes an id for each.
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
