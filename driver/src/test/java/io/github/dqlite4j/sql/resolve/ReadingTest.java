package io.github.dqlite4j.sql.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.lexer.Ascii;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.sql.schema.Schema;
import io.github.dqlite4j.sql.schema.SchemaTable;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingTest {
    private final Map<String, SchemaTable> tables = new HashMap<>();
    private final Schema schema = name -> tables.get(Ascii.lower(name.name()));
    private final Reading reading = new Reading(schema);

    ReadingTest() {
        tables.put(
                "t",
                new SchemaTable(
                        List.of(
                                new ColumnOrigin("t", "id", "INTEGER", true, true),
                                new ColumnOrigin("t", "a", "TEXT", false, false)),
                        null));
    }

    private void view(String name, String query) {
        tables.put(name, new SchemaTable(List.of(), "CREATE VIEW " + name + " AS " + query));
    }

    private @Nullable List<SelectColumn> columns(String sql) {
        return ResultColumns.find(SqlParser.parseOne(sql), reading);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM v, v, v, v",
                "SELECT * FROM w, w",
                "SELECT (SELECT a FROM v) FROM v, v",
                "SELECT * FROM (SELECT * FROM v) NATURAL JOIN v",
                "WITH v AS (SELECT * FROM w) SELECT * FROM v, main.v"
            })
    void aViewThatNamesItselfIsReadOnce(String query) {
        view("v", query);
        view("w", "SELECT * FROM v, v");

        columns("SELECT * FROM v, v, w");

        assertThat(reading.spent()).isLessThan(1000);
    }

    @Test
    void viewsOnViewsAreReadOnceEach() {
        view("v0", "SELECT id FROM t");
        for (int i = 1; i <= 40; i++) {
            view("v" + i, "SELECT l.id FROM v" + (i - 1) + " l JOIN v" + (i - 1) + " r ON l.id = r.id");
        }

        assertThat(columns("SELECT * FROM v40")).hasSize(1);
        assertThat(reading.spent()).isLessThan(10_000);
    }

    @Test
    void moreColumnsThanATableMayHaveAreNotKnown() {
        view("v0", "SELECT * FROM t");
        for (int i = 1; i <= 40; i++) {
            view("v" + i, "SELECT * FROM v" + (i - 1) + ", v" + (i - 1));
        }

        assertThat(columns("SELECT * FROM v8")).hasSize(512);
        assertThat(columns("SELECT * FROM v40")).isNull();
        assertThat(reading.spent()).isLessThan(100_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ", t",
                " NATURAL JOIN t",
                " LEFT JOIN t USING (id)",
                " RIGHT JOIN t USING (a)",
                ", (SELECT * FROM t)"
            })
    void workEndsAtItsBound(String source) {
        String sql = "SELECT id FROM t" + source.repeat(20_000);
        columns(sql);
        columns("SELECT id" + ", a".repeat(1000) + " FROM t" + source.repeat(20_000));

        assertThat(reading.spent()).isBetween(20_000, Reading.MAX_STEPS + 1);
    }

    @Test
    void whatIsKnownOfParametersStaysKnownAtTheBound() {
        String sql = "INSERT INTO t(id, a) VALUES (?, ?) ON CONFLICT DO UPDATE SET a = (SELECT 1 FROM t"
                + " NATURAL JOIN t".repeat(20_000) + " WHERE a = ?)";

        List<@Nullable ParameterUse> uses = ParameterUses.of(SqlParser.parseOne(sql), schema);

        assertThat(uses)
                .extracting(use -> use == null ? null : use.declaredType())
                .containsExactly("INTEGER", "TEXT", null);
    }

    /** Each parameter is looked up in the query that contains it; the query is read once for all of them. */
    @Test
    void parametersOfOneQueryShareIt() {
        view("v", "SELECT * FROM t");
        SqlStatement statement =
                SqlParser.parseOne("SELECT 1 FROM v WHERE 0" + " OR a = ? AND id IN (?, ?)".repeat(300));

        List<@Nullable ParameterUse> uses = ParameterUses.of(statement, schema);

        assertThat(uses).hasSize(900).allMatch(use -> use != null && use.declaredType() != null);
    }
}
