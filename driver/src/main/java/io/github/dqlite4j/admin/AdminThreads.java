package io.github.dqlite4j.admin;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads of asynchronous calls for which the application has set no executor: a few daemon threads, which end when they are idle. */
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
                    // Not the class loader of the application that calls first: it may be stopped and started again in
                    // this JVM.
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
