package io.github.dqlite4j.admin;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads of asynchronous calls without an executor of the user's: a few daemons, which end when they have nothing to do. */
final class AdminThreads {
    private static final int MOST = 8;
    private static final int IDLE_SECONDS = 5;
    private static final ThreadPoolExecutor POOL = pool();

    private AdminThreads() {}

    private static ThreadPoolExecutor pool() {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                MOST, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "dqlite4j administration");
                    thread.setDaemon(true);
                    // Not the one of the application that calls first, which may be stopped and started again in this
                    // JVM.
                    thread.setContextClassLoader(AdminThreads.class.getClassLoader());
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    static Executor executor() {
        return POOL;
    }
}
