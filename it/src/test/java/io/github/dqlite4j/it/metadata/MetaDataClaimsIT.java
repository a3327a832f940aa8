package io.github.dqlite4j.it.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.Rows;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The claims of {@link DatabaseMetaData} hold, and its answers have the columns of the specification. */
class MetaDataClaimsIT {
    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    private Connection connection;
    private DatabaseMetaData metadata;

    @BeforeEach
    void connect() throws SQLException {
        connection = DriverManager.getConnection(CLUSTER.jdbcUrl("claims-" + UUID.randomUUID()));
        metadata = connection.getMetaData();
        run("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INTEGER)");
        run("CREATE TABLE u (id INTEGER PRIMARY KEY, t_id INTEGER REFERENCES t, c)");
        run("INSERT INTO t VALUES (1, 'x', 1), (2, 'y', NULL)");
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    private void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Object claim(String method) throws ReflectiveOperationException {
        return DatabaseMetaData.class.getMethod(method).invoke(metadata);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            value = {
                "supportsAlterTableWithAddColumn | ALTER TABLE t ADD COLUMN d",
                "supportsAlterTableWithDropColumn | ALTER TABLE t DROP COLUMN b",
                "supportsColumnAliasing | SELECT a AS z FROM t",
                "supportsTableCorrelationNames | SELECT x.a FROM t AS x",
                "supportsExpressionsInOrderBy | SELECT a FROM t ORDER BY b + 1",
                "supportsOrderByUnrelated | SELECT a FROM t ORDER BY b",
                "supportsGroupBy | SELECT a, count(*) FROM t GROUP BY a",
                "supportsGroupByUnrelated | SELECT count(*) FROM t GROUP BY a",
                "supportsGroupByBeyondSelect | SELECT a, count(*) FROM t GROUP BY a, b",
                "supportsLikeEscapeClause | SELECT a FROM t WHERE a LIKE '!%' ESCAPE '!'",
                "supportsNonNullableColumns | CREATE TABLE n (a NOT NULL)",
                "supportsIntegrityEnhancementFacility | CREATE TABLE n (a DEFAULT 1 CHECK (a > 0) UNIQUE, b REFERENCES t ON DELETE CASCADE)",
                "supportsOuterJoins | SELECT t.a FROM t LEFT OUTER JOIN u ON u.t_id = t.id",
                "supportsFullOuterJoins | SELECT t.a FROM t FULL OUTER JOIN u ON u.t_id = t.id",
                "supportsLimitedOuterJoins | SELECT t.a FROM {oj t LEFT OUTER JOIN u ON u.t_id = t.id}",
                "supportsConvert | SELECT {fn CONVERT(b, SQL_VARCHAR)} FROM t",
                "supportsSubqueriesInComparisons | SELECT a FROM t WHERE b = (SELECT max(b) FROM t)",
                "supportsSubqueriesInExists | SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u)",
                "supportsSubqueriesInIns | SELECT a FROM t WHERE id IN (SELECT t_id FROM u)",
                "supportsSubqueriesInQuantifieds | SELECT a FROM t WHERE id > ALL (SELECT t_id FROM u)",
                "supportsCorrelatedSubqueries | SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.t_id = t.id)",
                "supportsUnion | SELECT a FROM t UNION SELECT c FROM u",
                "supportsUnionAll | SELECT a FROM t UNION ALL SELECT c FROM u",
                "supportsSelectForUpdate | SELECT a FROM t FOR UPDATE",
                "supportsStoredProcedures | {call p()}",
                "supportsStoredFunctionsUsingCallSyntax | {? = call abs(1)}",
                "supportsPositionedDelete | DELETE FROM t WHERE CURRENT OF c",
                "supportsPositionedUpdate | UPDATE t SET b = 1 WHERE CURRENT OF c",
                "supportsMultipleResultSets | SELECT 1; SELECT 2",
                "supportsCoreSQLGrammar | SELECT a, upper(a) FROM t WHERE a LIKE 'x%' GROUP BY a HAVING max(b) > 0 ORDER BY a"
            })
    void claimHoldsOnTheNode(String method, String sql) throws Exception {
        if ((Boolean) claim(method)) {
            run(sql);
        } else {
            assertThatThrownBy(() -> run(sql)).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void transactionsAreAsClaimed() throws SQLException {
        assertThat(metadata.supportsTransactions()).isTrue();
        assertThat(metadata.supportsDataDefinitionAndDataManipulationTransactions())
                .isTrue();
        assertThat(metadata.dataDefinitionCausesTransactionCommit()).isFalse();
        assertThat(metadata.dataDefinitionIgnoredInTransactions()).isFalse();
        connection.setAutoCommit(false);
        run("UPDATE t SET a = 'z'");
        run("CREATE TABLE made (a)");
        connection.rollback();
        try (Statement statement = connection.createStatement()) {
            assertThat(Rows.of(statement.executeQuery("SELECT a FROM t ORDER BY id"), "a"))
                    .containsExactly("x", "y");
        }
        assertThat(Rows.of(metadata.getTables(null, null, "made", null))).isEmpty();
        assertThat(metadata.getDefaultTransactionIsolation()).isEqualTo(connection.getTransactionIsolation());
        assertThat(metadata.supportsTransactionIsolationLevel(connection.getTransactionIsolation()))
                .isTrue();
        assertThat(metadata.supportsTransactionIsolationLevel(Connection.TRANSACTION_NONE))
                .isFalse();
    }

    @Test
    void resultsStayOpenAsClaimed() throws SQLException {
        assertThat(metadata.supportsOpenCursorsAcrossCommit()).isTrue();
        assertThat(metadata.supportsOpenCursorsAcrossRollback()).isTrue();
        assertThat(metadata.getResultSetHoldability()).isEqualTo(connection.getHoldability());
        assertThat(metadata.supportsResultSetHoldability(connection.getHoldability()))
                .isTrue();
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM t ORDER BY id")) {
            assertThat(rows.next()).isTrue();
            connection.commit();
            assertThat(rows.next()).isTrue();
            run("UPDATE t SET b = 5");
            connection.rollback();
            assertThat(rows.getInt(1)).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"1003, 1007", "1004, 1007", "1005, 1007", "1003, 1008", "1004, 1008"})
    void makesTheResultsItClaimsToMake(int type, int concurrency) throws SQLException {
        try (Statement statement = connection.createStatement(type, concurrency)) {
            boolean made = statement.getResultSetType() == type && statement.getResultSetConcurrency() == concurrency;
            assertThat(metadata.supportsResultSetConcurrency(type, concurrency)).isEqualTo(made);
        }
        assertThat(metadata.supportsResultSetType(type)).isEqualTo(type != ResultSet.TYPE_SCROLL_SENSITIVE);
    }

    @Test
    void listsTheFunctionsOfTheEscapes() throws SQLException {
        assertThat(metadata.getNumericFunctions().split(",")).contains("ABS", "MOD", "ROUND");
        assertThat(metadata.getStringFunctions().split(",")).contains("CONCAT", "UCASE", "LOCATE");
        assertThat(metadata.getSystemFunctions().split(",")).contains("IFNULL");
        assertThat(metadata.getTimeDateFunctions().split(",")).contains("CURDATE", "TIMESTAMPADD");
        run("SELECT {fn CURDATE()}, {fn UCASE(a)}, {fn MOD(b, 2)}, {fn IFNULL(b, 0)} FROM t");
    }

    @Test
    void everyKeywordIsANameInQuotes() throws SQLException {
        List<String> keywords = List.of(metadata.getSQLKeywords().split(","));
        assertThat(keywords).isSorted().doesNotHaveDuplicates().contains("LIMIT", "PRAGMA");
        String quote = metadata.getIdentifierQuoteString();
        for (String keyword : keywords) {
            run("CREATE TABLE " + quote + keyword + quote + " (a)");
        }
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                answer(
                        "getTables",
                        "TABLE_CAT TABLE_SCHEM TABLE_NAME TABLE_TYPE REMARKS TYPE_CAT TYPE_SCHEM TYPE_NAME"
                                + " SELF_REFERENCING_COL_NAME REF_GENERATION",
                        m -> m.getTables(null, null, null, null)),
                answer("getTableTypes", "TABLE_TYPE", DatabaseMetaData::getTableTypes),
                answer("getCatalogs", "TABLE_CAT", DatabaseMetaData::getCatalogs),
                answer("getSchemas", "TABLE_SCHEM TABLE_CATALOG", DatabaseMetaData::getSchemas),
                answer("getSchemas", "TABLE_SCHEM TABLE_CATALOG", m -> m.getSchemas(null, null)),
                answer(
                        "getColumns",
                        "TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME DATA_TYPE TYPE_NAME COLUMN_SIZE BUFFER_LENGTH"
                                + " DECIMAL_DIGITS NUM_PREC_RADIX NULLABLE REMARKS COLUMN_DEF SQL_DATA_TYPE SQL_DATETIME_SUB"
                                + " CHAR_OCTET_LENGTH ORDINAL_POSITION IS_NULLABLE SCOPE_CATALOG SCOPE_SCHEMA SCOPE_TABLE"
                                + " SOURCE_DATA_TYPE IS_AUTOINCREMENT IS_GENERATEDCOLUMN",
                        m -> m.getColumns(null, null, null, null)),
                answer(
                        "getColumnPrivileges",
                        "TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME GRANTOR GRANTEE PRIVILEGE IS_GRANTABLE",
                        m -> m.getColumnPrivileges(null, null, "t", null)),
                answer(
                        "getTablePrivileges",
                        "TABLE_CAT TABLE_SCHEM TABLE_NAME GRANTOR GRANTEE PRIVILEGE IS_GRANTABLE",
                        m -> m.getTablePrivileges(null, null, null)),
                answer(
                        "getBestRowIdentifier",
                        "SCOPE COLUMN_NAME DATA_TYPE TYPE_NAME COLUMN_SIZE BUFFER_LENGTH DECIMAL_DIGITS PSEUDO_COLUMN",
                        m -> m.getBestRowIdentifier(null, null, "t", 0, true)),
                answer(
                        "getVersionColumns",
                        "SCOPE COLUMN_NAME DATA_TYPE TYPE_NAME COLUMN_SIZE BUFFER_LENGTH DECIMAL_DIGITS PSEUDO_COLUMN",
                        m -> m.getVersionColumns(null, null, "t")),
                answer(
                        "getPrimaryKeys",
                        "TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME KEY_SEQ PK_NAME",
                        m -> m.getPrimaryKeys(null, null, "t")),
                answer("getImportedKeys", KEYS, m -> m.getImportedKeys(null, null, "u")),
                answer("getExportedKeys", KEYS, m -> m.getExportedKeys(null, null, "t")),
                answer("getCrossReference", KEYS, m -> m.getCrossReference(null, null, "t", null, null, "u")),
                answer(
                        "getTypeInfo",
                        "TYPE_NAME DATA_TYPE PRECISION LITERAL_PREFIX LITERAL_SUFFIX CREATE_PARAMS NULLABLE CASE_SENSITIVE"
                                + " SEARCHABLE UNSIGNED_ATTRIBUTE FIXED_PREC_SCALE AUTO_INCREMENT LOCAL_TYPE_NAME"
                                + " MINIMUM_SCALE MAXIMUM_SCALE SQL_DATA_TYPE SQL_DATETIME_SUB NUM_PREC_RADIX",
                        DatabaseMetaData::getTypeInfo),
                answer(
                        "getIndexInfo",
                        "TABLE_CAT TABLE_SCHEM TABLE_NAME NON_UNIQUE INDEX_QUALIFIER INDEX_NAME TYPE ORDINAL_POSITION"
                                + " COLUMN_NAME ASC_OR_DESC CARDINALITY PAGES FILTER_CONDITION",
                        m -> m.getIndexInfo(null, null, "t", false, false)),
                answer(
                        "getProcedures",
                        "PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME RESERVED1 RESERVED2 RESERVED3 REMARKS PROCEDURE_TYPE"
                                + " SPECIFIC_NAME",
                        m -> m.getProcedures(null, null, null)),
                answer(
                        "getProcedureColumns",
                        "PROCEDURE_CAT PROCEDURE_SCHEM PROCEDURE_NAME COLUMN_NAME COLUMN_TYPE DATA_TYPE TYPE_NAME PRECISION"
                                + " LENGTH SCALE RADIX NULLABLE REMARKS COLUMN_DEF SQL_DATA_TYPE SQL_DATETIME_SUB"
                                + " CHAR_OCTET_LENGTH ORDINAL_POSITION IS_NULLABLE SPECIFIC_NAME",
                        m -> m.getProcedureColumns(null, null, null, null)),
                answer(
                        "getFunctions",
                        "FUNCTION_CAT FUNCTION_SCHEM FUNCTION_NAME REMARKS FUNCTION_TYPE SPECIFIC_NAME",
                        m -> m.getFunctions(null, null, null)),
                answer(
                        "getFunctionColumns",
                        "FUNCTION_CAT FUNCTION_SCHEM FUNCTION_NAME COLUMN_NAME COLUMN_TYPE DATA_TYPE TYPE_NAME PRECISION LENGTH"
                                + " SCALE RADIX NULLABLE REMARKS CHAR_OCTET_LENGTH ORDINAL_POSITION IS_NULLABLE SPECIFIC_NAME",
                        m -> m.getFunctionColumns(null, null, "abs", null)),
                answer(
                        "getUDTs",
                        "TYPE_CAT TYPE_SCHEM TYPE_NAME CLASS_NAME DATA_TYPE REMARKS BASE_TYPE",
                        m -> m.getUDTs(null, null, null, null)),
                answer(
                        "getSuperTypes",
                        "TYPE_CAT TYPE_SCHEM TYPE_NAME SUPERTYPE_CAT SUPERTYPE_SCHEM SUPERTYPE_NAME",
                        m -> m.getSuperTypes(null, null, null)),
                answer(
                        "getSuperTables",
                        "TABLE_CAT TABLE_SCHEM TABLE_NAME SUPERTABLE_NAME",
                        m -> m.getSuperTables(null, null, null)),
                answer(
                        "getAttributes",
                        "TYPE_CAT TYPE_SCHEM TYPE_NAME ATTR_NAME DATA_TYPE ATTR_TYPE_NAME ATTR_SIZE DECIMAL_DIGITS"
                                + " NUM_PREC_RADIX NULLABLE REMARKS ATTR_DEF SQL_DATA_TYPE SQL_DATETIME_SUB CHAR_OCTET_LENGTH"
                                + " ORDINAL_POSITION IS_NULLABLE SCOPE_CATALOG SCOPE_SCHEMA SCOPE_TABLE SOURCE_DATA_TYPE",
                        m -> m.getAttributes(null, null, null, null)),
                answer(
                        "getClientInfoProperties",
                        "NAME MAX_LEN DEFAULT_VALUE DESCRIPTION",
                        DatabaseMetaData::getClientInfoProperties),
                answer(
                        "getPseudoColumns",
                        "TABLE_CAT TABLE_SCHEM TABLE_NAME COLUMN_NAME DATA_TYPE COLUMN_SIZE DECIMAL_DIGITS NUM_PREC_RADIX"
                                + " COLUMN_USAGE REMARKS CHAR_OCTET_LENGTH IS_NULLABLE",
                        m -> m.getPseudoColumns(null, null, null, null)));
    }

    private static final String KEYS =
            "PKTABLE_CAT PKTABLE_SCHEM PKTABLE_NAME PKCOLUMN_NAME FKTABLE_CAT FKTABLE_SCHEM FKTABLE_NAME FKCOLUMN_NAME KEY_SEQ"
                    + " UPDATE_RULE DELETE_RULE FK_NAME PK_NAME DEFERRABILITY";

    private interface Question {
        ResultSet ask(DatabaseMetaData metadata) throws SQLException;
    }

    private static Arguments answer(String name, String columns, Question question) {
        return Arguments.of(name, columns, question);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void answersHaveTheColumnsOfTheSpecification(String name, String columns, Question question) throws SQLException {
        try (ResultSet answer = question.ask(metadata)) {
            assertThat(String.join(" ", Rows.labels(answer))).isEqualTo(columns);
            assertThat(answer.getType()).isEqualTo(ResultSet.TYPE_FORWARD_ONLY);
            assertThat(answer.getStatement()).isNull();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void noQuestionIsAnsweredAfterClosing(String name, String columns, Question question) throws SQLException {
        connection.close();
        assertThatThrownBy(() -> question.ask(metadata)).isInstanceOf(SQLException.class);
    }
}
