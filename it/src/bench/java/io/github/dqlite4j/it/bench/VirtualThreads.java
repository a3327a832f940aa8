package io.github.dqlite4j.it.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;

/**
 * A thousand virtual threads through a pool of ten connections, each reading and writing, while the JDK's recorder counts how often
 * one was pinned to its carrier. Needs Java 21. It is compiled for 17, so it uses reflection for the API of 21.
 */
final class VirtualThreads {
    private static final int THREADS = 1_000;
    private static final int POOL = 10;
    private static final int READS = 10;
    private static final String EVENT = "jdk.VirtualThreadPinned";

    private VirtualThreads() {}

    /** Its initializer sleeps, which pins a virtual thread on every Java release. This shows that events are counted. */
    private static final class Pins {
        static final boolean DONE = sleep();

        private static boolean sleep() {
            try {
                Thread.sleep(30);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return true;
        }
    }

    private interface Work {
        void run() throws Exception;
    }

    /** Prints: pinned events, events of the control, transactions a second with virtual and with ten platform threads. */
    public static void main(String[] arguments) throws Exception {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(RoundTrips.url());
        config.setMaximumPoolSize(POOL);
        config.setConnectionTimeout(60_000);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            double warm = rate(Executors.newFixedThreadPool(POOL), pool);
            double platform = rate(Executors.newFixedThreadPool(POOL), pool);
            double[] virtual = new double[1];
            rate(virtualThreads(), pool);
            long pinned = pinned(() -> virtual[0] = rate(virtualThreads(), pool));
            long control = pinned(() -> {
                try (Tasks tasks = new Tasks(virtualThreads())) {
                    tasks.submit(() -> {
                        if (!Pins.DONE) {
                            throw new IllegalStateException();
                        }
                    });
                }
            });
            System.out.println(pinned + " " + control + " " + virtual[0] + " " + Math.max(warm, platform));
        }
    }

    private static ExecutorService virtualThreads() throws ReflectiveOperationException {
        return (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    }

    private static long pinned(Work work) throws Exception {
        Path file = Files.createTempFile("pinned", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable(EVENT).withoutThreshold().withStackTrace();
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
            return RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals(EVENT))
                    .count();
        } finally {
            Files.delete(file);
        }
    }

    private static double rate(ExecutorService threads, HikariDataSource pool) throws Exception {
        long start = System.nanoTime();
        try (Tasks tasks = new Tasks(threads)) {
            for (int i = 0; i < THREADS; i++) {
                int number = i;
                tasks.submit(() -> transaction(pool, number));
            }
        }
        return THREADS / ((System.nanoTime() - start) / 1e9);
    }

    private static void transaction(HikariDataSource pool, int number) throws Exception {
        try (Connection connection = pool.getConnection();
                PreparedStatement read = connection.prepareStatement("SELECT name FROM item WHERE id = ?");
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO entry (text, number) VALUES (?, ?)")) {
            for (int i = 0; i < READS; i++) {
                read.setInt(1, number * READS + i + 1);
                try (ResultSet rows = read.executeQuery()) {
                    if (!rows.next()) {
                        throw new IllegalStateException("No item");
                    }
                }
            }
            insert.setString(1, "thread");
            insert.setInt(2, number);
            insert.executeUpdate();
        }
    }

    /** Waits for all at its end, and fails if one failed. */
    private static final class Tasks implements AutoCloseable {
        private final ExecutorService threads;
        private final List<Future<?>> futures = new ArrayList<>();

        Tasks(ExecutorService threads) {
            this.threads = threads;
        }

        void submit(Work work) {
            futures.add(threads.submit(() -> {
                work.run();
                return null;
            }));
        }

        @Override
        public void close() throws ExecutionException {
            threads.shutdown();
            try {
                for (Future<?> future : futures) {
                    future.get();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
