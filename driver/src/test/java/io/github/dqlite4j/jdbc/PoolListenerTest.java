package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.NumberedNode;
import io.github.dqlite4j.peer.ParallelCalls.Running;
import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.SharedConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.PooledConnection;
import javax.sql.StatementEvent;
import javax.sql.StatementEventListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A pool's listener may take the pool's lock while another thread, which has that lock, uses the same connection. */
@ExtendWith(LeakRecorder.class)
@Timeout(60)
class PoolListenerTest {
    private static final long SECONDS = 10;

    /** What makes the driver call a listener. */
    enum Trigger {
        CLOSE_HANDLE {
            @Override
            void run(Connection handle, PreparedStatement statement) throws SQLException {
                handle.close();
            }
        },
        CLOSE_STATEMENT {
            @Override
            void run(Connection handle, PreparedStatement statement) throws SQLException {
                statement.close();
            }
        },
        ABORT {
            @Override
            void run(Connection handle, PreparedStatement statement) throws SQLException {
                handle.abort(Runnable::run);
            }
        },
        /** The connection ends itself, since the outcome of a write is not known. */
        LOSE_NODE {
            @Override
            void run(Connection handle, PreparedStatement statement) throws SQLException {
                try (Statement write = handle.createStatement()) {
                    write.executeUpdate("UPDATE lost SET a = 1");
                }
            }
        };

        abstract void run(Connection handle, PreparedStatement statement) throws SQLException;

        boolean endsSession() {
            return this == ABORT || this == LOSE_NODE;
        }
    }

    /** What the pool does under its lock. */
    enum Beside {
        CLOSE_POOLED {
            @Override
            void run(PooledConnection pooled, Connection handle) throws SQLException {
                pooled.close();
            }
        },
        NEXT_HANDLE {
            @Override
            void run(PooledConnection pooled, Connection handle) throws SQLException {
                SharedConnection.checkQuery(pooled.getConnection(), 5);
            }
        },
        CLOSE_HANDLE {
            @Override
            void run(PooledConnection pooled, Connection handle) throws SQLException {
                handle.close();
            }
        },
        ABORT_HANDLE {
            @Override
            void run(PooledConnection pooled, Connection handle) throws SQLException {
                handle.abort(Runnable::run);
            }
        },
        IS_VALID {
            @Override
            void run(PooledConnection pooled, Connection handle) throws SQLException {
                handle.isValid(5);
            }
        };

        abstract void run(PooledConnection pooled, Connection handle) throws SQLException;
    }

    private static Stream<Arguments> cases() {
        return Arrays.stream(Trigger.values())
                .flatMap(trigger -> Arrays.stream(Beside.values())
                        .flatMap(beside -> Stream.of(true, false).map(abort -> Arguments.of(trigger, beside, abort))));
    }

    @ParameterizedTest(name = "{0}, meanwhile {1}, a third thread aborts {2}")
    @MethodSource("cases")
    void listenerMayWaitForThePool(Trigger trigger, Beside beside, boolean abort) throws Exception {
        try (ScriptedPeer node = NumberedNode.start()) {
            DqliteConnectionPoolDataSource source = new DqliteConnectionPoolDataSource();
            source.setUrl(node.url());
            PooledConnection pooled = source.getPooledConnection();
            Connection handle = pooled.getConnection();
            PreparedStatement statement = handle.prepareStatement("SELECT n, t FROM numbered WHERE k = ?");
            LockingListener listener = new LockingListener();
            pooled.addConnectionEventListener(listener);
            pooled.addStatementEventListener(listener);

            CountDownLatch locked = new CountDownLatch(1);
            CountDownLatch aborting = new CountDownLatch(abort ? 1 : 0);
            Running pool = new Running(() -> {
                listener.lock.lock();
                try {
                    locked.countDown();
                    await(listener.called);
                    await(aborting);
                    beside.run(pooled, handle);
                } finally {
                    listener.lock.unlock();
                }
            });
            await(locked);
            Running user = new Running(() -> trigger.run(handle, statement));
            Running third = new Running(() -> {
                if (abort) {
                    await(listener.called);
                    aborting.countDown();
                    handle.abort(Runnable::run);
                }
            });
            try {
                assertNoneButSqlException(pool.outcome(), !abort && !trigger.endsSession());
                assertNoneButSqlException(user.outcome(), trigger != Trigger.LOSE_NODE && !abort);
                assertNoneButSqlException(third.outcome(), true);
            } finally {
                user.interrupt();
                third.interrupt();
                pooled.close();
            }
            assertThat(listener.closed).hasValueLessThanOrEqualTo(1);
            assertThat(listener.failed).hasValueLessThanOrEqualTo(1);
        }
    }

    private static void assertNoneButSqlException(@Nullable Throwable thrown, boolean mustSucceed) {
        if (mustSucceed || thrown != null && !(thrown instanceof SQLException)) {
            assertThat(thrown).isNull();
        }
    }

    private static void await(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    /** Takes the pool's lock, as the listener of a pool does that returns the connection to its list. */
    private static final class LockingListener implements ConnectionEventListener, StatementEventListener {
        private final ReentrantLock lock = new ReentrantLock();
        private final CountDownLatch called = new CountDownLatch(1);
        private final AtomicInteger closed = new AtomicInteger();
        private final AtomicInteger failed = new AtomicInteger();

        private void take() {
            called.countDown();
            try {
                lock.lockInterruptibly();
                lock.unlock();
            } catch (InterruptedException e) {
                throw new IllegalStateException("The pool's lock was not free in time", e);
            }
        }

        @Override
        public void connectionClosed(ConnectionEvent event) {
            closed.incrementAndGet();
            take();
        }

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
            failed.incrementAndGet();
            take();
        }

        @Override
        public void statementClosed(StatementEvent event) {
            take();
        }

        @Override
        public void statementErrorOccurred(StatementEvent event) {
            take();
        }
    }
}
