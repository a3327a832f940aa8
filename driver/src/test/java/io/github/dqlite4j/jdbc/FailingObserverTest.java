package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dqlite4j.event.DqliteListener;
import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Asked;
import io.github.dqlite4j.peer.ScriptedPeer.Script;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A handler of the log, or a listener, that fails each time it is called: the caller gets the same answers. */
@ExtendWith(LeakRecorder.class)
@Timeout(120)
class FailingObserverTest {
    private final Logger driver = Logger.getLogger("io.github.dqlite4j");
    private final Level before = driver.getLevel();
    private final AtomicInteger calls = new AtomicInteger();
    private Handler handler;
    private DqliteListener listener;

    /** Who fails, and how. */
    enum Observer {
        LOG_EXCEPTION(true, () -> new IllegalStateException("thrown by a test")),
        LOG_STACK_OVERFLOW(true, StackOverflowError::new),
        LOG_OUT_OF_MEMORY(true, () -> new OutOfMemoryError("thrown by a test")),
        LOG_CHECKED(true, () -> new IOException("thrown by a test")),
        LISTENER_EXCEPTION(false, () -> new IllegalStateException("thrown by a test")),
        LISTENER_STACK_OVERFLOW(false, StackOverflowError::new),
        LISTENER_OUT_OF_MEMORY(false, () -> new OutOfMemoryError("thrown by a test")),
        LISTENER_CHECKED(false, () -> new IOException("thrown by a test"));

        private final boolean logs;
        private final Supplier<Throwable> thrown;

        Observer(boolean logs, Supplier<Throwable> thrown) {
            this.logs = logs;
            this.thrown = thrown;
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void fail(Throwable thrown) throws E {
        throw (E) thrown;
    }

    private void observe(Observer observer) {
        Runnable failing = () -> {
            calls.incrementAndGet();
            FailingObserverTest.<RuntimeException>fail(observer.thrown.get());
        };
        // The message is made, as every handler does, also at the levels that are off by default.
        handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                if (observer.logs) {
                    failing.run();
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        handler.setLevel(Level.ALL);
        driver.setUseParentHandlers(false);
        driver.addHandler(handler);
        driver.setLevel(Level.ALL);
        if (!observer.logs) {
            listener = new DqliteListener() {
                @Override
                public void attached(Attached event) {
                    failing.run();
                }

                @Override
                public void lost(Lost event) {
                    failing.run();
                }

                @Override
                public void executed(Executed event) {
                    failing.run();
                }
            };
            DqliteDriver.addListener(listener);
        }
    }

    @AfterEach
    void restore() {
        driver.removeHandler(handler);
        driver.setLevel(before);
        driver.setUseParentHandlers(true);
        if (listener != null) {
            DqliteDriver.removeListener(listener);
        }
        assertThat(calls).hasPositiveValue();
    }

    private static void assertUsable(Connection connection) throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1 FROM t")) {
            assertThat(rows.next()).isFalse();
            assertThat(statement.executeUpdate("DELETE FROM t")).isZero();
        }
        assertThat(connection.isValid(5)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void successStays(Observer observer) throws Exception {
        observe(observer);
        try (ScriptedPeer node = ScriptedPeer.node(with -> with.send(ScriptedPeer.result(0, 3)));
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("DELETE FROM scripted")).isEqualTo(3);
            connection.setAutoCommit(false);
            assertThat(statement.executeUpdate("DELETE FROM scripted")).isEqualTo(3);
            connection.commit();
            assertThat(node.count(Asked.EXEC_SQL, "scripted")).isEqualTo(2);
            assertUsable(connection);
        }
    }

    private void assertInDoubt(Observer observer, Script script) throws Exception {
        observe(observer);
        try (ScriptedPeer node = ScriptedPeer.node(script);
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            Throwable thrown = catchThrowable(() -> statement.executeUpdate("DELETE FROM scripted"));
            assertThat(thrown).isInstanceOf(SQLException.class).hasFieldOrPropertyWithValue("SQLState", "08007");
            assertThat(thrown.getMessage()).hasSizeLessThan(11_000);
            assertThat(connection.isClosed()).isTrue();
            assertThat(connection.isValid(1)).isFalse();
            assertThat(node.count(Asked.EXEC_SQL, "scripted")).isOne();
        }
    }

    @ParameterizedTest
    @EnumSource
    void writeWithoutAnAnswerIsInDoubt(Observer observer) throws Exception {
        assertInDoubt(observer, ScriptedPeer.Conversation::reset);
    }

    @ParameterizedTest
    @EnumSource
    void writeWithALongFailureIsInDoubt(Observer observer) throws Exception {
        byte[] failure = ScriptedPeer.failure(10506, "\n".repeat(20 << 20));
        assertInDoubt(observer, with -> with.send(failure));
    }

    @ParameterizedTest
    @EnumSource
    void writeWithAWrongAnswerIsInDoubt(Observer observer) throws Exception {
        assertInDoubt(observer, with -> with.send(ScriptedPeer.server(1, "x")));
    }

    @ParameterizedTest
    @EnumSource
    void lostTransactionIsRolledBack(Observer observer) throws Exception {
        observe(observer);
        try (ScriptedPeer node = ScriptedPeer.node(ScriptedPeer.Conversation::reset);
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> statement.executeUpdate("DELETE FROM scripted"))
                    .hasFieldOrPropertyWithValue("SQLState", "40001");
            connection.rollback();
            assertUsable(connection);
        }
    }

    @ParameterizedTest
    @EnumSource
    void refusalStays(Observer observer) throws Exception {
        observe(observer);
        try (ScriptedPeer node = ScriptedPeer.node(with -> with.send(ScriptedPeer.failure(2067, "UNIQUE")));
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.executeUpdate("DELETE FROM scripted"))
                    .hasFieldOrPropertyWithValue("SQLState", "23505");
            assertUsable(connection);
        }
    }
}
