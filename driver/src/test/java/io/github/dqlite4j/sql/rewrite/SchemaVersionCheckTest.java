package io.github.dqlite4j.sql.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.sql.SqlParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaVersionCheckTest {
    /** What is chosen stands in angle brackets. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT * FROM t                      | SELECT * FROM t LIMIT <-1>",
                "SELECT * FROM t -- all               | SELECT * FROM t LIMIT <-1>",
                "SELECT * FROM (SELECT 1 LIMIT 1)     | SELECT * FROM (SELECT 1 LIMIT 1) LIMIT <-1>",
                "SELECT * FROM t ORDER BY \"limit\"   | SELECT * FROM t ORDER BY \"limit\" LIMIT <-1>",
                "SELECT 1 UNION SELECT * FROM t       | SELECT 1 UNION SELECT * FROM t LIMIT <-1>",
                "VALUES (1) UNION SELECT * FROM t     | VALUES (1) UNION SELECT * FROM t LIMIT <-1>",
                "SELECT * FROM t limit ?              | SELECT * FROM t limit ? OFFSET <0>",
                "SELECT * FROM t LIMIT 0              | SELECT * FROM t LIMIT <(0)>",
                "SELECT * FROM t LIMIT 0 OFFSET 2     | SELECT * FROM t LIMIT <(0)> OFFSET 2",
                "SELECT * FROM t LIMIT ? OFFSET ? + 1 | SELECT * FROM t LIMIT ? OFFSET <(? + 1)>",
                "SELECT * FROM t LIMIT max(1, 2), 7   | SELECT * FROM t LIMIT <(max(1, 2))>, 7"
            })
    void standsInTheLimitOrTheOffset(String sql, String expected) {
        assertThat(SchemaVersionCheck.add(SqlParser.parseOne(sql), -7))
                .isEqualTo(
                        expected.replace("<", "CASE (SELECT schema_version FROM pragma_schema_version) WHEN -7 THEN ")
                                .replace(">", " ELSE 'the schema has changed' END"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM t UNION ALL VALUES (1)",
                "SELECT * FROM t LIMIT",
                "SELECT * FROM t LIMIT 1 OFFSET",
                "SELECT * FROM t LIMIT , 1"
            })
    void hasNoPlace(String sql) {
        assertThat(SchemaVersionCheck.add(SqlParser.parseOne(sql), 1)).isNull();
    }

    @Test
    void keepsTheParameters() {
        assertThat(SqlParser.parseOne(String.valueOf(SchemaVersionCheck.add(
                                SqlParser.parseOne("SELECT * FROM t WHERE a = ? LIMIT ? OFFSET ?"), 1)))
                        .parameterCount())
                .isEqualTo(3);
    }
}
