package io.github.dqlite4j.transport;

import io.github.dqlite4j.nodes.NodeDialer;
import io.github.dqlite4j.nodes.NodeDialer.Dialed;
import io.github.dqlite4j.report.DriverLog;
import io.github.dqlite4j.report.PrintableText;
import io.github.dqlite4j.report.ReportedException;
import io.github.dqlite4j.time.NanoClock;
import io.github.dqlite4j.transport.TransportException.Disconnected;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** Calls the user's function that connects to nodes, and checks what it returns. Thread-safe. */
final class DialerCalls {
    private static final DriverLog LOG = DriverLog.of("connections");

    private final NodeDialer dialer;
    private final DialerThreads threads;
    private final AtomicBoolean warned = new AtomicBoolean();

    DialerCalls(NodeDialer dialer) {
        this.dialer = dialer;
        this.threads = new DialerThreads(dialer.getClass().getClassLoader());
    }

    /**
     * Begins to connect to a node.
     *
     * @param millis the timeout that the function gets; the caller ends the call after it, see {@link Call#timeOut}
     */
    Call begin(NodeAddress node, int millis) {
        Call call = new Call(node, millis);
        try {
            threads.execute(node, call);
        } catch (RejectedExecutionException e) {
            call.fail("the dialer could not be called: " + e.getMessage(), e);
        }
        return call;
    }

    /** For what TLS of the user's has to compute or ask during the handshake. */
    Executor executor(NodeAddress node) {
        return task -> threads.execute(node, task);
    }

    /** One call of the function. */
    final class Call implements Runnable {
        private final NodeAddress node;
        private final int millis;
        private final long until;
        private final CompletableFuture<Dialed> result = new CompletableFuture<>();
        private final ReentrantLock lock = new ReentrantLock();
        private volatile boolean begun;

        /** The one that is in the function; guarded by the lock. */
        private @Nullable Thread thread;

        private Call(NodeAddress node, int millis) {
            this.node = node;
            this.millis = millis;
            this.until = NanoClock.SYSTEM.deadline(millis);
            result.whenComplete((dialed, error) -> stop());
        }

        /**
         * Completes on any thread, with a channel in non-blocking mode that the caller closes; fails with {@link Disconnected}. If the caller completes it first, the
         * function is interrupted, and what it returns is closed.
         */
        CompletableFuture<Dialed> result() {
            return result;
        }

        /** The time is over. */
        void timeOut() {
            String within = " within " + millis + " ms";
            fail(
                    begun
                            ? "the dialer has not connected" + within
                            : "the dialer was not called" + within + "; for each node, up to " + DialerThreads.MOST
                                    + " calls run at a time",
                    null);
        }

        private void fail(String what, @Nullable Throwable cause) {
            result.completeExceptionally(new Disconnected(node + ": " + what, false, cause));
        }

        @Override
        public void run() {
            if (!enter()) {
                return;
            }
            Dialed dialed = null;
            Throwable failure = null;
            try {
                Duration left = Duration.ofNanos(Math.max(1, until - NanoClock.SYSTEM.nanoTime()));
                dialed = usable(dialer.dial(node.host(), node.port(), left));
            } catch (Throwable e) {
                failure = e;
            } finally {
                leave();
            }
            if (dialed == null) {
                failed(failure);
            } else if (!result.complete(dialed)) {
                close(dialed);
                LOG.log(Level.DEBUG, () -> node + ": a dialer has returned a connection too late; it was closed");
            }
        }

        private boolean enter() {
            lock.lock();
            try {
                if (result.isDone()) {
                    return false;
                }
                thread = Thread.currentThread();
                begun = true;
                return true;
            } finally {
                lock.unlock();
            }
        }

        /** No interrupt comes after that, and none is left for what the thread does next. */
        private void leave() {
            lock.lock();
            try {
                thread = null;
            } finally {
                lock.unlock();
            }
            Thread.interrupted();
        }

        /** The result is there, or is no longer needed. */
        private void stop() {
            threads.remove(node, this);
            lock.lock();
            try {
                if (thread != null) {
                    thread.interrupt();
                }
            } finally {
                lock.unlock();
            }
        }

        private void failed(@Nullable Throwable failure) {
            if (result.isDone() || failure == null) {
                return;
            }
            if (failure instanceof Unusable) {
                fail("the dialer returned " + failure.getMessage(), failure.getCause());
                return;
            }
            String said = PrintableText.of(failure.toString());
            fail("the dialer failed: " + said, failure);
            if (!(failure instanceof IOException || failure instanceof InterruptedException)) {
                Level level = warned.compareAndSet(false, true) ? Level.WARNING : Level.DEBUG;
                LOG.log(level, () -> node + ": the dialer failed: " + said, failure);
            }
        }
    }

    /** What the function has returned is not as it should be. */
    private static final class Unusable extends ReportedException {
        private static final long serialVersionUID = 1L;

        private Unusable(String what, @Nullable Throwable cause) {
            super(what, cause);
        }
    }

    static void close(Dialed dialed) {
        try {
            dialed.channel().close();
        } catch (IOException e) {
            LOG.log(
                    Level.DEBUG,
                    () -> "A connection that a dialer has returned could not be closed: " + e.getMessage());
        }
    }

    /** What the function has returned, in non-blocking mode. What cannot be used is closed. */
    private static Dialed usable(@Nullable Dialed dialed) throws Unusable {
        if (dialed == null) {
            throw new Unusable("null", null);
        }
        boolean usable = false;
        try {
            prepare(dialed);
            usable = true;
            return dialed;
        } catch (IOException e) {
            throw new Unusable("a channel that cannot be used: " + e, e);
        } finally {
            if (!usable) {
                close(dialed);
            }
        }
    }

    private static void prepare(Dialed dialed) throws Unusable, IOException {
        SocketChannel channel = dialed.channel();
        if (channel.provider() != SelectorProvider.provider()) {
            throw new Unusable("a " + channel.getClass().getName() + ", which is not of the JVM's provider", null);
        }
        if (!channel.isOpen()) {
            throw new Unusable("a channel that is closed", null);
        }
        if (!channel.isConnected()) {
            throw new Unusable("a channel that is not connected", null);
        }
        if (channel.isRegistered()) {
            throw new Unusable("a channel that is registered with a selector", null);
        }
        SSLEngine tls = dialed.tls();
        if (tls != null) {
            try {
                tls.setUseClientMode(true);
            } catch (IllegalArgumentException e) {
                throw new Unusable("an SSLEngine that was used before: " + e.getMessage(), e);
            }
        }
        channel.configureBlocking(false);
    }
}
