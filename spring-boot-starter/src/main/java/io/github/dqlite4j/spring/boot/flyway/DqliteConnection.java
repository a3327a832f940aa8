package io.github.dqlite4j.spring.boot.flyway;

import org.flywaydb.core.internal.database.base.Connection;

/** A connection. Its only schema is "main". */
final class DqliteConnection extends Connection<DqliteDatabase> {

    DqliteConnection(DqliteDatabase database, java.sql.Connection connection) {
        super(database, connection);
    }

    @Override
    public DqliteSchema getSchema(String name) {
        return new DqliteSchema(getJdbcTemplate(), database, name);
    }

    @Override
    protected String getCurrentSchemaNameOrSearchPath() {
        return "main";
    }
}
