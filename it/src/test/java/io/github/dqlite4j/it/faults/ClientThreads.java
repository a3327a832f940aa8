package io.github.dqlite4j.it.faults;

import java.lang.reflect.Method;

/** Threads for clients. */
final class ClientThreads {
    private static final int WITH_VIRTUAL_THREADS = 21;

    private ClientThreads() {}

    /** Every other one is a virtual thread, if the JDK has them. */
    static Thread unstarted(Client client, int number) throws ReflectiveOperationException {
        if (number % 2 == 0 || Runtime.version().feature() < WITH_VIRTUAL_THREADS) {
            return new Thread(client::run, client.action());
        }
        // The classes are compiled for a JDK that has no such method.
        Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
        Method unstarted = Class.forName("java.lang.Thread$Builder").getMethod("unstarted", Runnable.class);
        return (Thread) unstarted.invoke(builder, (Runnable) client::run);
    }
}
