package io.github.dqlite4j.sql.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WideNamesTest {
    @Test
    void theColumnsGetShortNames() {
        SqlStatement query = SqlParser.parseOne("WITH q AS (SELECT 1) SELECT *, ? FROM q ORDER BY 1 -- x");
        assertThat(WideNames.wrap(query, 2, false))
                .isEqualTo("WITH d(a0,a1) AS (WITH q AS (SELECT 1) SELECT *, ? FROM q ORDER BY 1\n) SELECT * FROM d");
        assertThat(WideNames.wrap(query, 2, true)).endsWith("\n) SELECT +a0,+a1 FROM d");
        assertThat(SqlParser.parseOne(WideNames.wrap(query, 509, true)).parameterCount())
                .isOne();
    }

    /** A table of that name would be taken for the common table expression. */
    @ParameterizedTest
    @ValueSource(strings = {"SELECT * FROM d", "SELECT * FROM \"D\"", "SELECT d.* FROM t [d]"})
    void theNameOfATableIsNotTaken(String sql) {
        SqlStatement query = SqlParser.parseOne(sql);
        assertThat(WideNames.wrap(query, 1, false)).isEqualTo("WITH d0(a0) AS (" + sql + "\n) SELECT * FROM d0");
        assertThat(ColumnTypeMask.wrap(query, List.of("x")))
                .isEqualTo("WITH d0(c0) AS (" + sql + "\n) SELECT +c0 AS \"x\" FROM d0");
    }
}
