package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.ParallelCalls.Running;
import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Asked;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.sql.PooledConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections that an application forgets: what they hold is given back, and a warning says so. */
@ExtendWith(LeakRecorder.class)
@Timeout(120)
class UnclosedConnectionTest {
    private static final Logger LOG = Logger.getLogger("io.github.dqlite4j.connections");
    private static final long SECONDS = 60;

    private final BlockingQueue<LogRecord> warnings = new LinkedBlockingQueue<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            if (record.getLevel() == Level.WARNING
                    && record.getMessage().matches("A connection to unclosed .*never closed.*")) {
                warnings.add(record);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private final CountDownLatch closedByDriver = new CountDownLatch(1);
    private ScriptedPeer node;

    @BeforeEach
    void start() {
        LOG.addHandler(handler);
        LOG.setUseParentHandlers(false);
        // The first connection is the one that is forgotten.
        node = ScriptedPeer.start(with -> {
            boolean opened = false;
            with.version();
            try {
                for (; ; ) {
                    opened |= with.read().type() == Asked.OPEN;
                    with.answer();
                }
            } finally {
                if (opened) {
                    closedByDriver.countDown();
                }
            }
        });
    }

    @AfterEach
    void stop() throws Exception {
        LOG.removeHandler(handler);
        LOG.setUseParentHandlers(true);
        node.close();
    }

    /** Names a database of this class alone: connections of other tests may be forgotten, too. */
    private String url(String... properties) {
        return node.url(properties).replace("/test", "/unclosed");
    }

    /** Collects garbage until nothing refers to the object. */
    private static void awaitUnreachable(Reference<?> forgotten, ReferenceQueue<Object> queue) throws Exception {
        for (; ; ) {
            System.gc();
            Reference<?> found = queue.remove(50);
            if (found == forgotten) {
                return;
            }
        }
    }

    /** A connection that is used in a frame of its own, so that nothing of it is left on the stack. */
    private PhantomReference<Object> forget(ReferenceQueue<Object> queue, String... properties) throws SQLException {
        Connection connection = DriverManager.getConnection(url(properties));
        connection.setAutoCommit(false);
        Statement statement = connection.createStatement();
        statement.executeUpdate("DELETE FROM forgotten");
        return new PhantomReference<>(connection, queue);
    }

    @Test
    void turnAndSocketOfForgottenConnectionAreGivenBack() throws Exception {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        PhantomReference<Object> forgotten = forget(queue);
        awaitUnreachable(forgotten, queue);
        assertThat(closedByDriver.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        try (Connection next = DriverManager.getConnection(url());
                Statement statement = next.createStatement()) {
            statement.executeUpdate("DELETE FROM next");
        }
        LogRecord warning = warnings.poll(SECONDS, TimeUnit.SECONDS);
        assertThat(warning).isNotNull();
        assertThat(warning.getMessage())
                .contains("unclosed", Thread.currentThread().getName(), "logUnclosedConnections=true");
        assertThat(warning.getThrown()).isNull();
        assertThat(warnings).isEmpty();
    }

    /** The writer waits while the connection is still reachable, so it gets the turn from the thread of the cleaner. */
    @Test
    void writerThatWaitsGetsTheTurnOfForgottenConnection() throws Exception {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        PhantomReference<Object> forgotten = forget(queue);
        try (Connection next = DriverManager.getConnection(url("busyTimeout=60000", "queryTimeout=60000"));
                Statement statement = next.createStatement()) {
            var writer = new Running(() -> statement.executeUpdate("DELETE FROM next"));
            writer.awaitWaiting();
            awaitUnreachable(forgotten, queue);
            assertThat(writer.outcome()).isNull();
        }
    }

    @Test
    void warningShowsWhereItWasOpenedIfAskedFor() throws Exception {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        awaitUnreachable(forget(queue, "logUnclosedConnections=true"), queue);
        LogRecord warning = warnings.poll(SECONDS, TimeUnit.SECONDS);
        assertThat(warning).isNotNull();
        assertThat(warning.getThrown().getStackTrace())
                .extracting(StackTraceElement::getMethodName)
                .contains("forget");
    }

    private PhantomReference<Object> forgetPooled(ReferenceQueue<Object> queue) throws SQLException {
        DqliteConnectionPoolDataSource source = new DqliteConnectionPoolDataSource();
        source.setUrl(url());
        PooledConnection pooled = source.getPooledConnection();
        Connection handle = pooled.getConnection();
        handle.setAutoCommit(false);
        handle.createStatement().executeUpdate("DELETE FROM forgotten");
        return new PhantomReference<>(pooled, queue);
    }

    @Test
    void pooledConnectionIsGivenBackToo() throws Exception {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        awaitUnreachable(forgetPooled(queue), queue);
        assertThat(closedByDriver.await(SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(warnings.poll(SECONDS, TimeUnit.SECONDS)).isNotNull();
    }

    private PhantomReference<Object> closeAndForget(ReferenceQueue<Object> queue) throws SQLException {
        Connection connection = DriverManager.getConnection(url());
        connection.close();
        return new PhantomReference<>(connection, queue);
    }

    /** Both are unreachable in the end; the second one's warning shows that the cleaner has come by. */
    @Test
    void closedConnectionIsNotWarnedOf() throws Exception {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        awaitUnreachable(closeAndForget(queue), queue);
        awaitUnreachable(forget(queue), queue);
        assertThat(warnings.poll(SECONDS, TimeUnit.SECONDS)).isNotNull();
        assertThat(warnings).isEmpty();
    }

    private List<ResultSet> keepResult() throws SQLException {
        Connection connection = DriverManager.getConnection(url());
        return List.of(connection.createStatement().executeQuery("SELECT 1"));
    }

    /** A statement or a result refers to its connection. */
    @Test
    void connectionWithAResultIsNotForgotten() throws Exception {
        ReferenceQueue<Object> queue = new ReferenceQueue<>();
        List<ResultSet> kept = keepResult();
        awaitUnreachable(forget(queue), queue);
        assertThat(warnings.poll(SECONDS, TimeUnit.SECONDS)).isNotNull();
        assertThat(warnings).isEmpty();
        ResultSet rows = kept.get(0);
        assertThat(rows.getStatement().getConnection().isValid(20)).isTrue();
        rows.getStatement().getConnection().close();
    }
}
