package io.github.dqlite4j.transport;

import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.ImmediateEventExecutor;

/**
 * The end of a loop. Its listeners, such as those of Netty's allocator, are called by the thread that ends the loop. Netty's
 * GlobalEventExecutor would start a thread for them, which outlives the connection for a second and holds up the end of the JVM.
 */
final class Terminated extends DefaultPromise<Void> {
    Terminated() {
        super(ImmediateEventExecutor.INSTANCE);
    }

    @Override
    protected void checkDeadLock() {
        // Any thread may wait: none of them is needed for the end.
    }
}
