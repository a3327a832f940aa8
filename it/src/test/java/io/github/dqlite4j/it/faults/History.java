package io.github.dqlite4j.it.faults;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The calls of clients and their results, in the order of time, in a file of the format that Jepsen's checkers, Elle and Knossos read: one
 * map for each line. Thread-safe.
 */
final class History implements AutoCloseable {
    private static final Pattern LINE = Pattern.compile(
            "\\{:index \\d+, :time (\\d+), :process (:nemesis|\\d+), :type :(\\w+), :f :(\\S+), :value (.*)\\}");

    private final long began = System.nanoTime();
    private final AtomicInteger processes = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Type, Long> counts = new EnumMap<>(Type.class);
    private final Path file;
    private final BufferedWriter out;
    private long index;
    private long last;

    enum Type {
        INVOKE,
        /** It happened. */
        OK,
        /** It surely did not happen. */
        FAIL,
        /** It is not known whether it happened; or, for a fault, it was caused or mended. */
        INFO
    }

    /**
     * One line.
     *
     * @param nanos since the history began
     * @param process one client with one connection, or {@link #FAULTS}
     * @param value in EDN
     */
    record Event(long nanos, int process, Type type, String action, String value) {
        private static Event parse(String line) {
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw new IllegalStateException("Not a line of a history: " + line);
            }
            return new Event(
                    Long.parseLong(parts.group(1)),
                    parts.group(2).equals(":nemesis") ? FAULTS : Integer.parseInt(parts.group(2)),
                    Type.valueOf(parts.group(3).toUpperCase(Locale.ROOT)),
                    parts.group(4),
                    parts.group(5));
        }
    }

    /** The process that causes the faults. */
    static final int FAULTS = -1;

    History(Path file) throws IOException {
        this.file = file;
        this.out = Files.newBufferedWriter(file);
    }

    /** A number for a client with a new connection. */
    int newProcess() {
        return processes.getAndIncrement();
    }

    void add(int process, Type type, String action, String value) {
        lock.lock();
        try {
            last = System.nanoTime() - began;
            out.write(String.format(
                    Locale.ROOT,
                    "{:index %d, :time %d, :process %s, :type :%s, :f :%s, :value %s}%n",
                    index++,
                    last,
                    process == FAULTS ? ":nemesis" : String.valueOf(process),
                    type.name().toLowerCase(Locale.ROOT),
                    action,
                    value));
            if (process != FAULTS) {
                counts.merge(type, 1L, Long::sum);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            lock.unlock();
        }
    }

    /** How many of the clients' events are of that type. */
    long count(Type type) {
        lock.lock();
        try {
            return counts.getOrDefault(type, 0L);
        } finally {
            lock.unlock();
        }
    }

    /** When the last event was, since the history began. */
    long lastNanos() {
        lock.lock();
        try {
            return last;
        } finally {
            lock.unlock();
        }
    }

    /** All events, read from the file; to be closed. Nothing is added any more. */
    Stream<Event> events() throws IOException {
        close();
        return Files.lines(file).map(Event::parse);
    }

    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            out.close();
        } finally {
            lock.unlock();
        }
    }
}
