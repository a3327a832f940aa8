package io.github.dqlite4j.spring.boot.liquibase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import liquibase.Scope;
import liquibase.change.ColumnConfig;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.DatabaseException;
import liquibase.exception.LiquibaseException;
import liquibase.statement.SqlStatement;
import liquibase.statement.core.AddPrimaryKeyStatement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a connection of sqlite-jdbc whose calls fail. A pool hands it on, unless it was aborted. */
class RebuildTransactionTest {
    private static final SqlStatement[] REBUILD = {
        new AddPrimaryKeyStatement(null, null, "t", new ColumnConfig[] {new ColumnConfig().setName("a")}, "pk")
    };

    @TempDir
    Path directory;

    private final List<String> calls = new ArrayList<>();
    private final DqliteLiquibaseDatabase database = new DqliteLiquibaseDatabase();

    private Connection connection;

    /** The call that fails, as its method and its arguments, or no call. */
    private String failing = "";

    @BeforeEach
    void connect() throws SQLException {
        connection = open();
        execute("CREATE TABLE t (a INT)");
        database.setConnection(new JdbcConnection((Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    String call = method.getName() + (arguments == null ? "" : " " + arguments[0]);
                    calls.add(method.getName());
                    if (call.equals(failing)) {
                        throw new SQLException("no " + call);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                })));
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private Connection open() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("test.db") + "?foreign_keys=on");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int one(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.getInt(1);
        }
    }

    private void insert() throws LiquibaseException {
        try {
            assertThat(one(connection, "PRAGMA foreign_keys")).isZero();
            execute("INSERT INTO t VALUES (1)");
        } catch (SQLException e) {
            throw new LiquibaseException(e);
        }
    }

    private void failWith(Error error) {
        assertThatThrownBy(() -> new RebuildTransaction(database).run(REBUILD, () -> {
                    insert();
                    throw error;
                }))
                .isSameAs(error);
    }

    private int stored() throws SQLException {
        try (Connection other = open()) {
            return one(other, "SELECT count(*) FROM t");
        }
    }

    @Test
    void anErrorIsRolledBackAndForeignKeysAreOnAgain() throws Exception {
        failWith(new StackOverflowError());
        assertThat(stored()).isZero();
        assertThat(connection.getAutoCommit()).isFalse();
        connection.setAutoCommit(true);
        assertThat(one(connection, "PRAGMA foreign_keys")).isOne();
        assertThat(calls).doesNotContain("abort", "close");
    }

    @Test
    void aConnectionIsClosedIfItsRollbackFails() throws Exception {
        failing = "rollback";
        failWith(new StackOverflowError());
        assertThat(calls).endsWith("abort", "close");
        assertThat(stored()).isZero();
    }

    @Test
    void aConnectionIsClosedIfForeignKeysStayOff() throws Exception {
        failing = "prepareStatement PRAGMA foreign_keys=ON";
        failWith(new StackOverflowError());
        assertThat(calls).endsWith("abort", "close");
        assertThat(stored()).isZero();
    }

    private Throwable failure(DatabaseException thrown) {
        return catchThrowable(() -> new RebuildTransaction(database).run(REBUILD, () -> {
            throw thrown;
        }));
    }

    @Test
    void anExceptionWithAPrintableTextIsTheSame() {
        DatabaseException plain = new DatabaseException("no table");
        assertThat(failure(plain)).isSameAs(plain);
        DatabaseException silent = new DatabaseException();
        assertThat(failure(silent)).isSameAs(silent);
    }

    @Test
    void anExceptionWithAnotherTextIsOtherwiseTheSame() {
        DatabaseException odd = new DatabaseException("no \u001b[31m", new SQLException("cause"));
        odd.addSuppressed(new SQLException("suppressed"));
        assertThat(failure(odd))
                .hasMessage("no \\u001b[31m")
                .hasCause(odd.getCause())
                .hasSuppressedException(odd.getSuppressed()[0])
                .extracting(Throwable::getStackTrace)
                .isEqualTo(odd.getStackTrace());
    }

    @Test
    void aLogRecordMayHaveNoMessage() throws Exception {
        new RebuildTransaction(database).run(REBUILD, () -> {
            Scope.getCurrentScope().getLog(getClass()).warning(null);
            insert();
        });
        assertThat(stored()).isOne();
    }

    @Test
    void aChangeThatIsCommittedDoesNotFail() throws Exception {
        failing = "prepareStatement PRAGMA foreign_keys=ON";
        new RebuildTransaction(database).run(REBUILD, this::insert);
        assertThat(calls).endsWith("abort", "close");
        assertThat(stored()).isOne();
    }
}
