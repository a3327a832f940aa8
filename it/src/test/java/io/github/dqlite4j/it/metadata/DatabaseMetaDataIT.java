package io.github.dqlite4j.it.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.Rows;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.JDBCType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link DatabaseMetaData} on a real database. */
class DatabaseMetaDataIT {
    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    private String url;
    private Connection connection;
    private DatabaseMetaData metadata;

    @BeforeEach
    void connect() throws SQLException {
        url = CLUSTER.jdbcUrl("metadata-" + UUID.randomUUID());
        connection = DriverManager.getConnection(url);
        metadata = connection.getMetaData();
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    private void run(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void listsTablesByTypeAndName() throws SQLException {
        run(
                "CREATE TABLE zebra (a INTEGER PRIMARY KEY AUTOINCREMENT)",
                "CREATE TABLE Ant (a)",
                "CREATE VIEW bee AS SELECT * FROM Ant",
                "CREATE VIRTUAL TABLE words USING fts5(text)",
                "CREATE TEMP TABLE scratch (a)",
                "CREATE TEMP VIEW glance AS SELECT 1 AS one");

        assertThat(Rows.of(metadata.getTables(null, null, null, null), "TABLE_TYPE", "TABLE_NAME"))
                .containsExactly(
                        "LOCAL TEMPORARY scratch",
                        "SYSTEM TABLE sqlite_schema",
                        "SYSTEM TABLE sqlite_sequence",
                        "SYSTEM TABLE words_config",
                        "SYSTEM TABLE words_content",
                        "SYSTEM TABLE words_data",
                        "SYSTEM TABLE words_docsize",
                        "SYSTEM TABLE words_idx",
                        "TABLE Ant",
                        "TABLE words",
                        "TABLE zebra",
                        "VIEW bee",
                        "VIEW glance");
        assertThat(Rows.of(metadata.getTables(null, null, "%", new String[] {"VIEW", "TABLE"}), "TABLE_NAME"))
                .containsExactly("Ant", "words", "zebra", "bee", "glance");
        assertThat(Rows.of(metadata.getTables(null, "main", "%e%", new String[] {"view"}), "TABLE_NAME"))
                .containsExactly("bee");
        assertThat(Rows.of(metadata.getTables("", "", "ANT", null), "TABLE_NAME"))
                .containsExactly("Ant");
        assertThat(Rows.of(metadata.getTables(null, "elsewhere", null, null))).isEmpty();
        assertThat(Rows.of(metadata.getTableTypes(), "TABLE_TYPE"))
                .containsExactly("LOCAL TEMPORARY", "SYSTEM TABLE", "TABLE", "VIEW");
    }

    @Test
    void takesPatternsAsTheyAreMeant() throws SQLException {
        run("CREATE TABLE a_b (x_y, xzy)", "CREATE TABLE acb (q)", "CREATE TABLE \"a%b\" (q)");

        assertThat(Rows.of(metadata.getTables(null, null, "a_b", null), "TABLE_NAME"))
                .containsExactly("a%b", "a_b", "acb");
        assertThat(Rows.of(metadata.getTables(null, null, "a\\_b", null), "TABLE_NAME"))
                .containsExactly("a_b");
        assertThat(Rows.of(metadata.getTables(null, null, "a\\%b", null), "TABLE_NAME"))
                .containsExactly("a%b");
        assertThat(Rows.of(metadata.getColumns(null, null, "a\\_b", "x\\_y"), "COLUMN_NAME"))
                .containsExactly("x_y");
        assertThat(metadata.getSearchStringEscape()).isEqualTo("\\");
    }

    @Test
    void describesColumns() throws SQLException {
        run("""
                CREATE TABLE item (
                  id INTEGER PRIMARY KEY,
                  name VARCHAR(20) NOT NULL DEFAULT 'it''s',
                  price DECIMAL(10, 2) DEFAULT (1 + 1),
                  sold BOOLEAN NOT NULL,
                  day DATE,
                  stamp TIMESTAMP,
                  data BLOB,
                  weight REAL,
                  anything,
                  twice AS (price * 2),
                  upper_name TEXT GENERATED ALWAYS AS (upper(name)) STORED)
                """);

        List<Map<String, Object>> rows = Rows.of(metadata.getColumns(null, null, "item", null));

        assertThat(rows.stream()
                        .map(row -> row.get("ORDINAL_POSITION") + " " + row.get("COLUMN_NAME") + " "
                                + JDBCType.valueOf(((Number) row.get("DATA_TYPE")).intValue()) + " "
                                + row.get("TYPE_NAME") + " "
                                + row.get("COLUMN_SIZE") + " " + row.get("DECIMAL_DIGITS") + " "
                                + row.get("IS_NULLABLE") + " " + row.get("COLUMN_DEF") + " "
                                + row.get("IS_AUTOINCREMENT") + " " + row.get("IS_GENERATEDCOLUMN")))
                .containsExactly(
                        "1 id INTEGER INTEGER 10 0 NO null YES NO",
                        "2 name VARCHAR VARCHAR 20 null NO 'it''s' NO NO",
                        "3 price DECIMAL DECIMAL 10 2 YES 1 + 1 NO NO",
                        "4 sold BOOLEAN BOOLEAN 1 null NO null NO NO",
                        "5 day DATE DATE 10 null YES null NO NO",
                        "6 stamp TIMESTAMP TIMESTAMP 26 6 YES null NO NO",
                        "7 data BLOB BLOB 1000000000 null YES null NO NO",
                        "8 weight DOUBLE REAL 17 null YES null NO NO",
                        "9 anything VARCHAR ANY 1000000000 null YES null NO NO",
                        "10 twice VARCHAR ANY 1000000000 null YES null NO YES",
                        "11 upper_name VARCHAR TEXT 1000000000 null YES null NO YES");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id INTEGER PRIMARY KEY, b",
                "id INTEGER PRIMARY KEY AUTOINCREMENT, b",
                "id integer, b, PRIMARY KEY (id)"
            })
    void aRowidIsAssignedAndNeverNull(String columns) throws SQLException {
        run("CREATE TABLE t (" + columns + ")");

        assertThat(Rows.of(metadata.getColumns(null, null, "t", "id"), "NULLABLE", "IS_AUTOINCREMENT"))
                .containsExactly(DatabaseMetaData.columnNoNulls + " YES");
        assertThat(Rows.of(
                        metadata.getBestRowIdentifier(null, null, "t", DatabaseMetaData.bestRowSession, false),
                        "COLUMN_NAME",
                        "SCOPE",
                        "PSEUDO_COLUMN"))
                .containsExactly("id " + DatabaseMetaData.bestRowSession + " " + DatabaseMetaData.bestRowNotPseudo);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id INT PRIMARY KEY, b",
                "id INTEGER PRIMARY KEY DESC, b",
                "id INTEGER, b, PRIMARY KEY (id, b)",
                "id TEXT PRIMARY KEY, b"
            })
    void otherPrimaryKeysAreNotAssignedAndMayBeNull(String columns) throws SQLException {
        run("CREATE TABLE t (" + columns + ")");

        assertThat(Rows.of(metadata.getColumns(null, null, "t", "id"), "NULLABLE", "IS_AUTOINCREMENT"))
                .containsExactly(DatabaseMetaData.columnNullable + " NO");
        assertThat(Rows.of(
                        metadata.getBestRowIdentifier(null, null, "t", DatabaseMetaData.bestRowTransaction, false),
                        "COLUMN_NAME",
                        "PSEUDO_COLUMN"))
                .containsExactly("rowid " + DatabaseMetaData.bestRowPseudo);
    }

    @Test
    void aKeyOfATableWithoutRowidIsNeverNullAndClustered() throws SQLException {
        run("CREATE TABLE t (b, a TEXT, PRIMARY KEY (a)) WITHOUT ROWID");

        assertThat(Rows.of(metadata.getColumns(null, null, "t", "a"), "IS_NULLABLE", "IS_AUTOINCREMENT"))
                .containsExactly("NO NO");
        assertThat(Rows.of(metadata.getIndexInfo(null, null, "t", false, true), "TYPE", "COLUMN_NAME", "NON_UNIQUE"))
                .containsExactly(DatabaseMetaData.tableIndexClustered + " a false");
        assertThat(Rows.of(metadata.getPseudoColumns(null, null, "t", null))).isEmpty();
    }

    @Test
    void namesTheRowidByAnAliasThatIsNoColumn() throws SQLException {
        run("CREATE TABLE t (RowId, a)");

        assertThat(Rows.of(metadata.getPseudoColumns(null, null, "t", "%"), "COLUMN_NAME", "IS_NULLABLE"))
                .containsExactly("_rowid_ NO", "oid NO");
        assertThat(Rows.of(
                        metadata.getBestRowIdentifier(null, null, "t", DatabaseMetaData.bestRowTemporary, true),
                        "COLUMN_NAME"))
                .containsExactly("_rowid_");
        assertThat(Rows.of(metadata.getBestRowIdentifier(null, null, "t", DatabaseMetaData.bestRowSession, true)))
                .isEmpty();
    }

    @Test
    void describesPrimaryKeys() throws SQLException {
        run(
                "CREATE TABLE p (x, b, a, CONSTRAINT \"the key\" PRIMARY KEY (b, a))",
                "CREATE TABLE q (id INTEGER PRIMARY KEY)",
                "CREATE TABLE none (id)");

        assertThat(Rows.of(metadata.getPrimaryKeys(null, null, "P"), "TABLE_NAME", "COLUMN_NAME", "KEY_SEQ", "PK_NAME"))
                .containsExactly("p a 2 the key", "p b 1 the key");
        assertThat(Rows.of(metadata.getPrimaryKeys(null, null, "q"), "COLUMN_NAME", "KEY_SEQ", "PK_NAME"))
                .containsExactly("id 1 null");
        assertThat(Rows.of(metadata.getPrimaryKeys(null, null, "none"))).isEmpty();
        assertThat(Rows.of(metadata.getPrimaryKeys(null, null, "p_"))).isEmpty();
    }

    @Test
    void describesForeignKeys() throws SQLException {
        run("CREATE TABLE Parent (a, B, c UNIQUE, CONSTRAINT pk PRIMARY KEY (b, a))", """
                CREATE TABLE child (
                  id INTEGER PRIMARY KEY,
                  c CONSTRAINT fc REFERENCES parent (C) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                  x, y,
                  me REFERENCES child ON UPDATE SET DEFAULT,
                  CONSTRAINT "f 2" FOREIGN KEY (x, y) REFERENCES PARENT ON UPDATE SET NULL ON DELETE RESTRICT)
                """);
        String[] columns = {
            "PKTABLE_NAME",
            "PKCOLUMN_NAME",
            "FKTABLE_NAME",
            "FKCOLUMN_NAME",
            "KEY_SEQ",
            "UPDATE_RULE",
            "DELETE_RULE",
            "FK_NAME",
            "PK_NAME",
            "DEFERRABILITY"
        };
        String toUnique = "Parent c child c 1 3 0 fc null 5";
        String toKey1 = "Parent B child x 1 2 1 f 2 pk 7";
        String toKey2 = "Parent a child y 2 2 1 f 2 pk 7";
        String toItself = "child id child me 1 4 3 null null 7";

        assertThat(Rows.of(metadata.getImportedKeys(null, null, "CHILD"), columns))
                .containsExactly(toUnique, toKey1, toKey2, toItself);
        assertThat(Rows.of(metadata.getExportedKeys(null, null, "parent"), columns))
                .containsExactly(toUnique, toKey1, toKey2);
        assertThat(Rows.of(metadata.getCrossReference(null, null, "child", null, null, "child"), columns))
                .containsExactly(toItself);
        assertThat(Rows.of(metadata.getCrossReference(null, null, "child", null, null, "parent")))
                .isEmpty();
        assertThat(Rows.of(metadata.getImportedKeys(null, null, "parent"))).isEmpty();
    }

    @Test
    void describesAForeignKeyToATableThatIsMissing() throws SQLException {
        run("CREATE TABLE child (a REFERENCES nobody (id), b REFERENCES nobody)");

        assertThat(Rows.of(
                        metadata.getImportedKeys(null, null, "child"),
                        "PKTABLE_NAME",
                        "PKCOLUMN_NAME",
                        "FKCOLUMN_NAME"))
                .containsExactly("nobody id a", "nobody null b");
    }

    @Test
    void describesIndexes() throws SQLException {
        run(
                "CREATE TABLE t (a, b, c UNIQUE)",
                "CREATE INDEX i2 ON t (lower(a || ',') COLLATE NOCASE DESC, b)",
                "CREATE UNIQUE INDEX i1 ON t (b) WHERE a > 3");
        String[] columns = {
            "NON_UNIQUE", "INDEX_NAME", "TYPE", "ORDINAL_POSITION", "COLUMN_NAME", "ASC_OR_DESC", "FILTER_CONDITION"
        };

        assertThat(Rows.of(metadata.getIndexInfo(null, null, "t", false, false), columns))
                .containsExactly(
                        "false i1 3 1 b A a > 3",
                        "false sqlite_autoindex_t_1 3 1 c A null",
                        "true i2 3 1 lower(a || ',') D null",
                        "true i2 3 2 b A null");
        assertThat(Rows.of(metadata.getIndexInfo(null, null, "t", true, true), "INDEX_NAME"))
                .containsExactly("i1", "sqlite_autoindex_t_1");
    }

    @Test
    void namesTheIndexOfAConstraintAsTheConstraint() throws SQLException {
        run(
                "CREATE TABLE t (a CONSTRAINT ua UNIQUE, b UNIQUE, c, CONSTRAINT pk PRIMARY KEY (b, c),"
                        + " CONSTRAINT taken UNIQUE (c, a), CONSTRAINT \"a name\" UNIQUE (C))",
                "CREATE INDEX taken ON t (a)");

        assertThat(Rows.of(
                        metadata.getIndexInfo(null, null, "t", false, false),
                        "NON_UNIQUE",
                        "INDEX_NAME",
                        "COLUMN_NAME"))
                .containsExactly(
                        "false a name c",
                        "false pk b",
                        "false pk c",
                        "false sqlite_autoindex_t_2 b",
                        "false sqlite_autoindex_t_4 c",
                        "false sqlite_autoindex_t_4 a",
                        "false ua a",
                        "true taken a");
    }

    @Test
    void countsTheRowsAndValuesOfWhatWasAnalyzed() throws SQLException {
        String[] columns = {"TABLE_NAME", "NON_UNIQUE", "INDEX_NAME", "TYPE", "ORDINAL_POSITION", "CARDINALITY"};
        run("CREATE TABLE t (a, b)", "CREATE INDEX i ON t (a, b)", "CREATE INDEX j ON t (a)", """
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
                INSERT INTO t SELECT i % 10, i FROM n
                """);

        assertThat(Rows.of(metadata.getIndexInfo(null, null, "t", false, true), columns))
                .containsExactly("t true i 3 1 null", "t true i 3 2 null", "t true j 3 1 null");

        run(
                "CREATE TABLE w (k TEXT PRIMARY KEY) WITHOUT ROWID",
                "INSERT INTO w VALUES ('x'), ('y')",
                "CREATE TABLE bare (a)",
                "INSERT INTO bare VALUES (1)",
                "CREATE TEMP TABLE own (a UNIQUE)",
                "INSERT INTO own VALUES (1), (2), (3)",
                "ANALYZE",
                "ANALYZE temp");

        assertThat(Rows.of(metadata.getIndexInfo(null, null, "T", false, true), columns))
                .containsExactly("t false null 0 0 1000", "t true i 3 1 1000", "t true i 3 2 1000", "t true j 3 1 10");
        assertThat(Rows.of(metadata.getIndexInfo(null, null, "t", true, true), columns))
                .containsExactly("t false null 0 0 1000");
        assertThat(Rows.of(metadata.getIndexInfo(null, null, "w", true, true), columns))
                .containsExactly("w false null 0 0 2", "w false sqlite_autoindex_w_1 1 1 2");
        assertThat(Rows.of(metadata.getIndexInfo(null, null, "bare", false, true), columns))
                .containsExactly("bare false null 0 0 1");
        assertThat(Rows.of(metadata.getIndexInfo(null, null, "own", false, true), columns))
                .containsExactly("own false null 0 0 3", "own false sqlite_autoindex_own_1 3 1 3");
    }

    @Test
    void namesTheClientInfoOfTheSpecification() throws SQLException {
        assertThat(Rows.of(metadata.getClientInfoProperties(), "NAME"))
                .containsExactly("ApplicationName", "ClientHostname", "ClientUser");
        connection.setClientInfo("ApplicationName", "shop");
        assertThat(connection.getClientInfo("ApplicationName")).isEqualTo("shop");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select",
                "a\"b",
                "it's",
                "a`b[c]",
                "naïve 雪",
                "50%",
                "under_score",
                "back\\slash",
                " ",
                "a;--b",
                "?1"
            })
    void survivesAnyName(String name) throws SQLException {
        String quoted = '"' + name.replace("\"", "\"\"") + '"';
        run(
                "CREATE TABLE " + quoted + " (id INTEGER PRIMARY KEY, " + quoted + " TEXT REFERENCES " + quoted + ", "
                        + "CONSTRAINT " + quoted + " UNIQUE (" + quoted + "))",
                "CREATE INDEX " + quoted.substring(0, quoted.length() - 1) + "i\" ON " + quoted + " (" + quoted + ")");
        String pattern = name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");

        assertThat(Rows.of(metadata.getTables(null, null, pattern, null), "TABLE_NAME"))
                .containsExactly(name);
        assertThat(Rows.of(metadata.getColumns(null, null, pattern, pattern), "TABLE_NAME", "COLUMN_NAME"))
                .containsExactly(name + " " + name);
        assertThat(Rows.of(metadata.getPrimaryKeys(null, null, name), "COLUMN_NAME"))
                .containsExactly("id");
        assertThat(Rows.of(
                        metadata.getImportedKeys(null, null, name), "PKTABLE_NAME", "PKCOLUMN_NAME", "FKCOLUMN_NAME"))
                .containsExactly(name + " id " + name);
        assertThat(Rows.of(metadata.getIndexInfo(null, null, name, false, true), "COLUMN_NAME"))
                .containsExactly(name, name);
        assertThat(Rows.of(metadata.getBestRowIdentifier(null, null, name, 0, false), "COLUMN_NAME"))
                .containsExactly("id");
    }

    @Test
    void aTempTableHidesTheOtherOfItsName() throws SQLException {
        run("CREATE TABLE t (a INTEGER PRIMARY KEY)", "CREATE TEMP TABLE T (b TEXT, c, PRIMARY KEY (b))");

        assertThat(Rows.of(metadata.getTables(null, null, "t", null), "TABLE_TYPE", "TABLE_NAME"))
                .containsExactly("LOCAL TEMPORARY T", "TABLE t");
        assertThat(Rows.of(metadata.getColumns(null, null, "t", null), "COLUMN_NAME"))
                .containsExactly("b", "c");
        assertThat(Rows.of(metadata.getColumns(null, "main", "t", null), "COLUMN_NAME"))
                .containsExactly("a");
        assertThat(Rows.of(metadata.getPrimaryKeys(null, null, "t"), "COLUMN_NAME"))
                .containsExactly("b");
        assertThat(Rows.of(metadata.getPrimaryKeys(null, "main", "t"), "COLUMN_NAME"))
                .containsExactly("a");
        assertThat(Rows.of(metadata.getIndexInfo(null, null, "t", true, true), "COLUMN_NAME"))
                .containsExactly("b");
    }

    @Test
    void leavesOutAViewThatIsBroken() throws SQLException {
        run(
                "CREATE TABLE t (a)",
                "CREATE VIEW good AS SELECT a FROM t",
                "CREATE VIEW bad AS SELECT a FROM nowhere",
                "CREATE TABLE \"u%\" (z)");

        assertThat(Rows.of(metadata.getColumns(null, "main", "%", "_"), "TABLE_NAME", "COLUMN_NAME", "IS_NULLABLE"))
                .containsExactly("good a ", "t a YES", "u% z YES");
        assertThat(Rows.of(metadata.getTables(null, null, "bad", null), "TABLE_TYPE"))
                .containsExactly("VIEW");
    }

    @Test
    void listsTheFunctionsOfTheNode() throws SQLException {
        assertThat(Rows.of(
                        metadata.getFunctions(null, null, "subst%"), "FUNCTION_NAME", "SPECIFIC_NAME", "FUNCTION_TYPE"))
                .containsExactly(
                        "substr substr/2 1", "substr substr/3 1", "substring substring/2 1", "substring substring/3 1");
        assertThat(Rows.of(metadata.getFunctions(null, null, null), "FUNCTION_NAME"))
                .contains("abs", "json_extract", "sum", "row_number", "strftime")
                .doesNotContain("fts3_tokenizer", "load_extension", "optimize");
        assertThat(Rows.of(metadata.getFunctionColumns(null, null, "replace", null), "COLUMN_TYPE", "ORDINAL_POSITION"))
                .containsExactly("4 0", "1 1", "1 2", "1 3");
    }

    @Test
    void opensNoTransaction() throws SQLException {
        connection.setAutoCommit(false);

        Rows.of(metadata.getTables(null, null, null, null));
        Rows.of(metadata.getColumns(null, null, null, null));
        assertThat(metadata.getDatabaseProductVersion()).startsWith("3.");

        try (Connection other = DriverManager.getConnection(url);
                Statement statement = other.createStatement()) {
            statement.execute("CREATE TABLE made_by_other (a)");
        }
        assertThat(Rows.of(metadata.getTables(null, null, "made%", null), "TABLE_NAME"))
                .containsExactly("made_by_other");
        connection.rollback();
    }

    @Test
    void seesAnOpenTransactionAndLeavesItOpen() throws SQLException {
        connection.setAutoCommit(false);
        run("CREATE TABLE fresh (a INTEGER PRIMARY KEY, b)", "INSERT INTO fresh VALUES (1, 2)");

        assertThat(Rows.of(metadata.getColumns(null, null, "fresh", null), "COLUMN_NAME"))
                .containsExactly("a", "b");
        assertThat(Rows.of(metadata.getPrimaryKeys(null, null, "fresh"), "COLUMN_NAME"))
                .containsExactly("a");
        connection.rollback();

        assertThat(Rows.of(metadata.getTables(null, null, "fresh", null))).isEmpty();
    }

    @Test
    void worksAfterAFailedStatementAndInAReadOnlyTransaction() throws SQLException {
        run("CREATE TABLE t (a NOT NULL)");
        connection.setReadOnly(true);
        connection.setAutoCommit(false);
        assertThat(Rows.of(connection.createStatement().executeQuery("SELECT count(*) FROM t")))
                .hasSize(1);
        try {
            connection.createStatement().executeQuery("SELECT nothing FROM t");
        } catch (SQLException expected) {
            assertThat(expected.getMessage()).contains("nothing");
        }

        assertThat(Rows.of(metadata.getColumns(null, null, "t", null), "COLUMN_NAME"))
                .containsExactly("a");
        connection.commit();
    }

    @Test
    void leavesAnOpenResultAlone() throws SQLException {
        run("CREATE TABLE t (a)", """
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
                INSERT INTO t SELECT i FROM n
                """);
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT a FROM t ORDER BY a")) {
            long sum = 0;
            while (rows.next()) {
                sum += rows.getLong(1);
                if (rows.getLong(1) == 10) {
                    assertThat(Rows.of(metadata.getColumns(null, null, "t", null)))
                            .hasSize(1);
                }
            }
            assertThat(sum).isEqualTo(5000L * 5001 / 2);
        }
    }

    @Test
    void stillAnswersFromMemoryWhenTheTableIsGone() throws SQLException {
        run("CREATE TABLE t (a, b)");
        try (ResultSet columns = metadata.getColumns(null, null, "t", null)) {
            run("DROP TABLE t");
            assertThat(columns.next()).isTrue();
            assertThat(columns.getString("COLUMN_NAME")).isEqualTo("a");
            assertThat(columns.next()).isTrue();
            assertThat(columns.next()).isFalse();
        }
    }

    @Test
    void tellsWhatSqliteIs() throws SQLException {
        assertThat(metadata.supportsMixedCaseIdentifiers()).isFalse();
        assertThat(metadata.storesMixedCaseIdentifiers()).isTrue();
        assertThat(metadata.supportsMixedCaseQuotedIdentifiers()).isFalse();
        assertThat(metadata.storesMixedCaseQuotedIdentifiers()).isTrue();
        run(
                "CREATE TABLE \"MixedCase\" (a)",
                "INSERT INTO \"mixedcase\" VALUES (1)",
                "INSERT INTO MIXEDCASE VALUES (2)");
        assertThat(Rows.of(connection.createStatement().executeQuery("SELECT NULL || 'a' AS x"), "x"))
                .containsExactly("null");
        assertThat(metadata.nullPlusNonNullIsNull()).isTrue();
        assertThat(Rows.of(
                        connection
                                .createStatement()
                                .executeQuery("SELECT v FROM (SELECT 1 AS v UNION ALL SELECT NULL) ORDER BY v"),
                        "v"))
                .containsExactly("null", "1");
        assertThat(metadata.nullsAreSortedLow()).isTrue();
        assertThat(metadata.getNumericFunctions()).contains("ABS").contains("CEILING");
        assertThat(metadata.getSQLKeywords()).contains("AUTOINCREMENT");
        assertThat(metadata.getConnection()).isSameAs(connection);
        assertThat(metadata.getURL()).isEqualTo(url);
    }
}
