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
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import io.netty.util.internal.ThreadExecutorMap;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An event loop without a thread of its own: the thread that waits for an answer drives it. Netty's ManualIoEventLoop binds
 * its thread once, but a pool passes a connection from thread to thread, so the owner of this loop changes: {@link #enter} or
 * {@link #tryEnter} takes the loop, {@link #exit} releases it. Tasks of other threads are run by the owner, or by the
 * submitter when there is none.
 *
 * <p>All state of a session belongs to the thread that owns its event loop; while a session is queued for writing, that is the
 * thread that grants the turn; no user code (listeners, pool callbacks) runs while the loop is owned.
 */
public final class CallerEventLoop extends AbstractScheduledEventExecutor implements IoEventLoop {
    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final ReentrantLock ownership = new ReentrantLock();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Promise<Void> terminated = new Terminated();
    private final IoHandler handler;
    private final Waiting waiting = new Waiting();
    private volatile @Nullable Thread owner;
    private volatile boolean shutDown;
    private boolean initialized;

    /** Whether a channel has left. Its file descriptor stays open until the selector runs again. */
    private volatile boolean channelLeft;

    /** Over Java's own sockets. */
    public CallerEventLoop() {
        this(NioIoHandler.newFactory());
    }

    private CallerEventLoop(IoHandlerFactory factory) {
        this.handler = factory.newHandler(this);
    }

    /** Takes the loop for the calling thread and waits for the present owner. Reentrant; each call needs an {@link #exit}. */
    public void enter() {
        ownership.lock();
        owner = Thread.currentThread();
    }

    /**
     * Takes the loop for the calling thread if it becomes free in time. Reentrant; each call that returns true needs an {@link
     * #exit}. An interrupt ends the wait and stays set.
     *
     * @param nanos the longest wait; 0 does not wait
     * @return whether the calling thread owns the loop
     */
    public boolean tryEnter(long nanos) {
        if (!ownership.tryLock()) {
            try {
                if (!ownership.tryLock(nanos, TimeUnit.NANOSECONDS)) {
                    return false;
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        owner = Thread.currentThread();
        return true;
    }

    /**
     * Takes the loop for the calling thread and waits for the present owner. Reentrant; each call that returns true needs an {@link
     * #exit}. An interrupt does not end the wait and stays set.
     *
     * @param abandoned whether to stop waiting; asked every 10 milliseconds
     * @return whether the calling thread owns the loop
     */
    public boolean enterUnless(BooleanSupplier abandoned) {
        boolean interrupted = false;
        try {
            while (!abandoned.getAsBoolean()) {
                if (tryEnter(CHECK_NANOS)) {
                    return true;
                }
                interrupted |= Thread.interrupted();
            }
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** How often the calling thread has entered the loop and not left it yet; 0 if it does not own the loop. */
    public int holds() {
        return ownership.getHoldCount();
    }

    /** Undoes one {@link #enter}. The last one releases the loop. */
    public void exit() {
        if (ownership.getHoldCount() == 1) {
            try {
                runUntilIdle();
            } finally {
                owner = null;
                ownership.unlock();
            }
            runUnownedTasks();
        } else {
            ownership.unlock();
        }
    }

    /** The next owner may come much later. */
    private void runUntilIdle() {
        while ((channelLeft || !tasks.isEmpty()) && !shutDown) {
            channelLeft = false;
            run(0);
        }
    }

    /** Notes that a channel was closed or moved to another loop. */
    void channelLeft() {
        channelLeft = true;
    }

    /** Handles what is ready, without waiting. The caller owns the loop. */
    public void runNow() {
        run(0);
    }

    /**
     * Runs a task on the loop in place of its owner, which waits elsewhere. The caller guarantees that the owner does not return
     * before the task ends.
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
     * Waits for I/O or a task and handles it. An interrupt ends the wait and stays set.
     *
     * @param nanos the longest wait; 0 does not wait
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

    private void runUnownedTasks() {
        while (!tasks.isEmpty() && ownership.tryLock()) {
            owner = Thread.currentThread();
            EventExecutor before = ThreadExecutorMap.setCurrentExecutor(this);
            try {
                runTasks();
                runUntilIdle();
            } finally {
                ThreadExecutorMap.setCurrentExecutor(before);
                owner = null;
                ownership.unlock();
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
            runUnownedTasks();
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

    /** Runs what was submitted, closes what is still registered and frees the selector. A second call does nothing. */
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
        channel.closeFuture().addListener(closed -> channelLeft());
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
            // Netty would clear the interrupt, which belongs to the caller.
            return blocks && tasks.isEmpty() && !Thread.currentThread().isInterrupted();
        }

        @Override
        public long delayNanos(long now) {
            // The handler's now is System.nanoTime; deadlines count from the ticker's start.
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
