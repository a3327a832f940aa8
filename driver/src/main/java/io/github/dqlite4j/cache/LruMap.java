package io.github.dqlite4j.cache;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map with a largest size. An entry too many removes the one that was not used for the longest time. Not thread-safe, as reading reorders it. */
public final class LruMap<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    private final int capacity;

    /** @param capacity how many entries are kept; with 0 none is */
    public LruMap(int capacity) {
        super(16, 0.75f, true);
        this.capacity = capacity;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > capacity;
    }
}
