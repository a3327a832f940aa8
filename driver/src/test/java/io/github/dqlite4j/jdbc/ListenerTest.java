package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.event.DqliteListener;
import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.NumberedNode;
import io.github.dqlite4j.peer.ParallelCalls.Running;
import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.SharedConnection;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A listener that blocks, throws or uses a connection itself. */
@ExtendWith(LeakRecorder.class)
@Timeout(120)
class ListenerTest {
    private static final long SECONDS = 30;

    private ScriptedPeer node;
    private String url;
    private Connection connection;
    private Connection other;
    private OneEventListener listener;

    @BeforeEach
    void connect() throws SQLException {
        node = NumberedNode.start();
        // No other test has it.
        String database = "listener-" + UUID.randomUUID();
        url = node.url().replace("/test?", "/" + database + "?");
        connection = DriverManager.getConnection(url);
        other = DriverManager.getConnection(url);
        listener = new OneEventListener(node.address(), database);
        DqliteDriver.addListener(listener);
    }

    @AfterEach
    void close() throws Exception {
        DqliteDriver.removeListener(listener);
        connection.close();
        other.close();
        node.close();
    }

    private enum Kind {
        ATTACHED,
        LOST,
        EXECUTED,
        COMMITTED,
        ROLLED_BACK,
        CALLING,
        CALLED
    }

    /** What the user of a connection does, and of which event a listener is notified meanwhile. */
    enum Event {
        EXECUTED_READ(Kind.EXECUTED) {
            @Override
            void cause(ListenerTest test) throws SQLException {
                SharedConnection.checkQuery(test.connection, 3);
            }
        },
        EXECUTED_WRITE(Kind.EXECUTED) {
            @Override
            void cause(ListenerTest test) throws SQLException {
                write(test.connection, 4);
            }
        },
        EXECUTED_FAILURE(Kind.EXECUTED) {
            @Override
            void cause(ListenerTest test) throws SQLException {
                try (Statement statement = test.connection.createStatement()) {
                    assertThatThrownBy(() -> statement.executeUpdate("DELETE FROM refused"))
                            .isInstanceOf(SQLException.class)
                            .hasMessageContaining("refused");
                }
            }
        },
        EXECUTED_COMMIT(Kind.COMMITTED) {
            @Override
            void cause(ListenerTest test) throws SQLException {
                writeInTransaction(test.connection, Connection::commit);
            }
        },
        EXECUTED_ROLLBACK(Kind.ROLLED_BACK) {
            @Override
            void cause(ListenerTest test) throws SQLException {
                writeInTransaction(test.connection, Connection::rollback);
            }
        },
        CALLING(Kind.CALLING) {
            @Override
            void cause(ListenerTest test) throws SQLException {
                write(test.connection, 4);
            }
        },
        CALLED(Kind.CALLED) {
            @Override
            void cause(ListenerTest test) throws SQLException {
                write(test.connection, 4);
            }
        },
        LOST(Kind.LOST) {
            @Override
            void cause(ListenerTest test) throws SQLException {
                loseNode(test.connection);
            }
        },
        ATTACHED_AGAIN(Kind.ATTACHED) {
            @Override
            void cause(ListenerTest test) throws SQLException {
                loseNode(test.connection);
            }
        },
        ATTACHED(Kind.ATTACHED) {
            @Override
            void cause(ListenerTest test) throws SQLException {
                try (Connection fresh = DriverManager.getConnection(test.url)) {
                    write(fresh, 5);
                }
            }
        };

        private final Kind kind;

        Event(Kind kind) {
            this.kind = kind;
        }

        /** Does it and checks the answer. */
        abstract void cause(ListenerTest test) throws SQLException;
    }

    private static void write(Connection connection, int number) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE numbered SET a = " + number))
                    .isEqualTo(number);
        }
    }

    private interface End {
        void of(Connection connection) throws SQLException;
    }

    private static void writeInTransaction(Connection connection, End end) throws SQLException {
        connection.setAutoCommit(false);
        write(connection, 15);
        end.of(connection);
        connection.setAutoCommit(true);
    }

    private static void loseNode(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.executeQuery("SELECT 1 FROM lost").next()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void blockingListenerHoldsUpItsOwnConnectionOnly(Event event) throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        listener.next(event.kind, () -> {
            called.countDown();
            await(released);
        });
        try {
            Running blocked = new Running(() -> event.cause(this));
            await(called);
            Running free = new Running(() -> {
                write(other, 11);
                SharedConnection.checkQuery(other, 12);
                other.setAutoCommit(false);
                write(other, 13);
                other.commit();
                try (Connection fresh = DriverManager.getConnection(url)) {
                    write(fresh, 14);
                }
            });
            assertThat(free.outcome()).isNull();
            released.countDown();
            assertThat(blocked.outcome()).isNull();
        } finally {
            released.countDown();
        }
        listener.assertCalled();
    }

    private static Stream<Arguments> failures() {
        return Arrays.stream(Event.values())
                .flatMap(event -> Stream.of(new IllegalStateException("thrown"), new LinkageError("thrown"))
                        .map(thrown -> Arguments.of(event, thrown)));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void throwingListenerChangesNothing(Event event, Throwable thrown) throws Exception {
        listener.next(event.kind, () -> {
            throw thrown;
        });
        event.cause(this);
        listener.assertCalled();
        SharedConnection.checkQuery(connection, 6);
        write(connection, 7);
        write(other, 8);
    }

    @ParameterizedTest
    @EnumSource
    void listenerMayUseItsOwnConnection(Event event) throws Exception {
        AtomicReference<@Nullable Throwable> inside = new AtomicReference<>();
        listener.next(event.kind, () -> {
            try {
                assertThat(connection.isValid(5)).isTrue();
                SharedConnection.checkQuery(connection, 8);
                write(connection, 9);
            } catch (Throwable e) {
                inside.set(e);
            }
        });
        assertThat(new Running(() -> event.cause(this)).outcome()).isNull();
        listener.assertCalled();
        assertThat(inside.get()).isNull();
        SharedConnection.checkQuery(connection, 10);
    }

    /** As one does that keeps a record of what was executed in a table. */
    @ParameterizedTest
    @EnumSource
    void listenerMayWriteOnAnotherConnection(Event event) throws Exception {
        AtomicReference<@Nullable Throwable> inside = new AtomicReference<>();
        listener.next(event.kind, () -> inside.set(new Running(() -> write(other, 9)).outcome()));
        assertThat(new Running(() -> event.cause(this)).outcome()).isNull();
        listener.assertCalled();
        assertThat(inside.get()).isNull();
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    /** Does something at the next event of a kind, once, and nothing at any other. */
    private static final class OneEventListener implements DqliteListener {
        private interface Action {
            void run() throws Throwable;
        }

        private record Expected(Kind kind, Action action) {}

        private final String node;
        private final String database;
        private final AtomicReference<@Nullable Expected> expected = new AtomicReference<>();
        private final AtomicInteger calls = new AtomicInteger();

        private OneEventListener(String node, String database) {
            this.node = node;
            this.database = database;
        }

        private void next(Kind kind, Action action) {
            expected.set(new Expected(kind, action));
        }

        private void assertCalled() {
            assertThat(calls).hasValue(1);
        }

        private void notified(Kind kind, @Nullable String where) {
            Expected next = expected.get();
            if (next == null || next.kind() != kind || !node.equals(where) || !expected.compareAndSet(next, null)) {
                return;
            }
            calls.incrementAndGet();
            try {
                next.action().run();
            } catch (RuntimeException | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public @Nullable CallListener calling(Calling event) {
            if (!event.database().equals(database)) {
                return null;
            }
            notified(Kind.CALLING, node);
            return end -> notified(Kind.CALLED, end.node());
        }

        @Override
        public void attached(Attached event) {
            notified(Kind.ATTACHED, event.node());
        }

        @Override
        public void lost(Lost event) {
            notified(Kind.LOST, event.node());
        }

        @Override
        public void executed(Executed event) {
            switch (event.sql()) {
                case "COMMIT" -> notified(Kind.COMMITTED, event.node());
                case "ROLLBACK" -> notified(Kind.ROLLED_BACK, event.node());
                default -> notified(Kind.EXECUTED, event.node());
            }
        }
    }
}
