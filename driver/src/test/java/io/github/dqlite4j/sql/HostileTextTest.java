package io.github.dqlite4j.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.dqlite4j.sql.escape.JdbcEscapes;
import io.github.dqlite4j.sql.escape.SqlEscapeException;
import io.github.dqlite4j.sql.guard.DeclaredTypesGuard;
import io.github.dqlite4j.sql.resolve.LongNumbers;
import io.github.dqlite4j.sql.resolve.ParameterUses;
import io.github.dqlite4j.sql.resolve.ResultColumns;
import io.github.dqlite4j.sql.rewrite.ColumnTypeMask;
import io.github.dqlite4j.sql.rewrite.DeclaredTypes;
import io.github.dqlite4j.sql.rewrite.InlinedParameters;
import io.github.dqlite4j.sql.rewrite.MultiRowInsert;
import io.github.dqlite4j.sql.rewrite.TimeZoneTypes;
import io.github.dqlite4j.sql.rewrite.WideNames;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.sql.schema.IndexDefinition;
import io.github.dqlite4j.sql.schema.Schema;
import io.github.dqlite4j.sql.schema.SchemaTable;
import io.github.dqlite4j.sql.schema.TableConstraints;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every reader of SQL is given texts of a length at which a step for each pair of tokens takes minutes. What is linear takes
 * less than a second, so that the bound does not depend on the machine.
 */
class HostileTextTest {
    private static final int TOKENS = 200_000;
    private static final Duration BOUND = Duration.ofMinutes(1);

    /** Texts of about that many tokens. */
    enum Shape {
        OPEN(n -> "SELECT " + "(".repeat(n)),
        CLOSED(n -> "SELECT " + "(".repeat(n / 2) + "1" + ")".repeat(n / 2) + " FROM t"),
        CLOSING(n -> "SELECT " + ")".repeat(n)),
        CALLS(n -> "SELECT " + "optimize(".repeat(n / 3) + "1" + ")".repeat(n / 3)),
        SUBQUERIES(n -> "SELECT (".repeat(n / 3) + "?" + ")".repeat(n / 3)),
        NAMED_SUBQUERIES(n -> "SELECT a, (".repeat(n / 7) + "?" + ") AS x FROM t".repeat(n / 7)),
        FROM_SUBQUERIES(n -> "SELECT * FROM (".repeat(n / 5) + "t" + ")".repeat(n / 5)),
        FROM_PARENTHESES(n -> "SELECT * FROM " + "(".repeat(n / 2) + "t" + ")".repeat(n / 2)),
        ITEMS(n -> "SELECT a" + ", a".repeat(n / 2) + " FROM t"),
        STARS(n -> "SELECT *" + ", *".repeat(n / 2) + " FROM t"),
        SOURCES(n -> "SELECT * FROM t" + ", t".repeat(n / 2)),
        JOINS(n -> "SELECT * FROM t" + " NATURAL JOIN t".repeat(n / 3)),
        LEFT_JOINS(n -> "SELECT a FROM t" + " LEFT JOIN t USING (a)".repeat(n / 6)),
        RIGHT_JOINS(n -> "SELECT a FROM t" + " RIGHT JOIN t".repeat(n / 3)),
        NAMES_OF_USING(n -> "SELECT * FROM t JOIN t USING (a" + ", b".repeat(n / 2) + ")"),
        MEMBERS(n -> "SELECT a FROM t" + " UNION SELECT ? FROM t".repeat(n / 5)),
        TABLE_EXPRESSIONS(n -> "WITH a AS (SELECT 1)"
                + IntStream.range(0, n / 8)
                        .mapToObj(i -> ", c" + i + " AS (SELECT * FROM a)")
                        .collect(Collectors.joining())),
        NESTED_TABLE_EXPRESSIONS(n -> "WITH c AS (".repeat(n / 8) + "SELECT ?" + ") SELECT * FROM c".repeat(n / 8)),
        CASES(n -> "SELECT " + "CASE WHEN a THEN ".repeat(n / 5) + "?" + " END".repeat(n / 5) + " FROM t"),
        ENDS(n -> "SELECT a END" + ", a END".repeat(n / 3) + " FROM t"),
        LIST(n -> "SELECT a FROM t WHERE a IN (1" + ", 1".repeat(n / 2 - 2000) + ", ?".repeat(2000) + ")"),
        PARAMETERS(n -> "SELECT a FROM t WHERE " + "a = ? AND ".repeat(n / 4) + "a"),
        NAMED_PARAMETERS(
                n -> IntStream.range(0, n / 2).mapToObj(i -> ":p" + i).collect(Collectors.joining(",", "SELECT ", ""))),
        QUALIFIED(n -> "SELECT " + "a.".repeat(n / 4) + "a FROM t WHERE " + "a.".repeat(n / 4) + "a = ?"),
        ASSIGNMENTS(n -> "UPDATE t SET a = ?" + ", b = ?".repeat(n / 4)),
        SET_SUBQUERIES(n -> "UPDATE t SET a = ?" + ", b = (SELECT a FROM t WHERE a = ?)".repeat(n / 14)),
        COLUMNS_OF_INSERT(n -> "INSERT INTO t (a" + ", zz".repeat(n / 2) + ") VALUES (?)"),
        ROWS(n -> "INSERT INTO t VALUES (?, 1)" + ", (1, 2)".repeat(n / 6)),
        LONG_ROW(n -> "INSERT INTO t VALUES (?" + ", ?".repeat(n / 2) + ")"),
        RETURNING(n -> "INSERT INTO t VALUES (?) RETURNING " + "(a), ".repeat(n / 4) + "a"),
        RETURNINGS(n -> "DELETE FROM t" + " RETURNING a".repeat(n / 2)),
        SIGNS(n -> "SELECT " + "-".repeat(1).concat(" ").repeat(n) + "?"),
        COMPARISONS(n -> "SELECT ? " + "= ".repeat(n) + "?"),
        NUMBERS(n -> "UPDATE t SET a = 12345678901234567890" + ", a = 12345678901234567890".repeat(n / 4)),
        DIGITS(n -> "UPDATE t SET a = " + "9".repeat(n)),
        LONG_NUMBERS(n -> "UPDATE t SET a = 0." + (", a = 1" + "0".repeat(9_000) + ".5").repeat(n / 9_000)),
        STATEMENTS(n -> "SELECT ?;".repeat(n / 3)),
        SEMICOLONS(n -> ";".repeat(n)),
        TRIGGER(n -> "CREATE TRIGGER x BEGIN " + "SELECT 1;".repeat(n / 3)),
        COMMENTS(n -> "SELECT a" + "/* */".repeat(n) + ", a --" + "\n--".repeat(n)),
        COMMENT_OPENINGS(n -> "/*".repeat(n)),
        QUOTES(n -> "SELECT " + "''".repeat(n) + "'"),
        BRACKETS(n -> "[".repeat(n)),
        DOLLARS(n -> "SELECT $a" + "::".repeat(n) + " $a(".repeat(n / 4)),
        COLUMNS(n -> "CREATE TABLE t (a DATE" + ", b DATE DEFAULT (1)".repeat(n / 7) + ")"),
        CONSTRAINTS(n -> "CREATE TABLE t (a" + ", CONSTRAINT c UNIQUE (a)".repeat(n / 7) + ")"),
        OPEN_TABLE(n -> "CREATE TABLE t " + "(a DATE ".repeat(n / 3)),
        TYPE(n -> "CREATE TABLE t (a DATE" + " word".repeat(n) + ")"),
        ALTER(n -> "ALTER TABLE t ADD a DATE DEFAULT '" + "1".repeat(n) + "x'"),
        BRACES(n -> "{".repeat(n)),
        ESCAPES(n -> "SELECT " + "{fn abs(1)}, ".repeat(n / 7) + "1"),
        NESTED_ESCAPES(n -> "SELECT " + "{fn abs(".repeat(60) + "1 ".repeat(n / 10) + ")}".repeat(60)),
        GROWING_ESCAPES(n -> "SELECT " + "{fn truncate(1, ".repeat(60) + "1" + ")}".repeat(60)),
        ORDER(n -> "SELECT a FROM t ORDER BY " + "(".repeat(n / 2) + "?" + ")".repeat(n / 2));

        private final IntFunction<String> text;

        Shape(IntFunction<String> text) {
            this.text = text;
        }
    }

    private static final SchemaTable TABLE = new SchemaTable(
            IntStream.range(0, 100)
                    .mapToObj(i -> new ColumnOrigin("t", i == 0 ? "a" : "column" + i, "INTEGER", false, false))
                    .toList(),
            null);

    private static final Schema SCHEMA = name -> TABLE;

    @ParameterizedTest
    @EnumSource
    void isReadInLinearTime(Shape shape) {
        String text = shape.text.apply(TOKENS);

        assertTimeoutPreemptively(BOUND, () -> readAll(text));
    }

    /** Fragments of SQL in random order, doubled and nested. */
    @Test
    void randomTextsAreReadInLinearTime() {
        Random random = new Random(14);
        List<String> fragments = List.of(
                "SELECT ",
                "(",
                ")",
                ", ",
                "* ",
                "FROM ",
                "t ",
                "JOIN ",
                "NATURAL ",
                "RIGHT ",
                "WITH a AS (",
                "UNION ",
                "VALUES ",
                "? ",
                "= ",
                "a ",
                ".",
                "CASE ",
                "END ",
                "IN (",
                "AS ",
                "{fn locate(",
                ")}",
                "INSERT INTO t ",
                "UPDATE t SET ",
                "RETURNING ",
                "; ",
                "'",
                "/*",
                "--",
                "\n",
                "1e999 ",
                "USING (",
                "ON ",
                "x'",
                "$a(",
                "CREATE TABLE t (",
                "DATE ",
                "\"");
        assertTimeoutPreemptively(BOUND, () -> {
            for (int round = 0; round < 50; round++) {
                StringBuilder text = new StringBuilder(fragments.get(random.nextInt(fragments.size())));
                while (text.length() < 20_000) {
                    String part = fragments.get(random.nextInt(fragments.size()));
                    text.append(random.nextInt(20) == 0 ? part.repeat(500) : part);
                }
                readAll(text.toString());
            }
        });
    }

    private static void readAll(String sql) {
        escapes(sql);
        List<SqlStatement> statements = SqlParser.parse(sql).statements();
        for (SqlStatement statement : statements.subList(0, Math.min(3, statements.size()))) {
            read(statement);
        }
        IndexDefinition.of(sql);
        TableConstraints.of(sql);
    }

    private static void escapes(String sql) {
        try {
            JdbcEscapes.translate(sql);
        } catch (SqlEscapeException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    private static void read(SqlStatement statement) {
        ResultColumns.fillMessage(statement, SCHEMA);
        assertThat(ParameterUses.of(statement, SCHEMA)).hasSize(statement.parameterCount());
        LongNumbers.isStored(statement, SCHEMA);
        assertThat(statement.parameterNames()).hasSize(statement.parameterCount());
        DeclaredTypes.rewrite(statement);
        DeclaredTypesGuard.check(statement);
        TimeZoneTypes.rewrite(statement);
        MultiRowInsert.of(statement);
        MultiRowInsert.isOneRow(statement);
        WideNames.wrap(statement, 2, true);
        if (statement.kind() == SqlKind.SELECT || statement.kind() == SqlKind.VALUES) {
            ColumnTypeMask.probe(statement);
            ColumnTypeMask.wrap(statement, List.of("a"));
        }
        if (statement.targetTable() != null && statement.returnsRows()) {
            ColumnTypeMask.probe(statement, statement.targetTable());
            ColumnTypeMask.returning(statement, List.of("a"));
        }
        InlinedParameters inlined = InlinedParameters.of(statement, 0);
        List<Long> values = new ArrayList<>(Collections.nCopies(statement.parameterCount(), 1L));
        if (inlined.isPossible() && inlined.length(values) < 100_000_000) {
            inlined.text(values);
        }
    }
}
