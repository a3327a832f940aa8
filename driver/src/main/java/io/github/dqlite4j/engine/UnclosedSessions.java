package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.exchange.SessionOwnership;
import java.lang.ref.Cleaner;

/**
 * Ends sessions whose connections are no longer reachable. Their turn to write would otherwise block all writers of this JVM, and their
 * transactions those of all clients. The {@link Cleaner} has one daemon thread for all connections of the JVM.
 */
final class UnclosedSessions {
    private static final Cleaner CLEANER = Cleaner.create(task -> {
        Thread thread = new Thread(null, task, "dqlite4j-unclosed-connections", 0, false);
        thread.setContextClassLoader(null);
        thread.setDaemon(true);
        return thread;
    });

    private UnclosedSessions() {}

    /** @return ends the watch; does nothing else to a session that was closed */
    static Runnable watch(Object connection, SessionCore core) {
        Cleaner.Cleanable watched = CLEANER.register(connection, () -> end(core));
        return watched::clean;
    }

    /**
     * Runs on the thread of the cleaner, which does not own the session. A call that is still under way, since a caller's last use of a
     * connection may make it unreachable, is the last one, and its thread ends the session.
     */
    private static void end(SessionCore core) {
        SessionOwnership ownership = core.ownership();
        if (!ownership.isClosed()) {
            ownership.abandon();
            core.events()
                    .unclosed(
                            core.settings().database(),
                            core.opened().toString(),
                            core.opened().stack());
        }
    }
}
