package io.github.dqlite4j.spring.boot.liquibase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each text that comes out is one that SQLite accepts. */
class TableDefinitionTest {
    private static String changed(String sql, UnaryOperator<TableDefinition> change) throws SQLException {
        String text = change.apply(new TableDefinition(sql)).sql();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
        return text;
    }

    @Test
    void aConstraintComesAfterTheLastPartAndItsComment() throws Exception {
        assertThat(changed(
                        "CREATE TABLE t (a INT, b TEXT -- the last, (really)\n) STRICT",
                        t -> t.withConstraint("UNIQUE (a)")))
                .isEqualTo("CREATE TABLE t (a INT, b TEXT -- the last, (really)\n\n, UNIQUE (a)) STRICT");
        assertThat(changed("CREATE TABLE t (a INT /* no, (comma */, b)", t -> t.withConstraint("PRIMARY KEY (a)")))
                .endsWith("b\n, PRIMARY KEY (a))");
    }

    @Test
    void notNullIsAddedOnceAndDropped() throws Exception {
        String sql =
                "CREATE TABLE t (a DECIMAL(10, 2) DEFAULT (1 + (2)) COLLATE NOCASE, \"b,\" TEXT CONSTRAINT n NOT NULL ON CONFLICT FAIL UNIQUE)";
        assertThat(changed(sql, t -> t.withNotNull("A"))).contains("COLLATE NOCASE NOT NULL, ");
        assertThat(changed(sql, t -> t.withNotNull("b,"))).isEqualTo(sql);
        assertThat(changed(sql, t -> t.withoutNotNull("b,"))).contains("\"b,\" TEXT  UNIQUE)");
        assertThat(changed(sql, t -> t.withoutNotNull("a"))).isEqualTo(sql);
    }

    @Test
    void notNullOfOtherWordsStays() throws Exception {
        String sql =
                "CREATE TABLE t (a INT NULL REFERENCES p (x) ON DELETE SET NULL NOT DEFERRABLE CHECK (a IS NOT NULL), b)";
        assertThat(changed(sql, t -> t.withoutNotNull("a"))).isEqualTo(sql);
        assertThat(changed(sql, t -> t.withDefault("a", "-1"))).contains("CHECK (a IS NOT NULL) DEFAULT -1, b)");
    }

    @Test
    void defaultsAreReplacedAndDropped() throws Exception {
        for (String value : new String[] {
            "1", "-1.5", "+2", "'it''s, (x)'", "(random())", "NULL", "CURRENT_TIMESTAMP", "x'00'", "TRUE"
        }) {
            String sql = "CREATE TABLE t (a INT CONSTRAINT d DEFAULT " + value + " NOT NULL, b)";
            assertThat(changed(sql, t -> t.withoutDefault("a"))).isEqualTo("CREATE TABLE t (a INT  NOT NULL, b)");
            assertThat(changed(sql, t -> t.withDefault("a", "7")))
                    .isEqualTo("CREATE TABLE t (a INT  NOT NULL DEFAULT 7, b)");
        }
        assertThat(changed(
                        "CREATE TABLE t (a REFERENCES p ON UPDATE SET DEFAULT DEFAULT 3)", t -> t.withoutDefault("a")))
                .isEqualTo("CREATE TABLE t (a REFERENCES p ON UPDATE SET DEFAULT )");
    }

    @Test
    void typesAreReplaced() throws Exception {
        assertThat(changed("CREATE TABLE t (a unsigned big int(3, 4) UNIQUE, b)", t -> t.withType("a", "TEXT")))
                .isEqualTo("CREATE TABLE t (a TEXT UNIQUE, b)");
        assertThat(changed("CREATE TABLE t (a, b)", t -> t.withType("b", "INT")))
                .isEqualTo("CREATE TABLE t (a, b INT)");
        assertThat(changed(
                        "CREATE TABLE t (a INT, b INT GENERATED ALWAYS AS (a * 2) STORED)",
                        t -> t.withType("b", "TEXT")))
                .isEqualTo("CREATE TABLE t (a INT, b TEXT GENERATED ALWAYS AS (a * 2) STORED)");
    }

    @Test
    void constraintsAreDroppedByNameAndKeysByKind() throws Exception {
        String sql =
                "CREATE TABLE t (a INT CONSTRAINT one UNIQUE, [b] INT CONSTRAINT \"two\" REFERENCES p, CONSTRAINT pk PRIMARY KEY (a, b), CHECK (a > 0))";
        assertThat(changed(sql, t -> t.withoutConstraint("ONE"))).contains("(a INT , [b]");
        assertThat(changed(sql, t -> t.withoutConstraint("two"))).contains("[b] INT , CONSTRAINT pk");
        assertThat(changed(sql, TableDefinition::withoutPrimaryKey)).endsWith("REFERENCES p, CHECK (a > 0))");
        assertThat(changed(
                        "CREATE TABLE t (a INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL)",
                        TableDefinition::withoutPrimaryKey))
                .isEqualTo("CREATE TABLE t (a INTEGER  NOT NULL)");
        assertThat(new TableDefinition(sql).hasPrimaryKey()).isTrue();
        assertThat(new TableDefinition("CREATE TABLE t (\"PRIMARY\" INT)").hasPrimaryKey())
                .isFalse();
    }

    @Test
    void whatIsNotThereIsAnError() {
        TableDefinition table = new TableDefinition("CREATE TABLE t (a INT, UNIQUE (a))");
        assertThatThrownBy(() -> table.withNotNull("b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> table.withoutConstraint("b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(table::withoutPrimaryKey).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TableDefinition("CREATE TABLE t AS SELECT 1"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void messagesArePrintable() {
        TableDefinition table = new TableDefinition("CREATE TABLE t (a INT /* \u001b[2J\n */)");
        for (ThrowingCallable change : List.<ThrowingCallable>of(
                () -> table.withNotNull("b"),
                () -> table.withoutConstraint("b"),
                table::withoutPrimaryKey,
                () -> new TableDefinition("CREATE TABLE t AS SELECT '\u001b[2J\n'"),
                () -> new TableDefinition("CREATE TABLE t (a INT, CONSTRAINT one UNIQUE (a) CHECK (a > '\u001b[2J\n'))")
                        .withoutConstraint("one"))) {
            assertThatThrownBy(change)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\\u001b[2J\\n")
                    .extracting(Throwable::getMessage)
                    .asString()
                    .doesNotContain("\u001b", "\n");
        }
    }

    /** SQLite needs no comma between them. */
    @Test
    void constraintsWithoutACommaAreNotTornApart() {
        TableDefinition table =
                new TableDefinition("CREATE TABLE t (a INT, CONSTRAINT one UNIQUE (a) CONSTRAINT two CHECK (a > 0))");
        assertThatThrownBy(() -> table.withoutConstraint("one")).isInstanceOf(IllegalArgumentException.class);
    }
}
