package io.github.dqlite4j.cluster;

import io.github.dqlite4j.cache.LruMap;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Instances that are shared by key. The last ones are kept, and every other one while it is used, so a JVM
 * that connects to many clusters, one after the other, does not run out of memory. Thread-safe.
 */
public final class SharedInstances<K, V> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<K, Entry<K, V>> all = new HashMap<>();
    private final Map<K, V> lastUsed;
    private final ReferenceQueue<V> unused = new ReferenceQueue<>();

    private static final class Entry<K, V> extends WeakReference<V> {
        private final K key;

        Entry(K key, V value, ReferenceQueue<V> queue) {
            super(value, queue);
            this.key = key;
        }
    }

    /** @param capacity how many are kept while they are not used */
    public SharedInstances(int capacity) {
        this.lastUsed = new LruMap<>(capacity);
    }

    /** The instance for this key; makes one if there is none. What the function throws is passed on. */
    public V get(K key, Function<K, V> make) {
        lock.lock();
        try {
            forgetUnused();
            Entry<K, V> entry = all.get(key);
            V value = entry == null ? null : entry.get();
            if (value == null) {
                value = make.apply(key);
                all.put(key, new Entry<>(key, value, unused));
            }
            lastUsed.put(key, value);
            return value;
        } finally {
            lock.unlock();
        }
    }

    /** The instance for this key, or null if there is none. */
    public @Nullable V find(K key) {
        lock.lock();
        try {
            Entry<K, V> entry = all.get(key);
            return entry == null ? null : entry.get();
        } finally {
            lock.unlock();
        }
    }

    /** Makes this the instance for the key. */
    public V put(K key, V value) {
        lock.lock();
        try {
            forgetUnused();
            all.put(key, new Entry<>(key, value, unused));
            lastUsed.put(key, value);
            return value;
        } finally {
            lock.unlock();
        }
    }

    /** The instances whose key is of that kind, each once. */
    public Set<V> all(Predicate<K> kind) {
        lock.lock();
        try {
            return all.values().stream()
                    .filter(entry -> kind.test(entry.key))
                    .map(Reference::get)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet());
        } finally {
            lock.unlock();
        }
    }

    /** How many there are. */
    int size() {
        lock.lock();
        try {
            forgetUnused();
            return all.size();
        } finally {
            lock.unlock();
        }
    }

    private void forgetUnused() {
        for (Reference<? extends V> gone = unused.poll(); gone != null; gone = unused.poll()) {
            Entry<?, ?> entry = (Entry<?, ?>) gone;
            all.remove(entry.key, entry);
        }
    }
}
