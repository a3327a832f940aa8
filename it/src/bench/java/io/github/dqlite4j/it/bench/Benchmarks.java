package io.github.dqlite4j.it.bench;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.HostNetwork;
import io.github.dqlite4j.it.fixture.PostgreSqlServer;
import io.github.dqlite4j.it.fixture.UnitOfWork;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Runs the measurements against one real node and prints one table. Arguments: {@code quick} takes fewer rounds; names of parts
 * ({@code trips}, {@code network}, {@code failover}, {@code batch}, {@code hibernate}, {@code rows}, {@code writers}, {@code marks}, {@code replay}, {@code reads}, {@code threads}, {@code client}) run
 * those alone.
 */
public final class Benchmarks {
    private static final String ROW = "%-42s %14s %14s %9s %9s%n";
    private static final String UNIT = "%-54s %9s %11s %10s %10s %10s%n";
    private static final int POSTGRESQL = 15;
    private static final Path THIS_JDK = Path.of(System.getProperty("java.home"));
    private static final int WRITERS = 8;
    private static final List<String> QUIET_POOL = List.of(
            "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider", "-Dslf4j.internal.verbosity=WARN");

    private final boolean quick;

    private Benchmarks(boolean quick) {
        this.quick = quick;
    }

    private interface Part {
        void run() throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        Set<String> wanted = new TreeSet<>(List.of(arguments));
        boolean quick = wanted.remove("quick");
        Set<String> known = new TreeSet<>(List.of("trips", "network", "failover", "batch", "hibernate", "rows", "writers", "marks", "reads", "replay", "threads", "client"));
        if (!known.containsAll(wanted)) {
            System.err.println("Parts are " + known + ", not " + wanted);
            System.exit(2);
        }
        System.setProperty("jmh.ignoreLock", "true");
        new Benchmarks(quick).run(wanted.isEmpty() ? known : wanted);
    }

    private void run(Set<String> parts) throws Exception {
        System.out.printf(
                Locale.ROOT,
                "Java %s, %d cores, load %s%n",
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                load());
        if (parts.contains("trips")) {
            part(this::roundTrips, "", "raw socket", "JDBC", "ratio", "target");
        }
        if (parts.contains("network")) {
            part(this::network);
        }
        if (parts.contains("failover")) {
            takeovers();
        }
        if (parts.contains("batch")) {
            part(this::batches, "", "raw, by row", "executeBatch", "faster", "target");
        }
        if (parts.contains("hibernate")) {
            part(this::hibernateBatches, "", "row by row", "batches", "faster", "target");
        }
        if (parts.contains("rows")) {
            part(this::millionRows, "", "raw, drained", "JDBC", "ratio", "target");
        }
        if (parts.contains("writers")) {
            part(this::writers, "", "1 connection", "8 connections", "ratio", "target");
        }
        if (parts.contains("marks")) {
            costs(1, OptionCost.Work.MARKS);
            costs(3, OptionCost.Work.MARKS);
        }
        if (parts.contains("reads")) {
            costs(1, OptionCost.Work.READS);
            costs(3, OptionCost.Work.READS);
        }
        if (parts.contains("replay")) {
            costs(1, OptionCost.Work.REPLAY);
        }
        if (parts.contains("threads")) {
            part(this::virtualThreads, "", "10 platform", "1000 virtual", "ratio", "target");
        }
        if (parts.contains("client")) {
            part(this::client, "", "JDBC", "client", "ratio", "target");
        }
        System.out.println("load " + load());
    }

    /** Each on a new node, since a node with much data halts for longer when it writes a snapshot of it. */
    private static void part(Part part, String... heads) throws Exception {
        try (DqliteCluster cluster = DqliteCluster.start(1)) {
            System.setProperty(RoundTrips.NODE, cluster.nodes().get(0).address().toString());
            RoundTrips.createTables();
            if (heads.length > 0) {
                line(heads);
            }
            part.run();
        }
    }

    private void takeovers() throws Exception {
        line("first commit after a new leader", "median", "longest", "rounds", "target");
        String noNetwork = HostNetwork.impossible();
        for (Takeover.Loss loss : Takeover.Loss.values()) {
            if (loss.needsNetwork() && noNetwork != null) {
                line(loss.description(), "-", "-", "no networks here", "100, 500");
                continue;
            }
            Takeover.Result result = Takeover.measure(loss, quick ? 3 : 10);
            takeover(loss.description(), result.sinceElected(), "100, 500");
            takeover("  after a direct write at the new leader", result.sinceWritten(), "");
        }
    }

    private static void takeover(String what, Takeover.Times times, String target) {
        line(
                what,
                number(times.medianMillis()) + " ms",
                number(times.longestMillis()) + " ms",
                String.valueOf(times.rounds()),
                target);
    }

    private void roundTrips() throws Exception {
        int rounds = quick ? 5 : 40;
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
        line(name + ", median", number(pair.raw()) + " us", number(pair.jdbc()) + " us", number(pair.ratio()), target);
        line(name + ", allocated", pair.rawBytes() + " B", pair.jdbcBytes() + " B", "", bytes);
    }

    private void network() throws Exception {
        try (PostgreSqlServer server = PostgreSqlServer.startIfInstalled(POSTGRESQL, true);
                Network.Side dqlite = Network.Side.dqlite();
                Network.Side postgreSql = server == null ? null : Network.Side.postgreSql(server)) {
            if (postgreSql == null) {
                System.out.println("PostgreSQL " + POSTGRESQL + " is not installed, so its columns are left out");
            }
            List<Network.Side> sides = Stream.of(dqlite, postgreSql)
                    .filter(Objects::nonNull)
                    .toList();
            System.out.printf(Locale.ROOT, UNIT, "", "messages", "round trips", "0 ms", "1 ms", "5 ms");
            for (UnitOfWork unit : UnitOfWork.values()) {
                List<Network.Cost> costs = Network.measure(unit, sides, quick ? 3 : 7);
                for (int i = 0; i < costs.size(); i++) {
                    Network.Cost cost = costs.get(i);
                    System.out.printf(
                            Locale.ROOT,
                            UNIT,
                            i == 0 ? unit.title() : "  the same by pgjdbc",
                            cost.messages(),
                            cost.trips(),
                            millis(cost.millis()[0]),
                            millis(cost.millis()[1]),
                            millis(cost.millis()[2]));
                }
            }
        }
    }

    private void batches() throws Exception {
        Batches.Outcome outcome = Batches.measure(quick ? 3 : 11);
        line(
                "10,000 rows in a transaction",
                millis(outcome.raw()),
                millis(outcome.jdbc()),
                number(outcome.faster()),
                ">= 5");
    }

    private void hibernateBatches() {
        List<HibernateBatches.Outcome> outcomes = HibernateBatches.measure(quick ? 3 : 11);
        List<String> names = List.of("2,000 entities inserted by Hibernate", "2,000 entities updated by Hibernate");
        for (int i = 0; i < names.size(); i++) {
            HibernateBatches.Outcome outcome = outcomes.get(i);
            line(names.get(i), millis(outcome.single()), millis(outcome.batches()), number(outcome.faster()), "");
        }
    }

    private void millionRows() throws Exception {
        MillionRows.create();
        try (Child child = Child.start(THIS_JDK, List.of("-Xmx48m"), MillionRows.class, quick ? 3 : 9)) {
            double[] outcome = child.numbers();
            line(
                    "1,000,000 rows, heap of 48 MiB",
                    millis(outcome[0]),
                    millis(outcome[1]),
                    number(outcome[2]),
                    "<= 1.10");
            line("size of the answer", number(outcome[3] / (1 << 20)) + " MiB", "", "", "");
        }
    }

    private void writers() throws Exception {
        double seconds = quick ? 2 : 5;
        Writers.warmUp(WRITERS);
        List<Writers.Outcome> ones = new ArrayList<>();
        List<Writers.Outcome> eights = new ArrayList<>();
        for (int i = 0; i < (quick ? 1 : 3); i++) {
            ones.add(Writers.measure(1, seconds));
            eights.add(Writers.measure(WRITERS, seconds));
        }
        double one = median(ones.stream().map(Writers.Outcome::rate));
        double eight = median(eights.stream().map(Writers.Outcome::rate));
        double longest = median(eights.stream().map(Writers.Outcome::longest));
        double alone = median(ones.stream().map(Writers.Outcome::longest));
        double median = median(eights.stream().map(Writers.Outcome::median));
        long errors = eights.stream().mapToLong(Writers.Outcome::errors).sum();
        line("inserts a second, one JVM", number(one), number(eight), number(eight / one), ">= 0.9");
        line(
                "wait: median, longest",
                number(median) + " ms",
                number(longest) + " ms",
                number(longest / median),
                "<= 20");
        line("longest insert", number(alone) + " ms", number(longest) + " ms", number(longest / alone), "");
        line("errors", "", Long.toString(errors), "", "0");
        twoJvms(seconds);
    }

    private void costs(int nodes, List<OptionCost.Work> works) throws Exception {
        try (DqliteCluster cluster = DqliteCluster.start(nodes)) {
            line(nodes == 1 ? "one node" : nodes + " nodes", "off", "on", "ratio", "");
            OptionCost.createTables(cluster);
            for (OptionCost.Work work : works) {
                OptionCost.Cost cost = OptionCost.measure(work, cluster, quick ? 40 : 240);
                line(work.title() + ", median", number(cost.off()) + " ms", number(cost.on()) + " ms", number(cost.ratio()), "");
                line("  99 of 100", number(cost.offMost()) + " ms", number(cost.onMost()) + " ms", "", "");
            }
        }
    }

    private static void twoJvms(double seconds) throws Exception {
        try (Child first = Child.start(THIS_JDK, List.of(), Writers.class, WRITERS, seconds);
                Child second = Child.start(THIS_JDK, List.of(), Writers.class, WRITERS, seconds)) {
            first.line();
            second.line();
            double one = Writers.measure(1, seconds).rate();
            first.go();
            second.go();
            double[] left = first.numbers();
            double[] right = second.numbers();
            double both = left[0] + right[0];
            line("inserts a second, two JVMs of 8", number(one), number(both), number(both / one), ">= 0.7");
            line("longest wait of each", millis(left[2]), millis(right[2]), "", "");
            line("errors of each", number(left[3]), number(right[3]), "", "0");
        }
    }

    private void virtualThreads() throws Exception {
        String jdk = System.getProperty("dqlite4j.bench.jdk21", "");
        if (jdk.isEmpty()) {
            System.out.println("Virtual threads are left out: no JDK 21 or newer was found");
            return;
        }
        try (Child child = Child.start(Path.of(jdk), QUIET_POOL, VirtualThreads.class)) {
            double[] outcome = child.numbers();
            line(
                    "units a second, pool of 10",
                    number(outcome[3]),
                    number(outcome[2]),
                    number(outcome[2] / outcome[3]),
                    "");
            line("pinned: a pin on purpose, the units", number(outcome[1]), number(outcome[0]), "", "0");
        }
    }

    private void client() throws Exception {
        ClientCalls.Reads reads = ClientCalls.reads(quick ? 20 : 100);
        line(
                "point read, one connection, median",
                number(reads.jdbc()) + " us",
                number(reads.client()) + " us",
                number(reads.clientRatio()),
                "<= 1.5");
        line(
                "point read, pool, median",
                number(reads.jdbc()) + " us",
                number(reads.pool()) + " us",
                number(reads.poolRatio()),
                "<= 1.5");
        ClientCalls.Inserts inserts = ClientCalls.inserts(WRITERS, quick ? 2 : 6, quick ? 2 : 4);
        line(
                "inserts a second, " + WRITERS + " at a time",
                number(inserts.jdbc()),
                number(inserts.pool()),
                number(inserts.ratio()),
                ">= 0.9");
    }

    private static double median(java.util.stream.Stream<Double> values) {
        return Slices.median(values.toList());
    }

    private static String load() {
        return number(ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%.1f ms", value);
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : String.format(Locale.ROOT, "%.2f", value);
    }

    private static void line(String... cells) {
        System.out.printf(Locale.ROOT, ROW, (Object[]) cells);
    }
}
