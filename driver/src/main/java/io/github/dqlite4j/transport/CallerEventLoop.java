package io.github.dqlite4j.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.Promise;
import io.netty.util.internal.ThreadExecutorMap;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * An event loop without a thread: whoever waits for an answer drives it meanwhile. Netty's ManualIoEventLoop binds its thread
 * once; a pool hands a connection from thread to thread, so here the owner changes: {@link #enter} takes the loop, {@link
 * #exit} gives it up. What other threads submit is run by the owner, or by the submitter when there is none.
 */
public final class CallerEventLoop extends AbstractScheduledEventExecutor implements IoEventLoop {
    private final ReentrantLock turn = new ReentrantLock();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Promise<Void> terminated = new DefaultPromise<>(GlobalEventExecutor.INSTANCE);
    private final IoHandler handler;
    private final Waiting waiting = new Waiting();
    private volatile @Nullable Thread owner;
    private volatile boolean shutDown;
    private boolean initialized;

    /** A channel has left; its file descriptor stays until the selector has looked again. */
    private volatile boolean hasLeft;

    /** Over Java's own sockets. */
    public CallerEventLoop() {
        this(NioIoHandler.newFactory());
    }

    public CallerEventLoop(IoHandlerFactory factory) {
        this.handler = factory.newHandler(this);
    }

    /** Takes the loop for the calling thread, waiting for whoever has it. Reentrant; pair it with {@link #exit}. */
    public void enter() {
        turn.lock();
        owner = Thread.currentThread();
    }

    public boolean tryEnter(long nanos) {
        try {
            if (!turn.tryLock(nanos, TimeUnit.NANOSECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        owner = Thread.currentThread();
        return true;
    }

    public int holds() {
        return turn.getHoldCount();
    }

    /** Gives the loop up. */
    public void exit() {
        if (turn.getHoldCount() == 1) {
            try {
                settle();
            } finally {
                owner = null;
                turn.unlock();
            }
            runLeftOver();
        } else {
            turn.unlock();
        }
    }

    /** Nobody may come for a long time. */
    private void settle() {
        while ((hasLeft || !tasks.isEmpty()) && !shutDown) {
            hasLeft = false;
            run(0);
        }
    }

    /** A channel is closed, or goes to another loop. */
    void left() {
        hasLeft = true;
    }

    /** Does what is ready and returns; the caller has entered. */
    public void runNow() {
        run(0);
    }

    /**
     * Does something on the loop in place of its owner, who waits elsewhere: the caller sees to it that the owner does not come
     * back meanwhile.
     */
    public void runInstead(Runnable task) {
        Thread before = owner;
        owner = Thread.currentThread();
        EventExecutor executor = ThreadExecutorMap.setCurrentExecutor(this);
        try {
            task.run();
        } finally {
            ThreadExecutorMap.setCurrentExecutor(executor);
            owner = before;
        }
    }

    /**
     * Waits for something to happen, at most so long, and does it. An interrupt ends the wait and stays set.
     *
     * @param nanos at most so long; 0 does not wait
     */
    public void run(long nanos) {
        if (shutDown) {
            return;
        }
        if (!initialized) {
            initialized = true;
            handler.initialize();
        }
        EventExecutor before = ThreadExecutorMap.setCurrentExecutor(this);
        try {
            waiting.until = nanos <= 0 ? 0 : ticker().nanoTime() + nanos;
            waiting.blocks = nanos > 0;
            handler.run(waiting);
            runTasks();
        } finally {
            ThreadExecutorMap.setCurrentExecutor(before);
        }
    }

    private void runTasks() {
        fetchFromScheduledTaskQueue(tasks);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            safeExecute(task);
        }
    }

    private void runLeftOver() {
        while (!tasks.isEmpty() && turn.tryLock()) {
            owner = Thread.currentThread();
            EventExecutor before = ThreadExecutorMap.setCurrentExecutor(this);
            try {
                runTasks();
                settle();
            } finally {
                ThreadExecutorMap.setCurrentExecutor(before);
                owner = null;
                turn.unlock();
            }
        }
    }

    @Override
    public void execute(Runnable task) {
        if (shutDown) {
            throw new RejectedExecutionException("The connection is closed");
        }
        tasks.add(task);
        if (!inEventLoop()) {
            runLeftOver();
            if (!tasks.isEmpty()) {
                handler.wakeup();
            }
        }
    }

    /** Wakes the thread that waits in {@link #run}. */
    public void wakeup() {
        if (!shutDown) {
            handler.wakeup();
        }
    }

    /** Closes what is still registered once everything submitted was done, and frees the selector. A second call does nothing. */
    public void terminate() {
        enter();
        try {
            if (shutDown) {
                return;
            }
            EventExecutor before = ThreadExecutorMap.setCurrentExecutor(this);
            try {
                runTasks();
                handler.prepareToDestroy();
                runTasks();
                cancelScheduledTasks();
                shutDown = true;
                handler.destroy();
            } finally {
                ThreadExecutorMap.setCurrentExecutor(before);
            }
            terminated.setSuccess(null);
        } finally {
            exit();
        }
    }

    @Override
    public IoEventLoop next() {
        return this;
    }

    @Override
    public @Nullable IoEventLoopGroup parent() {
        return null;
    }

    @Override
    @Deprecated
    public ChannelFuture register(Channel channel) {
        return register(new DefaultChannelPromise(channel, this));
    }

    @Override
    @Deprecated
    public ChannelFuture register(ChannelPromise promise) {
        return register(promise.channel(), promise);
    }

    @Override
    @Deprecated
    public ChannelFuture register(Channel channel, ChannelPromise promise) {
        channel.closeFuture().addListener(closed -> left());
        channel.unsafe().register(this, promise);
        return promise;
    }

    @Override
    public Future<IoRegistration> register(IoHandle handle) {
        Promise<IoRegistration> promise = newPromise();
        Runnable registration = () -> {
            try {
                promise.setSuccess(handler.register(handle));
            } catch (Exception e) {
                promise.setFailure(e);
            }
        };
        if (inEventLoop()) {
            registration.run();
        } else {
            execute(registration);
        }
        return promise;
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> handleType) {
        return handler.isCompatible(handleType);
    }

    @Override
    public boolean isIoType(Class<? extends IoHandler> handlerType) {
        return handler.getClass().equals(handlerType);
    }

    @Override
    public boolean inEventLoop(Thread thread) {
        return owner == thread;
    }

    @Override
    public Future<?> shutdownGracefully(long quietPeriod, long timeout, TimeUnit unit) {
        terminate();
        return terminated;
    }

    @Override
    @Deprecated
    public void shutdown() {
        terminate();
    }

    @Override
    public Future<?> terminationFuture() {
        return terminated;
    }

    @Override
    public boolean isShuttingDown() {
        return shutDown;
    }

    @Override
    public boolean isShutdown() {
        return shutDown;
    }

    @Override
    public boolean isTerminated() {
        return shutDown;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return terminated.await(timeout, unit);
    }

    /** How long the handler may wait; read by the owner only. */
    private final class Waiting implements IoHandlerContext {
        private long until;
        private boolean blocks;

        @Override
        public boolean canBlock() {
            // Asked before Netty would clear the interrupt, which is the caller's.
            return blocks && tasks.isEmpty() && !Thread.currentThread().isInterrupted();
        }

        @Override
        public long delayNanos(long now) {
            // The handler's now is System.nanoTime, deadlines count from the ticker's start.
            return blocks ? Math.max(0, deadlineNanos() + ticker().initialNanoTime() - now) : 0;
        }

        @Override
        public long deadlineNanos() {
            if (!blocks) {
                return -1;
            }
            long scheduled = nextScheduledTaskDeadlineNanos();
            return scheduled == -1 ? until : Math.min(scheduled, until);
        }
    }
}
