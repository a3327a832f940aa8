package io.github.dqlite4j.it.shop;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.wire.Request;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Kills the leader while clients place orders in the sample, prints what happens and checks that nothing is lost. Started by
 * {@code it/demo.sh}; ends with 1 if a check fails.
 */
public final class ShopDemo {
    private static final int CLIENTS = 4;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final PrintStream OUT = System.out;

    private final DqliteCluster cluster;
    private final ShopProcess process;
    private final ShopClient shop;
    private final String url;
    private boolean good = true;

    private ShopDemo(DqliteCluster cluster, ShopProcess process) {
        this.cluster = cluster;
        this.process = process;
        this.shop = process.client();
        this.url = cluster.jdbcUrl("shop");
    }

    /** @param arguments {@code --stay} keeps everything running afterwards */
    public static void main(String[] arguments) throws Exception {
        Path log = Files.createDirectories(Path.of("it", "target", "demo")).resolve("shop.log");
        OUT.println("Starting three nodes");
        boolean good;
        try (DqliteCluster cluster = DqliteCluster.start(3);
                DemoNodes nodes = new DemoNodes(cluster)) {
            DqliteCluster.Node leader = cluster.leader();
            for (DqliteCluster.Node node : cluster.nodes()) {
                say("  %s  pid %d%s", node.address(), node.pid(), node == leader ? "  leads" : "");
            }
            OUT.println("Starting the shop");
            long began = System.nanoTime();
            try (ShopProcess process = ShopProcess.start(cluster.jdbcUrl("shop"), nodes.address(), log)) {
                say(
                        "  %s  pid %d, ready after %s; its log: %s",
                        process.page(), process.pid(), seconds(System.nanoTime() - began), log);
                ShopDemo demo = new ShopDemo(cluster, process);
                demo.run();
                good = demo.good;
                if (List.of(arguments).contains("--stay")) {
                    demo.stay();
                }
            }
        }
        System.exit(good ? 0 : 1);
    }

    private void run() throws Exception {
        Books before = Books.read(url);
        OUT.println(CLIENTS + " clients place orders, one after the other each");
        ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
        try (Shoppers shoppers = new Shoppers(CLIENTS, shop, before.cents())) {
            int[] last = new int[1];
            ticker.scheduleAtFixedRate(
                    () -> {
                        int now = shoppers.acknowledged().size();
                        tell("%4d orders", now - last[0]);
                        last[0] = now;
                    },
                    1,
                    1,
                    TimeUnit.SECONDS);
            Thread.sleep(5_000);
            shoppers.awaitMore(20, PATIENCE);

            DqliteCluster.Node old = cluster.leader();
            tell("kill -9 %d: %s, the leader", old.pid(), old.address());
            old.kill();
            long killed = System.nanoTime();
            DqliteCluster.Node leader = cluster.leaderAfter(old);
            long elected = System.nanoTime();
            tell("%s leads, %s after the kill", leader.address(), seconds(elected - killed));
            Thread.sleep(5_000);
            shoppers.awaitMore(20, PATIENCE);

            old.restart();
            awaitFollower(old, leader);
            tell("%s is started again as pid %d, and follows", old.address(), old.pid());
            Thread.sleep(3_000);
            shoppers.awaitMore(20, PATIENCE);
            ticker.shutdownNow();
            shoppers.stop();
            tellTrips(shoppers, killed, elected);
            say(
                    "Leader before: %s, leader now: %s",
                    old.address(), cluster.leader().address());
            check(shoppers, before);
        } finally {
            ticker.shutdownNow();
        }
    }

    private static void awaitFollower(DqliteCluster.Node node, DqliteCluster.Node leader) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until) {
            try {
                if (node.ask(new Request.Leader())
                        .address()
                        .equals(leader.address().toString())) {
                    return;
                }
            } catch (IllegalStateException e) {
                // not listening yet
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException(node.address() + " did not come back");
    }

    private static void tellTrips(Shoppers shoppers, long killed, long elected) {
        int before = 0;
        int during = 0;
        int after = 0;
        long resumed = Long.MAX_VALUE;
        long longest = 0;
        for (Shoppers.Trip trip : shoppers.trips()) {
            if (trip.answered() < killed) {
                before++;
            } else if (trip.sent() < elected) {
                during++;
                longest = Math.max(longest, trip.answered() - trip.sent());
            } else {
                after++;
            }
            if (trip.answered() > elected) {
                resumed = Math.min(resumed, trip.answered());
            }
        }
        say("Orders: %d before, %d sent while there was no leader, %d after", before, during, after);
        say(
                "The first order on the new leader was placed %s after the kill, %s after the election; no client waited"
                        + " longer than %s",
                seconds(resumed - killed), seconds(resumed - elected), seconds(longest));
    }

    private void check(Shoppers shoppers, Books before) throws Exception {
        Books after = Books.read(url);
        JsonNode report = shop.get("/api/report").json();
        List<String> complaints = Audit.complaints(
                shoppers.acknowledged(), shoppers.doubtful(), after.orders(), before.stock(), after.stock());
        List<String> aboutStock =
                complaints.stream().filter(text -> text.contains("stock of")).toList();
        List<String> aboutOrders =
                complaints.stream().filter(text -> !aboutStock.contains(text)).toList();

        OUT.println("Checks");
        check(
                aboutOrders,
                "orders: %d acknowledged, every one is stored, none twice, %d left open",
                shoppers.acknowledged().size(),
                shoppers.doubtful().size());
        check(
                aboutStock,
                "stock: %d at first = %d left + %d sold",
                sum(before.stock().values().stream()),
                sum(after.stock().values().stream()),
                sum(after.orders().stream().flatMap(order -> order.quantities().values().stream())));
        BigDecimal money = BigDecimal.valueOf(
                after.orders().stream().mapToLong(Wanted::cents).sum(), 2);
        check(
                report.get("consistent").booleanValue()
                                && report.get("ordersTotal").decimalValue().compareTo(money) == 0
                        ? List.of()
                        : List.of(report.toString()),
                "money: %s by the orders, by their items and by the ledger",
                money);
        check(
                List.copyOf(shoppers.unexpected()),
                "requests: %d got 503, the others were answered",
                shoppers.unavailable());
        check(
                process.isRunning() ? List.of() : List.of("the shop has ended"),
                "the shop was not restarted: pid %d",
                process.pid());
    }

    private void check(List<String> complaints, String text, Object... values) {
        say((complaints.isEmpty() ? "  ok     " : "  WRONG  ") + text, values);
        complaints.forEach(complaint -> OUT.println("         " + complaint));
        good &= complaints.isEmpty();
    }

    private void stay() throws InterruptedException {
        say("The page is %s and shows five more orders each second.", process.page());
        OUT.println("It has buttons to kill the leader and to start it again; Ctrl-C ends everything.");
        while (process.isRunning()) {
            try {
                shop.post("/api/orders", new Wanted(UUID.randomUUID().toString(), 0, Map.of(3L, 1)).json());
            } catch (IOException e) {
                tell("The shop did not answer: %s", e);
            }
            Thread.sleep(200);
        }
    }

    private static long sum(Stream<Integer> numbers) {
        return numbers.mapToLong(Integer::longValue).sum();
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }

    private static void tell(String text, Object... values) {
        say(
                "  " + LocalTime.now().truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ISO_TIME) + "  " + text,
                values);
    }

    private static void say(String text, Object... values) {
        OUT.println(String.format(Locale.ROOT, text, values));
    }
}
