package io.github.dqlite4j.sql.statement;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.sql.SqlParser;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

public class SqlStatementTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "select 1 | SELECT | true | true",
                "/* INSERT */ SELECT 1 | SELECT | true | true",
                "VALUES (1), (2) | VALUES | true | true",
                "WITH a AS (SELECT 1) SELECT * FROM a | SELECT | true | true",
                "WITH RECURSIVE a(x, y) AS NOT MATERIALIZED (SELECT 1, 2), b AS MATERIALIZED (VALUES (1)) VALUES (3) | VALUES | true | true",
                "WITH replace AS (SELECT 1) SELECT * FROM replace | SELECT | true | true",
                "WITH \"insert\" AS (SELECT 1) DELETE FROM t | DELETE | false | false",
                "with a as (delete from t returning *) insert into t select 1 | INSERT | false | false",
                "WITH a AS (SELECT 1) UPDATE t SET x = 1 RETURNING x | UPDATE | true | false",
                "WITH a AS (SELECT 1) REPLACE INTO t SELECT * FROM a RETURNING 1 | REPLACE | true | false",
                "INSERT INTO t VALUES (1) | INSERT | false | false",
                "INSERT INTO t VALUES (1) RETURNING * | INSERT | true | false",
                "INSERT INTO t VALUES (1)RETURNING(x) | INSERT | true | false",
                "INSERT INTO t DEFAULT VALUES/**/returning/**/id | INSERT | true | false",
                "INSERT INTO t SELECT 1 ON CONFLICT DO NOTHING ReTuRnInG id | INSERT | true | false",
                "INSERT INTO t VALUES ('RETURNING') | INSERT | false | false",
                "INSERT INTO t VALUES (1) -- RETURNING x | INSERT | false | false",
                "INSERT INTO t VALUES (1) /* RETURNING x */ | INSERT | false | false",
                "INSERT INTO \"RETURNING\" VALUES (1) | INSERT | false | false",
                "INSERT INTO [RETURNING] (`RETURNING`) VALUES (1) | INSERT | false | false",
                "INSERT INTO returning_t (returnings) VALUES (1) | INSERT | false | false",
                "DELETE FROM t WHERE x IN (SELECT 1 RETURNING) | DELETE | false | false",
                "DELETE FROM t RETURNING x AS y | DELETE | true | false",
                "UPDATE t SET x = 'a' WHERE y = \"returning\" | UPDATE | false | false",
                "CREATE TRIGGER a AFTER INSERT ON t BEGIN INSERT INTO t VALUES (1) RETURNING x; END | CREATE_TRIGGER | false | false",
                "EXPLAIN INSERT INTO t VALUES (1) | EXPLAIN | true | true",
                "EXPLAIN QUERY PLAN DELETE FROM t | EXPLAIN | true | true",
                "EXPLAIN CREATE TABLE t (x) | EXPLAIN | true | true",
                "EXPLAIN BEGIN | EXPLAIN | true | true",
                "BEGIN | BEGIN | false | false",
                "END TRANSACTION | COMMIT | false | false",
                "ROLLBACK TRANSACTION | ROLLBACK | false | false",
                "CREATE TABLE t (x) | CREATE_TABLE | false | false",
                "CREATE TABLE t AS SELECT 1 | CREATE_TABLE | false | false",
                "CREATE TEMPORARY VIEW v AS SELECT 1 | CREATE_VIEW | false | false",
                "CREATE UNIQUE INDEX i ON t (x) | CREATE_INDEX | false | false",
                "CREATE VIRTUAL TABLE f USING fts5(x) | CREATE_VIRTUAL_TABLE | false | false",
                "ALTER TABLE t ADD x | ALTER | false | false",
                "DROP TABLE t | DROP | false | false",
                "ANALYZE | ANALYZE | false | false",
                "REINDEX t | REINDEX | false | false",
                "PRAGMA foreign_keys | PRAGMA | true | true",
                "PRAGMA foreign_keys = ON | PRAGMA | false | false",
                "PRAGMA foreign_keys(1) | PRAGMA | false | false",
                "PRAGMA main . user_version = 3 | PRAGMA | false | false",
                "PRAGMA \"user_version\" | PRAGMA | true | true",
                "PRAGMA busy_timeout = 3 | PRAGMA | true | false",
                "PRAGMA temp.table_info(t) | PRAGMA | true | true",
                "PRAGMA shrink_memory | PRAGMA | false | false",
                "PRAGMA optimize | PRAGMA | true | false",
                "PRAGMA unknown_name = 3 | PRAGMA | true | false",
                "PRAGMA unknown_name | PRAGMA | true | false",
                "FOO BAR | OTHER | true | false",
                "( SELECT 1 ) | OTHER | true | false",
                "WITH a INSERT INTO t VALUES (1) RETURNING x | OTHER | true | false",
                "\u017FELECT 1 | OTHER | true | false",
            })
    void classifies(String sql, SqlKind kind, boolean returnsRows, boolean readOnly) {
        SqlStatement statement = one(sql);
        assertThat(statement.kind()).isEqualTo(kind);
        assertThat(statement.returnsRows()).as("returnsRows").isEqualTo(returnsRows);
        assertThat(statement.readOnly()).as("readOnly").isEqualTo(readOnly);
        assertThat(statement.isDdl()).isEqualTo(kind.isDdl());
        assertThat(statement.transactionControl() != null).isEqualTo(kind.isTransactionControl());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "SELECT 1 | 0 | ",
                "SELECT ?, ? | 2 | -,-",
                "SELECT '?', \"?\", [?], `?`, x'3f' -- ? | 0 | ",
                "SELECT ?5, ? | 6 | -,-,-,-,-,-",
                "SELECT ?, ?1, ? | 2 | -,-",
                "SELECT :a, :b, :a | 2 | :a,:b",
                "SELECT :a, @a, $a, #a | 4 | :a,@a,$a,#a",
                "SELECT :a, :A | 2 | :a,:A",
                "SELECT ?3, :a, ? | 5 | -,-,-,:a,-",
                "SELECT :1, $a::b(c d), $a::b(c) | 2 | :1,$a::b(c)",
                "SELECT a$b, t.a, 'x'+:x | 1 | :x",
                "SELECT ?0, ?250001, ?99999999999999999999 | 0 | ",
                "SELECT ?32766 WHERE 1=0 AND ?1 | 32766 | *",
                "SELECT {?} | 1 | -",
                "CREATE VIRTUAL TABLE f USING fts5(#x, ?) | 0 | ",
            })
    void countsParameters(String sql, int count, String names) {
        SqlStatement statement = one(sql);
        assertThat(statement.parameterCount()).isEqualTo(count);
        if (names == null) {
            assertThat(statement.parameterNames()).isEmpty();
        } else if (!names.equals("*")) {
            assertThat(statement.parameterNames())
                    .isEqualTo(Arrays.stream(names.split(","))
                            .map(name -> name.equals("-") ? null : name)
                            .toList());
        }
    }

    @Test
    void findsParametersByName() {
        SqlStatement statement = one("SELECT ?2, :a");
        assertThat(statement.parameterIndex(":a")).isEqualTo(3);
        assertThat(statement.parameterIndex("a")).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            nullValues = "-",
            value = {
                "BEGIN | BEGIN | - | DEFERRED",
                "BEGIN TRANSACTION x | BEGIN | - | DEFERRED",
                "begin immediate transaction | BEGIN | - | IMMEDIATE",
                "BEGIN /* a */ EXCLUSIVE | BEGIN | - | EXCLUSIVE",
                "BEGIN DEFERRED | BEGIN | - | DEFERRED",
                "END | COMMIT | - | -",
                "COMMIT TRANSACTION | COMMIT | - | -",
                "ROLLBACK | ROLLBACK | - | -",
                "ROLLBACK TRANSACTION x | ROLLBACK | - | -",
                "ROLLBACK TO x | ROLLBACK_TO | x | -",
                "ROLLBACK TRANSACTION y TO SAVEPOINT \"x y\" | ROLLBACK_TO | x y | -",
                "SAVEPOINT x | SAVEPOINT | x | -",
                "SAVEPOINT 'a''b' | SAVEPOINT | a'b | -",
                "RELEASE x | RELEASE | x | -",
                "RELEASE SAVEPOINT [x] | RELEASE | x | -",
                "SAVEPOINT | SAVEPOINT | - | -",
            })
    void readsTransactionControl(String sql, SqlKind kind, String savepoint, TransactionControl.Mode mode) {
        assertThat(one(sql).transactionControl()).isEqualTo(new TransactionControl(kind, savepoint, mode));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            nullValues = "-",
            value = {
                "INSERT INTO t VALUES (1) | - | t",
                "INSERT OR IGNORE INTO main.t (a) SELECT 1 | main | t",
                "REPLACE INTO \"a\"\"b\".[c] VALUES (1) | a\"b | c",
                "UPDATE OR FAIL t SET x = 1 | - | t",
                "UPDATE 't' SET x = 1 | - | t",
                "WITH a AS (SELECT 1) DELETE FROM `t` WHERE 1 | - | t",
            })
    void namesTheTarget(String sql, String schema, String name) {
        assertThat(one(sql).targetTable()).isEqualTo(new TableName(schema, name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1", "EXPLAIN DELETE FROM t", "DROP TABLE t", "DELETE", "INSERT t", "BEGIN"})
    void namesNoTarget(String sql) {
        assertThat(one(sql).targetTable()).isNull();
    }

    @Test
    void seesOrRollback() {
        assertThat(one("INSERT OR ROLLBACK INTO t VALUES (1)").orRollback()).isTrue();
        assertThat(one("update or rollback t SET x = 1").orRollback()).isTrue();
        assertThat(one("INSERT OR ABORT INTO t VALUES ('OR ROLLBACK')").orRollback())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "CREATE TEMP TABLE t (x) | true",
                "CREATE TABLE temp.t (x) | true",
                "CREATE UNIQUE INDEX IF NOT EXISTS \"TEMP\".i ON t (x) | true",
                "CREATE TABLE t (x) | false",
                "CREATE TABLE t AS SELECT temp.x FROM temp | false",
                "PRAGMA foreign_keys = OFF | false",
                "PRAGMA unknown_name = 3 | true",
                "PRAGMA foreign_keys | false",
                "PRAGMA user_version = 3 | false",
                "PRAGMA table_info(t) | false",
                "EXPLAIN CREATE TEMP TABLE t (x) | false",
                "INSERT INTO temp.t VALUES (1) | false",
            })
    void knowsWhatOnlyThisConnectionHas(String sql, boolean expected) {
        assertThat(one(sql).changesSession()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            nullValues = "-",
            value = {
                "PRAGMA foreign_keys = OFF | foreign_keys | OFF | LASTS",
                "pragma \"Cache_Size\"(-3) | cache_size | -3 | LASTS",
                "PRAGMA Main.cache_size = 3 | main.cache_size | 3 | LASTS",
                "PRAGMA defer_foreign_keys = 1 | defer_foreign_keys | 1 | LASTS",
                "PRAGMA temp_store = MEMORY | temp_store | MEMORY | NONE",
                "PRAGMA mmap_size = 5 | mmap_size | 5 | NONE",
                "PRAGMA busy_timeout = 5 | busy_timeout | 5 | NOT_SENT",
                "PRAGMA synchronous = OFF | synchronous | OFF | NOT_SENT",
            })
    void readsWhatAPragmaSets(String sql, String name, String argument, SessionEffect effect) {
        assertThat(one(sql).setting()).isEqualTo(new SessionSetting(name, argument, effect));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA foreign_keys",
                "PRAGMA user_version = 3",
                "PRAGMA table_info(t)",
                "PRAGMA unknown_name = 3",
                "PRAGMA busy_timeout = 5 6",
                "EXPLAIN PRAGMA foreign_keys = OFF",
                "SELECT 1"
            })
    void otherStatementsSetNothing(String sql) {
        assertThat(one(sql).setting()).isNull();
    }

    public static SqlStatement one(String sql) {
        var statements = SqlParser.parse(sql).statements();
        assertThat(statements).hasSize(1);
        return statements.get(0);
    }
}
