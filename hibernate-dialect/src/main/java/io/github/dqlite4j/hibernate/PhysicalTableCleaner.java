package io.github.dqlite4j.hibernate;

import java.util.Collection;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.dialect.Dialect;
import org.hibernate.mapping.Table;
import org.hibernate.tool.schema.internal.StandardTableCleaner;

/** Empties tables, not views: DELETE from a view is an error. */
final class PhysicalTableCleaner extends StandardTableCleaner {

    PhysicalTableCleaner(Dialect dialect) {
        super(dialect);
    }

    @Override
    public String[] getSqlTruncateStrings(
            Collection<Table> tables, Metadata metadata, SqlStringGenerationContext context) {
        return super.getSqlTruncateStrings(
                tables.stream().filter(table -> !table.isView()).toList(), metadata, context);
    }
}
