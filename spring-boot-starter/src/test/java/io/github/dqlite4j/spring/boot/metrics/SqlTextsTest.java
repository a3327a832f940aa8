package io.github.dqlite4j.spring.boot.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlTextsTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    SELECT a FROM t WHERE b = ? AND c = :c     | SELECT a FROM t WHERE b = ? AND c = :c
                    INSERT INTO t VALUES (1,'it''s',x'00',2.5) | INSERT INTO t VALUES (?,?,?,?)
                    SELECT "a b" FROM [t] LIMIT 10             | SELECT "a b" FROM [t] LIMIT ?
                    /* 'secret' */ SELECT 1 -- 'secret'        | SELECT ?
                    SELECT/* 'secret' */a FROM t               | SELECT a FROM t
                    SELECT a FROM t WHERE b = 'secret          | SELECT a FROM t WHERE b = ?
                    """)
    void aTextHasNoValues(String sql, String shown) {
        assertThat(SqlTexts.withoutLiterals(List.of(sql))).isEqualTo(shown);
    }

    @Test
    void aValueAtTheLimitIsNotShownEither() {
        String sql = "SELECT a" + " ".repeat(4080) + "'secret and more'";
        assertThat(SqlTexts.withoutLiterals(List.of(sql, "SELECT 1"))).isEqualTo("SELECT a ?; SELECT ?");
    }

    @Test
    void manyTextsEndAtTheLimit() {
        String sql = "SELECT " + "a,".repeat(1000) + "a";
        assertThat(SqlTexts.withoutLiterals(List.of(sql, sql, sql, sql, sql))).hasSize(4096);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    insert INTO t VALUES (1)        |                 | 1 | INSERT
                    /* a comment */ SELECT 1        |                 | 1 | SELECT
                    -- a comment                    |                 | 1 | OTHER
                    /*/ SELECT */ delete FROM t     |                 | 1 | DELETE
                    /* SELECT 1                     |                 | 1 | OTHER
                    SELECTED                        |                 | 1 | OTHER
                    SELECTé 1                       |                 | 1 | OTHER
                    WITH x AS (SELECT 1) SELECT 1   |                 | 1 | WITH
                    whatever 1                      |                 | 1 | OTHER
                    UPDATE t SET a = ?              |                 | 5 | BATCH UPDATE
                    UPDATE t SET a = 1              | update t SET b=1| 2 | BATCH UPDATE
                    UPDATE t SET a = 1              | DELETE FROM t   | 2 | BATCH
                    """)
    void thereAreFewOperations(String sql, String other, int executions, String operation) {
        assertThat(SqlTexts.operation(other == null ? List.of(sql) : List.of(sql, other), executions))
                .isEqualTo(operation);
    }

    @Test
    void aVerbMayFollowALongText() {
        String sql = " /**/\n\uFEFF".repeat(400) + "-- SELECT\nDELETE FROM t";
        assertThat(SqlTexts.operation(List.of(sql), 1)).isEqualTo("DELETE");
        assertThat(SqlTexts.operation(List.of(" ".repeat(4096) + sql), 1)).isEqualTo("OTHER");
    }

    /** The tokens of one such text take more than this. */
    @Test
    void onlyTheFirstWordIsRead() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<String> batch = Collections.nCopies(100, "UPDATE t SET a = 1" + ", b = 1".repeat(500));
        assertThat(SqlTexts.operation(batch, 100)).isEqualTo("BATCH UPDATE");
        long before = threads.getCurrentThreadAllocatedBytes();
        SqlTexts.operation(batch, 100);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100 * 4096);
    }
}
