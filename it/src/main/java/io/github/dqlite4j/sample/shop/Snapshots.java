package io.github.dqlite4j.sample.shop;

import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Reads the data of the page in a thread of its own. While the database does not answer, the page shows the data that was read last. */
@Service
class Snapshots {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
    private static final Duration LIMIT = Duration.ofMillis(500);
    private static final int ORDERS = 12;

    private final Catalogue catalogue;
    private final OrderBook orders;
    private final Bookkeeping bookkeeping;
    private final Clock clock = Clock.systemUTC();
    private final ExecutorService reader = Executors.newSingleThreadExecutor();
    private volatile @Nullable Snapshot last;
    private @Nullable Future<?> reading;

    Snapshots(Catalogue catalogue, OrderBook orders, Bookkeeping bookkeeping) {
        this.catalogue = catalogue;
        this.orders = orders;
        this.bookkeeping = bookkeeping;
    }

    /** The present state, or the last one that was read if the database does not answer soon, or null if there is none. */
    @Nullable
    Snapshot latest() throws InterruptedException {
        try {
            start().get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.debug("The database has not answered yet");
        } catch (ExecutionException e) {
            LOG.debug("The database was not read", e);
        }
        return last;
    }

    private synchronized Future<?> start() {
        Future<?> now = reading;
        if (now == null || now.isDone()) {
            now = reader.submit(this::read);
            reading = now;
        }
        return now;
    }

    private void read() {
        last = new Snapshot(
                clock.instant(), catalogue.products(), orders.before(Long.MAX_VALUE, ORDERS), bookkeeping.report());
    }

    @PreDestroy
    void stop() {
        reader.shutdownNow();
    }
}
