package io.github.dqlite4j.spring.boot.flyway;

import io.github.dqlite4j.jdbc.DqliteConstants;
import io.github.dqlite4j.spring.boot.source.DqliteUrl;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Types;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.internal.database.base.BaseDatabaseType;
import org.flywaydb.core.internal.jdbc.JdbcConnectionFactory;
import org.flywaydb.core.internal.jdbc.StatementInterceptor;
import org.flywaydb.core.internal.parser.Parser;
import org.flywaydb.core.internal.parser.ParsingContext;

/**
 * Makes dqlite known to Flyway. Its priority is higher than that of the built-in SQLite support, which accepts the same
 * product name and takes no lock.
 */
public final class DqliteDatabaseType extends BaseDatabaseType {

    /** Called by Flyway. */
    public DqliteDatabaseType() {}

    @Override
    public String getName() {
        return "dqlite";
    }

    @Override
    public int getPriority() {
        return 1;
    }

    @Override
    public int getNullType() {
        return Types.VARCHAR;
    }

    @Override
    public boolean supportsReadOnlyTransactions() {
        return false;
    }

    @Override
    public boolean handlesJDBCUrl(String url) {
        return DqliteUrl.isDqlite(url);
    }

    @Override
    public String getDriverClass(String url, ClassLoader classLoader) {
        return DqliteUrl.DRIVER_CLASS;
    }

    @Override
    public boolean handlesDatabaseProductNameAndVersion(String product, String version, Connection connection) {
        try {
            DatabaseMetaData metadata = connection.getMetaData();
            return DqliteConstants.DRIVER_NAME.equals(metadata.getDriverName())
                    || DqliteUrl.isDqlite(metadata.getURL());
        } catch (SQLException ignored) {
            return false;
        }
    }

    @Override
    public DqliteDatabase createDatabase(
            Configuration configuration, JdbcConnectionFactory connections, StatementInterceptor interceptor) {
        return new DqliteDatabase(configuration, connections, interceptor);
    }

    @Override
    public Parser createParser(Configuration configuration, ResourceProvider resources, ParsingContext context) {
        return new DqliteParser(configuration, context);
    }
}
