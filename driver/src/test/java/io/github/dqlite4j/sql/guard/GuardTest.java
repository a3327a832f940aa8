package io.github.dqlite4j.sql.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.engine.exchange.SessionSetup;
import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.statement.Refusal;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.sql.statement.SqlStatementTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA journal_mode=DELETE",
                "PRAGMA journal_mode(DELETE)",
                "pragma/* a */JOURNAL_MODE -- b\n = delete",
                "PRAGMA \"journal_mode\" = wal",
                "PRAGMA 'journal_mode' = wal",
                "PRAGMA [journal_mode] = wal",
                "PRAGMA `Journal_Mode` = wal",
                "PRAGMA main.journal_mode = delete",
                "PRAGMA \"main\" . \"journal_mode\" = delete",
                "PRAGMA temp.journal_mode = memory",
                "PRAGMA journal_mode =",
                "EXPLAIN PRAGMA journal_mode=DELETE",
                "EXPLAIN QUERY PLAN PRAGMA main.page_size=512",
                "PRAGMA page_size=4096",
                "PRAGMA page_size(-1)",
                "PRAGMA synchronous=FULL",
                "PRAGMA synchronous=1",
                "PRAGMA synchronous='off' x",
                "PRAGMA wal_checkpoint",
                "PRAGMA wal_checkpoint(TRUNCATE)",
                "PRAGMA main.wal_checkpoint",
                "PRAGMA wal_autocheckpoint=1000",
                "PRAGMA count_changes=1",
                "PRAGMA locking_mode=EXCLUSIVE",
                "PRAGMA writable_schema=1",
                "PRAGMA writable_schema=RESET",
                "PRAGMA schema_version=7",
                "PRAGMA hard_heap_limit=1000",
                "PRAGMA soft_heap_limit=1000",
                "PRAGMA temp_store=FILE",
                "PRAGMA temp_store=0",
                "PRAGMA cache_spill=ON",
                "PRAGMA cache_spill=100",
                "PRAGMA temp_store_directory='x'",
                "PRAGMA data_store_directory='x'",
                "ATTACH ':memory:' AS m",
                "ATTACH DATABASE 'x' AS m",
                "EXPLAIN ATTACH 'x' AS m",
                "DETACH m",
                "VACUUM INTO 'x'",
                "VACUUM main INTO 'x'",
                "SELECT fts3_tokenizer('simple', x'00')",
                "WITH a AS (SELECT \"FTS3_Tokenizer\" ('simple', ?) x) SELECT * FROM a",
                "CREATE VIEW v AS SELECT fts3_tokenizer/**/('simple')",
                "DROP TRIGGER dqlite4j_guard_0",
                "drop trigger if exists temp.[DQLITE4J_guard_12]",
                "PRAGMA incremental_vacuum",
                "PRAGMA main.incremental_vacuum(5)",
                "PRAGMA optimize",
                "PRAGMA main.Optimize(0xfffe)",
                "EXPLAIN PRAGMA optimize=1",
                "SELECT * FROM pragma_optimize",
                "SELECT * FROM t, 'pragma_optimize'",
                "SELECT * FROM main . 'PRAGMA_optimize'(65538)",
                "INSERT INTO t SELECT * FROM [pragma_optimize]",
                "CREATE VIEW v AS SELECT * FROM pragma_optimize",
                "SELECT optimize(f) FROM f",
                "SELECT optimize(f) AS x FROM f",
                "SELECT * FROM a JOIN f ON \"Optimize\" /* */ (f)",
                "WITH a AS (SELECT optimize(f) FROM f) SELECT * FROM a",
                "INSERT INTO t SELECT optimize(f) FROM f",
                "UPDATE t SET a = (SELECT `optimize`(f) FROM f)",
                "SELECT '\0'",
                "INSERT INTO t VALUES (1)\0 RETURNING x"
            })
    void refuses(String sql) {
        Refusal refusal = SqlStatementTest.one(sql).refusal();
        assertThat(refusal).isNotNull();
        assertThat(refusal.message())
                .startsWith("refused: " + refusal.reason() + ". ")
                .endsWith(".");
        assertThat(refusal.instead()).endsWith(".");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PRAGMA journal_mode",
                "PRAGMA main.page_size",
                "PRAGMA synchronous",
                "PRAGMA synchronous=OFF",
                "PRAGMA synchronous(0)",
                "PRAGMA temp_store=MEMORY",
                "PRAGMA temp_store=2",
                "PRAGMA cache_spill=0",
                "PRAGMA cache_spill=off",
                "PRAGMA schema_version",
                "PRAGMA user_version=3",
                "PRAGMA application_id=3",
                "PRAGMA foreign_keys=ON",
                "PRAGMA cache_size=-4000",
                "PRAGMA table_info(journal_mode)",
                "PRAGMA",
                "SELECT 'PRAGMA journal_mode=DELETE'",
                "SELECT 1 -- PRAGMA wal_checkpoint",
                "SELECT * FROM pragma_journal_mode",
                "INSERT INTO t VALUES ('ATTACH x')",
                "SELECT \"attach\", \"vacuum\" FROM t",
                "SELECT fts3_tokenizer FROM t",
                "DROP TRIGGER guard",
                "DROP TABLE dqlite4j_guard_0",
                "SELECT 'fts3_tokenizer'",
                "SELECT optimize FROM t",
                "SELECT optimize.a FROM optimize",
                "INSERT INTO optimize(a) VALUES (1)",
                "INSERT INTO f(f) VALUES ('optimize')",
                "INSERT INTO t VALUES (1, 'pragma_optimize')",
                "SELECT * FROM t WHERE a = 'pragma_optimize'",
                "CREATE TABLE IF NOT EXISTS optimize(a)",
                "CREATE TABLE main.optimize(a REFERENCES optimize(a))",
                "CREATE INDEX i ON optimize(a)",
                "WITH optimize(a) AS (SELECT 1), b AS NOT MATERIALIZED (SELECT 2) SELECT * FROM optimize",
                "WITH b AS (SELECT 2), optimize(a) AS MATERIALIZED (SELECT 1) SELECT * FROM optimize",
                "VACUUM",
                "VACUUM main",
                "EXPLAIN VACUUM"
            })
    void allows(String sql) {
        assertThat(SqlStatementTest.one(sql).refusal()).isNull();
    }

    @Test
    void looksAtEachStatementOfAScript() {
        List<SqlStatement> statements = SqlParser.parse("SELECT 1; PRAGMA journal_mode=DELETE; SELECT 2")
                .statements();
        assertThat(statements).hasSize(3);
        assertThat(statements.get(0).refusal()).isNull();
        assertThat(statements.get(1).refusal()).isNotNull();
        assertThat(statements.get(2).refusal()).isNull();
    }

    @Test
    void doesNotRefuseItsOwnSetup() {
        assertThat(SqlParser.parse(String.join(";", SessionSetup.STATEMENTS)).statements())
                .hasSameSizeAs(SessionSetup.STATEMENTS)
                .allSatisfy(statement -> {
                    assertThat(statement.refusal()).isNull();
                    assertThat(statement.returnsRows()).isFalse();
                });
    }
}
