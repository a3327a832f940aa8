package io.github.dqlite4j.hibernate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.annotations.OnDeleteAction;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.dialect.Dialect;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.ForeignKey;
import org.hibernate.mapping.PrimaryKey;
import org.hibernate.mapping.Table;
import org.jspecify.annotations.Nullable;

/** A foreign key as a constraint of a table, or of a column that is added to a table. */
final class ForeignKeyClause {
    private static final System.Logger LOG = System.getLogger(ForeignKeyClause.class.getName());

    private ForeignKeyClause() {}

    /** Returns the constraint for {@code create table}. */
    static String ofTable(ForeignKey key, Dialect dialect, SqlStringGenerationContext context) {
        String name = "constraint " + dialect.quote(key.getName()) + ' ';
        if (key.getKeyDefinition() != null) {
            return name + key.getKeyDefinition() + actions(key);
        }
        return name + "foreign key (" + names(key.getColumns(), dialect) + ')' + target(key, dialect, context);
    }

    /** Returns the constraint of the only column of {@code key}, for {@code alter table … add column}. */
    static String ofColumn(ForeignKey key, Dialect dialect, SqlStringGenerationContext context) {
        return " constraint " + dialect.quote(key.getName()) + target(key, dialect, context);
    }

    /**
     * Returns the keys that {@code table} gets when it is created, and must have later. A key that other databases refuse, after which
     * Hibernate continues, is omitted: SQLite would accept it, and then refuse each change of the table.
     */
    static List<ForeignKey> keysOf(Table table) {
        List<ForeignKey> keys = new ArrayList<>();
        for (ForeignKey key : table.getForeignKeyCollection()) {
            if (!key.isCreationEnabled() || !key.isPhysicalConstraint()) {
                continue;
            }
            String obstacle = obstacle(key);
            if (obstacle == null) {
                keys.add(key);
            } else {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The table {0} has no foreign key {1} to {2}, because {2} {3}",
                        table.getName(),
                        key.getName(),
                        key.getReferencedTable().getName(),
                        obstacle);
            }
        }
        return keys;
    }

    /** Why a key cannot refer to the target. The application has defined the key. */
    private static @Nullable String obstacle(ForeignKey key) {
        Table target = key.getReferencedTable();
        if (key.getKeyDefinition() != null) {
            return null;
        }
        if (target.isView()) {
            return "is a view";
        }
        List<Column> columns = key.getReferencedColumns();
        if (key.isReferenceToPrimaryKey() || isKey(columns, target)) {
            return null;
        }
        // A mapping may name a column of the superclass's table.
        return (target.getColumns().containsAll(columns) ? "has no key of the columns " : "has not all of the columns ")
                + columns.stream().map(Column::getName).toList();
    }

    private static boolean isKey(List<Column> columns, Table table) {
        Set<Column> named = Set.copyOf(columns);
        PrimaryKey primary = table.getPrimaryKey();
        return primary != null && Set.copyOf(primary.getColumns()).equals(named)
                || table.getUniqueKeys().values().stream()
                        .anyMatch(key -> Set.copyOf(key.getColumns()).equals(named))
                || table.getIndexes().values().stream()
                        .anyMatch(index -> index.isUnique()
                                && Set.copyOf(index.getSelectables()).equals(named))
                || columns.size() == 1 && isUnique(table.getColumn(columns.get(0)));
    }

    private static boolean isUnique(@Nullable Column column) {
        return column != null && column.isUnique();
    }

    private static String target(ForeignKey key, Dialect dialect, SqlStringGenerationContext context) {
        Table target = key.getReferencedTable();
        List<Column> columns =
                key.isReferenceToPrimaryKey() ? target.getPrimaryKey().getColumns() : key.getReferencedColumns();
        return " references " + context.format(target.getQualifiedTableName()) + " (" + names(columns, dialect) + ')'
                + actions(key);
    }

    private static String actions(ForeignKey key) {
        StringBuilder sql = new StringBuilder();
        OnDeleteAction action = key.getOnDeleteAction();
        if (action != null && action != OnDeleteAction.NO_ACTION) {
            sql.append(" on delete ").append(action.toSqlString());
        }
        if (key.getOptions() != null && !key.getOptions().isBlank()) {
            sql.append(' ').append(key.getOptions());
        }
        return sql.toString();
    }

    static String names(List<Column> columns, Dialect dialect) {
        return columns.stream().map(column -> column.getQuotedName(dialect)).collect(Collectors.joining(", "));
    }
}
