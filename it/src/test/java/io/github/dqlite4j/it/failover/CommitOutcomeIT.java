package io.github.dqlite4j.it.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.DqliteCluster.Node;
import io.github.dqlite4j.it.fixture.FaultyRelay;
import io.github.dqlite4j.jdbc.DqliteConstants;
import io.github.dqlite4j.peer.LogRecorder;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The answer to a COMMIT with a mark is lost: the driver finds out what happened. */
@Timeout(180)
class CommitOutcomeIT {
    private static final Predicate<String> COMMIT = sql -> sql.endsWith(";COMMIT");
    private static final Predicate<String> QUESTION = sql -> sql.contains("WHERE n>=0 AND n<");
    private static final String VERIFIED = "commitVerification=transactions&failoverTimeout=60000&loginTimeout=60000";

    private static DqliteCluster cluster;
    private static int databases;

    private final List<Node> stopped = new ArrayList<>();
    private final String database = "outcome" + databases++;
    private FaultyRelay relay;

    @BeforeAll
    static void startCluster() {
        cluster = DqliteCluster.start(3);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void prepare() throws Exception {
        cluster.awaitVoters();
        relay = new FaultyRelay(cluster);
        try (Connection connection = direct();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)");
        }
    }

    @AfterEach
    void tidyUp() throws Exception {
        relay.close();
        for (Node node : stopped) {
            if (node.isRunning()) {
                node.resume();
            } else {
                node.restart();
            }
        }
    }

    private Connection direct() throws SQLException {
        return DriverManager.getConnection(cluster.jdbcUrl(database) + "?failoverTimeout=60000&loginTimeout=60000");
    }

    private Connection verified(String... properties) throws SQLException {
        return DriverManager.getConnection(relay.jdbcUrl(database, VERIFIED + String.join("", properties)));
    }

    private Connection transaction(String... properties) throws SQLException {
        Connection connection = verified(properties);
        connection.setAutoCommit(false);
        return connection;
    }

    private static void insert(Connection connection, int id) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, 'v')")) {
            insert.setInt(1, id);
            assertThat(insert.executeUpdate()).isOne();
        }
    }

    private List<Integer> rows() throws SQLException {
        try (Connection connection = direct();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id FROM t ORDER BY id")) {
            List<Integer> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getInt(1));
            }
            return found;
        }
    }

    private void kill(Node node) {
        stopped.add(node);
        node.kill();
    }

    private void pause(Node node) throws IOException, InterruptedException {
        stopped.add(node);
        node.pause();
    }

    private static void assertRolledBack(SQLException error) {
        assertThat(error.getSQLState()).isEqualTo("40001");
        assertThat(DqliteConstants.isRolledBack(error)).isTrue();
    }

    private static SQLException failing(Connection connection) {
        try {
            connection.commit();
        } catch (SQLException e) {
            return e;
        }
        throw new AssertionError("The commit has succeeded");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&pipeline=false", "&transactionMode=deferred"})
    void aCommitWhoseAnswerIsLostSucceeds(String properties) throws Exception {
        try (Connection connection = transaction(properties)) {
            insert(connection, 1);
            relay.plan(COMMIT, request -> {
                request.forward();
                request.awaitAnswer();
                request.cut();
            });
            connection.commit();
            insert(connection, 2);
            connection.commit();
            assertThat(rows()).containsExactly(1, 2);
        }
        relay.check();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&pipeline=false", "&transactionMode=deferred"})
    void aCommitThatNeverArrivedIsARollback(String properties) throws Exception {
        try (Connection connection = transaction(properties)) {
            insert(connection, 1);
            relay.plan(COMMIT, FaultyRelay.Caught::cut);
            assertRolledBack(failing(connection));
            insert(connection, 2);
            connection.commit();
            assertThat(rows()).containsExactly(2);
        }
        relay.check();
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void theLeaderIsKilledAtCommit(boolean committed) throws Exception {
        try (Connection connection = transaction()) {
            insert(connection, 1);
            relay.plan(COMMIT, request -> {
                if (committed) {
                    request.forward();
                    request.awaitAnswer();
                }
                kill(request.node());
                request.cut();
            });
            if (committed) {
                connection.commit();
            } else {
                assertRolledBack(failing(connection));
            }
            insert(connection, 2);
            connection.commit();
            assertThat(rows()).isEqualTo(committed ? List.of(1, 2) : List.of(2));
        }
        relay.check();
    }

    /** The COMMIT reaches the leader when the others have long elected another one, and the driver has its verdict. */
    @Test
    void aPausedLeaderGetsTheCommitTooLate() throws Exception {
        try (Connection connection = transaction("&socketTimeout=3000")) {
            insert(connection, 1);
            relay.plan(COMMIT, request -> {
                pause(request.node());
                request.forward();
            });
            assertRolledBack(failing(connection));
            stopped.get(0).resume();
            insert(connection, 2);
            connection.commit();
            cluster.awaitVoters();
            assertThat(rows()).containsExactly(2);
        }
        relay.check();
    }

    /** On the same leader, the question is answered with busy as long as the transaction is open there. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCommitThatIsStillUnderWayIsWaitedFor(boolean arrives) throws Exception {
        try (Connection connection = transaction()) {
            insert(connection, 1);
            relay.plan(COMMIT, request -> {
                request.cutClient();
                relay.awaitMore(QUESTION, 3);
                if (arrives) {
                    request.forward();
                } else {
                    request.cut();
                }
            });
            if (arrives) {
                connection.commit();
            } else {
                assertRolledBack(failing(connection));
            }
            assertThat(rows()).isEqualTo(arrives ? List.of(1) : List.of());
        }
        relay.check();
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void theAnswerToTheQuestionIsLostToo(boolean committed, boolean asked) throws Exception {
        try (Connection connection = transaction()) {
            insert(connection, 1);
            relay.plan(COMMIT, request -> {
                if (committed) {
                    request.forward();
                    request.awaitAnswer();
                }
                request.cut();
            });
            for (int i = 0; i < 2; i++) {
                relay.plan(QUESTION, request -> {
                    if (asked) {
                        request.forward();
                        request.awaitAnswer();
                    }
                    request.cut();
                });
            }
            if (committed) {
                connection.commit();
            } else {
                assertRolledBack(failing(connection));
            }
            assertThat(rows()).isEqualTo(committed ? List.of(1) : List.of());
        }
        relay.check();
    }

    @Test
    void theSecondLeaderIsLostWhileItIsAsked() throws Exception {
        try (Connection connection = transaction()) {
            insert(connection, 1);
            relay.plan(COMMIT, request -> {
                request.forward();
                request.awaitAnswer();
                kill(request.node());
                request.cut();
            });
            relay.plan(QUESTION, request -> {
                stopped.get(0).restart();
                request.forward();
                request.node().kill();
                request.cut();
                request.node().restart();
            });
            connection.commit();
            assertThat(rows()).containsExactly(1);
        }
        relay.check();
    }

    /** Options that keep clients apart make each look for the tables itself, as clients in JVMs of their own do. */
    @Test
    void clientsThatMakeTheTablesAtTheSameTimeAllCommit() throws Exception {
        List<String> apart =
                List.of("", "&tcpKeepAlive=false", "&logParameters=true", "&tcpKeepAlive=false&logParameters=true");
        List<String> hosts =
                cluster.nodes().stream().map(node -> node.address().toString()).toList();
        CyclicBarrier together = new CyclicBarrier(apart.size());
        ExecutorService threads = Executors.newFixedThreadPool(apart.size());
        try {
            List<Future<?>> committed = new ArrayList<>();
            for (int i = 0; i < apart.size(); i++) {
                int id = i;
                committed.add(threads.submit(() -> {
                    try (Connection connection =
                            DriverManager.getConnection("jdbc:dqlite://" + hosts.get(id % hosts.size()) + "/" + database
                                    + "?" + VERIFIED + "&busyTimeout=60000" + apart.get(id))) {
                        connection.setAutoCommit(false);
                        together.await();
                        for (int each = 0; each < 2; each++) {
                            insert(connection, 10 * id + each);
                            connection.commit();
                        }
                        return null;
                    }
                }));
            }
            for (Future<?> each : committed) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(rows()).containsExactly(0, 1, 10, 11, 20, 21, 30, 31);
        try (Connection connection = direct();
                Statement statement = connection.createStatement();
                ResultSet marks = statement.executeQuery("SELECT count(*) FROM dqlite4j_outcome WHERE id > 0")) {
            marks.next();
            assertThat(marks.getInt(1)).as("one row for each client").isEqualTo(apart.size());
        }
    }

    @Test
    void aMarkFailsOnceItWasAskedFor() throws Exception {
        AtomicReference<String> late = new AtomicReference<>();
        try (Connection connection = transaction();
                Connection other = direct();
                Statement statement = other.createStatement()) {
            insert(connection, 1);
            relay.plan(COMMIT, request -> {
                late.set(request.sql());
                request.cut();
            });
            assertRolledBack(failing(connection));
            String mark = late.get().substring(0, late.get().indexOf(';'));
            other.setAutoCommit(false);
            statement.executeUpdate("INSERT INTO t VALUES (1, 'late')");
            assertThatThrownBy(() -> statement.executeUpdate(mark)).hasFieldOrPropertyWithValue("SQLState", "23502");
            other.rollback();
            insert(connection, 2);
            connection.commit();
            assertThat(relay.requests().get(relay.requests().size() - 1))
                    .as("the connection has another number")
                    .matches(COMMIT)
                    .doesNotStartWith(mark.substring(0, mark.indexOf(",", mark.indexOf("VALUES"))));
        }
    }

    /** A mark that is executed after its transaction was lost must not stay. */
    @Test
    void aMarkFailsOutsideATransaction() throws Exception {
        AtomicReference<String> seen = new AtomicReference<>();
        try (Connection connection = transaction();
                Connection other = direct();
                Statement statement = other.createStatement()) {
            insert(connection, 1);
            connection.commit();
            relay.requests().stream().filter(COMMIT).forEach(seen::set);
            String mark = seen.get().substring(0, seen.get().indexOf(';'));
            assertThatThrownBy(() -> statement.executeUpdate(mark)).hasFieldOrPropertyWithValue("SQLState", "23503");
            assertThatThrownBy(() -> statement.executeUpdate(mark.replaceAll("VALUES\\(\\d+", "VALUES(4711")))
                    .hasFieldOrPropertyWithValue("SQLState", "23503");
            other.setAutoCommit(false);
            statement.executeUpdate(mark);
            other.rollback();
        }
    }

    @Test
    void onlyTransactionsThatWroteLeaveAMark() throws Exception {
        try (Connection connection = transaction();
                Statement statement = connection.createStatement()) {
            insert(connection, 1);
            connection.commit();
            assertThat(relay.requests()).filteredOn(COMMIT).hasSize(1);
            relay.requests().clear();
            try (ResultSet rows = statement.executeQuery("SELECT * FROM t")) {
                assertThat(rows.next()).isTrue();
            }
            connection.commit();
            insert(connection, 2);
            connection.rollback();
            connection.setReadOnly(true);
            try (ResultSet rows = statement.executeQuery("SELECT * FROM t")) {
                assertThat(rows.next()).isTrue();
            }
            connection.commit();
            connection.setReadOnly(false);
            assertThat(relay.requests()).noneMatch(sql -> sql.contains("outcome"));
            // One request for the mark and the COMMIT, and nothing else.
            insert(connection, 3);
            int before = relay.requests().size();
            connection.commit();
            assertThat(relay.requests().size() - before).isOne();
        }
    }

    @Test
    void nothingIsMarkedUnlessAskedFor() throws Exception {
        try (Connection connection = transaction("&commitVerification=off")) {
            insert(connection, 1);
            relay.plan(sql -> sql.equals("COMMIT"), request -> {
                request.forward();
                request.awaitAnswer();
                request.cut();
            });
            assertThat(failing(connection).getSQLState()).isEqualTo("08007");
            assertThat(connection.isClosed()).isTrue();
        }
        assertThat(relay.requests()).noneMatch(sql -> sql.contains("outcome"));
        relay.check();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBatchInAutoCommitIsATransaction(boolean committed) throws Exception {
        try (Connection connection = verified();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO t VALUES (?, 'v') ON CONFLICT DO NOTHING")) {
            for (int i = 1; i <= 3; i++) {
                insert.setInt(1, i);
                insert.addBatch();
            }
            relay.plan(COMMIT, request -> {
                if (committed) {
                    request.forward();
                    request.awaitAnswer();
                }
                request.cut();
            });
            // What was surely rolled back is done again.
            assertThat(insert.executeBatch()).containsExactly(1, 1, 1);
            assertThat(rows()).containsExactly(1, 2, 3);
        }
        relay.check();
    }

    @Test
    void aBatchOfUpdatesAndSavepoints() throws Exception {
        try (Connection connection = transaction();
                PreparedStatement update = connection.prepareStatement("UPDATE t SET v = ? WHERE id = ?")) {
            insert(connection, 1);
            Savepoint savepoint = connection.setSavepoint();
            insert(connection, 2);
            connection.rollback(savepoint);
            insert(connection, 3);
            for (int i = 1; i <= 3; i++) {
                update.setString(1, "w");
                update.setInt(2, i);
                update.addBatch();
            }
            assertThat(update.executeBatch()).containsExactly(1, 0, 1);
            relay.plan(COMMIT, request -> {
                request.forward();
                request.awaitAnswer();
                request.cut();
            });
            connection.commit();
            assertThat(rows()).containsExactly(1, 3);
        }
        relay.check();
    }

    @Test
    void aSavepointThatIsTheTransaction() throws Exception {
        try (Connection connection = verified();
                Statement statement = connection.createStatement()) {
            statement.execute("SAVEPOINT s");
            insert(connection, 1);
            insert(connection, 2);
            relay.plan(sql -> sql.endsWith(";RELEASE s"), request -> {
                request.forward();
                request.awaitAnswer();
                request.cut();
            });
            statement.execute("RELEASE s");
            assertThat(rows()).containsExactly(1, 2);
        }
        relay.check();
    }

    @Test
    void aCommitThatADeferredConstraintRefuses() throws Exception {
        try (Connection connection = transaction();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES t DEFERRABLE INITIALLY DEFERRED)");
            connection.commit();
            statement.executeUpdate("INSERT INTO child VALUES (1, 7)");
            assertThat(failing(connection).getSQLState()).isEqualTo("23503");
            assertThat(failing(connection).getSQLState()).isEqualTo("23503");
            insert(connection, 7);
            relay.plan(COMMIT, request -> {
                request.forward();
                request.awaitAnswer();
                request.cut();
            });
            connection.commit();
            assertThat(rows()).containsExactly(7);
            try (ResultSet count = statement.executeQuery("SELECT count(*) FROM child")) {
                assertThat(count.next()).isTrue();
                assertThat(count.getInt(1)).isOne();
            }
        }
        relay.check();
    }

    @Test
    void theTableIsDroppedAmidUse() throws Exception {
        try (Connection connection = transaction();
                Connection other = direct();
                Statement statement = other.createStatement()) {
            insert(connection, 1);
            connection.commit();
            statement.execute("DROP TABLE dqlite4j_outcome");
            insert(connection, 2);
            connection.commit();
            insert(connection, 3);
            relay.plan(COMMIT, request -> {
                request.forward();
                request.awaitAnswer();
                request.cut();
            });
            connection.commit();
            assertThat(rows()).containsExactly(1, 2, 3);
        }
        relay.check();
    }

    /** A table that was dropped after the COMMIT, and perhaps made again, cannot tell anything. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theTableIsDroppedBeforeTheQuestion(boolean again) throws Exception {
        try (Connection connection = transaction();
                Connection other = direct();
                Statement statement = other.createStatement()) {
            insert(connection, 1);
            relay.plan(COMMIT, request -> {
                request.forward();
                request.awaitAnswer();
                statement.execute("DROP TABLE dqlite4j_outcome");
                if (again) {
                    try (Connection third = DriverManager.getConnection(
                            cluster.jdbcUrl(database) + "?commitVerification=transactions&tcpKeepAlive=false")) {
                        third.setAutoCommit(false);
                        insert(third, 2);
                        third.commit();
                    }
                }
                request.cut();
            });
            assertThat(failing(connection).getSQLState()).isEqualTo("08007");
            assertThat(connection.isClosed()).isTrue();
            assertThat(rows()).isEqualTo(again ? List.of(1, 2) : List.of(1));
        }
        relay.check();
    }

    /** Something else of that name is neither used nor changed, and one line of the log says so. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE dqlite4j_outcome (id INTEGER PRIMARY KEY, mine TEXT)",
                "CREATE TABLE DQLITE4J_OUTCOME (a)",
                "CREATE VIEW dqlite4j_outcome AS SELECT 1 AS id, 2 AS n, 3 AS at, 4 AS open",
                "CREATE TABLE dqlite4j_outcome_none (id INTEGER PRIMARY KEY)"
            })
    void anotherTableOfThatName(String ddl) throws Exception {
        try (Connection other = direct();
                Statement statement = other.createStatement();
                LogRecorder log = LogRecorder.of("connections")) {
            statement.execute(ddl);
            for (String mode : List.of("transactions", "all")) {
                try (Connection connection = transaction("&commitVerification=" + mode)) {
                    insert(connection, mode.length());
                    connection.commit();
                    insert(connection, 3 * mode.length());
                    relay.plan(sql -> sql.equals("COMMIT"), request -> {
                        request.forward();
                        request.awaitAnswer();
                        request.cut();
                    });
                    assertThat(failing(connection).getSQLState()).isEqualTo("08007");
                }
            }
            assertThat(rows()).hasSize(4);
            assertThat(log.shown("commitVerification has no effect on " + database))
                    .hasSize(1);
            assertThat(relay.requests()).noneMatch(sql -> sql.contains("INTO main.dqlite4j"));
            try (ResultSet tables = other.getMetaData().getTables(null, null, "dqlite4j%", null)) {
                assertThat(tables.next()).as("it is the application's").isTrue();
                assertThat(tables.next()).isFalse();
            }
        }
        relay.check();
    }

    @Test
    void aReadOnlyConnectionMakesNoTable() throws Exception {
        try (Connection connection = transaction("&readOnly=true");
                Connection other = direct();
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SELECT * FROM t")) {
                assertThat(rows.next()).isFalse();
            }
            connection.commit();
            assertThat(tables(other)).containsExactly("t");
            connection.setReadOnly(false);
            insert(connection, 1);
            connection.commit();
            assertThat(tables(other)).containsExactly("dqlite4j_outcome", "dqlite4j_outcome_none", "t");
        }
    }

    private static List<String> tables(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY name")) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    @Test
    void theTablesAreNotInTheMetadata() throws Exception {
        try (Connection connection = transaction();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO t VALUES (41, 'v')");
            long key = 41;
            connection.commit();
            try (ResultSet last = statement.executeQuery("SELECT last_insert_rowid()")) {
                assertThat(last.next()).isTrue();
                assertThat(last.getLong(1)).isEqualTo(key);
            }
            DatabaseMetaData data = connection.getMetaData();
            for (ResultSet rows : List.of(
                    data.getTables(null, null, "dqlite4j%", null),
                    data.getColumns(null, null, "dqlite4j%", null),
                    data.getPrimaryKeys(null, null, "dqlite4j_outcome"),
                    data.getImportedKeys(null, null, "dqlite4j_outcome"),
                    data.getExportedKeys(null, null, "dqlite4j_outcome_none"),
                    data.getIndexInfo(null, null, "dqlite4j_outcome", false, true))) {
                try (rows) {
                    assertThat(rows.next()).isFalse();
                }
            }
        }
    }

    @Test
    void foreignKeysThatAreOffTurnMarksOff() throws Exception {
        try (Connection connection = verified();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA foreign_keys=OFF");
            connection.setAutoCommit(false);
            insert(connection, 1);
            connection.commit();
            connection.setAutoCommit(true);
            assertThat(relay.requests()).noneMatch(sql -> sql.contains("outcome"));
            statement.execute("PRAGMA foreign_keys=ON");
            connection.setAutoCommit(false);
            insert(connection, 2);
            connection.commit();
            assertThat(relay.requests()).filteredOn(COMMIT).hasSize(1);
        }
    }

    @Test
    void tempTablesAreLostAfterACommitThatWasFound() throws Exception {
        try (Connection connection = verified();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE own (a)");
            connection.setAutoCommit(false);
            insert(connection, 1);
            relay.plan(COMMIT, request -> {
                request.forward();
                request.awaitAnswer();
                request.cut();
            });
            connection.commit();
            assertThat(rows()).containsExactly(1);
            assertThatThrownBy(() -> insert(connection, 2))
                    .hasFieldOrPropertyWithValue("SQLState", "08003")
                    .hasMessageContaining("TEMP");
        }
        relay.check();
    }

    /** Rows of connections that are gone are removed when the table is looked at, not too many at a time. */
    @Test
    void oldRowsAreCleanedUp() throws Exception {
        try (Connection connection = transaction();
                Connection other = direct();
                Statement statement = other.createStatement()) {
            insert(connection, 1);
            connection.commit();
            statement.executeUpdate(
                    "INSERT INTO dqlite4j_outcome(id, n, at) WITH RECURSIVE i(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM i"
                            + " WHERE v < 1500) SELECT 1000 + v, CASE v % 2 WHEN 0 THEN 7 ELSE -7 END, 5 FROM i");
            for (int left : List.of(500, 0)) {
                // The driver looks at the tables again once a mark was refused.
                statement.execute("DROP TABLE dqlite4j_outcome_none");
                insert(connection, 10_000 + left);
                connection.commit();
                insert(connection, 20_000 + left);
                connection.commit();
                try (ResultSet rows =
                        statement.executeQuery("SELECT count(*) FROM dqlite4j_outcome WHERE at < 10 AND id > 0")) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getInt(1)).isEqualTo(left);
                }
            }
            try (ResultSet rows = statement.executeQuery("SELECT at > 10, n > 0 FROM dqlite4j_outcome WHERE id = 0")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getBoolean(1))
                        .as("it is known up to when rows may be missing")
                        .isTrue();
                assertThat(rows.getBoolean(2)).isTrue();
            }
        }
    }

    // Every write in auto-commit.

    private Connection all(String... properties) throws SQLException {
        return verified("&commitVerification=all" + String.join("", properties));
    }

    private void loseCommit(boolean committed) {
        relay.plan(COMMIT, request -> {
            if (committed) {
                request.forward();
                request.awaitAnswer();
            }
            request.cut();
        });
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, true", "true, false", "false, false"})
    void aWriteInAutoCommitIsNeverInDoubt(boolean committed, boolean pipeline) throws Exception {
        try (Connection connection = all("&pipeline=" + pipeline);
                Statement statement = connection.createStatement()) {
            loseCommit(committed);
            insert(connection, 1);
            loseCommit(committed);
            assertThat(statement.executeUpdate("UPDATE t SET v = 'w'")).isOne();
            loseCommit(committed);
            assertThat(statement.executeUpdate("CREATE TABLE made (a)")).isZero();
            loseCommit(committed);
            try (ResultSet rows = statement.executeQuery("INSERT INTO t VALUES (7, 'x') RETURNING id")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isEqualTo(7);
            }
            loseCommit(committed);
            assertThat(statement.executeUpdate("INSERT INTO t (v) VALUES ('y')", Statement.RETURN_GENERATED_KEYS))
                    .isOne();
            try (ResultSet keys = statement.getGeneratedKeys()) {
                assertThat(keys.next()).isTrue();
                assertThat(keys.getInt(1)).isEqualTo(8);
            }
            assertThat(rows()).containsExactly(1, 7, 8);
            assertThat(tables(connection)).contains("made");
        }
        relay.check();
    }

    @Test
    void aFailedWriteHasTheSameEffectAsWithoutATransaction() throws Exception {
        try (Connection connection = all();
                Statement statement = connection.createStatement()) {
            insert(connection, 2);
            assertThatThrownBy(
                            () -> statement.executeUpdate("INSERT OR FAIL INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')"))
                    .hasFieldOrPropertyWithValue("SQLState", "23505");
            assertThat(rows()).containsExactly(1, 2);
            assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO t VALUES (5, 'a'), (2, 'b')"))
                    .hasFieldOrPropertyWithValue("SQLState", "23505");
            statement.execute(
                    "CREATE TABLE child (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES t DEFERRABLE INITIALLY DEFERRED)");
            assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO child VALUES (1, 99)"))
                    .hasFieldOrPropertyWithValue("SQLState", "23503");
            assertThat(statement.executeUpdate("INSERT INTO child VALUES (1, 2)"))
                    .isOne();
            assertThat(rows()).containsExactly(1, 2);
            try (ResultSet rows = statement.executeQuery("SELECT * FROM t")) {
                assertThat(rows.next()).isTrue();
            }
            assertThat(relay.requests().get(relay.requests().size() - 1)).matches(COMMIT);
        }
    }

    @Test
    void writersOfOneJvmAreNotInDoubtWhenTheLeaderIsKilled() throws Exception {
        AtomicReference<Throwable> failed = new AtomicReference<>();
        int each = 40;
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int first = 1000 * (i + 1);
            Thread thread = new Thread(() -> {
                try (Connection connection = all("&busyTimeout=60000")) {
                    for (int n = 0; n < each; n++) {
                        insert(connection, first + n);
                    }
                } catch (SQLException | RuntimeException | Error e) {
                    failed.set(e);
                }
            });
            threads.add(thread);
        }
        relay.plan(
                sql -> COMMIT.test(sql)
                        && relay.requests().stream().filter(COMMIT).count() > 60,
                request -> {
                    request.forward();
                    kill(request.node());
                    request.cut();
                });
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failed.get()).isNull();
        assertThat(rows()).hasSize(4 * each);
        relay.check();
    }
}
