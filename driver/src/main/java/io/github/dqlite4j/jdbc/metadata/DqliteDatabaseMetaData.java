package io.github.dqlite4j.jdbc.metadata;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.RowIdLifetime;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the database is and holds, asked through the connection's own statements. Catalogs and schemas are null. */
public final class DqliteDatabaseMetaData implements Abilities, Limits, NotInSqlite {
    /** Asks the server. */
    public interface Version {
        String get() throws SQLException;
    }

    private static final String KEYS = """
            SELECT NULL AS PKTABLE_CAT, NULL AS PKTABLE_SCHEM, f."table" AS PKTABLE_NAME,
                   coalesce(f."to", (SELECT p.name FROM pragma_table_info(f."table") p WHERE p.pk = f.seq + 1)) AS PKCOLUMN_NAME,
                   NULL AS FKTABLE_CAT, NULL AS FKTABLE_SCHEM, m.name AS FKTABLE_NAME, f."from" AS FKCOLUMN_NAME,
                   f.seq + 1 AS KEY_SEQ,
                   CASE f.on_update WHEN 'CASCADE' THEN 0 WHEN 'RESTRICT' THEN 1 WHEN 'SET NULL' THEN 2 WHEN 'SET DEFAULT' THEN 4 ELSE 3 END AS UPDATE_RULE,
                   CASE f.on_delete WHEN 'CASCADE' THEN 0 WHEN 'RESTRICT' THEN 1 WHEN 'SET NULL' THEN 2 WHEN 'SET DEFAULT' THEN 4 ELSE 3 END AS DELETE_RULE,
                   'fk_' || m.name || '_' || f.id AS FK_NAME, NULL AS PK_NAME, 7 AS DEFERRABILITY
            FROM sqlite_schema m, pragma_foreign_key_list(m.name) f
            WHERE m.type = 'table' AND (?1 IS NULL OR lower(f."table") = lower(?1)) AND (?2 IS NULL OR lower(m.name) = lower(?2))
            ORDER BY %s, KEY_SEQ
            """;

    private final Connection connection;
    private final String url;
    private final String product;
    private final Version version;

    public DqliteDatabaseMetaData(Connection connection, String url, String product, Version version) {
        this.connection = connection;
        this.url = url;
        this.product = product;
        this.version = version;
    }

    private ResultSet ask(String sql, @Nullable Object... parameters) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            statement.closeOnCompletion();
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            return statement.executeQuery();
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    @Override
    public ResultSet none(String columns) throws SQLException {
        return ask(Arrays.stream(columns.split(" "))
                .map(column -> "NULL AS " + column)
                .collect(Collectors.joining(", ", "SELECT ", " WHERE 0")));
    }

    private static String pattern(@Nullable String pattern) {
        return pattern == null ? "%" : pattern;
    }

    @Override
    public ResultSet getTables(
            @Nullable String catalog, @Nullable String schema, @Nullable String name, String @Nullable [] types)
            throws SQLException {
        String wanted = types == null
                ? ",TABLE,VIEW,SYSTEM TABLE,"
                : "," + String.join(",", types).toUpperCase(Locale.ROOT) + ",";
        return ask("""
                SELECT NULL AS TABLE_CAT, NULL AS TABLE_SCHEM, name AS TABLE_NAME, kind AS TABLE_TYPE, NULL AS REMARKS,
                       NULL AS TYPE_CAT, NULL AS TYPE_SCHEM, NULL AS TYPE_NAME, NULL AS SELF_REFERENCING_COL_NAME,
                       NULL AS REF_GENERATION
                FROM (SELECT name, CASE WHEN name LIKE 'sqlite\\_%' ESCAPE '\\' THEN 'SYSTEM TABLE' ELSE upper(type) END AS kind
                      FROM sqlite_schema WHERE type IN ('table', 'view')
                      UNION ALL SELECT 'sqlite_schema', 'SYSTEM TABLE')
                WHERE name LIKE ? ESCAPE '\\' AND instr(?, ',' || kind || ',') > 0
                ORDER BY TABLE_TYPE, TABLE_NAME
                """, pattern(name), wanted);
    }

    @Override
    public ResultSet getTableTypes() throws SQLException {
        return ask("SELECT 'SYSTEM TABLE' AS TABLE_TYPE UNION ALL SELECT 'TABLE' UNION ALL SELECT 'VIEW'");
    }

    @Override
    public ResultSet getColumns(
            @Nullable String catalog, @Nullable String schema, @Nullable String table, @Nullable String column)
            throws SQLException {
        List<String> cases = new ArrayList<>();
        List<Object> parameters = new ArrayList<>();
        try (ResultSet types = ask("SELECT DISTINCT p.type FROM sqlite_schema m, pragma_table_xinfo(m.name) p"
                + " WHERE m.type IN ('table', 'view') AND p.hidden <> 1")) {
            while (types.next()) {
                String declared = types.getString(1);
                DeclaredType type = DeclaredType.of(declared);
                cases.add("(?, ?, ?, ?, ?)");
                parameters.addAll(Arrays.asList(
                        declared,
                        type.jdbcType(),
                        type.name(),
                        type.precision() == 0 ? null : type.precision(),
                        type.scale()));
            }
        }
        if (cases.isEmpty()) {
            cases.add("(?, ?, ?, ?, ?)");
            parameters.addAll(Arrays.asList("", java.sql.Types.BLOB, "", null, 0));
        }
        parameters.add(pattern(table));
        parameters.add(pattern(column));
        return ask(
                "WITH t(declared, jdbc, name, size, digits) AS (VALUES " + String.join(", ", cases) + ")" + """
                         SELECT NULL AS TABLE_CAT, NULL AS TABLE_SCHEM, m.name AS TABLE_NAME, p.name AS COLUMN_NAME, t.jdbc AS DATA_TYPE,
                               t.name AS TYPE_NAME, coalesce(t.size, 2147483647) AS COLUMN_SIZE, NULL AS BUFFER_LENGTH,
                               t.digits AS DECIMAL_DIGITS, 10 AS NUM_PREC_RADIX,
                               CASE WHEN p."notnull" OR p.pk > 0 AND t.jdbc = 4 THEN 0 ELSE 1 END AS NULLABLE, NULL AS REMARKS,
                               p.dflt_value AS COLUMN_DEF, NULL AS SQL_DATA_TYPE, NULL AS SQL_DATETIME_SUB,
                               coalesce(t.size, 2147483647) AS CHAR_OCTET_LENGTH, p.cid + 1 AS ORDINAL_POSITION,
                               CASE WHEN p."notnull" OR p.pk > 0 AND t.jdbc = 4 THEN 'NO' ELSE 'YES' END AS IS_NULLABLE,
                               NULL AS SCOPE_CATALOG, NULL AS SCOPE_SCHEMA, NULL AS SCOPE_TABLE, NULL AS SOURCE_DATA_TYPE,
                               CASE WHEN p.pk = 1 AND upper(p.type) = 'INTEGER' THEN 'YES' ELSE 'NO' END AS IS_AUTOINCREMENT,
                               CASE WHEN p.hidden IN (2, 3) THEN 'YES' ELSE 'NO' END AS IS_GENERATEDCOLUMN
                        FROM sqlite_schema m, pragma_table_xinfo(m.name) p JOIN t ON t.declared = p.type
                        WHERE m.type IN ('table', 'view') AND p.hidden <> 1
                          AND m.name LIKE ? ESCAPE '\\' AND p.name LIKE ? ESCAPE '\\'
                        ORDER BY TABLE_NAME, ORDINAL_POSITION
                        """,
                parameters.toArray());
    }

    @Override
    public ResultSet getPrimaryKeys(@Nullable String catalog, @Nullable String schema, String table)
            throws SQLException {
        return ask("""
                SELECT NULL AS TABLE_CAT, NULL AS TABLE_SCHEM, m.name AS TABLE_NAME, p.name AS COLUMN_NAME, p.pk AS KEY_SEQ, NULL AS PK_NAME
                FROM sqlite_schema m, pragma_table_info(m.name) p
                WHERE m.type = 'table' AND p.pk > 0 AND lower(m.name) = lower(?) ORDER BY COLUMN_NAME
                """, table);
    }

    @Override
    public ResultSet getImportedKeys(@Nullable String catalog, @Nullable String schema, String table)
            throws SQLException {
        return ask(String.format(Locale.ROOT, KEYS, "PKTABLE_NAME, FK_NAME"), null, table);
    }

    @Override
    public ResultSet getExportedKeys(@Nullable String catalog, @Nullable String schema, String table)
            throws SQLException {
        return ask(String.format(Locale.ROOT, KEYS, "FKTABLE_NAME, FK_NAME"), table, null);
    }

    @Override
    public ResultSet getCrossReference(
            @Nullable String parentCatalog,
            @Nullable String parentSchema,
            @Nullable String parent,
            @Nullable String foreignCatalog,
            @Nullable String foreignSchema,
            @Nullable String foreign)
            throws SQLException {
        return ask(String.format(Locale.ROOT, KEYS, "FKTABLE_NAME, FK_NAME"), parent, foreign);
    }

    @Override
    public ResultSet getIndexInfo(
            @Nullable String catalog, @Nullable String schema, String table, boolean unique, boolean approximate)
            throws SQLException {
        return ask("""
                SELECT NULL AS TABLE_CAT, NULL AS TABLE_SCHEM, m.name AS TABLE_NAME, NOT l."unique" AS NON_UNIQUE, NULL AS INDEX_QUALIFIER,
                       l.name AS INDEX_NAME, 3 AS TYPE, i.seqno + 1 AS ORDINAL_POSITION, i.name AS COLUMN_NAME, NULL AS ASC_OR_DESC,
                       0 AS CARDINALITY, 0 AS PAGES, NULL AS FILTER_CONDITION
                FROM sqlite_schema m, pragma_index_list(m.name) l, pragma_index_info(l.name) i
                WHERE m.type = 'table' AND lower(m.name) = lower(?) AND (l."unique" OR NOT ?)
                ORDER BY NON_UNIQUE, INDEX_NAME, ORDINAL_POSITION
                """, table, unique);
    }

    @Override
    public ResultSet getTypeInfo() throws SQLException {
        return ask("""
                WITH t(name, type) AS (VALUES ('BLOB', 2004), ('BOOLEAN', 16), ('DATE', 91), ('INTEGER', 4), ('BIGINT', -5), ('NUMERIC', 2),
                                              ('REAL', 7), ('TEXT', 12), ('TIME', 92), ('TIMESTAMP', 93))
                SELECT name AS TYPE_NAME, type AS DATA_TYPE, 0 AS PRECISION, NULL AS LITERAL_PREFIX, NULL AS LITERAL_SUFFIX, NULL AS CREATE_PARAMS,
                       1 AS NULLABLE, 1 AS CASE_SENSITIVE, 3 AS SEARCHABLE, 0 AS UNSIGNED_ATTRIBUTE, 0 AS FIXED_PREC_SCALE,
                       type = 4 AS AUTO_INCREMENT, name AS LOCAL_TYPE_NAME, 0 AS MINIMUM_SCALE, 0 AS MAXIMUM_SCALE, NULL AS SQL_DATA_TYPE,
                       NULL AS SQL_DATETIME_SUB, 10 AS NUM_PREC_RADIX
                FROM t ORDER BY DATA_TYPE
                """);
    }

    @Override
    public String getURL() {
        return url;
    }

    @Override
    public String getDatabaseProductName() {
        return product;
    }

    /** SQLite's version, as the server tells it. */
    @Override
    public String getDatabaseProductVersion() throws SQLException {
        return version.get();
    }

    @Override
    public int getDatabaseMajorVersion() throws SQLException {
        return Integer.parseInt(version.get().split("\\.")[0]);
    }

    @Override
    public int getDatabaseMinorVersion() throws SQLException {
        return Integer.parseInt(version.get().split("\\.")[1]);
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
        return type == ResultSet.TYPE_FORWARD_ONLY;
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
        throw new SQLException(getClass().getName() + " is no " + type.getName(), "HY000");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
