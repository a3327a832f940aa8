package io.github.dqlite4j.sql.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.sql.schema.TableConstraints.ForeignKey;
import io.github.dqlite4j.sql.schema.TableConstraints.UniqueKey;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableConstraintsTest {
    private static ForeignKey key(@Nullable String name, boolean deferred) {
        return new ForeignKey(name, deferred);
    }

    @Test
    void readsNamesOfColumnConstraints() {
        TableConstraints constraints = TableConstraints.of("""
                CREATE TABLE "a (b" (id INTEGER CONSTRAINT 'the pk' PRIMARY KEY AUTOINCREMENT,
                  x INT CONSTRAINT fx REFERENCES p(a) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED CHECK (x > (1)),
                  y INT DEFAULT (1) REFERENCES q)
                """);

        assertThat(constraints)
                .isEqualTo(new TableConstraints("the pk", List.of(), List.of(key("fx", true), key(null, false))));
    }

    @Test
    void readsNamesOfTableConstraints() {
        TableConstraints constraints = TableConstraints.of("""
                CREATE TABLE t (a, b, c /* CONSTRAINT no */,
                  CONSTRAINT [k 1] PRIMARY KEY (a, b),
                  CONSTRAINT "f""1" FOREIGN KEY (a, b) REFERENCES p (x, y) ON UPDATE CASCADE,
                  CONSTRAINT u UNIQUE (b),
                  FOREIGN KEY (c) REFERENCES p NOT DEFERRABLE INITIALLY DEFERRED
                  CONSTRAINT `f3` FOREIGN KEY (b) REFERENCES r DEFERRABLE INITIALLY IMMEDIATE)
                """);

        assertThat(constraints)
                .isEqualTo(new TableConstraints(
                        "k 1",
                        List.of(new UniqueKey("u", List.of("b"))),
                        List.of(key("f\"1", false), key(null, false), key("f3", false))));
    }

    @Test
    void findsUniqueConstraintsByTheirColumns() {
        TableConstraints constraints = TableConstraints.of("""
                CREATE TABLE t (a CONSTRAINT ua UNIQUE ON CONFLICT IGNORE NOT NULL, "b c" VARCHAR(3) UNIQUE, d CONSTRAINT n NOT NULL UNIQUE,
                  CONSTRAINT two UNIQUE (D COLLATE NOCASE DESC, "b c"), CONSTRAINT "one" UNIQUE (d))
                """);

        assertThat(constraints.uniqueKey(List.of("A"))).isEqualTo("ua");
        assertThat(constraints.uniqueKey(List.of("b c"))).isNull();
        assertThat(constraints.uniqueKey(List.of("d", "b c"))).isEqualTo("two");
        assertThat(constraints.uniqueKey(List.of("b c", "d"))).isNull();
        assertThat(constraints.uniqueKey(List.of("d"))).isEqualTo("one");
    }

    @Test
    void aNameBelongsToTheConstraintBehindItOnly() {
        TableConstraints constraints = TableConstraints.of(
                "CREATE TABLE t (a INT CONSTRAINT n NOT NULL REFERENCES p, b CONSTRAINT c, PRIMARY KEY (a))");

        assertThat(constraints).isEqualTo(new TableConstraints(null, List.of(), List.of(key(null, false))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "CREATE TABLE t",
                "CREATE TABLE t (",
                "CREATE TABLE t (a CONSTRAINT",
                "CREATE VIRTUAL TABLE t USING fts5(a, CONSTRAINT x PRIMARY KEY)",
                "CREATE TABLE t (a, b DEFERRABLE)"
            })
    void findsNothingWhereNothingIs(String sql) {
        assertThat(TableConstraints.of(sql)).isEqualTo(new TableConstraints(null, List.of(), List.of()));
    }

    @Test
    void hasNothingToReadInATableWithoutText() {
        assertThat(TableConstraints.of(null)).isEqualTo(new TableConstraints(null, List.of(), List.of()));
    }
}
