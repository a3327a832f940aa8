package io.github.dqlite4j.hibernate;

import java.util.List;
import java.util.stream.Collectors;
import org.hibernate.annotations.OnDeleteAction;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.unique.CreateTableUniqueDelegate;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.ForeignKey;
import org.hibernate.mapping.Table;
import org.hibernate.mapping.UniqueKey;

/**
 * Writes unique and foreign keys inside {@code create table}, because SQLite cannot add them to an existing table. A new unique
 * key of an existing table becomes a unique index.
 */
final class CreateTableConstraintsDelegate extends CreateTableUniqueDelegate {

    CreateTableConstraintsDelegate(Dialect dialect) {
        super(dialect);
    }

    @Override
    public String getTableCreationUniqueConstraintsFragment(Table table, SqlStringGenerationContext context) {
        StringBuilder sql = new StringBuilder(super.getTableCreationUniqueConstraintsFragment(table, context));
        table.getForeignKeyCollection().stream()
                .filter(key -> key.isCreationEnabled() && key.isPhysicalConstraint())
                .forEach(key -> append(sql, key, context));
        return sql.toString();
    }

    private void append(StringBuilder sql, ForeignKey key, SqlStringGenerationContext context) {
        sql.append(", constraint ").append(dialect.quote(key.getName())).append(' ');
        if (key.getKeyDefinition() != null) {
            sql.append(key.getKeyDefinition());
        } else {
            Table target = key.getReferencedTable();
            List<Column> targetColumns =
                    key.isReferenceToPrimaryKey() ? target.getPrimaryKey().getColumns() : key.getReferencedColumns();
            sql.append("foreign key (").append(names(key.getColumns())).append(") references ");
            sql.append(context.format(target.getQualifiedTableName()));
            sql.append(" (").append(names(targetColumns)).append(')');
        }
        OnDeleteAction action = key.getOnDeleteAction();
        if (action != null && action != OnDeleteAction.NO_ACTION) {
            sql.append(" on delete ").append(action.toSqlString());
        }
        if (key.getOptions() != null && !key.getOptions().isBlank()) {
            sql.append(' ').append(key.getOptions());
        }
    }

    private String names(List<Column> columns) {
        return columns.stream().map(column -> column.getQuotedName(dialect)).collect(Collectors.joining(", "));
    }

    @Override
    public String getAlterTableToAddUniqueKeyCommand(
            UniqueKey key, Metadata metadata, SqlStringGenerationContext context) {
        if (!context.isMigration()) {
            return "";
        }
        return "create unique index if not exists " + dialect.quote(key.getName()) + " on "
                + context.format(key.getTable().getQualifiedTableName()) + " (" + names(key.getColumns()) + ")";
    }

    @Override
    public String getAlterTableToDropUniqueKeyCommand(
            UniqueKey key, Metadata metadata, SqlStringGenerationContext context) {
        return context.isMigration() ? "drop index if exists " + dialect.quote(key.getName()) : "";
    }
}
