package io.github.dqlite4j.it.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/**
 * Clients that place orders one after the other until they are stopped, and remember the answers. After a 503
 * they send the same order again; one in four gives up.
 */
final class Shoppers implements AutoCloseable {
    /** An acknowledged order, by {@link System#nanoTime}: when it was sent for the first time, and when it was answered. */
    record Trip(long sent, long answered) {}

    private final Map<String, Wanted> acknowledged = new ConcurrentHashMap<>();
    private final Map<String, Wanted> refused = new ConcurrentHashMap<>();
    private final Map<String, Wanted> doubtful = new ConcurrentHashMap<>();
    private final Collection<String> unexpected = new ConcurrentLinkedQueue<>();
    private final Collection<Trip> trips = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unavailable = new AtomicInteger();
    private final List<Future<?>> clients = new ArrayList<>();
    private final ExecutorService threads;
    private final ShopClient shop;
    private final List<Map.Entry<Long, Integer>> centsByProduct;
    private volatile boolean stop;

    /** @param cents the price of each product that is bought */
    Shoppers(int count, ShopClient shop, Map<Long, Integer> cents) {
        this.shop = shop;
        this.centsByProduct = List.copyOf(cents.entrySet());
        this.threads = Executors.newFixedThreadPool(count);
        for (int i = 0; i < count; i++) {
            clients.add(threads.submit(this::shop));
        }
    }

    Map<String, Wanted> acknowledged() {
        return acknowledged;
    }

    /** Refused because the stock is too small. */
    Map<String, Wanted> refused() {
        return refused;
    }

    /** The outcome was reported as unknown, and the order was not sent again. */
    Map<String, Wanted> doubtful() {
        return doubtful;
    }

    /** One for each acknowledged order, in the order of the answers. */
    List<Trip> trips() {
        return List.copyOf(trips);
    }

    /** How often a client got the answer that the cluster is not available. */
    int unavailable() {
        return unavailable.get();
    }

    /** Answers that no client should get. */
    Collection<String> unexpected() {
        return unexpected;
    }

    /** Returns when this many more orders were acknowledged. */
    void awaitMore(int count, Duration patience) throws InterruptedException {
        await("orders", acknowledged::size, acknowledged.size() + count, patience);
    }

    /** Waits until clients got the answer that the cluster is not available this many times. */
    void awaitUnavailable(int times, Duration patience) throws InterruptedException {
        await("answers of 503", unavailable::get, times, patience);
    }

    private void await(String what, IntSupplier now, int goal, Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (now.getAsInt() < goal) {
            assertThat(unexpected).isEmpty();
            assertThat(System.nanoTime())
                    .as("%s of %s %s in time", now.getAsInt(), goal, what)
                    .isLessThan(until);
            Thread.sleep(20);
        }
    }

    /** Returns when the last answer has come. */
    void stop() throws ExecutionException, InterruptedException {
        stop = true;
        for (Future<?> client : clients) {
            client.get();
        }
    }

    @Override
    public void close() {
        stop = true;
        threads.shutdownNow();
    }

    private void shop() {
        while (!stop) {
            Wanted order = order();
            long sent = System.nanoTime();
            while (!isSettled(order, sent)) {
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
            }
        }
    }

    private Wanted order() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        Map<Long, Integer> quantities = new TreeMap<>();
        long cents = 0;
        for (int i = 0; i < 2; i++) {
            Map.Entry<Long, Integer> product = centsByProduct.get(random.nextInt(centsByProduct.size()));
            int quantity = 1 + random.nextInt(4);
            if (quantities.putIfAbsent(product.getKey(), quantity) == null) {
                cents += (long) quantity * product.getValue();
            }
        }
        return new Wanted(UUID.randomUUID().toString(), cents, quantities);
    }

    /** @return false if the same order has to be sent again, since its outcome is unknown */
    private boolean isSettled(Wanted order, long sent) {
        try {
            ShopClient.Answer answer = shop.post("/api/orders", order.json());
            String detail = answer.json().path("detail").asString("");
            if (answer.status() == 200 || answer.status() == 201) {
                acknowledged.put(order.requestId(), order);
                trips.add(new Trip(sent, System.nanoTime()));
                if (answer.json().get("total").decimalValue().compareTo(BigDecimal.valueOf(order.cents(), 2)) != 0) {
                    unexpected.add(order + " was answered " + answer.json());
                }
            } else if (answer.status() == 409 && detail.startsWith("There are ")) {
                refused.put(order.requestId(), order);
            } else if (answer.status() == 503
                    && answer.header("Retry-After").equals("1")
                    && detail.contains("safe to send an order again")) {
                unavailable.incrementAndGet();
                return ThreadLocalRandom.current().nextInt(4) == 0 && doubtful.put(order.requestId(), order) == null;
            } else {
                unexpected.add(answer.status() + " " + answer.response().body());
            }
        } catch (IOException e) {
            unexpected.add(e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }
}
