package io.github.dqlite4j.jdbc.metadata;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.RowIdLifetime;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Describes the database and its schema. There are no catalogs, and no schemas but {@code main} and, for TEMP tables, {@code temp}:
 * a catalog argument is ignored, a schema argument is matched with these two. Names are compared as SQLite does, ignoring the case of ASCII
 * letters. Results are held in memory: they do not change, and they neither open nor disturb a transaction.
 */
public final class DqliteDatabaseMetaData implements SqlMetaData, FeaturesMetaData, LimitsMetaData, EmptyMetaData {
    private static final Pattern VERSION = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})(?:\\..*)?");
    private final Connection connection;
    private final Catalog catalog;
    private final String url;
    private final String product;

    public DqliteDatabaseMetaData(Connection connection, Catalog catalog, String url, String product) {
        this.connection = connection;
        this.catalog = catalog;
        this.url = url;
        this.product = product;
    }

    @Override
    public Catalog catalog() {
        return catalog;
    }

    @Override
    public ResultSet getTables(
            @Nullable String ignored,
            @Nullable String schemaPattern,
            @Nullable String tablePattern,
            String @Nullable [] types)
            throws SQLException {
        return GetTables.ask(catalog, schemaPattern, tablePattern, types);
    }

    @Override
    public ResultSet getTableTypes() throws SQLException {
        return GetTables.types(catalog);
    }

    @Override
    public ResultSet getColumns(
            @Nullable String ignored,
            @Nullable String schemaPattern,
            @Nullable String tablePattern,
            @Nullable String columnPattern)
            throws SQLException {
        return GetColumns.ask(catalog, schemaPattern, tablePattern, columnPattern);
    }

    @Override
    public ResultSet getPseudoColumns(
            @Nullable String ignored,
            @Nullable String schemaPattern,
            @Nullable String tablePattern,
            @Nullable String columnPattern)
            throws SQLException {
        return GetPseudoColumns.ask(catalog, schemaPattern, tablePattern, columnPattern);
    }

    @Override
    public ResultSet getBestRowIdentifier(
            @Nullable String ignored, @Nullable String schema, String table, int scope, boolean nullable)
            throws SQLException {
        return GetBestRowIdentifier.ask(catalog, schema, table, scope, nullable);
    }

    @Override
    public ResultSet getPrimaryKeys(@Nullable String ignored, @Nullable String schema, String table)
            throws SQLException {
        return GetPrimaryKeys.ask(catalog, schema, table);
    }

    @Override
    public ResultSet getImportedKeys(@Nullable String ignored, @Nullable String schema, String table)
            throws SQLException {
        return GetForeignKeys.imported(catalog, schema, table);
    }

    @Override
    public ResultSet getExportedKeys(@Nullable String ignored, @Nullable String schema, String table)
            throws SQLException {
        return GetForeignKeys.exported(catalog, schema, table);
    }

    /** Foreign keys stay within a schema, so one of the two schemas is enough. */
    @Override
    public ResultSet getCrossReference(
            @Nullable String ignored,
            @Nullable String parentSchema,
            @Nullable String parentTable,
            @Nullable String alsoIgnored,
            @Nullable String foreignSchema,
            @Nullable String foreignTable)
            throws SQLException {
        String schema = Tables.schema(foreignSchema) == null ? parentSchema : foreignSchema;
        return GetForeignKeys.between(catalog, schema, parentTable, foreignTable);
    }

    @Override
    public ResultSet getIndexInfo(
            @Nullable String ignored, @Nullable String schema, String table, boolean unique, boolean approximate)
            throws SQLException {
        return GetIndexInfo.ask(catalog, schema, table, unique);
    }

    @Override
    public ResultSet getTypeInfo() throws SQLException {
        return GetTypeInfo.ask(catalog);
    }

    @Override
    public ResultSet getFunctions(
            @Nullable String ignored, @Nullable String schemaPattern, @Nullable String functionPattern)
            throws SQLException {
        return GetFunctions.ask(catalog, functionPattern);
    }

    @Override
    public ResultSet getFunctionColumns(
            @Nullable String ignored,
            @Nullable String schemaPattern,
            @Nullable String functionPattern,
            @Nullable String columnPattern)
            throws SQLException {
        return GetFunctions.columns(catalog, functionPattern, columnPattern);
    }

    /** The names of the JDBC specification. The driver keeps these and all others for the connection only. */
    @Override
    public ResultSet getClientInfoProperties() throws SQLException {
        Answer answer = new Answer("NAME MAX_LEN:INTEGER DEFAULT_VALUE DESCRIPTION");
        for (String name : List.of("ApplicationName", "ClientHostname", "ClientUser")) {
            answer.add(name, Integer.MAX_VALUE, "", "kept by the driver and not sent to the server");
        }
        return answer.on(catalog);
    }

    @Override
    public String getURL() {
        return url;
    }

    @Override
    public String getDatabaseProductName() {
        return product;
    }

    /** The server's SQLite version. */
    @Override
    public String getDatabaseProductVersion() throws SQLException {
        return catalog.serverVersion();
    }

    @Override
    public int getDatabaseMajorVersion() throws SQLException {
        return version(1);
    }

    @Override
    public int getDatabaseMinorVersion() throws SQLException {
        return version(2);
    }

    private int version(int part) throws SQLException {
        Matcher version = VERSION.matcher(catalog.serverVersion());
        if (!version.matches()) {
            throw new SQLException("The node sent an invalid version of SQLite", "58000");
        }
        return Integer.parseInt(version.group(part));
    }

    @Override
    public Connection getConnection() {
        return connection;
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        return connection.isReadOnly();
    }

    @Override
    public boolean supportsTransactionIsolationLevel(int level) {
        return level == Connection.TRANSACTION_SERIALIZABLE;
    }

    @Override
    public boolean supportsResultSetType(int type) {
        return type == ResultSet.TYPE_FORWARD_ONLY || type == ResultSet.TYPE_SCROLL_INSENSITIVE;
    }

    @Override
    public boolean supportsResultSetConcurrency(int type, int concurrency) {
        return supportsResultSetType(type) && concurrency == ResultSet.CONCUR_READ_ONLY;
    }

    @Override
    public boolean supportsResultSetHoldability(int holdability) {
        return holdability == ResultSet.HOLD_CURSORS_OVER_COMMIT;
    }

    @Override
    public RowIdLifetime getRowIdLifetime() {
        return RowIdLifetime.ROWID_UNSUPPORTED;
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new SQLException(getClass().getName() + " cannot be unwrapped to " + type.getName(), "HY000");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
