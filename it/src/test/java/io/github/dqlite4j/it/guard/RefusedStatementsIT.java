package io.github.dqlite4j.it.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.client.DqliteClientException;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A statement that must not reach a server is refused on every path and in every variant, with an error that says what to do. */
class RefusedStatementsIT {
    private static NodeUnderTest node;

    @BeforeAll
    static void start() throws SQLException {
        node = new NodeUnderTest();
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (a)");
            statement.execute("CREATE VIRTUAL TABLE f USING fts4 (x)");
            statement.execute("INSERT INTO f VALUES ('one two')");
            statement.execute("INSERT INTO f VALUES ('two three')");
        }
    }

    @AfterAll
    static void stop() throws SQLException {
        node.close();
    }

    private record Killer(String sql, String advice) {
        @Override
        public String toString() {
            return sql.replace("\0", "\\0");
        }
    }

    private static final Killer[] KILLERS = {
        new Killer("PRAGMA journal_mode=DELETE", "Leave it out"),
        new Killer("PRAGMA main.journal_mode(truncate)", "Leave it out"),
        new Killer("PRAGMA page_size=512", "Leave it out"),
        new Killer("PRAGMA wal_checkpoint", "dqlite makes checkpoints automatically"),
        new Killer("PRAGMA wal_checkpoint(TRUNCATE)", "dqlite makes checkpoints automatically"),
        new Killer("PRAGMA main.wal_checkpoint(RESTART)", "dqlite makes checkpoints automatically"),
        new Killer("PRAGMA wal_autocheckpoint=1", "dqlite makes checkpoints automatically"),
        new Killer("PRAGMA hard_heap_limit=100000", "Limit the memory"),
        new Killer("PRAGMA soft_heap_limit=100000", "cache_size"),
        new Killer("PRAGMA locking_mode=EXCLUSIVE", "BEGIN IMMEDIATE"),
        new Killer("PRAGMA writable_schema=1", "ALTER TABLE"),
        new Killer("PRAGMA schema_version=1", "user_version"),
        new Killer("PRAGMA synchronous=FULL", "Leave it out"),
        new Killer("PRAGMA count_changes=1", "update count"),
        new Killer("PRAGMA temp_store=FILE", "Leave it out"),
        new Killer("PRAGMA cache_spill=1", "Leave it out"),
        new Killer("PRAGMA temp_store_directory='x'", "Leave it out"),
        new Killer("PRAGMA data_store_directory='x'", "Leave it out"),
        new Killer("PRAGMA optimize", "Use ANALYZE"),
        new Killer("PRAGMA optimize(65538)", "Use ANALYZE"),
        new Killer("PRAGMA incremental_vacuum", "Use VACUUM"),
        new Killer("PRAGMA main.incremental_vacuum(5)", "Use VACUUM"),
        new Killer("SELECT * FROM pragma_optimize", "Use ANALYZE"),
        new Killer("SELECT optimize(f) FROM f LIMIT 1", "VALUES ('optimize')"),
        new Killer("SELECT fts3_tokenizer('simple', x'0011223344556677')", "built-in tokenizer"),
        new Killer("ATTACH 'x' AS y", "second connection"),
        new Killer("ATTACH DATABASE ':memory:' AS m", "second connection"),
        new Killer("DETACH main", "second connection"),
        new Killer("VACUUM INTO 'x'", "dump"),
        new Killer("VACUUM main INTO 'x'", "dump"),
        new Killer("INSERT INTO t VALUES (1)\0 RETURNING a", "as bytes"),
    };

    static Stream<Arguments> cases() {
        return Arrays.stream(KILLERS)
                .flatMap(killer -> Arrays.stream(ExecutionPath.values()).map(path -> Arguments.of(killer, path)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void statementIsRefused(Killer killer, ExecutionPath path) throws SQLException {
        try (Connection connection = node.connect()) {
            for (StatementVariant variant : StatementVariant.values()) {
                refused(connection, killer, path, variant);
                connection.setAutoCommit(false);
                refused(connection, killer, path, variant);
                connection.rollback();
                connection.setAutoCommit(true);
            }
            assertThat(connection.isValid(5)).isTrue();
            assertNothingIsDone(connection);
        }
        node.assertAlive();
    }

    private static void assertNothingIsDone(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM t")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).as("nothing of a refused script is done").isZero();
        }
    }

    static Stream<Killer> killers() {
        return Arrays.stream(KILLERS);
    }

    /** A call for another kind of statement says so, and sends nothing. */
    @ParameterizedTest
    @MethodSource("killers")
    void statementIsRefusedByTheClient(Killer killer) throws SQLException {
        for (ClientPlace place : ClientPlace.values()) {
            for (ClientPath path : ClientPath.values()) {
                for (StatementVariant variant : StatementVariant.values()) {
                    String sql = variant.of(killer.sql());
                    DqliteClientException refusal = path.failure(node, place, sql);
                    assertThat(refusal.outcome()).isEqualTo(DqliteClientException.Outcome.NOTHING_HAPPENED);
                    if (path == ClientPath.SCRIPT || !refusal.sqlState().equals("HY000")) {
                        assertRefusal(killer, variant, refusal.sqlState(), refusal.getMessage());
                    } else {
                        assertThat(refusal).hasMessageContaining("; use ");
                    }
                }
            }
        }
        try (Connection connection = node.connect()) {
            assertNothingIsDone(connection);
        }
        node.assertAlive();
    }

    private static void refused(Connection connection, Killer killer, ExecutionPath path, StatementVariant variant) {
        String sql = variant.of(killer.sql());
        assertThatThrownBy(() -> path.run(connection, sql))
                .as("%s by %s", sql, path)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refusal -> assertRefusal(killer, variant, refusal.getSQLState(), refusal.getMessage()));
    }

    private static void assertRefusal(Killer killer, StatementVariant variant, String sqlState, String message) {
        boolean noSql =
                variant == StatementVariant.BEHIND_COMMON_TABLE && !killer.sql().startsWith("SELECT");
        if (noSql && !"42501".equals(sqlState)) {
            assertThat(message).contains("syntax error");
        } else {
            assertThat(sqlState).isEqualTo("42501");
            assertThat(message).startsWith("refused: ").contains(noSql ? "" : killer.advice());
        }
    }
}
