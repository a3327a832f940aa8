package io.github.dqlite4j.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.dqlite4j.it.faults.History.Type;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each fault under inserts in auto-commit, transfers between accounts, batches and reads, on connections of a HikariCP pool. Every write that was acknowledged is there once, nothing that
 * was reported as failed is there, and each read has seen the same sum of money, and no fewer transfers than the read before it on its connection. The history and a picture of
 * the latencies are in {@code target/faults}. With {@code -Dfaults.seconds=3600} each fault is repeated for that long.
 */
@Timeout(600)
class FaultSuiteIT {
    private static final int MORE = 10;
    private static final long REPEATED_NANOS = TimeUnit.SECONDS.toNanos(Long.getLong("faults.seconds", 0));

    @ParameterizedTest
    @CsvSource({
        "KILL, off", "PAUSE, off", "TRANSFER, off", "ROLLING_RESTART, off", "REPLACEMENT, off", "QUORUM, off",
        "KILL, all", "PAUSE, all", "TRANSFER, all", "ROLLING_RESTART, all", "REPLACEMENT, all", "QUORUM, all"
    })
    void everythingThatClientsWereToldIsTrue(Fault fault, String verification) throws Exception {
        try (DqliteCluster cluster = DqliteCluster.start(3);
                HikariDataSource pool = pool(cluster, verification)) {
            try (Connection connection = pool.getConnection()) {
                Clients.createTables(connection);
            }
            Client.Run run = Client.Run.of(pool);
            List<Client> clients = Clients.all(run);
            List<Thread> threads = clients.stream()
                    .map(client -> new Thread(client::run, client.action()))
                    .toList();
            threads.forEach(Thread::start);
            try {
                cause(fault, cluster, run, clients);
            } finally {
                run.over().set(true);
                for (Thread thread : threads) {
                    thread.join();
                }
                write(fault, verification, run.history());
            }
            assertThat(run.unexpected()).isEmpty();
            try (Connection connection = pool.getConnection()) {
                check(connection, clients);
            }
            if (verification.equals("all")) {
                assertThat(run.history().count(Type.INFO))
                        .as("unknown outcomes")
                        .isZero();
            }
        }
    }

    private static HikariDataSource pool(DqliteCluster cluster, String verification) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(cluster.jdbcUrl("faults") + "?commitVerification=" + verification
                + "&failoverTimeout=60000&loginTimeout=60000&busyTimeout=60000&topologyRefresh=1000");
        config.setMaximumPoolSize(6);
        config.setConnectionTimeout(TimeUnit.MINUTES.toMillis(2));
        return new HikariDataSource(config);
    }

    private static void cause(Fault fault, DqliteCluster cluster, Client.Run run, List<Client> clients)
            throws Exception {
        String action = ":" + fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
        long began = System.nanoTime();
        do {
            awaitMore(run, clients);
            run.history().add(History.FAULTS, Type.INFO, action.substring(1), ":begin");
            fault.cause(cluster, () -> awaitMore(run, clients));
            cluster.awaitVoters();
            run.history().add(History.FAULTS, Type.INFO, action.substring(1), ":end");
            awaitMore(run, clients);
        } while (System.nanoTime() - began < REPEATED_NANOS && run.unexpected().isEmpty());
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

    private static void write(Fault fault, String verification, History history) throws Exception {
        Path directory = Files.createDirectories(Path.of("target", "faults"));
        String name = fault.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + verification;
        history.write(directory.resolve(name + ".edn"));
        String title = String.format(
                Locale.ROOT,
                "%s, commitVerification=%s: %,d succeeded, %,d surely failed, %,d unknown",
                fault.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                verification,
                history.count(Type.OK),
                history.count(Type.FAIL),
                history.count(Type.INFO));
        System.out.println(title);
        LatencyPicture.write(title, history.events(), directory.resolve(name + ".svg"));
    }

    private static void check(Connection connection, List<Client> clients) throws SQLException {
        compare("insert", numbers(connection, "SELECT n FROM entry"), clients);
        compare("transfer", numbers(connection, "SELECT n FROM transfer"), clients);
        compare("batch", numbers(connection, "SELECT n FROM batch GROUP BY n"), clients);
        assertThat(numbers(connection, "SELECT n FROM batch GROUP BY n HAVING count(*) <> " + Clients.BATCH))
                .as("batches that are there in part")
                .isEmpty();
        assertThat(numbers(
                        connection,
                        "SELECT id FROM account a WHERE balance <> " + Clients.BALANCE
                                + " - (SELECT coalesce(sum(amount), 0) FROM transfer WHERE source = a.id)"
                                + " + (SELECT coalesce(sum(amount), 0) FROM transfer WHERE target = a.id)"))
                .as("accounts whose balance is not the sum of their transfers")
                .isEmpty();
    }

    private static void compare(String action, Set<Integer> stored, List<Client> clients) {
        Set<Integer> acknowledged = all(action, clients, Client::acknowledged);
        Set<Integer> refused = all(action, clients, Client::refused);
        Set<Integer> unknown = all(action, clients, Client::unknown);
        assertThat(stored).as("%s that were acknowledged", action).containsAll(acknowledged);
        refused.retainAll(stored);
        assertThat(refused)
                .as("%s that were reported as failed and are there", action)
                .isEmpty();
        Set<Integer> known = new HashSet<>(acknowledged);
        known.addAll(unknown);
        assertThat(known).as("%s that a client has sent", action).containsAll(stored);
    }

    private static Set<Integer> all(String action, List<Client> clients, Function<Client, Set<Integer>> which) {
        return clients.stream()
                .filter(client -> client.action().equals(action))
                .map(which)
                .flatMap(Collection::stream)
                .collect(Collectors.toSet());
    }

    private static Set<Integer> numbers(Connection connection, String sql) throws SQLException {
        List<Integer> numbers = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                numbers.add(rows.getInt(1));
            }
        }
        assertThat(numbers).doesNotHaveDuplicates();
        return new HashSet<>(numbers);
    }
}
