package io.github.dqlite4j.hibernate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.hibernate.HibernateException;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.dialect.Dialect;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.PrimaryKey;
import org.hibernate.mapping.Table;
import org.hibernate.tool.schema.internal.StandardTableExporter;
import org.hibernate.tool.schema.spi.SchemaManagementException;

/**
 * Drops a table only after the tables that refer to it, and without checks of foreign keys. SQLite deletes the rows of a table when it drops
 * it, dqlite enforces foreign keys, and SQLite cannot drop a constraint alone; with a cycle of keys no order helps. In a transaction the
 * checks cannot be turned off; then the order helps if there is no cycle.
 */
final class ReferencingTablesFirstExporter extends StandardTableExporter {
    /** Has no effect in a transaction. */
    static final String NO_FOREIGN_KEYS = "PRAGMA foreign_keys=OFF";

    static final String FOREIGN_KEYS = "PRAGMA foreign_keys=ON";

    ReferencingTablesFirstExporter(Dialect dialect) {
        super(dialect);
    }

    /** Only a table with one key column can use its rowid as the key; in a longer key SQLite would store NULL. */
    @Override
    public String[] getSqlCreateStrings(Table table, Metadata metadata, SqlStringGenerationContext context) {
        PrimaryKey key = table.getPrimaryKey();
        if (key != null && key.getColumnSpan() > 1 && key.getColumns().stream().anyMatch(Column::isIdentity)) {
            throw new HibernateException(
                    "dqlite generates no value for a part of a composite key (GenerationType.IDENTITY), table "
                            + table.getName() + ". Use SEQUENCE, UUID, or a key of one column");
        }
        refuseSameName(table, metadata);
        LengthChecks.addTo(table, dialect, metadata);
        TemporalDefaults.adapt(table, metadata);
        String[] statements = super.getSqlCreateStrings(table, metadata, context);
        statements[0] = RepeatableIndexExporter.repeatable(
                withComment(statements[0], table, context), table.isView() ? "create view " : "create table ", context);
        return statements;
    }

    /**
     * Schemas and catalogs are not part of the name of a table, and the case of a name does not count. Two tables of one name would be the
     * same table.
     */
    private static void refuseSameName(Table table, Metadata metadata) {
        for (Table other : metadata.collectTableMappings()) {
            if (other != table && other.isPhysicalTable() && other.getName().equalsIgnoreCase(table.getName())) {
                throw new SchemaManagementException("Two tables have the same name in SQLite, "
                        + table.getQualifiedTableName().render() + " and "
                        + other.getQualifiedTableName().render());
            }
        }
    }

    /** SQLite keeps a comment only between the parentheses. */
    private String withComment(String sql, Table table, SqlStringGenerationContext context) {
        if (table.getComment() == null || table.isView()) {
            return sql;
        }
        int start = sql.indexOf(" (", sql.indexOf(context.format(table.getQualifiedTableName()))) + 2;
        return sql.substring(0, start) + SqlComment.of(table.getComment()).stripLeading() + ' ' + sql.substring(start);
    }

    @Override
    public String[] getSqlDropStrings(Table table, Metadata metadata, SqlStringGenerationContext context) {
        Set<Table> order = new LinkedHashSet<>();
        visit(table, metadata, new LinkedHashSet<>(), order);
        List<String> statements = new ArrayList<>();
        statements.add(NO_FOREIGN_KEYS);
        for (Table next : order) {
            statements.addAll(List.of(super.getSqlDropStrings(next, metadata, context)));
        }
        statements.add(FOREIGN_KEYS);
        return statements.toArray(String[]::new);
    }

    private static void visit(Table table, Metadata metadata, Set<Table> seen, Set<Table> order) {
        if (!seen.add(table)) {
            return;
        }
        for (Table other : metadata.collectTableMappings()) {
            if (other.isPhysicalTable()
                    && other.getForeignKeyCollection().stream()
                            .anyMatch(key -> key.isPhysicalConstraint() && key.getReferencedTable() == table)) {
                visit(other, metadata, seen, order);
            }
        }
        order.add(table);
    }
}
