package io.github.dqlite4j.it.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.ClientPath;
import io.github.dqlite4j.it.fixture.ClientPlace;
import io.github.dqlite4j.it.fixture.ExecutionPath;
import io.github.dqlite4j.it.fixture.NodeUnderTest;
import io.github.dqlite4j.it.fixture.StatementVariant;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Statements that crash a node when they are sent as the wrong request (EXEC for rows, QUERY for none): on every path of JDBC they are
 * answered correctly, or refused without an effect, and what was written is stored.
 */
class ServedStatementsIT {
    private static final List<String> ANY = List.of("any");

    private static NodeUnderTest node;

    @BeforeAll
    static void start() throws SQLException {
        node = new NodeUnderTest();
        try (Connection connection = node.connect()) {
            run(connection, "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT)");
        }
    }

    @AfterAll
    static void stop() throws SQLException {
        node.close();
    }

    /**
     * @param first the first column of the rows, null if there are none to come
     * @param count the update count, if there are no rows
     * @param left what {@code t} holds afterwards
     */
    private record Served(String sql, List<String> first, long count, String left) {
        boolean writes() {
            return sql.matches("(?i)(INSERT|REPLACE|UPDATE|DELETE|WITH .* INSERT) .*");
        }

        @Override
        public String toString() {
            return sql;
        }
    }

    private static Served rows(String sql, String left, Object... first) {
        return new Served(sql, Arrays.stream(first).map(Object::toString).toList(), -1, left);
    }

    private static Served someRows(String sql, String left) {
        return new Served(sql, ANY, -1, left);
    }

    private static Served count(String sql, String left, long count) {
        return new Served(sql, null, count, left);
    }

    /** What {@code t} holds at first. */
    private static final String SAME = "1a 2b";

    private static final Served[] STATEMENTS = {
        rows("SELECT a FROM t ORDER BY a", SAME, 1, 2),
        rows("SELECT a FROM t WHERE b = ';'", SAME),
        rows("WITH c(n) AS (SELECT 7) SELECT n FROM c", SAME, 7),
        rows("VALUES (5), (6)", SAME, 5, 6),
        rows("SELECT 'INSERT INTO t VALUES (1)'", SAME, "INSERT INTO t VALUES (1)"),
        someRows("EXPLAIN INSERT INTO t VALUES (3, 'c')", SAME),
        someRows("EXPLAIN QUERY PLAN DELETE FROM t WHERE a = 1", SAME),
        someRows("EXPLAIN VACUUM", SAME),
        someRows("EXPLAIN UPDATE t SET b = 'x' RETURNING a", SAME),
        rows("PRAGMA table_info(t)", SAME, 0, 1),
        rows("PRAGMA main.user_version", SAME, 0),
        rows("PRAGMA analysis_limit = 250", SAME, 250),
        rows("INSERT INTO t VALUES (3, 'c') RETURNING a", "1a 2b 3c", 3),
        rows("INSERT INTO t VALUES (3, 'c'), (4, 'd') RETURNING a, b", "1a 2b 3c 4d", 3, 4),
        rows("REPLACE INTO t VALUES (1, 'z') RETURNING b", "1z 2b", "z"),
        rows("INSERT INTO t VALUES (1, 'y') ON CONFLICT DO UPDATE SET b = excluded.b RETURNING b", "1y 2b", "y"),
        rows("INSERT INTO t VALUES (1, 'y') ON CONFLICT DO NOTHING RETURNING b", SAME),
        rows("UPDATE t SET b = b || a WHERE a = 2 RETURNING b", "1a 2b2", "b2"),
        rows("UPDATE t SET b = 'n' WHERE a = 9 RETURNING b", SAME),
        rows("DELETE FROM t WHERE a = 1 RETURNING b", "2b", "a"),
        rows("WITH c(n) AS (SELECT 7) INSERT INTO t SELECT n, 'x' FROM c RETURNING a", "1a 2b 7x", 7),
        rows("INSERT INTO t VALUES (3, (SELECT 'RETURNING')) returning(a)", "1a 2b 3RETURNING", 3),
        count("INSERT INTO t VALUES (3, 'c')", "1a 2b 3c", 1),
        count("INSERT INTO t VALUES (3, ' RETURNING a ')", "1a 2b 3 RETURNING a ", 1),
        count("INSERT INTO t SELECT a + 10, \"b\" FROM t /* RETURNING a */", "1a 2b 11a 12b", 2),
        count("UPDATE t SET b = (SELECT \"b\" FROM t AS [RETURNING] WHERE a = 1)", "1a 2a", 2),
        count("DELETE FROM t WHERE b = 'RETURNING a'", SAME, 0),
        count("WITH c(n) AS (SELECT 1) DELETE FROM t WHERE a IN (SELECT n FROM c)", "2b", 1),
        count("WITH \"select\"(n) AS (SELECT 8) INSERT INTO t SELECT n, '8' FROM \"select\"", "1a 2b 88", 1),
        count("PRAGMA user_version = 0", SAME, 0),
        count("PRAGMA foreign_keys = 1", SAME, 0),
        count("CREATE TABLE IF NOT EXISTS u (x)", SAME, 0),
        count("CREATE VIEW IF NOT EXISTS v AS SELECT 1 AS RETURNING_", SAME, 0),
        count("DROP VIEW IF EXISTS v", SAME, 0),
        count("CREATE TEMP TABLE IF NOT EXISTS u (x)", SAME, 0),
        count("CREATE TRIGGER IF NOT EXISTS w AFTER DELETE ON u BEGIN SELECT 1; END", SAME, 0),
        count("ALTER TABLE t RENAME COLUMN b TO b", SAME, 0),
        count("ANALYZE", SAME, 0),
        count("REINDEX t", SAME, 0),
        count("VACUUM", SAME, 0)
    };

    private static final StatementVariant[] VARIANTS = {
        StatementVariant.NONE, StatementVariant.COMMENTS, StatementVariant.ODD_CASE, StatementVariant.SEMICOLONS
    };

    static Stream<Arguments> cases() {
        return Arrays.stream(STATEMENTS)
                .flatMap(statement -> Arrays.stream(ExecutionPath.values()).map(path -> Arguments.of(statement, path)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void statementIsAnsweredOrRefused(Served statement, ExecutionPath path) throws SQLException {
        try (Connection connection = node.connect()) {
            for (StatementVariant variant : VARIANTS) {
                reset(connection);
                check(connection, statement, path, variant);
            }
            reset(connection);
            connection.setAutoCommit(false);
            check(connection, statement, path, StatementVariant.NONE);
            connection.commit();
        }
        node.assertAlive();
    }

    private static void check(Connection connection, Served statement, ExecutionPath path, StatementVariant variant)
            throws SQLException {
        String sql = variant.of(statement.sql());
        boolean yieldsRows = statement.first() != null;
        if (yieldsRows && path == ExecutionPath.EXECUTE_FOR_KEYS && statement.writes()) {
            // The rows are the keys.
            assertThat(path.run(connection, sql).counts())
                    .containsExactly((long) statement.first().size());
            assertThat(left(connection)).as("after %s by %s", sql, path).isEqualTo(statement.left());
            return;
        }
        if (yieldsRows ? !path.givesRows() : !path.givesCounts()) {
            assertThatThrownBy(() -> path.run(connection, sql))
                    .as("%s by %s", sql, path)
                    .hasFieldOrPropertyWithValue("SQLState", "HY000")
                    .hasMessageContaining(yieldsRows ? "use executeQuery or execute" : "use executeUpdate or execute");
            assertThat(left(connection)).as("after %s by %s", sql, path).isEqualTo(SAME);
            return;
        }
        assertAnswer(statement, path.run(connection, sql), sql + " by " + path);
        assertThat(left(connection)).as("after %s by %s", sql, path).isEqualTo(statement.left());
    }

    private static void assertAnswer(Served statement, ExecutionPath.Answer answer, String what) {
        if (statement.first() == null) {
            assertThat(answer).as(what).isEqualTo(new ExecutionPath.Answer(List.of(), List.of(statement.count())));
            return;
        }
        if (statement.first() == ANY) {
            assertThat(answer.rows()).as(what).isNotEmpty();
        } else {
            assertThat(answer.rows())
                    .as(what)
                    .extracting(row -> row.get(0).toString())
                    .containsExactlyElementsOf(statement.first());
        }
        assertThat(answer.counts()).as(what).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("statements")
    void statementIsAnsweredOrRefusedByTheClient(Served statement) throws SQLException {
        try (Connection connection = node.connect()) {
            for (ClientPlace place : ClientPlace.values()) {
                for (ClientPath path : ClientPath.values()) {
                    for (StatementVariant variant : VARIANTS) {
                        // A savepoint is in a transaction that has begun, where there is no VACUUM.
                        boolean possible = place != ClientPlace.SAVEPOINT
                                || !statement.sql().equals("VACUUM");
                        if (possible && (variant == StatementVariant.NONE || place == ClientPlace.CONNECTION)) {
                            reset(connection);
                            check(connection, statement, place, path, variant.of(statement.sql()));
                        }
                    }
                }
            }
        }
        node.assertAlive();
    }

    private static void check(Connection connection, Served statement, ClientPlace place, ClientPath path, String sql)
            throws SQLException {
        boolean yieldsRows = statement.first() != null;
        String what = sql + " by " + path + " in " + place;
        if (path == ClientPath.SCRIPT && yieldsRows) {
            assertThat(place.call(node, client -> path.run(client, sql)).counts())
                    .hasSize(1);
        } else if (yieldsRows ? !path.givesRows() : !path.givesCounts()) {
            assertThatThrownBy(() -> place.call(node, client -> path.run(client, sql)))
                    .as(what)
                    .hasFieldOrPropertyWithValue("sqlState", "HY000")
                    .hasMessageContaining(yieldsRows ? "use fetch" : "use execute");
            assertThat(left(connection)).as(what).isEqualTo(SAME);
            return;
        } else {
            ExecutionPath.Answer answer = place.call(node, client -> path.run(client, sql));
            if (path == ClientPath.FETCH_ONE) {
                assertThat(answer.rows()).as(what).hasSizeLessThanOrEqualTo(1);
            } else {
                assertAnswer(statement, answer, what);
            }
        }
        assertThat(left(connection)).as(what).isEqualTo(statement.left());
    }

    /** In a script, behind a statement of the other sort, and twice. */
    @ParameterizedTest
    @MethodSource("statements")
    void statementIsAnsweredInAScript(Served statement) throws SQLException {
        try (Connection connection = node.connect()) {
            reset(connection);
            String before = statement.first() == null ? "SELECT 0" : "UPDATE t SET b = b WHERE 0";
            ExecutionPath.Answer answer =
                    ExecutionPath.EXECUTE.run(connection, before + ";" + statement.sql() + " ; " + before);
            if (statement.first() == null) {
                assertThat(answer.counts()).containsExactly(statement.count());
                assertThat(answer.rows()).hasSize(2);
            } else {
                assertThat(answer.counts()).containsExactly(0L, 0L);
            }
            assertThat(left(connection)).isEqualTo(statement.left());
        }
        node.assertAlive();
    }

    static Stream<Served> statements() {
        return Arrays.stream(STATEMENTS);
    }

    private static void reset(Connection connection) throws SQLException {
        run(connection, "DELETE FROM t");
        run(connection, "INSERT INTO t VALUES (1, 'a'), (2, 'b')");
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String left(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT coalesce(group_concat(a || b, ' '), '') FROM (SELECT * FROM t ORDER BY a)")) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
