package io.github.dqlite4j.peer;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Records what one of the driver's loggers writes, at every level. Other tests of the JVM may write to the same one. */
public final class LogRecorder implements AutoCloseable {
    // A field, since loggers that are not referred to lose their settings.
    private final Logger logger;
    private final @Nullable Level before;
    private final Queue<Line> lines = new ConcurrentLinkedQueue<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            lines.add(new Line(record.getLevel(), record.getMessage()));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    /** One line. */
    public record Line(Level level, String text) {}

    private LogRecorder(String name) {
        logger = Logger.getLogger("io.github.dqlite4j" + name);
        before = logger.getLevel();
        handler.setLevel(Level.ALL);
        logger.setLevel(Level.ALL);
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    /** @param name the last part of the logger's name; "" for all of the driver's */
    public static LogRecorder of(String name) {
        return new LogRecorder(name.isEmpty() ? "" : "." + name);
    }

    /** The lines so far that have this word. */
    public List<Line> lines(String word) {
        return lines.stream().filter(line -> line.text().contains(word)).toList();
    }

    /** The lines so far that have this word, at INFO and above. */
    public List<Line> shown(String word) {
        return lines(word).stream()
                .filter(line -> line.level().intValue() >= Level.INFO.intValue())
                .toList();
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
        logger.setLevel(before);
    }
}
