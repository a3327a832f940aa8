package io.github.dqlite4j.hibernate;

import org.hibernate.boot.Metadata;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.unique.UniqueDelegate;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.ForeignKey;
import org.hibernate.mapping.Table;
import org.hibernate.mapping.UniqueKey;

/**
 * Writes unique and foreign keys inside {@code create table}, because SQLite cannot add them to an existing table. All have their
 * names, by which a later update finds them. {@link ExistingTableMigrator} adds unique keys to existing tables.
 */
final class CreateTableConstraintsDelegate implements UniqueDelegate {
    private final Dialect dialect;

    CreateTableConstraintsDelegate(Dialect dialect) {
        this.dialect = dialect;
    }

    /** Hibernate has made a unique key of the table from a unique column before it asks for the fragment of the table. */
    @Override
    public String getColumnDefinitionUniquenessFragment(Column column, SqlStringGenerationContext context) {
        return "";
    }

    @Override
    public String getTableCreationUniqueConstraintsFragment(Table table, SqlStringGenerationContext context) {
        StringBuilder sql = new StringBuilder();
        for (UniqueKey key : table.getUniqueKeys().values()) {
            sql.append(", constraint ").append(dialect.quote(key.getName())).append(" unique (");
            sql.append(ForeignKeyClause.names(key.getColumns(), dialect)).append(')');
        }
        for (ForeignKey key : ForeignKeyClause.keysOf(table)) {
            sql.append(", ").append(ForeignKeyClause.ofTable(key, dialect, context));
        }
        return sql.toString();
    }

    @Override
    public String getAlterTableToAddUniqueKeyCommand(
            UniqueKey key, Metadata metadata, SqlStringGenerationContext context) {
        return "";
    }

    @Override
    public String getAlterTableToDropUniqueKeyCommand(
            UniqueKey key, Metadata metadata, SqlStringGenerationContext context) {
        return "";
    }
}
