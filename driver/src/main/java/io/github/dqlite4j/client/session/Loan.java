package io.github.dqlite4j.client.session;

import io.github.dqlite4j.report.DriverLog;
import java.lang.System.Logger.Level;
import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A session of a pool that is in a caller's hands. If the caller's object becomes unreachable, the session is ended, with a warning. */
public final class Loan {
    private static final DriverLog LOG = DriverLog.of("connections");
    private static final Cleaner CLEANER = Cleaner.create(task -> {
        Thread thread = new Thread(null, task, "dqlite4j-unclosed-clients", 0, false);
        thread.setContextClassLoader(null);
        thread.setDaemon(true);
        return thread;
    });

    private final AtomicBoolean over = new AtomicBoolean();
    private final Consumer<ClientSession> back;
    private final Cleaner.Cleanable watch;

    /**
     * @param client what the caller uses the session through; neither the session nor the others may refer to it
     * @param back takes the session back
     * @param lost called with a session that was ended
     */
    Loan(
            Object client,
            String pool,
            ClientSession session,
            Consumer<ClientSession> back,
            Consumer<ClientSession> lost) {
        this.back = back;
        AtomicBoolean ended = over;
        this.watch = CLEANER.register(client, () -> {
            if (ended.compareAndSet(false, true)) {
                LOG.log(
                        Level.WARNING,
                        () -> "A connection of the pool " + pool + " was never closed. Nothing refers to it, so it is"
                                + " closed now, and its transaction, if one was open, is rolled back");
                session.abort();
                lost.accept(session);
            }
        });
    }

    /** Gives the session back. */
    public void end(ClientSession session) {
        if (over.compareAndSet(false, true)) {
            watch.clean();
            back.accept(session);
        }
    }
}
