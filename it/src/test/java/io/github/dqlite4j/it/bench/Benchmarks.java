package io.github.dqlite4j.it.bench;

import io.github.dqlite4j.it.cluster.DqliteCluster;
import java.util.List;
import java.util.Locale;

/** Runs every measurement against one real node and prints one table; {@code quick} as the argument takes fewer rounds. */
public final class Benchmarks {
    private static final String ROW = "%-44s %14s %14s %8s %10s%n";

    private Benchmarks() {}

    public static void main(String[] arguments) throws Exception {
        boolean quick = List.of(arguments).contains("quick");
        try (DqliteCluster cluster = DqliteCluster.start(1)) {
            System.setProperty(RoundTrips.NODE, cluster.nodes().get(0).address().toString());
            System.setProperty("jmh.ignoreLock", "true");
            RoundTrips.createTables();
            line("", "raw socket", "JDBC", "ratio", "target");
            roundTrips(quick ? 5 : 40);
        }
    }

    private static void roundTrips(int rounds) throws Exception {
        RoundTrips.Raw raw = new RoundTrips.Raw();
        RoundTrips.Jdbc jdbc = new RoundTrips.Jdbc();
        raw.open();
        jdbc.open();
        try {
            print(
                    "point read",
                    Slices.measure("read", rounds, raw::read, jdbc::read, 20_000, 150),
                    "<= 1.15",
                    "< 600 B");
            print(
                    "autocommit insert",
                    Slices.measure("insert", rounds, raw::insert, jdbc::insert, 1_000, 300),
                    "<= 1.10",
                    "");
            print("SELECT 1", Slices.measure("one", rounds, raw::one, jdbc::one, 20_000, 150), "", "");
        } finally {
            raw.close();
            jdbc.close();
        }
    }

    private static void print(String name, Slices.Pair pair, String target, String bytes) {
        line(name + ", median", micros(pair.raw()), micros(pair.jdbc()), number(pair.ratio()), target);
        line(name + ", allocated", pair.rawBytes() + " B", pair.jdbcBytes() + " B", "", bytes);
    }

    private static String micros(double value) {
        return number(value) + " us";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static void line(String... cells) {
        System.out.printf(Locale.ROOT, ROW, (Object[]) cells);
    }
}
