package io.github.dqlite4j.it.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Connections that insert in autocommit at the same time. */
final class Writers {
    private static final String INSERT = "INSERT INTO entry (text, number) VALUES (?, ?)";

    private static final int MOST_WARM_UPS = 30;
    private static final long QUIET_MILLIS = 100;

    /** Inserts a second, the median and the longest insert in milliseconds, and how many failed. */
    record Outcome(double rate, double median, double longest, long errors) {}

    private record Share(long[] nanos, long errors) {}

    private Writers() {}

    /** Work that is measured later. */
    interface Work {
        void run() throws Exception;
    }

    static void warmUp(int connections) throws Exception {
        warmUp(() -> measure(connections, 2));
    }

    /** Runs until the JIT compiler has little left to do, because that would use a processor during the measurement. */
    static void warmUp(Work work) throws Exception {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        for (int round = 0; round < MOST_WARM_UPS; round++) {
            long before = compiler.getTotalCompilationTime();
            work.run();
            if (compiler.getTotalCompilationTime() - before < QUIET_MILLIS) {
                return;
            }
        }
    }

    static Outcome measure(int connections, double seconds) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            CyclicBarrier ready = new CyclicBarrier(connections);
            List<Future<Share>> shares = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                shares.add(threads.submit(() -> write(ready, seconds)));
            }
            List<long[]> all = new ArrayList<>();
            long errors = 0;
            for (Future<Share> share : shares) {
                all.add(share.get().nanos());
                errors += share.get().errors();
            }
            long[] sorted = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
            return new Outcome(
                    sorted.length / seconds, sorted[sorted.length / 2] / 1e6, sorted[sorted.length - 1] / 1e6, errors);
        } finally {
            threads.shutdown();
        }
    }

    private static Share write(CyclicBarrier ready, double seconds) throws Exception {
        long[] nanos = new long[(int) (seconds * 20_000)];
        int count = 0;
        long errors = 0;
        try (Connection connection = DriverManager.getConnection(RoundTrips.url());
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            ready.await();
            long start = System.nanoTime();
            long end = start + (long) (seconds * 1e9);
            while (start < end) {
                insert.setString(1, "sixteen letters.");
                insert.setLong(2, count);
                try {
                    insert.executeUpdate();
                } catch (SQLException e) {
                    errors++;
                }
                long now = System.nanoTime();
                nanos[count++] = now - start;
                start = now;
            }
        }
        return new Share(Arrays.copyOf(nanos, count), errors);
    }

    /** One JVM of several: reports that it is warm, waits for a line, then writes and prints the results. */
    public static void main(String[] arguments) throws Exception {
        int connections = Integer.parseInt(arguments[0]);
        double seconds = Double.parseDouble(arguments[1]);
        warmUp(connections);
        System.out.println("ready");
        if (System.in.read() >= 0) {
            Outcome outcome = measure(connections, seconds);
            System.out.println(
                    outcome.rate() + " " + outcome.median() + " " + outcome.longest() + " " + outcome.errors());
        }
    }
}
