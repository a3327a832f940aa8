package io.github.dqlite4j.report;

import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One of the driver's loggers. No call throws: what an application's handler of the log throws, also an {@link Error}, must not change what
 * the driver does with a connection or says about data. Lines are printable. Thread-safe.
 */
public final class DriverLog {
    private static final String ROOT = "io.github.dqlite4j.";

    private final System.@Nullable Logger logger;

    private DriverLog(System.@Nullable Logger logger) {
        this.logger = logger;
    }

    /** @param name the last part of the logger's name */
    public static DriverLog of(String name) {
        try {
            return new DriverLog(System.getLogger(ROOT + name));
        } catch (Throwable e) {
            // The application's binding is broken, so there is no log.
            return new DriverLog(null);
        }
    }

    public boolean isLoggable(Level level) {
        try {
            return logger != null && logger.isLoggable(level);
        } catch (Throwable e) {
            return false;
        }
    }

    /** @param message called only if the level is logged */
    public void log(Level level, Supplier<String> message) {
        log(level, message, null);
    }

    /** @param thrown what user code has thrown */
    public void log(Level level, Supplier<String> message, @Nullable Throwable thrown) {
        try {
            if (logger != null && logger.isLoggable(level)) {
                logger.log(level, PrintableText.message(message.get()), thrown);
            }
        } catch (Throwable e) {
            // There is no place left to report it.
        }
    }

    /** Notifies observers one by one. What one of them throws is logged, and changes nothing for the others or the caller. */
    public <L> void notify(Iterable<L> observers, Consumer<L> event) {
        for (L observer : observers) {
            try {
                event.accept(observer);
            } catch (Throwable e) {
                log(Level.WARNING, () -> "A listener failed", e);
            }
        }
    }
}
