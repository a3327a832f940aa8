package io.github.dqlite4j.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.dqlite4j.client.DqlitePool;
import io.github.dqlite4j.it.faults.History.Type;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.DqliteCluster.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each fault under inserts in auto-commit, transfers between accounts, batches, reads, streaming reads and Hibernate's units of work, on connections of a HikariCP pool and on a pool of the asynchronous client, half of the clients in virtual
 * threads where the JDK has them. Every write that was acknowledged is there once, nothing that was reported as failed is there, each read has seen the same sum of money, and no fewer transfers than
 * the read before it on its connection; afterwards there are no more threads and no sockets to a node. The history and a picture of the latencies are in {@code target/faults}. With
 * {@code -Dfaults=all} all cases are run, with {@code few} those of a killed leader that are always run, with the name of a fault its own, and with {@code -Dfaults.seconds=3600} each one is repeated for that long, and needs no more memory at the end than in the middle.
 */
@Timeout(value = 600 + 2 * FaultSuiteIT.MOST_SECONDS)
class FaultSuiteIT {
    /** Of {@code -Dfaults.seconds}. */
    static final long MOST_SECONDS = 24 * 3600;

    private static final int MORE = 10;
    private static final long REPEATED_NANOS = TimeUnit.SECONDS.toNanos(Long.getLong("faults.seconds", 0));

    /** What a heap may grow by that does not leak, of caches and of the history's last lines. */
    private static final long HEAP_MARGIN = 64L << 20;

    /** What the driver is asked to do. */
    private enum Options {
        OFF("commitVerification=off"),
        ALL("commitVerification=all"),
        /** Transactions begin without the write lock, and are executed again. */
        REPLAY("commitVerification=all&transactionReplay=true&transactionMode=upgrade");

        private final String properties;

        Options(String properties) {
            this.properties = properties;
        }
    }

    private record Case(Fault fault, Options options, int nodes) {
        private String file() {
            return fault.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-"
                    + options.name().toLowerCase(Locale.ROOT)
                    + (nodes == 3 ? "" : "-" + nodes);
        }

        private String title() {
            return fault.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", " + nodes + " nodes, "
                    + options.properties;
        }

        @Override
        public String toString() {
            return title();
        }
    }

    /** Those that are always run: each kind of fault once, and with an outcome to be found out where there is one. */
    private static final List<Case> ALWAYS = List.of(
            new Case(Fault.KILL, Options.OFF, 3),
            new Case(Fault.KILL, Options.REPLAY, 3),
            new Case(Fault.PAUSE, Options.ALL, 3),
            new Case(Fault.TRANSFER, Options.OFF, 3),
            new Case(Fault.ROLLING_RESTART, Options.REPLAY, 3),
            new Case(Fault.REPLACEMENT, Options.OFF, 3),
            new Case(Fault.QUORUM, Options.ALL, 3),
            new Case(Fault.LEADER_ALONE, Options.ALL, 3),
            new Case(Fault.FOLLOWER_ALONE, Options.OFF, 3),
            new Case(Fault.MUTE_LEADER, Options.OFF, 3),
            new Case(Fault.FLAPPING, Options.ALL, 3),
            new Case(Fault.LOSSY_LINKS, Options.ALL, 3),
            new Case(Fault.MINORITY, Options.ALL, 5));

    /** On five nodes, if all cases are run. */
    private static final Set<Fault> ON_FIVE = EnumSet.of(Fault.KILL, Fault.PAUSE, Fault.PAUSE_OF_TWO, Fault.MINORITY);

    /** Need five nodes, so that a majority is left. */
    private static final Set<Fault> NOT_ON_THREE = EnumSet.of(Fault.PAUSE_OF_TWO, Fault.MINORITY);

    static List<Case> cases() {
        String which = System.getProperty("faults");
        if (which == null) {
            return ALWAYS;
        }
        if (which.equals("few")) {
            return ALWAYS.stream().filter(each -> each.fault() == Fault.KILL).toList();
        }
        List<Case> cases = new ArrayList<>();
        for (Fault fault : which.equals("all") ? Fault.values() : new Fault[] {Fault.valueOf(which)}) {
            for (Options options : Options.values()) {
                if (!NOT_ON_THREE.contains(fault)) {
                    cases.add(new Case(fault, options, 3));
                }
                if (ON_FIVE.contains(fault)) {
                    cases.add(new Case(fault, options, 5));
                }
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyAnswerToAClientIsTrue(Case of) throws Exception {
        Set<Thread> threadsBefore = Leaks.threads();
        try (Site site = Site.openOrSkip(of.fault().kind(), of.nodes());
                History history = new History(
                        Files.createDirectories(Path.of("target", "faults")).resolve(of.file() + ".edn"))) {
            try (HikariDataSource pool = pool(site.cluster(), of.options())) {
                try (Connection connection = pool.getConnection()) {
                    Clients.createTables(connection);
                }
                DqlitePool clients = clients(site.cluster(), of.options());
                try (SessionFactory sessions = Payments.sessions(pool)) {
                    run(
                            of,
                            site,
                            Client.Run.of(pool, clients, history, of.fault().endsNode()),
                            sessions);
                } finally {
                    clients.close().get(1, TimeUnit.MINUTES);
                }
            }
            Leaks.awaitNoSockets(site.cluster());
        }
        Leaks.awaitNoThreadsBut(threadsBefore);
    }

    private static void run(Case of, Site site, Client.Run run, SessionFactory sessions) throws Exception {
        List<Client> clients = Clients.all(run, sessions);
        List<Thread> threads = new ArrayList<>();
        for (Client client : clients) {
            threads.add(ClientThreads.unstarted(client, threads.size()));
        }
        threads.forEach(Thread::start);
        try {
            cause(of.fault(), site, run, clients);
        } finally {
            run.over().set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            draw(of, run.history());
        }
        assertThat(run.unexpected()).isEmpty();
        try (Connection connection = run.source().getConnection()) {
            check(connection, clients);
        }
        if (of.options() != Options.OFF) {
            assertThat(run.history().count(Type.INFO)).as("unknown outcomes").isZero();
        }
    }

    private static String url(DqliteCluster cluster, Options options) {
        return cluster.jdbcUrl("faults") + "?" + options.properties
                + "&failoverTimeout=60000&loginTimeout=60000&busyTimeout=60000&topologyRefresh=1000";
    }

    private static DqlitePool clients(DqliteCluster cluster, Options options) {
        return DqlitePool.builder(url(cluster, options))
                .maxSize(PoolClients.CONNECTIONS)
                .acquireTimeout(Duration.ofMinutes(2))
                .create();
    }

    private static HikariDataSource pool(DqliteCluster cluster, Options options) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url(cluster, options));
        config.setMaximumPoolSize(Clients.COUNT);
        config.setConnectionTimeout(TimeUnit.MINUTES.toMillis(2));
        return new HikariDataSource(config);
    }

    private static void cause(Fault fault, Site site, Client.Run run, List<Client> clients) throws Exception {
        String action = fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
        long began = System.nanoTime();
        long halfTime = 0;
        long passed;
        do {
            awaitMore(run, clients);
            run.history().add(History.FAULTS, Type.INFO, action, ":begin");
            fault.cause(site, () -> awaitMore(run, clients));
            for (Node restarted : site.cluster().bringBack()) {
                System.out.println(restarted.address() + " named no leader after " + action + ", and was restarted");
            }
            run.history().add(History.FAULTS, Type.INFO, action, ":end");
            awaitMore(run, clients);
            passed = System.nanoTime() - began;
            if (halfTime == 0 && REPEATED_NANOS > 0 && passed > REPEATED_NANOS / 2) {
                halfTime = Leaks.usedHeap();
            }
        } while (passed < REPEATED_NANOS && run.unexpected().isEmpty());
        if (halfTime > 0) {
            long end = Leaks.usedHeap();
            System.out.printf(Locale.ROOT, "heap: %,d bytes at half-time, %,d at the end%n", halfTime, end);
            assertThat(end).as("heap in use").isLessThan(2 * halfTime + HEAP_MARGIN);
        }
    }

    /** Waits until every client has succeeded some times more. */
    private static void awaitMore(Client.Run run, List<Client> clients) throws InterruptedException {
        Map<Client, Integer> wanted = new HashMap<>();
        clients.forEach(client -> wanted.put(client, client.succeeded() + MORE));
        while (run.unexpected().isEmpty()
                && wanted.entrySet().stream().anyMatch(each -> each.getKey().succeeded() < each.getValue())) {
            Thread.sleep(1);
        }
    }

    private static void draw(Case of, History history) throws IOException {
        String title = String.format(
                Locale.ROOT,
                "%s: %,d succeeded, %,d surely failed, %,d unknown",
                of.title(),
                history.count(Type.OK),
                history.count(Type.FAIL),
                history.count(Type.INFO));
        System.out.println(title);
        LatencyPicture.write(title, history, Path.of("target", "faults", of.file() + ".svg"));
    }

    private static void check(Connection connection, List<Client> clients) throws SQLException {
        compare("insert", numbers(connection, "SELECT n FROM entry"), clients);
        compare("transfer", numbers(connection, "SELECT n FROM transfer"), clients);
        compare("payment", numbers(connection, "SELECT n FROM payment"), clients);
        compare("batch", numbers(connection, "SELECT n FROM batch GROUP BY n"), clients);
        assertThat(numbers(connection, "SELECT n FROM batch GROUP BY n HAVING count(*) <> " + Clients.BATCH))
                .as("batches that are there in part")
                .isEqualTo(new BitSet());
        assertThat(numbers(
                        connection,
                        "SELECT id FROM account a WHERE balance <> " + Clients.BALANCE
                                + " - (SELECT coalesce(sum(amount), 0) FROM transfer WHERE source = a.id)"
                                + " + (SELECT coalesce(sum(amount), 0) FROM transfer WHERE target = a.id)"))
                .as("accounts whose balance is not the sum of their transfers")
                .isEqualTo(new BitSet());
        assertThat(numbers(
                        connection,
                        "SELECT id FROM purse p WHERE balance <> " + Clients.BALANCE
                                + " - (SELECT count(*) FROM payment WHERE source = p.id)"
                                + " + (SELECT count(*) FROM payment WHERE target = p.id)"))
                .as("purses whose balance is not the sum of their payments")
                .isEqualTo(new BitSet());
    }

    private static void compare(String action, BitSet stored, List<Client> clients) {
        BitSet acknowledged = all(action, clients, Client::acknowledged);
        BitSet refused = all(action, clients, Client::refused);
        BitSet unknown = all(action, clients, Client::unknown);
        assertThat(without(acknowledged, stored))
                .as("%s that were acknowledged and are not there", action)
                .isEqualTo(new BitSet());
        refused.and(stored);
        assertThat(refused)
                .as("%s that were reported as failed and are there", action)
                .isEqualTo(new BitSet());
        acknowledged.or(unknown);
        assertThat(without(stored, acknowledged))
                .as("%s that are there and that no client has sent", action)
                .isEqualTo(new BitSet());
    }

    private static BitSet without(BitSet all, BitSet those) {
        BitSet rest = (BitSet) all.clone();
        rest.andNot(those);
        return rest;
    }

    private static BitSet all(String action, List<Client> clients, Function<Client, BitSet> which) {
        BitSet all = new BitSet();
        clients.stream()
                .filter(client -> client.action().equals(action))
                .map(which)
                .forEach(all::or);
        return all;
    }

    private static BitSet numbers(Connection connection, String sql) throws SQLException {
        BitSet numbers = new BitSet();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                int number = rows.getInt(1);
                assertThat(numbers.get(number)).as("%d is there twice", number).isFalse();
                numbers.set(number);
            }
        }
        return numbers;
    }
}
