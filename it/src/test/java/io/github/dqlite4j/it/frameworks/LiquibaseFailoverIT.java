package io.github.dqlite4j.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.github.dqlite4j.it.fixture.CuttingRelay;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.DatabaseException;
import liquibase.exception.LiquibaseException;
import liquibase.listener.SqlListener;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is lost while Liquibase rebuilds a table: the leader, or the answer to the COMMIT. */
@Timeout(600)
class LiquibaseFailoverIT {
    private static final List<String> CHANGE_SETS = List.of("key", "reference", "not-null", "default");

    /** Long enough for an election on a busy machine: the lock must be released after it. */
    private static final String PATIENT = "failoverTimeout=60000&loginTimeout=60000";

    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(3);

    @AutoClose
    private HikariDataSource pool;

    /** A pool with one connection, so that the next caller gets the one that Liquibase had. */
    private void connect(String url) {
        pool = new HikariDataSource();
        pool.setJdbcUrl(url);
        pool.setMaximumPoolSize(1);
        pool.setConnectionTimeout(90_000);
    }

    /** A connection that says when it is about to commit. */
    private static class Watched extends JdbcConnection {
        private final Runnable beforeCommit;

        Watched(Connection connection, Runnable beforeCommit) {
            super(connection);
            this.beforeCommit = beforeCommit;
        }

        @Override
        public void commit() throws DatabaseException {
            beforeCommit.run();
            super.commit();
        }
    }

    private void liquibase(Runnable beforeCommit, LiquibaseRun.Work work) throws Exception {
        try (Connection connection = pool.getConnection()) {
            LiquibaseRun.run(new Watched(connection, beforeCommit), "liquibase/failover.yaml", work);
        }
    }

    private void liquibase(LiquibaseRun.Work work) throws Exception {
        liquibase(() -> {}, work);
    }

    private void update() throws Exception {
        liquibase(liquibase -> liquibase.update(""));
    }

    private List<String> texts(String sql) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return LiquibaseRun.texts(connection, sql);
        }
    }

    /** The change sets by Liquibase's own table. */
    private List<String> executed() throws SQLException {
        return texts("SELECT id FROM databasechangelog WHERE id <> 'create' ORDER BY orderexecuted");
    }

    /** The change sets by what the tables look like. */
    private List<String> applied() throws SQLException {
        return texts(
                "SELECT 'key' FROM pragma_table_info('keyless') WHERE name = 'a' AND pk = 1"
                        + " UNION ALL SELECT 'reference' FROM pragma_foreign_key_list('keyless')"
                        + " UNION ALL SELECT 'not-null' FROM pragma_table_info('parent') WHERE name = 'name' AND \"notnull\" = 1"
                        + " UNION ALL SELECT 'default' FROM pragma_table_info('parent') WHERE name = 'name' AND dflt_value IS NULL");
    }

    private void nothingElseHasChanged() throws SQLException {
        assertThat(texts("SELECT id FROM child")).containsExactly("10");
        assertThat(texts("SELECT name FROM parent")).containsExactly("a");
        assertThat(texts("SELECT a FROM keyless")).containsExactly("1");
        assertThat(texts("SELECT name FROM sqlite_master WHERE tbl_name IN ('parent', 'child', 'keyless')"
                        + " OR name LIKE '%rebuild%' ORDER BY name"))
                .filteredOn(name -> !name.startsWith("sqlite_"))
                .containsExactly("by_name", "child", "keyless", "parent");
        assertThat(texts("PRAGMA foreign_keys")).containsExactly("1");
    }

    private void updateGoesOn() throws Exception {
        update();
        assertThat(executed()).isEqualTo(CHANGE_SETS);
        assertThat(applied()).isEqualTo(CHANGE_SETS);
        nothingElseHasChanged();
    }

    private List<String> locked() throws SQLException {
        return texts("SELECT locked FROM databasechangeloglock");
    }

    /** Runs something before the statement with this beginning. */
    private static final class Before extends SqlListener {
        private final String beginning;
        private final Runnable action;
        private int left;

        Before(String beginning, int number, Runnable action) {
            this.beginning = beginning;
            this.left = number;
            this.action = action;
        }

        @Override
        public void writeSqlWillRun(String sql) {
            if (sql.startsWith(beginning) && --left == 0) {
                action.run();
            }
        }

        @Override
        public void readSqlWillRun(String sql) {}
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "0, 'DROP TABLE \"keyless\"', 1",
                "1, 'INSERT INTO \"keyless\"', 2",
                "2, 'DROP TABLE dqlite4j_rebuild_copy', 3",
                "3, 'CREATE INDEX by_name', 3",
            })
    void aLeaderKilledInARebuildLeavesNothingHalfDone(int done, String beginning, int number) throws Exception {
        connect(CLUSTER.newDatabase() + "?" + PATIENT);
        DqliteCluster.Node leader = CLUSTER.leader();
        try {
            assertThatThrownBy(() -> Scope.child(new Before(beginning, number, leader::kill), this::update))
                    .isInstanceOf(LiquibaseException.class)
                    .hasStackTraceContaining(SQLTransactionRollbackException.class.getName());
            assertThat(leader.isRunning()).isFalse();
            assertThat(executed()).isEqualTo(CHANGE_SETS.subList(0, done));
            assertThat(applied()).isEqualTo(CHANGE_SETS.subList(0, done));
            nothingElseHasChanged();
            assertThat(locked()).containsExactly("0");
            updateGoesOn();
        } finally {
            leader.restart();
            CLUSTER.awaitVoters();
        }
    }

    /** Then it is not known whether the change is there, and Liquibase has not noted that it is. */
    @ParameterizedTest
    @EnumSource
    void aLostCommitLeavesAllOrNothing(CuttingRelay.Loss loss) throws Exception {
        try (CuttingRelay relay = new CuttingRelay(CLUSTER.leader().address())) {
            connect(relay.jdbcUrl("commit" + loss) + "&" + PATIENT);
            AtomicBoolean atEnd = new AtomicBoolean();
            Before end = new Before("DROP TABLE dqlite4j_rebuild_copy", 1, () -> atEnd.set(true));
            Runnable beforeCommit = () -> {
                if (atEnd.getAndSet(false)) {
                    relay.arm(loss);
                }
            };
            assertThatThrownBy(() -> Scope.child(end, () -> liquibase(beforeCommit, liquibase -> liquibase.update(""))))
                    .isInstanceOf(LiquibaseException.class)
                    .hasStackTraceContaining("Outcome unknown");
            boolean committed = loss == CuttingRelay.Loss.ANSWER;
            assertThat(executed()).isEmpty();
            assertThat(applied()).isEqualTo(committed ? List.of("key") : List.of());
            nothingElseHasChanged();
            assertThat(locked()).containsExactly("1");
            liquibase(Liquibase::forceReleaseLocks);
            if (committed) {
                liquibase(liquibase -> liquibase.markNextChangeSetRan(""));
            }
            updateGoesOn();
        }
    }
}
