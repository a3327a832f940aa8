package io.github.dqlite4j.transport;

import io.github.dqlite4j.wire.Response;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers to their end that nobody wants any more, and then closes their sockets. Servers since 1.18.2 never give up a
 * query whose client goes away amid its rows: the node keeps the socket and the snapshot, and a transaction that has written
 * keeps the database locked, until the node is started again.
 *
 * <p>One thread does so for all connections of the JVM. It begins with the first and ends with the last, and the JVM does not
 * end before it, unless {@link System#exit} says so. Thread-safe.
 */
final class ResultDrainer {
    private static final Logger LOG = System.getLogger("io.github.dqlite4j.connections");
    private static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final ResultDrainer OF_THIS_JVM = new ResultDrainer();

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable CallerEventLoop loop;
    private int open;

    private ResultDrainer() {}

    /**
     * Takes a channel over from the thread that owns its loop. What was decoded of the answer so far is forgotten.
     *
     * @param seconds at most so long: a recursive query may have no end
     */
    static void take(Channel channel, NodeAddress node, int seconds) {
        try {
            take(channel, node, seconds, OF_THIS_JVM.join());
        } catch (OutOfMemoryError | ChannelException e) {
            // No thread, or no selector: then at least the caller goes on.
            channel.close();
        }
    }

    private static void take(Channel channel, NodeAddress node, int seconds, CallerEventLoop loop) {
        EventLoop before = channel.eventLoop();
        channel.closeFuture().addListener(closed -> OF_THIS_JVM.leave(loop));
        channel.pipeline().removeLast();
        channel.pipeline().addLast(new Discarding());
        channel.deregister().addListener(free -> {
            if (before instanceof CallerEventLoop caller) {
                caller.channelLeft();
            }
            if (channel.isOpen()) {
                channel.unsafe().register(loop, channel.newPromise());
            }
        });
        Future<?> end = loop.schedule(() -> giveUp(channel, node, seconds), seconds, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> end.cancel(false));
    }

    private static void giveUp(Channel channel, NodeAddress node, int seconds) {
        if (channel.isOpen()) {
            LOG.log(
                    Level.WARNING,
                    "{0} still sends an answer that was given up {1} seconds ago; its connection is closed now."
                            + " A server since 1.18.2 may keep the snapshot or the transaction until it is started again",
                    node,
                    seconds);
            channel.close();
        }
    }

    private CallerEventLoop join() {
        lock.lock();
        try {
            CallerEventLoop current = loop;
            if (current == null) {
                CallerEventLoop fresh = new CallerEventLoop();
                Thread thread = new Thread(null, () -> drive(fresh), "dqlite4j-leftovers", 0, false);
                thread.setContextClassLoader(null);
                thread.setDaemon(false);
                try {
                    thread.start();
                } catch (OutOfMemoryError e) {
                    fresh.terminate();
                    throw e;
                }
                current = fresh;
                loop = fresh;
            }
            open++;
            return current;
        } finally {
            lock.unlock();
        }
    }

    private void leave(CallerEventLoop left) {
        lock.lock();
        try {
            if (loop == left) {
                open--;
            }
        } finally {
            lock.unlock();
        }
    }

    private void drive(CallerEventLoop driven) {
        driven.enter();
        try {
            while (!isDone(driven)) {
                driven.run(STEP_NANOS);
                Thread.interrupted();
            }
        } finally {
            abandon(driven);
            driven.terminate();
            driven.exit();
        }
    }

    private void abandon(CallerEventLoop driven) {
        lock.lock();
        try {
            if (loop == driven) {
                loop = null;
                open = 0;
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isDone(CallerEventLoop driven) {
        lock.lock();
        try {
            if (open == 0 && loop == driven) {
                loop = null;
            }
            return loop != driven;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the last message of an answer. */
    private static final class Discarding extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf frame = (ByteBuf) message;
            try {
                if (!Response.hasMoreRows(frame)) {
                    context.close();
                }
            } finally {
                frame.release();
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            QuickAck.send(context.channel());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
