package io.github.dqlite4j.jdbc;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Whoever wants to know what happens: the listeners of this JVM, and the log. Thread-safe. */
public final class Listeners {
    private static final Logger STATEMENTS = System.getLogger("io.github.dqlite4j.statements");
    private static final Logger CONNECTIONS = System.getLogger("io.github.dqlite4j.connections");
    private static final List<DqliteListener> ALL = new CopyOnWriteArrayList<>();

    private Listeners() {}

    static void add(DqliteListener listener) {
        ALL.add(listener);
    }

    static void remove(DqliteListener listener) {
        ALL.remove(listener);
    }

    private static void tell(Consumer<DqliteListener> event) {
        for (DqliteListener listener : ALL) {
            try {
                event.accept(listener);
            } catch (RuntimeException e) {
                CONNECTIONS.log(Level.WARNING, "A listener failed", e);
            }
        }
    }

    public static void attached(DqliteListener.Attached event) {
        CONNECTIONS.log(Level.DEBUG, () -> event.toString());
        tell(listener -> listener.attached(event));
    }

    public static void lost(DqliteListener.Lost event) {
        CONNECTIONS.log(Level.DEBUG, () -> event.toString());
        tell(listener -> listener.lost(event));
    }

    /** Whether anybody wants to know of each statement. */
    public static boolean wantStatements() {
        return !ALL.isEmpty() || STATEMENTS.isLoggable(Level.TRACE);
    }

    /** @param parameters shown in the log only */
    public static void executed(DqliteListener.Executed event, List<?> parameters) {
        STATEMENTS.log(Level.TRACE, () -> event + (parameters.isEmpty() ? "" : " " + parameters));
        tell(listener -> listener.executed(event));
    }

    /** An operator has to know: somebody must look whether the change was made. */
    public static void outcomeUnknown(String database, String node, Throwable cause) {
        CONNECTIONS.log(
                Level.WARNING,
                () -> "It is not known whether a change to " + database + " was made: " + node
                        + " was lost before it answered (" + cause.getMessage() + ")");
    }
}
