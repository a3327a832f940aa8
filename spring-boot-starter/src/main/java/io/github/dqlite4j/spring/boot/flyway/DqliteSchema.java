package io.github.dqlite4j.spring.boot.flyway;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.internal.database.base.Schema;
import org.flywaydb.core.internal.jdbc.JdbcTemplate;

/** The schema "main", which always exists: the first connection creates a dqlite database. */
final class DqliteSchema extends Schema<DqliteDatabase, DqliteTable> {

    /** Without those that belong to SQLite, or to the driver. */
    private static final String USER_TABLES =
            "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
                    + " AND name NOT IN ('dqlite4j_outcome', 'dqlite4j_outcome_none')";

    private static final String VIEWS = "SELECT name FROM sqlite_master WHERE type='view'";

    DqliteSchema(JdbcTemplate jdbcTemplate, DqliteDatabase database, String name) {
        super(jdbcTemplate, database, name);
    }

    @Override
    protected boolean doExists() {
        return name.equals("main");
    }

    @Override
    protected boolean doEmpty() throws SQLException {
        return jdbcTemplate.queryForStringList(USER_TABLES).isEmpty();
    }

    @Override
    protected void doCreate() {
        throw new FlywayException("dqlite has only the schema \"main\" and cannot create the schema " + name);
    }

    @Override
    protected void doDrop() {
        throw new FlywayException("dqlite has only the schema \"main\" and cannot drop the schema " + name);
    }

    /** Drops the views, then the tables, referring tables first because dqlite enforces foreign keys. */
    @Override
    protected void doClean() throws SQLException {
        for (String view : jdbcTemplate.queryForStringList(VIEWS)) {
            jdbcTemplate.execute("DROP VIEW " + database.quote(name, view));
        }
        List<String> left = new ArrayList<>(jdbcTemplate.queryForStringList(USER_TABLES));
        while (!left.isEmpty()) {
            String next = firstUnreferenced(left);
            getTable(next).drop();
            left.remove(next);
        }
    }

    private String firstUnreferenced(List<String> tables) throws SQLException {
        for (String table : tables) {
            boolean referenced = false;
            for (String other : tables) {
                referenced |= !other.equals(table)
                        && jdbcTemplate.queryForInt(
                                        "SELECT count(*) FROM pragma_foreign_key_list(?) WHERE \"table\"=? COLLATE NOCASE",
                                        other,
                                        table)
                                > 0;
            }
            if (!referenced) {
                return table;
            }
        }
        return tables.get(0);
    }

    @Override
    protected DqliteTable[] doAllTables() throws SQLException {
        return jdbcTemplate.queryForStringList(USER_TABLES).stream()
                .map(this::getTable)
                .toArray(DqliteTable[]::new);
    }

    @Override
    public DqliteTable getTable(String tableName) {
        return new DqliteTable(jdbcTemplate, database, this, tableName);
    }
}
