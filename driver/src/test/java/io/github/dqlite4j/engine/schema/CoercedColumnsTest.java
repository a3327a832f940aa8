package io.github.dqlite4j.engine.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.statement.SqlKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoercedColumnsTest {
    private final CoercedColumns columns = new CoercedColumns();

    @Test
    void isEmptyAtFirst() {
        assertThat(columns.isEmpty()).isTrue();
        assertThat(columns.triggers()).isEmpty();
        assertThat(columns.columnsOf(null, "t")).isNull();
    }

    @Test
    void knowsTheVisibleColumnsInAnyCaseOfTheName() {
        columns.add("main", "T", "id", "INTEGER", 0);
        columns.add("main", "T", "flag", "BOOLEAN", 0);
        columns.add("main", "T", "unseen", "", 1);
        columns.add("main", "T", "computed", "DATE", 2);
        assertThat(columns.isEmpty()).isFalse();
        assertThat(columns.columnsOf(null, "t")).containsExactly("id", "flag", "computed");
        assertThat(columns.columnsOf("MAIN", "t")).containsExactly("id", "flag", "computed");
        assertThat(columns.columnsOf("temp", "t")).isEqualTo(columns.columnsOf(null, "t"));
        assertThat(columns.columnsOf(null, "u")).isNull();
    }

    @Test
    void findsTheTemporaryTableFirst() {
        columns.add("main", "t", "day", "DATE", 0);
        columns.add("temp", "t", "flag", "BOOLEAN", 0);
        assertThat(columns.columnsOf(null, "T")).containsExactly("flag");
        assertThat(columns.columnsOf("temp", "T")).containsExactly("flag");
        assertThat(columns.columnsOf("main", "T")).containsExactly("day");
    }

    @Test
    void guardsEachTableByTriggersThatOnlyThisConnectionHas() {
        columns.add("main", "t\"x", "id", "INTEGER", 0);
        columns.add("main", "t\"x", "flag", "BOOLEAN", 0);
        columns.add("main", "t\"x", "a day", "DATETIME", 0);
        String when = " ON main.\"t\"\"x\" WHEN typeof(NEW.\"flag\") NOT IN ('integer', 'null')"
                + " OR typeof(NEW.\"a day\") NOT IN ('integer', 'text', 'null')"
                + " BEGIN SELECT RAISE(ABORT, 'a column of t\"x declared BOOLEAN, DATETIME takes"
                + " integers (BOOLEAN), integers and texts (the others) only: " + CoercedColumns.REASON + "'); END";
        assertThat(columns.triggers())
                .containsExactly(
                        "DROP TRIGGER IF EXISTS temp.dqlite4j_guard_0",
                        "CREATE TRIGGER temp.dqlite4j_guard_0 AFTER INSERT" + when,
                        "DROP TRIGGER IF EXISTS temp.dqlite4j_guard_1",
                        "CREATE TRIGGER temp.dqlite4j_guard_1 AFTER UPDATE OF \"flag\", \"a day\"" + when);
    }

    @Test
    void watchesEveryUpdateOfATableWithAGeneratedColumn() {
        columns.add("temp", "it's", "a", "", 0);
        columns.add("temp", "it's", "g", "BOOLEAN", 3);
        List<String> triggers = columns.triggers();
        assertThat(triggers.get(3))
                .contains(" AFTER UPDATE ON temp.\"it's\" WHEN ")
                .contains("it''s");
    }

    @Test
    void makesTriggersThatAreWholeStatements() {
        columns.add("main", "a", "x", "TIMESTAMP", 0);
        columns.add("main", "b", "END; --", "DATE", 0);
        String script = String.join(";", columns.triggers());
        assertThat(columns.dropTriggers())
                .hasSize(4)
                .allSatisfy(drop -> assertThat(script).contains(drop + ";CREATE TRIGGER"));
        assertThat(SqlParser.parse(script).statements())
                .extracting(statement -> statement.kind())
                .containsExactly(
                        SqlKind.DROP,
                        SqlKind.CREATE_TRIGGER,
                        SqlKind.DROP,
                        SqlKind.CREATE_TRIGGER,
                        SqlKind.DROP,
                        SqlKind.CREATE_TRIGGER,
                        SqlKind.DROP,
                        SqlKind.CREATE_TRIGGER);
    }
}
