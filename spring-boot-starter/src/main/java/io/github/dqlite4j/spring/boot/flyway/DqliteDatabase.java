package io.github.dqlite4j.spring.boot.flyway;

import java.sql.Connection;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.internal.database.base.Database;
import org.flywaydb.core.internal.database.base.Table;
import org.flywaydb.core.internal.jdbc.JdbcConnectionFactory;
import org.flywaydb.core.internal.jdbc.StatementInterceptor;

/** A database. Flyway uses one connection for everything: the lock, a migration and its history row share one transaction. */
final class DqliteDatabase extends Database<DqliteConnection> {

    DqliteDatabase(Configuration configuration, JdbcConnectionFactory connections, StatementInterceptor interceptor) {
        super(configuration, connections, interceptor);
    }

    @Override
    protected DqliteConnection doGetConnection(Connection connection) {
        return new DqliteConnection(this, connection);
    }

    /** Supports every server that the driver can connect to. */
    @Override
    public void ensureSupported(Configuration configuration) {}

    @Override
    public String getRawCreateScript(@SuppressWarnings("rawtypes") Table table, boolean baseline) {
        String create = """
                CREATE TABLE IF NOT EXISTS %1$s (
                    "installed_rank" INT NOT NULL PRIMARY KEY,
                    "version" VARCHAR(50),
                    "description" VARCHAR(200) NOT NULL,
                    "type" VARCHAR(20) NOT NULL,
                    "script" VARCHAR(1000) NOT NULL,
                    "checksum" INT,
                    "installed_by" VARCHAR(100) NOT NULL,
                    "installed_on" TEXT NOT NULL DEFAULT (strftime('%%Y-%%m-%%d %%H:%%M:%%f','now')),
                    "execution_time" INT NOT NULL,
                    "success" BOOL NOT NULL
                );
                %2$sCREATE INDEX IF NOT EXISTS "main"."%3$s_s_idx" ON "%3$s" ("success");
                """;
        return create.formatted(table, baseline ? getBaselineStatement(table) + ";\n" : "", table.getName());
    }

    @Override
    protected String doGetCurrentUser() {
        return "";
    }

    @Override
    public boolean supportsDdlTransactions() {
        return true;
    }

    @Override
    public String getBooleanTrue() {
        return "1";
    }

    @Override
    public String getBooleanFalse() {
        return "0";
    }

    @Override
    public boolean catalogIsSchema() {
        return true;
    }

    @Override
    public boolean useSingleConnection() {
        return true;
    }
}
