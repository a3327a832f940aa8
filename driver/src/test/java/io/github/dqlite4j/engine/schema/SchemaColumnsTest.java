package io.github.dqlite4j.engine.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.sql.statement.TableName;
import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaColumnsTest {
    private final SchemaColumns schema = new SchemaColumns();

    private List<ColumnOrigin> origins(String sql) {
        SqlStatement statement = SqlParser.parseOne(sql);
        return schema.origins(statement, List.of("a"));
    }

    private void fill() {
        schema.add("main", "T", "a", "DATE", false, false);
        schema.add("main", "T", "b", "", true, false);
        schema.add("main", "u", "a", "INTEGER", false, true);
        schema.add("temp", "t", "a", "TIME", false, false);
        schema.add("main", "v", null, "CREATE VIEW v AS SELECT a FROM main.t", false, false);
        schema.finish();
    }

    @Test
    void findsTablesInAnyCaseAndTheConnectionsOwnFirst() {
        fill();
        assertThat(schema.hasTemp()).isTrue();
        assertThat(origins("SELECT a FROM t").get(0).declaredType()).isEqualTo("TIME");
        assertThat(origins("SELECT a FROM MAIN.t").get(0).declaredType()).isEqualTo("DATE");
        assertThat(origins("SELECT a FROM v").get(0).declaredType()).isEqualTo("DATE");
        assertThat(origins("SELECT a FROM U").get(0)).isEqualTo(new ColumnOrigin("u", "a", "INTEGER", true, true));
        assertThat(origins("SELECT a FROM w")).containsExactly((ColumnOrigin) null);
        assertThat(schema.table(new TableName("main", "t")).columns())
                .extracting(ColumnOrigin::declaredType)
                .containsExactly("DATE", null);
    }

    @Test
    void keepsWhatComesAgainAndForgetsTheOldest() {
        fill();
        List<ColumnOrigin> first = origins("SELECT a FROM u");
        assertThat(origins("SELECT a FROM u")).isSameAs(first);
        for (int i = 0; i < 600; i++) {
            origins("SELECT a FROM u LIMIT " + i);
        }
        assertThat(origins("SELECT a FROM u")).isEqualTo(first).isNotSameAs(first);
    }

    @Test
    void doesNotKeepLongTexts() {
        fill();
        String sql = "SELECT a FROM u WHERE a <> '" + "x".repeat(10_000) + "'";
        List<ColumnOrigin> first = origins(sql);
        assertThat(first.get(0).table()).isEqualTo("u");
        assertThat(origins(sql)).isEqualTo(first).isNotSameAs(first);
    }
}
