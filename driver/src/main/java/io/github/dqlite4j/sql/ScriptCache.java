package io.github.dqlite4j.sql;

import io.github.dqlite4j.cache.LruMap;
import io.github.dqlite4j.sql.statement.SqlScript;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parsed statements of the texts that a connection used last. Thread-safe. */
public final class ScriptCache {
    private static final int MOST = 256;
    private static final int LONGEST = 4096;

    private record Key(String sql, boolean escapes) {}

    private final Map<Key, SqlScript> known = Collections.synchronizedMap(new LruMap<>(MOST));

    public @Nullable SqlScript get(String sql, boolean escapes) {
        return known.get(new Key(sql, escapes));
    }

    public void put(String sql, boolean escapes, SqlScript script) {
        if (sql.length() <= LONGEST) {
            known.put(new Key(sql, escapes), script);
        }
    }
}
