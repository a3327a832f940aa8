package io.github.dqlite4j.it.faults;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** What clients asked for and what they were told, in the order in which it happened. Thread-safe. */
final class History {
    private final long began = System.nanoTime();
    private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();
    private final AtomicInteger processes = new AtomicInteger();

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
    record Event(long nanos, int process, Type type, String action, String value) {}

    /** The process that causes the faults. */
    static final int FAULTS = -1;

    /** A number for a client with a new connection. */
    int newProcess() {
        return processes.getAndIncrement();
    }

    void add(int process, Type type, String action, String value) {
        events.add(new Event(System.nanoTime() - began, process, type, action, value));
    }

    List<Event> events() {
        return new ArrayList<>(events);
    }

    long count(Type type) {
        return events.stream()
                .filter(event -> event.type() == type && event.process() != FAULTS)
                .count();
    }

    /** Writes the form that Jepsen's checkers, Elle and Knossos read: one map for each line. */
    void write(Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            int index = 0;
            for (Event event : events) {
                out.write(String.format(
                        Locale.ROOT,
                        "{:index %d, :time %d, :process %s, :type :%s, :f :%s, :value %s}%n",
                        index,
                        event.nanos(),
                        event.process() == FAULTS ? ":nemesis" : String.valueOf(event.process()),
                        event.type().name().toLowerCase(Locale.ROOT),
                        event.action(),
                        event.value()));
                index++;
            }
        }
    }
}
