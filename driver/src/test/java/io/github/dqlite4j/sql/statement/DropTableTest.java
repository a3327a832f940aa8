package io.github.dqlite4j.sql.statement;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.sql.SqlParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DropTableTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            DROP TABLE t                              | t
            drop table if exists main."a b"           | main.a b
            /* x */ DROP TABLE [t] -- y               | t
            DROP TABLE 't'                            | t
            DROP TABLE "if"                           | if
            DROP VIEW t                               | -
            DROP TABLE                                | -
            DROP TABLE IF EXISTS                      | -
            EXPLAIN DROP TABLE t                      | -
            DELETE FROM t                             | -
            """)
    void names(String sql, String expected) {
        TableName table = DropTable.of(SqlParser.parseOne(sql));

        String name = table == null ? "-" : table.schema() == null ? table.name() : table.schema() + "." + table.name();
        assertThat(name).isEqualTo(expected);
    }
}
