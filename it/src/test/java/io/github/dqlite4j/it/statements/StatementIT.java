package io.github.dqlite4j.it.statements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.event.DqliteListener;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.Table;
import io.github.dqlite4j.jdbc.DqliteConnection;
import io.github.dqlite4j.jdbc.DqliteDriver;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of java.sql for statements and for their connection. */
class StatementIT {
    /** What may be called on a closed object. */
    private static final Set<String> ALWAYS = Set.of(
            "close",
            "isClosed",
            "abort",
            "isValid",
            "unwrap",
            "isWrapperFor",
            "beginRequest",
            "endRequest",
            "enquoteLiteral",
            "enquoteIdentifier",
            "enquoteNCharLiteral",
            "isSimpleIdentifier");

    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    private Connection connection;
    private Statement statement;
    private Table table;

    @BeforeEach
    void connect() throws SQLException {
        connection = DriverManager.getConnection(CLUSTER.jdbcUrl("statements"));
        statement = connection.createStatement();
        table = Table.create(connection, "id INTEGER PRIMARY KEY, name TEXT");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private static void fails(String state, Executable call) {
        assertThatThrownBy(call::execute)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state));
    }

    private static void fails(Executable call) {
        assertThatThrownBy(call::execute).isInstanceOf(SQLException.class);
    }

    /** The driver cannot know whether such a statement yields rows; the server finds the error. */
    @Test
    void aVerbWithATypingErrorIsASyntaxErrorOnEveryRoad() throws SQLException {
        String sql = "UPDAT t SET a = 1";
        fails("42000", () -> statement.execute(sql));
        fails("42000", () -> statement.executeQuery(sql));
        fails("42000", () -> statement.executeUpdate(sql));
        fails("42000", () -> statement.executeUpdate(sql, Statement.RETURN_GENERATED_KEYS));
        fails("42000", () -> statement.executeUpdate("INSERT INTO " + table.name() + " VALUES (1, 'a'); " + sql));
        statement.addBatch(sql);
        fails("42000", () -> statement.executeBatch());
        try (PreparedStatement prepared = connection.prepareStatement(sql)) {
            fails("42000", prepared::executeUpdate);
            prepared.addBatch();
            fails("42000", prepared::executeBatch);
        }
        fails("HY000", () -> statement.executeUpdate("SELECT 1"));
        fails("HY000", () -> statement.executeUpdate("INSERT INTO " + table.name() + " VALUES (2, 'b') RETURNING id"));
    }

    private static List<Method> methods(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> !ALWAYS.contains(method.getName()))
                .toList();
    }

    private static Object any(Class<?> type) {
        return type.isPrimitive() ? Array.get(Array.newInstance(type, 1), 0) : null;
    }

    private static void throwsWhenClosed(Class<?> type, Object closed) {
        assertThat(methods(type)).hasSizeGreaterThan(30).allSatisfy(method -> {
            Object[] arguments = Arrays.stream(method.getParameterTypes())
                    .map(StatementIT::any)
                    .toArray();
            assertThatThrownBy(() -> method.invoke(closed, arguments))
                    .as(method.toString())
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .isInstanceOf(SQLException.class);
        });
    }

    @Test
    void throwsWhenItIsClosed() throws SQLException {
        PreparedStatement prepared = connection.prepareStatement("SELECT ?");
        for (Statement each : List.of(statement, prepared)) {
            each.close();
            each.close();
            assertThat(each.isClosed()).isTrue();
        }
        throwsWhenClosed(Statement.class, statement);
        throwsWhenClosed(PreparedStatement.class, prepared);
    }

    @Test
    void throwsWhenTheConnectionIsClosed() throws SQLException {
        PreparedStatement prepared = connection.prepareStatement("SELECT ?");
        connection.close();
        connection.close();
        assertThat(connection.isClosed()).isTrue();
        assertThat(connection.isValid(1)).isFalse();
        throwsWhenClosed(Connection.class, connection);
        throwsWhenClosed(Statement.class, statement);
        throwsWhenClosed(PreparedStatement.class, prepared);
        assertThat(prepared.isClosed()).isTrue();
        prepared.close();
    }

    @Test
    void refusesTheWrongMethodBeforeAnythingIsSent() throws SQLException {
        List<String> sent = new ArrayList<>();
        DqliteListener listener = new DqliteListener() {
            @Override
            public void executed(Executed event) {
                sent.add(event.sql());
            }
        };
        String insert = "INSERT INTO " + table.name() + " VALUES (1, 'x')";
        DqliteDriver.addListener(listener);
        try (PreparedStatement select = connection.prepareStatement("SELECT 1");
                PreparedStatement update = connection.prepareStatement(insert)) {
            for (Executable call : List.<Executable>of(
                    () -> statement.executeUpdate("SELECT 1"),
                    () -> statement.executeLargeUpdate("/* x */ WITH a AS (SELECT 1) SELECT * FROM a"),
                    () -> statement.executeUpdate(insert + " RETURNING id"),
                    () -> statement.executeUpdate(insert + "; SELECT 1"),
                    () -> statement.executeQuery(insert),
                    () -> statement.executeQuery("SELECT 1; SELECT 2"),
                    () -> statement.executeQuery(""),
                    () -> statement.executeQuery("-- nothing"),
                    select::executeUpdate,
                    select::executeLargeUpdate,
                    update::executeQuery)) {
                fails("HY000", call);
            }
            fails("07001", () -> statement.execute("SELECT ?"));
            fails("07001", () -> statement.execute("SELECT 1; SELECT :a"));
            fails("HY000", () -> connection.prepareStatement("SELECT 1; SELECT 2"));
            fails("HY000", () -> connection.prepareStatement(" "));
            fails("HY000", () -> select.executeQuery("SELECT 2"));
            fails("HY000", () -> select.executeUpdate(insert));
            fails("HY000", () -> select.execute(insert));
        } finally {
            DqliteDriver.removeListener(listener);
        }
        // The server says what is wrong with a text, which is not executed for that.
        assertThat(sent).allMatch(sql -> sql.startsWith("EXPLAIN "));
    }

    @Test
    void explainOfAWriteWithParametersLeavesTheTransactionFree() throws SQLException {
        String insert = "INSERT INTO " + table.name() + " VALUES (?, 'x')";
        connection.setAutoCommit(false);
        try (PreparedStatement explain = connection.prepareStatement("EXPLAIN " + insert);
                PreparedStatement update = connection.prepareStatement(insert)) {
            explain.setInt(1, 1);
            try (ResultSet rows = explain.executeQuery()) {
                assertThat(rows.next()).isTrue();
            }
            update.setInt(1, 77);
            update.executeUpdate();
            connection.commit();
        } finally {
            connection.setAutoCommit(true);
        }
        assertThat(table.rows()).contains(List.of("77", "x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ?, ?, ?",
                "SELECT :a, @b, $c",
                "SELECT ?1, ?3",
                "SELECT ?3",
                "SELECT :a, ?2, ?, :a -- ?",
                "SELECT ':x', ?, \"?\", ?, [?], /* ? */ ?",
            })
    void countsParametersOfEveryForm(String sql) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(sql.replace("\"?\"", "'\"?\"'").replace("[?]", "'[?]'"))) {
            assertThat(select.getParameterMetaData().getParameterCount()).isEqualTo(3);
            select.setInt(1, 1);
            select.setInt(2, 2);
            fails("07001", select::executeQuery);
            fails("07001", select::execute);
            select.setNull(3, java.sql.Types.INTEGER);
            try (ResultSet rows = select.executeQuery()) {
                assertThat(rows.next()).isTrue();
            }
            try (ResultSet rows = select.executeQuery()) {
                assertThat(rows.next()).as("the parameters stay").isTrue();
            }
            select.clearParameters();
            fails("07001", select::executeQuery);
            fails("07009", () -> select.setInt(0, 1));
            fails("07009", () -> select.setInt(4, 1));
        }
    }

    @Test
    void givesTheSameValueToANameThatComesTwice() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT :a, @a, :a, ?1, ?")) {
            assertThat(select.getParameterMetaData().getParameterCount()).isEqualTo(3);
            select.setString(1, "one");
            select.setString(2, "two");
            select.setString(3, "three");
            try (ResultSet rows = select.executeQuery()) {
                assertThat(Table.read(rows)).containsExactly(List.of("one", "two", "one", "one", "three"));
            }
        }
    }

    @Test
    void tellsUpdateCounts() throws SQLException {
        assertThat(statement.getUpdateCount()).as("before an execution").isEqualTo(-1);
        assertThat(statement.getMoreResults()).isFalse();
        assertThat(statement.execute("INSERT INTO " + table.name() + " (name) VALUES ('a'), ('b')"))
                .isFalse();
        assertThat(statement.getUpdateCount()).isEqualTo(2);
        assertThat(statement.getLargeUpdateCount()).isEqualTo(2);
        assertThat(statement.getResultSet()).isNull();
        assertThat(statement.getMoreResults()).isFalse();
        assertThat(statement.getUpdateCount()).as("after the last").isEqualTo(-1);
        assertThat(statement.execute("SELECT 1")).isTrue();
        assertThat(statement.getUpdateCount()).isEqualTo(-1);
        assertThat(statement.getResultSet()).isSameAs(statement.getResultSet());
        assertThat(statement.executeUpdate("UPDATE " + table.name() + " SET name = 'c'"))
                .isEqualTo(2);
        assertThat(statement.executeLargeUpdate("DELETE FROM " + table.name() + " WHERE id = 1"))
                .isOne();
        assertThat(statement.executeUpdate("CREATE INDEX " + table.name() + "_i ON " + table.name() + " (name)"))
                .as("the server repeats the last count")
                .isZero();
        assertThat(statement.executeUpdate("")).isZero();
        assertThat(statement.execute("-- nothing")).isFalse();
        assertThat(statement.getUpdateCount()).isZero();
    }

    @Test
    void goesThroughTheResultsOfAScript() throws SQLException {
        assertThat(statement.execute("SELECT 'a' UNION SELECT 'b'; INSERT INTO " + table.name()
                        + " VALUES (1, 'x;y'); ; SELECT name FROM " + table.name() + "; -- end\n"
                        + "CREATE TRIGGER " + table.name() + "_t AFTER INSERT ON " + table.name()
                        + " BEGIN SELECT 1; SELECT 2; END; SELECT 3"))
                .isTrue();
        ResultSet first = statement.getResultSet();
        assertThat(first.next()).isTrue();
        assertThat(statement.getMoreResults()).isFalse();
        assertThat(first.isClosed()).isTrue();
        assertThat(statement.getUpdateCount()).isOne();
        assertThat(statement.getMoreResults(Statement.KEEP_CURRENT_RESULT)).isTrue();
        ResultSet second = statement.getResultSet();
        assertThat(statement.getMoreResults(Statement.KEEP_CURRENT_RESULT)).isFalse();
        assertThat(statement.getUpdateCount()).isZero();
        assertThat(statement.getMoreResults(Statement.KEEP_CURRENT_RESULT)).isTrue();
        assertThat(Table.read(second)).as("it was kept").containsExactly(List.of("x;y"));
        ResultSet third = statement.getResultSet();
        assertThat(statement.getMoreResults(Statement.CLOSE_ALL_RESULTS)).isFalse();
        assertThat(second.isClosed()).isTrue();
        assertThat(third.isClosed()).isTrue();
        assertThat(statement.getUpdateCount()).isEqualTo(-1);
        fails(() -> statement.getMoreResults(77));
    }

    @Test
    void stopsAScriptWhereItFails() throws SQLException {
        fails(
                "42S02",
                () -> statement.execute(
                        "INSERT INTO " + table.name() + " VALUES (1, 'a'); SELECT * FROM no_such_table; INSERT INTO "
                                + table.name() + " VALUES (2, 'b')"));
        assertThat(statement.getUpdateCount()).isEqualTo(-1);
        assertThat(table.rows()).containsExactly(List.of("1", "a"));
        connection.setAutoCommit(false);
        fails(() -> statement.execute("INSERT INTO " + table.name() + " VALUES (2, 'b'); SELECT nonsense"));
        connection.rollback();
        assertThat(table.size()).isOne();
    }

    @Test
    void closesTheResultOfTheExecutionBefore() throws SQLException {
        ResultSet first = statement.executeQuery("SELECT 1");
        ResultSet second = statement.executeQuery("SELECT 2");
        assertThat(first.isClosed()).isTrue();
        first.close();
        assertThat(second.next()).isTrue();
        statement.close();
        assertThat(second.isClosed()).isTrue();
    }

    @Test
    void closesItselfOnCompletion() throws SQLException {
        assertThat(statement.isCloseOnCompletion()).isFalse();
        statement.closeOnCompletion();
        assertThat(statement.isCloseOnCompletion()).isTrue();
        statement.execute("SELECT 1; SELECT 2");
        statement.getResultSet().close();
        assertThat(statement.isClosed()).as("there is another result").isFalse();
        statement.executeQuery("SELECT 3");
        ResultSet last = statement.executeQuery("SELECT 4");
        assertThat(statement.isClosed()).as("executing again does not count").isFalse();
        last.close();
        assertThat(statement.isClosed()).isTrue();
    }

    static Stream<Integer> types() {
        return Stream.of(ResultSet.TYPE_FORWARD_ONLY, ResultSet.TYPE_SCROLL_INSENSITIVE);
    }

    @ParameterizedTest
    @MethodSource("types")
    void givesNoMoreRowsThanWanted(int type) throws SQLException {
        String numbers =
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) SELECT i FROM n";
        try (Statement limited = connection.createStatement(type, ResultSet.CONCUR_READ_ONLY)) {
            for (int max : new int[] {1, 2999, 3000, 3001, 0}) {
                limited.setMaxRows(max);
                assertThat(limited.getMaxRows()).isEqualTo(max);
                try (ResultSet rows = limited.executeQuery(numbers)) {
                    assertThat(Table.read(rows)).hasSize(max == 0 ? 3000 : Math.min(max, 3000));
                }
            }
            limited.setLargeMaxRows(5_000_000_000L);
            assertThat(limited.getLargeMaxRows()).isEqualTo(5_000_000_000L);
            assertThat(limited.getMaxRows()).isEqualTo(Integer.MAX_VALUE);
        }
    }

    @Test
    void cutsLongFields() throws SQLException {
        statement.setMaxFieldSize(5);
        assertThat(statement.getMaxFieldSize()).isEqualTo(5);
        try (ResultSet rows = statement.executeQuery("SELECT 'abcdefg', x'01020304050607', 1234567")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("abcde");
            assertThat(rows.getBytes(2)).containsExactly(1, 2, 3, 4, 5);
            assertThat(rows.getInt(3)).isEqualTo(1234567);
        }
    }

    @Test
    void remembersItsOptions() throws SQLException {
        statement.setFetchSize(17);
        assertThat(statement.getFetchSize()).isEqualTo(17);
        statement.setQueryTimeout(3);
        assertThat(statement.getQueryTimeout()).isEqualTo(3);
        statement.setFetchDirection(ResultSet.FETCH_REVERSE);
        assertThat(statement.getFetchDirection()).isEqualTo(ResultSet.FETCH_REVERSE);
        assertThat(statement.isPoolable()).isFalse();
        statement.setPoolable(true);
        assertThat(statement.isPoolable()).isTrue();
        assertThat((Throwable) statement.getWarnings()).isNull();
        statement.clearWarnings();
        statement.setCursorName("c");
        assertThat(statement.getConnection()).isSameAs(connection);
        for (Executable wrong : List.<Executable>of(
                () -> statement.setFetchSize(-1),
                () -> statement.setQueryTimeout(-1),
                () -> statement.setMaxRows(-1),
                () -> statement.setLargeMaxRows(-1),
                () -> statement.setMaxFieldSize(-1),
                () -> statement.setFetchDirection(77),
                () -> connection.createStatement(77, ResultSet.CONCUR_READ_ONLY),
                () -> connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, 77),
                () -> connection.prepareStatement("SELECT 1", 77),
                () -> connection.setNetworkTimeout(Runnable::run, -1),
                () -> connection.setNetworkTimeout(null, 1),
                () -> connection.abort(null),
                () -> connection.isValid(-1))) {
            fails("HY000", wrong);
        }
        assertThat((Throwable) connection.getWarnings()).isNull();
        try (Statement other = connection.createStatement(
                ResultSet.TYPE_SCROLL_SENSITIVE, ResultSet.CONCUR_UPDATABLE, ResultSet.CLOSE_CURSORS_AT_COMMIT)) {
            assertThat(other.getResultSetType()).isEqualTo(ResultSet.TYPE_SCROLL_INSENSITIVE);
            assertThat(other.getResultSetConcurrency()).isEqualTo(ResultSet.CONCUR_READ_ONLY);
            assertThat(other.getResultSetHoldability()).isEqualTo(ResultSet.HOLD_CURSORS_OVER_COMMIT);
        }
        assertThat((Throwable) connection.getWarnings().getNextWarning().getNextWarning())
                .isNotNull();
        connection.clearWarnings();
        assertThat((Throwable) connection.getWarnings()).isNull();
    }

    @Test
    void translatesEscapesUnlessTurnedOff() throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT {d '2026-11-21'}")) {
            assertThat(Table.read(rows)).containsExactly(List.of("2026-11-21"));
        }
        statement.setEscapeProcessing(false);
        fails(() -> statement.executeQuery("SELECT {d '2026-11-21'}"));
        assertThat(connection.nativeSQL("SELECT {fn ucase('a')}")).isEqualToIgnoringCase("SELECT upper('a')");
    }

    @Test
    void commitsWhenAutoCommitIsSwitched() throws SQLException {
        connection.setAutoCommit(false);
        statement.executeUpdate("INSERT INTO " + table.name() + " VALUES (1, 'a')");
        connection.setAutoCommit(false);
        connection.rollback();
        assertThat(table.size()).as("setting what is set changes nothing").isZero();
        statement.executeUpdate("INSERT INTO " + table.name() + " VALUES (1, 'a')");
        connection.setAutoCommit(true);
        try (Connection other = DriverManager.getConnection(CLUSTER.jdbcUrl("statements"))) {
            assertThat(new Table(other, table.name()).size()).isOne();
        }
        fails("25000", connection::commit);
        fails("25000", connection::rollback);
        fails("25000", connection::setSavepoint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE %1$s_x (id INTEGER PRIMARY KEY ON CONFLICT ROLLBACK)",
                "CREATE TABLE %1$s_x (id INTEGER PRIMARY KEY, CHECK (id <> 1)); CREATE TRIGGER %1$s_t BEFORE INSERT ON %1$s_x"
                        + " WHEN NEW.id = 1 BEGIN SELECT RAISE(ROLLBACK, 'no'); END"
            })
    void noticesThatAConflictHasEndedTheTransaction(String ddl) throws SQLException {
        statement.execute(ddl.formatted(table.name()));
        if (!ddl.contains("TRIGGER")) {
            statement.execute("INSERT INTO " + table.name() + "_x VALUES (1)");
        }
        connection.setAutoCommit(false);
        statement.executeUpdate("INSERT INTO " + table.name() + " VALUES (1, 'a')");
        assertThatThrownBy(() -> statement.executeUpdate("INSERT INTO " + table.name() + "_x VALUES (1)"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).startsWith("23"));
        fails("40001", () -> statement.executeUpdate("INSERT INTO " + table.name() + " VALUES (2, 'b')"));
        fails("40001", connection::commit);
        connection.rollback();
        statement.executeUpdate("INSERT INTO " + table.name() + " VALUES (3, 'c')");
        connection.commit();
        assertThat(table.rows()).as("nothing was done outside").containsExactly(List.of("3", "c"));
    }

    @Test
    void goesOnAfterAnOrdinaryConflict() throws SQLException {
        connection.setAutoCommit(false);
        statement.executeUpdate("INSERT INTO " + table.name() + " VALUES (1, 'a')");
        fails("23505", () -> statement.executeUpdate("INSERT INTO " + table.name() + " VALUES (1, 'b')"));
        statement.executeUpdate("INSERT INTO " + table.name() + " VALUES (2, 'b')");
        connection.commit();
        assertThat(table.size()).isEqualTo(2);
    }

    @Test
    void goesBackToSavepoints() throws SQLException {
        connection.setAutoCommit(false);
        Savepoint before = connection.setSavepoint("same");
        statement.executeUpdate("INSERT INTO " + table.name() + " VALUES (1, 'a')");
        Savepoint same = connection.setSavepoint("same");
        statement.executeUpdate("INSERT INTO " + table.name() + " VALUES (2, 'b')");
        Savepoint unnamed = connection.setSavepoint();
        statement.executeUpdate("INSERT INTO " + table.name() + " VALUES (3, 'c')");

        assertThat(same.getSavepointName()).isEqualTo("same");
        fails(same::getSavepointId);
        assertThat(unnamed.getSavepointId()).isPositive();
        fails(unnamed::getSavepointName);

        connection.rollback(unnamed);
        connection.rollback(unnamed);
        assertThat(table.size()).isEqualTo(2);
        connection.rollback(before);
        assertThat(table.size()).as("not the second of this name").isZero();
        fails("3B001", () -> connection.rollback(same));
        fails("3B001", () -> connection.releaseSavepoint(unnamed));
        fails("3B001", () -> connection.rollback((Savepoint) null));
        fails(() -> connection.setSavepoint(null));
        statement.executeUpdate("INSERT INTO " + table.name() + " VALUES (4, 'd')");
        connection.releaseSavepoint(before);
        fails("3B001", () -> connection.releaseSavepoint(before));
        connection.commit();
        fails("3B001", () -> connection.rollback(before));
        assertThat(table.rows()).containsExactly(List.of("4", "d"));
        Savepoint ofAnother = connection.setSavepoint("x");
        connection.rollback();
        try (Connection other = DriverManager.getConnection(CLUSTER.jdbcUrl("statements"))) {
            other.setAutoCommit(false);
            Savepoint own = other.setSavepoint("x");
            fails("3B001", () -> other.rollback(ofAnother));
            other.releaseSavepoint(own);
        }
    }

    @Test
    void theReleaseOfASavepointThatComesFirstCommitsNothing() throws SQLException {
        connection.setAutoCommit(false);
        Savepoint first = connection.setSavepoint();
        statement.executeUpdate("INSERT INTO " + table.name() + " VALUES (1, 'a')");
        connection.releaseSavepoint(first);
        connection.rollback();
        assertThat(table.size()).isZero();
        statement.execute("SAVEPOINT a");
        statement.executeUpdate("INSERT INTO " + table.name() + " VALUES (1, 'a')");
        statement.execute("RELEASE a");
        connection.rollback();
        assertThat(table.size()).isZero();
    }

    @Test
    void theLatestSavepointOfANameIsReleasedFirst() throws SQLException {
        statement.execute("SAVEPOINT a");
        statement.executeUpdate("INSERT INTO " + table.name() + " VALUES (1, 'a')");
        statement.execute("SAVEPOINT A");
        statement.executeUpdate("INSERT INTO " + table.name() + " VALUES (2, 'b')");
        DqliteConnection.Transaction transaction =
                connection.unwrap(DqliteConnection.class).transaction();
        statement.execute("RELEASE a");
        assertThat(transaction.isOpen()).isTrue();
        assertThat(transaction.isCommitted()).isFalse();
        try (Connection other = DriverManager.getConnection(CLUSTER.jdbcUrl("statements"))) {
            Table seen = new Table(other, table.name());
            assertThat(seen.size()).as("the transaction is still open").isZero();
            statement.execute("ROLLBACK TO a");
            statement.executeUpdate("INSERT INTO " + table.name() + " VALUES (3, 'c')");
            assertThat(seen.size()).isZero();
            statement.execute("RELEASE a");
            assertThat(transaction.isCommitted()).isTrue();
            assertThat(seen.rows()).containsExactly(List.of("3", "c"));
        }
        fails(() -> statement.execute("RELEASE a"));
        statement.executeUpdate("INSERT INTO " + table.name() + " VALUES (4, 'd')");
        assertThat(table.size()).isEqualTo(2);
    }

    @Test
    void keepsFewStatementsOnTheServer() throws SQLException {
        try (Connection small = DriverManager.getConnection(CLUSTER.jdbcUrl("statements") + "?statementCacheSize=2")) {
            List<PreparedStatement> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                all.add(small.prepareStatement("SELECT ? + " + i));
            }
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < all.size(); i++) {
                    all.get(i).setInt(1, round * 100);
                    try (ResultSet rows = all.get(i).executeQuery()) {
                        assertThat(rows.next()).isTrue();
                        assertThat(rows.getInt(1)).isEqualTo(round * 100 + i);
                    }
                }
            }
        }
    }

    @Test
    void seesWhatOthersDoToTheSchema() throws SQLException {
        table.run("INSERT INTO " + table.name() + " VALUES (1, 'a')");
        try (PreparedStatement select = connection.prepareStatement("SELECT * FROM " + table.name() + " WHERE id = ?");
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO " + table.name() + " VALUES (?, ?)");
                Connection other = DriverManager.getConnection(CLUSTER.jdbcUrl("statements"))) {
            select.setInt(1, 1);
            insert.setInt(1, 2);
            insert.setString(2, "b");
            try (ResultSet rows = select.executeQuery()) {
                assertThat(Table.read(rows)).containsExactly(List.of("1", "a"));
            }
            assertThat(insert.executeUpdate()).isOne();
            Table same = new Table(other, table.name());
            same.run("ALTER TABLE " + table.name() + " ADD COLUMN more TEXT DEFAULT 'm'");
            try (ResultSet rows = select.executeQuery()) {
                assertThat(Table.read(rows)).containsExactly(List.of("1", "a", "m"));
            }
            fails("42000", insert::executeUpdate);
            same.run("DROP TABLE " + table.name());
            fails("42S02", select::executeQuery);
            same.run("CREATE TABLE " + table.name() + " (name TEXT, id INTEGER)");
            assertThat(insert.executeUpdate()).isOne();
            try (ResultSet rows = select.executeQuery()) {
                assertThat(rows.next()).isFalse();
            }
            assertThat(table.query("SELECT * FROM " + table.name())).containsExactly(List.of("2", "b"));
        }
    }
}
