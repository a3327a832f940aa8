package io.github.dqlite4j.it.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.ReentrantLock;

/** A subscriber that stores its rows, and requests as many as the test wants. */
final class Collector<T> implements Flow.Subscriber<T> {
    private final long first;
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final CompletableFuture<List<T>> ended = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final List<T> rows = new ArrayList<>();
    private final List<Waiter<T>> waiters = new ArrayList<>();

    private record Waiter<T>(int count, CompletableFuture<List<T>> future) {}

    /** @param first requested at once; 0 for nothing */
    Collector(long first) {
        this.first = first;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription.complete(given);
        if (first > 0) {
            given.request(first);
        }
    }

    @Override
    public void onNext(T row) {
        List<Waiter<T>> served;
        List<T> now;
        lock.lock();
        try {
            rows.add(row);
            if (waiters.isEmpty()) {
                return;
            }
            now = List.copyOf(rows);
            served = waiters.stream()
                    .filter(waiter -> waiter.count() <= now.size())
                    .toList();
            waiters.removeAll(served);
        } finally {
            lock.unlock();
        }
        served.forEach(waiter -> waiter.future().complete(now));
    }

    @Override
    public void onError(Throwable failure) {
        ended.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        ended.complete(rows());
    }

    void request(long count) {
        subscription.join().request(count);
    }

    void cancel() {
        subscription.join().cancel();
    }

    List<T> rows() {
        lock.lock();
        try {
            return List.copyOf(rows);
        } finally {
            lock.unlock();
        }
    }

    /** All rows, when the stream has ended. */
    CompletableFuture<List<T>> ended() {
        return ended;
    }

    /** The rows so far, when there are so many. */
    CompletableFuture<List<T>> received(int count) {
        CompletableFuture<List<T>> future = new CompletableFuture<>();
        lock.lock();
        try {
            if (rows.size() < count) {
                waiters.add(new Waiter<>(count, future));
                return future;
            }
        } finally {
            lock.unlock();
        }
        future.complete(rows());
        return future;
    }
}
