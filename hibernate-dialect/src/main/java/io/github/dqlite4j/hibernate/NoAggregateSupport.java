package io.github.dqlite4j.hibernate;

import org.hibernate.dialect.aggregate.AggregateSupportImpl;
import org.hibernate.mapping.Column;
import org.hibernate.metamodel.mapping.SqlTypedMapping;
import org.hibernate.type.spi.TypeConfiguration;

/** Refuses embeddables in one column with an error that names the alternatives. */
final class NoAggregateSupport extends AggregateSupportImpl {
    static final NoAggregateSupport INSTANCE = new NoAggregateSupport();

    private NoAggregateSupport() {}

    @Override
    public String aggregateComponentCustomReadExpression(
            String template,
            String placeholder,
            String aggregateParentReadExpression,
            String columnExpression,
            int aggregateColumnTypeCode,
            SqlTypedMapping column,
            TypeConfiguration typeConfiguration) {
        throw refused();
    }

    @Override
    public String aggregateComponentAssignmentExpression(
            String aggregateParentAssignmentExpression,
            String columnExpression,
            int aggregateColumnTypeCode,
            Column column) {
        throw refused();
    }

    private static UnsupportedOperationException refused() {
        return new UnsupportedOperationException(
                "dqlite has no embeddable in one column (@JdbcTypeCode(SqlTypes.JSON) on an"
                        + " @Embeddable, @Struct). Leave the annotation out, so that each attribute has a column, or map a class that is"
                        + " no @Embeddable, whose JSON HQL reads by json_value()");
    }
}
