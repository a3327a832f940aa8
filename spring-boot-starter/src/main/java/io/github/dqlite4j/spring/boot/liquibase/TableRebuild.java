package io.github.dqlite4j.spring.boot.liquibase;

import io.github.dqlite4j.sql.lexer.SqlIdentifiers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import liquibase.exception.DatabaseException;
import liquibase.exception.UnexpectedLiquibaseException;
import liquibase.sql.Sql;
import liquibase.sql.UnparsedSql;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.RawParameterizedSqlStatement;
import liquibase.structure.core.Table;

/**
 * Creates a table again with another definition: its rows are copied away, and copied back. It is dropped and created instead of renamed,
 * because SQLite does not rename a table while a view names a table that no longer exists. Indexes, triggers and the last AUTOINCREMENT
 * number are kept.
 */
final class TableRebuild {
    private static final String COPY = "dqlite4j_rebuild_copy";

    private final DqliteLiquibaseDatabase database;

    /** As it is stored: the names in sqlite_sequence are compared with it, and upper and lower case differ there. */
    private final String table;

    private TableRebuild(DqliteLiquibaseDatabase database, String table) {
        this.database = database;
        this.table = table;
    }

    /** For the table of this name, in upper or lower case. */
    static TableRebuild of(DqliteLiquibaseDatabase database, String name) {
        try {
            List<String> stored = texts(
                    database, "SELECT name FROM sqlite_master WHERE type = 'table' AND name = ? COLLATE NOCASE", name);
            if (stored.size() != 1) {
                throw new UnexpectedLiquibaseException("There is no table " + SqlIdentifiers.quote(name));
            }
            return new TableRebuild(database, stored.get(0));
        } catch (DatabaseException e) {
            throw new UnexpectedLiquibaseException(e);
        }
    }

    /** Whether the column is an INTEGER PRIMARY KEY, whose values SQLite generates: the only primary key that has no index. */
    boolean isRowid(String column) {
        try {
            return texts("SELECT name FROM pragma_table_info(?1) WHERE pk > 0"
                            + " AND NOT EXISTS (SELECT 1 FROM pragma_index_list(?1) WHERE origin = 'pk')")
                    .stream()
                    .anyMatch(column::equalsIgnoreCase);
        } catch (DatabaseException e) {
            throw new UnexpectedLiquibaseException(e);
        }
    }

    /** The unique index of this name that was created for the table, unless the table has a constraint of this name. */
    Optional<String> uniqueIndex(String name) {
        try {
            List<String> found = texts(
                    database,
                    "SELECT name FROM pragma_index_list(?) WHERE \"unique\" = 1 AND origin = 'c' AND name = ? COLLATE NOCASE",
                    table,
                    name);
            return definition().hasConstraint(name)
                    ? Optional.empty()
                    : found.stream().findFirst();
        } catch (DatabaseException e) {
            throw new UnexpectedLiquibaseException(e);
        }
    }

    private TableDefinition definition() throws DatabaseException {
        return new TableDefinition(texts("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?")
                .get(0));
    }

    Sql[] sql(UnaryOperator<TableDefinition> change) {
        try {
            TableDefinition before = definition();
            TableDefinition after = change.apply(before);
            return after.sql().equals(before.sql()) ? new Sql[0] : rebuild(after);
        } catch (DatabaseException | IllegalArgumentException e) {
            throw new UnexpectedLiquibaseException(e);
        }
    }

    private Sql[] rebuild(TableDefinition after) throws DatabaseException {
        String name = SqlIdentifiers.quote(table);
        String columns = texts("SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid").stream()
                .map(SqlIdentifiers::quote)
                .collect(Collectors.joining(", "));
        List<String> others =
                texts("SELECT sql FROM sqlite_master WHERE tbl_name = ? COLLATE NOCASE AND type IN ('index', 'trigger')"
                        + " AND sql IS NOT NULL ORDER BY type, name");
        List<String> statements = new ArrayList<>();
        statements.add("CREATE TABLE " + COPY + " AS SELECT " + columns + " FROM " + name);
        String literal = "'" + table.replace("'", "''") + "'";
        boolean numbered = isNumbered();
        if (numbered) {
            statements.add("INSERT INTO sqlite_sequence (name, seq) SELECT '" + COPY
                    + "', seq FROM sqlite_sequence WHERE name = " + literal);
        }
        statements.add("DROP TABLE " + name);
        statements.add(after.sql());
        statements.add("INSERT INTO " + name + " (" + columns + ") SELECT " + columns + " FROM " + COPY);
        if (numbered) {
            statements.add("DELETE FROM sqlite_sequence WHERE name = " + literal);
            statements.add("UPDATE sqlite_sequence SET name = " + literal + " WHERE name = '" + COPY + "'");
        }
        statements.add("DROP TABLE " + COPY);
        statements.addAll(others);
        Table affected = new Table();
        affected.setName(table);
        return statements.stream().map(sql -> new UnparsedSql(sql, affected)).toArray(Sql[]::new);
    }

    private boolean isNumbered() throws DatabaseException {
        return !texts("SELECT name FROM sqlite_master WHERE name = 'sqlite_sequence' AND ? <> ''")
                        .isEmpty()
                && !texts("SELECT name FROM sqlite_sequence WHERE name = ?").isEmpty();
    }

    /** The only column of a query about the table. */
    private List<String> texts(String sql) throws DatabaseException {
        return texts(database, sql, table);
    }

    private static List<String> texts(DqliteLiquibaseDatabase database, String sql, Object... parameters)
            throws DatabaseException {
        SqlStatement query = new RawParameterizedSqlStatement(sql, parameters);
        List<String> texts = new ArrayList<>();
        for (Map<String, ?> row : database.executor().queryForList(query)) {
            texts.add(String.valueOf(row.values().iterator().next()));
        }
        return texts;
    }
}
