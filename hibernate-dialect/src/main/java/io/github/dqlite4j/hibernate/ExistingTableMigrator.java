package io.github.dqlite4j.hibernate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.cfg.SchemaToolingSettings;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.config.spi.ConfigurationService;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.ForeignKey;
import org.hibernate.mapping.Table;
import org.hibernate.mapping.UniqueKey;
import org.hibernate.tool.schema.extract.spi.ForeignKeyInformation;
import org.hibernate.tool.schema.extract.spi.IndexInformation;
import org.hibernate.tool.schema.extract.spi.TableInformation;
import org.hibernate.tool.schema.internal.StandardTableMigrator;
import org.hibernate.tool.schema.spi.SchemaManagementException;

/**
 * Adds to an existing table the parts that SQLite can add: columns, with the foreign key of a new column, and unique keys as unique
 * indexes. A foreign key of columns that exist is reported, not added: that needs a new table, and Hibernate continues after a statement
 * that failed, which would lose rows in the middle of copying a table.
 */
final class ExistingTableMigrator extends StandardTableMigrator {
    private static final System.Logger LOG = System.getLogger(ExistingTableMigrator.class.getName());

    private static final String STORED = " stored";

    ExistingTableMigrator(Dialect dialect) {
        super(dialect);
    }

    @Override
    public String[] getSqlAlterStrings(
            Table table, Metadata metadata, TableInformation existing, SqlStringGenerationContext context) {
        if (table.isView()) {
            return new String[0];
        }
        LengthChecks.addTo(table, dialect, metadata);
        TemporalDefaults.adapt(table, metadata);
        Map<String, Column> added = addedColumns(table, existing);
        Map<String, ForeignKey> ofNewColumns = new HashMap<>();
        List<ForeignKey> notAdded = new ArrayList<>();
        for (ForeignKey key : missingForeignKeys(table, existing)) {
            if (isOfNewColumn(key, added)) {
                ofNewColumns.put(key.getColumn(0).getName(), key);
            } else {
                notAdded.add(key);
            }
        }
        String[] additions = super.getSqlAlterStrings(table, metadata, existing, context);
        List<String> statements = new ArrayList<>();
        for (Column column : added.values()) {
            String sql = additions[statements.size()];
            ForeignKey key = ofNewColumns.get(column.getName());
            statements.add((column.getGeneratedAs() == null ? sql : virtual(sql))
                    + (key == null ? "" : ForeignKeyClause.ofColumn(key, dialect, context)));
            check(column, table);
        }
        statements.addAll(uniqueIndexes(table, metadata, existing, context));
        notAdded.forEach(key -> report(key, metadata, context));
        return statements.toArray(String[]::new);
    }

    /** The columns in the order in which Hibernate writes a statement for each. */
    private static Map<String, Column> addedColumns(Table table, TableInformation existing) {
        Map<String, Column> added = new LinkedHashMap<>();
        for (Column column : table.getColumns()) {
            if (existing.getColumn(Identifier.toIdentifier(column.getName(), column.isQuoted())) == null) {
                added.put(column.getName(), column);
            }
        }
        return added;
    }

    /** SQLite adds no STORED column to a table that has rows. A virtual one has the same values. */
    private static String virtual(String sql) {
        int stored = sql.lastIndexOf(STORED);
        return sql.substring(0, stored) + " virtual" + sql.substring(stored + STORED.length());
    }

    private static void check(Column column, Table table) {
        if (table.getPrimaryKey() != null && table.getPrimaryKey().containsColumn(column)) {
            throw new SchemaManagementException("SQLite cannot add the column " + column.getName()
                    + " to the primary key of the table " + table.getName()
                    + ". Rebuild the table in a migration: docs/rebuilding-tables.md");
        }
        if (!column.isNullable() && column.getDefaultValue() == null && column.getGeneratedAs() == null) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "SQLite adds the column {0} to the table {1} only if the table has no rows, because it is not null and has no default. "
                            + "Give it a default (@ColumnDefault), or let it be null",
                    column.getName(),
                    table.getName());
        }
    }

    // Unique keys

    private List<String> uniqueIndexes(
            Table table, Metadata metadata, TableInformation existing, SqlStringGenerationContext context) {
        // As Hibernate does when it writes the column of a new table.
        for (Column column : table.getColumns()) {
            if (column.isUnique() && !table.isPrimaryKey(column) && column.getUniqueKeyName() != null) {
                UniqueKey key = table.getOrCreateUniqueKey(column.getUniqueKeyName());
                if (!key.containsColumn(column)) {
                    key.addColumn(column);
                }
            }
        }
        List<String> statements = new ArrayList<>();
        for (UniqueKey key : table.getUniqueKeys().values()) {
            if (!exists(key, table, existing)) {
                refuseNameOfAnotherTable(key, metadata);
                statements.add("create unique index if not exists " + dialect.quote(key.getName()) + " on "
                        + context.format(table.getQualifiedTableName()) + " ("
                        + ForeignKeyClause.names(key.getColumns(), dialect) + ")");
            }
        }
        return statements;
    }

    /** SQLite has its own index for a key without a name. */
    private static boolean exists(UniqueKey key, Table table, TableInformation existing) {
        if (existing.getIndex(Identifier.toIdentifier(key.getName())) != null) {
            return true;
        }
        Set<String> columns = lowerCase(key.getColumns());
        for (int i = 1; ; i++) {
            IndexInformation index =
                    existing.getIndex(Identifier.toIdentifier("sqlite_autoindex_" + table.getName() + "_" + i, true));
            if (index == null) {
                return false;
            }
            Set<String> indexed = new TreeSet<>();
            index.getIndexedColumns()
                    .forEach(column ->
                            indexed.add(column.getColumnIdentifier().getText().toLowerCase(Locale.ROOT)));
            if (indexed.equals(columns)) {
                return true;
            }
        }
    }

    /** Names of constraints belong to their table, those of indexes to the database. */
    private static void refuseNameOfAnotherTable(UniqueKey key, Metadata metadata) {
        for (Table other : metadata.collectTableMappings()) {
            if (other != key.getTable()
                    && other.getUniqueKeys().values().stream()
                            .anyMatch(same -> same.getName().equalsIgnoreCase(key.getName()))) {
                throw new SchemaManagementException(
                        "The tables " + key.getTable().getName() + " and "
                                + other.getName() + " have a unique key of the same name, " + key.getName()
                                + ". It would become an index of an existing table, and SQLite has only one index of a name");
            }
        }
    }

    // Foreign keys

    private static List<ForeignKey> missingForeignKeys(Table table, TableInformation existing) {
        return ForeignKeyClause.keysOf(table).stream()
                .filter(key -> !exists(key, existing))
                .toList();
    }

    /** Whether the key can be a part of the statement that adds its only column. */
    private static boolean isOfNewColumn(ForeignKey key, Map<String, Column> added) {
        return key.getColumnSpan() == 1
                && key.getKeyDefinition() == null
                && added.containsKey(key.getColumn(0).getName());
    }

    private static boolean exists(ForeignKey key, TableInformation existing) {
        Set<String> columns = lowerCase(key.getColumns());
        String target = key.getReferencedTable().getName();
        return StreamSupport.stream(existing.getForeignKeys().spliterator(), false)
                .anyMatch(found -> columns.equals(columns(found)) && refersTo(found, target));
    }

    private static Set<String> columns(ForeignKeyInformation key) {
        Set<String> names = new TreeSet<>();
        key.getColumnReferenceMappings()
                .forEach(mapping -> names.add(mapping.getReferencingColumnMetadata()
                        .getColumnIdentifier()
                        .getText()
                        .toLowerCase(Locale.ROOT)));
        return names;
    }

    private static boolean refersTo(ForeignKeyInformation key, String table) {
        return StreamSupport.stream(key.getColumnReferenceMappings().spliterator(), false)
                .allMatch(mapping -> mapping.getReferencedColumnMetadata()
                        .getContainingTableInformation()
                        .getName()
                        .getTableName()
                        .getText()
                        .equalsIgnoreCase(table));
    }

    private static Set<String> lowerCase(List<Column> columns) {
        Set<String> names = new TreeSet<>();
        columns.forEach(column -> names.add(column.getName().toLowerCase(Locale.ROOT)));
        return names;
    }

    /** As Hibernate reports a statement that fails: a warning, or an exception if it has to halt. */
    private void report(ForeignKey key, Metadata metadata, SqlStringGenerationContext context) {
        String message = "SQLite cannot add a foreign key to columns of an existing table, so the table "
                + key.getTable().getName() + " has no " + ForeignKeyClause.ofTable(key, dialect, context)
                + ". Rebuild the table in a migration (docs/rebuilding-tables.md), or map the association with "
                + "@ForeignKey(ConstraintMode.NO_CONSTRAINT)";
        Object halt = metadata.getDatabase()
                .getServiceRegistry()
                .requireService(ConfigurationService.class)
                .getSettings()
                .get(SchemaToolingSettings.HBM2DDL_HALT_ON_ERROR);
        if (halt != null && Boolean.parseBoolean(halt.toString())) {
            throw new SchemaManagementException(message);
        }
        LOG.log(System.Logger.Level.WARNING, message);
    }
}
