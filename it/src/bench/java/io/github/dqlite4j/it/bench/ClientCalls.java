package io.github.dqlite4j.it.bench;

import io.github.dqlite4j.client.DqliteClient;
import io.github.dqlite4j.client.DqlitePool;
import io.github.dqlite4j.client.SqlClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** The same work with JDBC and with the asynchronous client, in turns. */
final class ClientCalls {
    private static final String READ = "SELECT name FROM item WHERE id = ?";
    private static final String INSERT = "INSERT INTO entry (text, number) VALUES (?, ?)";
    private static final int SLICE = 500;
    private static final int WARM_UP = 20_000;

    /** Medians in microseconds of a caller that waits for each call, and the medians of their ratios to JDBC's. */
    record Reads(double jdbc, double client, double clientRatio, double pool, double poolRatio) {}

    /** Inserts a second, with this number under way. */
    record Inserts(double jdbc, double pool, double ratio) {}

    private interface Read {
        Object read(long id) throws Exception;
    }

    private ClientCalls() {}

    static Reads reads(int rounds) throws Exception {
        RoundTrips.Jdbc jdbc = new RoundTrips.Jdbc();
        jdbc.open();
        DqliteClient client = DqliteClient.connect(RoundTrips.url()).get();
        DqlitePool pool = DqlitePool.create(RoundTrips.url());
        try {
            List<Read> ways = List.of(id -> jdbc.read(), id -> read(client, id), id -> read(pool, id));
            Writers.warmUp(() -> {
                for (Read way : ways) {
                    slice(way, WARM_UP);
                }
            });
            List<List<Double>> medians = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            List<List<Double>> ratios = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (int round = 0; round < rounds; round++) {
                double[] found = new double[ways.size()];
                for (int i = 0; i < ways.size(); i++) {
                    int way = (i + round) % ways.size();
                    found[way] = slice(ways.get(way), SLICE);
                }
                for (int i = 0; i < ways.size(); i++) {
                    medians.get(i).add(found[i]);
                    ratios.get(i).add(found[i] / found[0]);
                }
            }
            return new Reads(
                    Slices.median(medians.get(0)),
                    Slices.median(medians.get(1)),
                    Slices.median(ratios.get(1)),
                    Slices.median(medians.get(2)),
                    Slices.median(ratios.get(2)));
        } finally {
            client.close().get();
            pool.close().get();
            jdbc.close();
        }
    }

    private static Object read(SqlClient door, long id) throws Exception {
        return door.fetchValue(READ, String.class, id).join().orElseThrow();
    }

    private static double slice(Read way, int reads) throws Exception {
        double[] micros = new double[reads];
        for (int i = 0; i < reads; i++) {
            long start = System.nanoTime();
            way.read(i % RoundTrips.ITEMS + 1);
            micros[i] = (System.nanoTime() - start) / 1e3;
        }
        Arrays.sort(micros);
        return micros[reads / 2];
    }

    static Inserts inserts(int writers, int rounds, double seconds) throws Exception {
        Writers.warmUp(() -> Writers.measure(writers, 2));
        List<Double> jdbc = new ArrayList<>();
        List<Double> pools = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        DqlitePool pool = DqlitePool.builder(RoundTrips.url()).maxSize(writers).create();
        try {
            Writers.warmUp(() -> rate(pool, writers, seconds));
            for (int round = 0; round < rounds; round++) {
                boolean first = round % 2 == 0;
                double before = first ? Writers.measure(writers, seconds).rate() : rate(pool, writers, seconds);
                double after = first ? rate(pool, writers, seconds) : Writers.measure(writers, seconds).rate();
                jdbc.add(first ? before : after);
                pools.add(first ? after : before);
                ratios.add(first ? after / before : before / after);
            }
        } finally {
            pool.close().get();
        }
        return new Inserts(Slices.median(jdbc), Slices.median(pools), Slices.median(ratios));
    }

    /** This number of inserts is always under way; each one starts the next when it ends. */
    private static double rate(DqlitePool pool, int writers, double seconds) throws Exception {
        AtomicLong done = new AtomicLong();
        long end = System.nanoTime() + (long) (seconds * 1e9);
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
            CompletableFuture<Void> ended = new CompletableFuture<>();
            all.add(ended);
            insert(pool, done, end, ended);
        }
        for (CompletableFuture<Void> each : all) {
            each.get();
        }
        return done.get() / seconds;
    }

    private static void insert(DqlitePool pool, AtomicLong done, long end, CompletableFuture<Void> ended) {
        pool.execute(INSERT, "sixteen letters.", done.get()).whenComplete((result, failure) -> {
            if (failure != null) {
                ended.completeExceptionally(failure);
            } else if (System.nanoTime() >= end) {
                ended.complete(null);
            } else {
                done.incrementAndGet();
                insert(pool, done, end, ended);
            }
        });
    }
}
