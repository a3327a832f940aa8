package io.github.dqlite4j.transport;

import io.github.dqlite4j.report.DriverLog;
import io.github.dqlite4j.wire.Response;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads abandoned results to their end and then closes their sockets. Servers since 1.18.2 never end a query whose client
 * disconnects while rows are sent: the node keeps the socket and the snapshot, and a transaction that has written keeps the
 * database locked, until the node is restarted.
 *
 * <p>One thread does this for all connections of the JVM. It starts with the first result and ends with the last. It is a daemon,
 * so the JVM does not wait for it. It reads at most 100 MiB a second, and {@value #MOST} results: when there is one more, the oldest is
 * closed, which is the one most likely to have no end. Thread-safe.
 */
final class ResultDrainer {
    private static final DriverLog LOG = DriverLog.of("connections");
    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST = 16;

    private static final int READ_AT_ONCE = 1 << 20;

    /** After that, times the number of results, so that they do not slow down the results that are read. */
    private static final int PAUSE_MILLIS = 10;

    private static final ResultDrainer INSTANCE = new ResultDrainer();

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable CallerEventLoop loop;
    private final Queue<Drained> channels = new ArrayDeque<>();

    /** One channel and where it leads. */
    private record Drained(Channel channel, NodeAddress node) {}

    private ResultDrainer() {}

    /**
     * Takes over a channel. Called by the thread that owns the channel's loop; messages that were decoded already are dropped.
     *
     * @param seconds the limit, since a recursive query may have no end
     * @param answers how many answers are to be read to their end
     */
    static void drain(Channel channel, NodeAddress node, int seconds, int answers) {
        try {
            drain(channel, node, seconds, answers, INSTANCE.acquireLoop(new Drained(channel, node)));
        } catch (OutOfMemoryError | ChannelException e) {
            // There is no thread or no selector left. The caller continues.
            channel.close();
        }
    }

    private static void drain(Channel channel, NodeAddress node, int seconds, int answers, CallerEventLoop loop) {
        EventLoop before = channel.eventLoop();
        channel.closeFuture().addListener(closed -> INSTANCE.release(channel));
        channel.pipeline().removeLast();
        channel.pipeline().addLast(new DrainHandler(answers));
        channel.deregister().addListener(free -> {
            if (before instanceof CallerEventLoop caller) {
                caller.channelLeft();
            }
            if (channel.isOpen()) {
                channel.unsafe().register(loop, channel.newPromise());
                // Requests that are not written yet; a node answers whole ones only.
                channel.flush();
            }
        });
        Future<?> end = loop.schedule(
                () -> closeUnfinished(channel, node, seconds + " seconds ago"), seconds, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> end.cancel(false));
    }

    private static void closeUnfinished(Channel channel, NodeAddress node, String when) {
        if (channel.isOpen()) {
            channel.close();
            LOG.log(
                    Level.WARNING,
                    () -> node + " still sent an answer that was given up " + when + "; its connection was closed."
                            + " A server since 1.18.2 may keep the snapshot or the transaction until it is started again");
        }
    }

    /** The loop of the thread, which is started if it does not run, for one more channel. */
    private CallerEventLoop acquireLoop(Drained added) {
        lock.lock();
        try {
            CallerEventLoop current = loop;
            if (current == null) {
                CallerEventLoop fresh = new CallerEventLoop();
                Thread thread = new Thread(null, () -> drive(fresh), "dqlite4j-drainer", 0, false);
                thread.setContextClassLoader(null);
                thread.setDaemon(true);
                try {
                    thread.start();
                } catch (OutOfMemoryError e) {
                    fresh.terminate();
                    throw e;
                }
                current = fresh;
                loop = fresh;
            }
            if (channels.size() >= MOST) {
                CallerEventLoop driven = current;
                Drained oldest = channels.remove();
                driven.execute(() -> closeUnfinished(oldest.channel(), oldest.node(), "among more than " + MOST));
            }
            channels.add(added);
            return current;
        } finally {
            lock.unlock();
        }
    }

    private void release(Channel closed) {
        lock.lock();
        try {
            channels.removeIf(drained -> drained.channel() == closed);
        } finally {
            lock.unlock();
        }
    }

    private void drive(CallerEventLoop driven) {
        driven.enter();
        try {
            while (!isFinished(driven)) {
                driven.run(STEP_NANOS);
                Thread.interrupted();
            }
        } finally {
            forget(driven);
            driven.terminate();
            driven.exit();
        }
    }

    private int results() {
        lock.lock();
        try {
            return channels.size();
        } finally {
            lock.unlock();
        }
    }

    private void forget(CallerEventLoop driven) {
        lock.lock();
        try {
            if (loop == driven) {
                loop = null;
                channels.clear();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether the thread can end, since no channel is left. A later one starts a new thread. */
    private boolean isFinished(CallerEventLoop driven) {
        lock.lock();
        try {
            if (channels.isEmpty() && loop == driven) {
                loop = null;
            }
            return loop != driven;
        } finally {
            lock.unlock();
        }
    }

    /** Drops the messages of the answers and closes the channel after the last one. */
    private static final class DrainHandler extends ChannelInboundHandlerAdapter {
        private int answers;
        private int read;

        private DrainHandler(int answers) {
            this.answers = answers;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf frame = (ByteBuf) message;
            try {
                read += frame.readableBytes();
                if (!Response.hasMoreRows(frame) && --answers == 0) {
                    context.close();
                }
            } finally {
                frame.release();
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            Channel channel = context.channel();
            QuickAck.send(channel);
            if (read < READ_AT_ONCE) {
                return;
            }
            read = 0;
            channel.config().setAutoRead(false);
            channel.eventLoop()
                    .schedule(
                            () -> {
                                if (channel.isOpen()) {
                                    channel.config().setAutoRead(true);
                                }
                            },
                            (long) PAUSE_MILLIS * INSTANCE.results(),
                            TimeUnit.MILLISECONDS);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
