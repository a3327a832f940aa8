package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.sql.statement.SqlScript;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The texts that a connection was given last, and what they say. Thread-safe. */
final class ScriptCache {
    private static final int MOST = 256;
    private static final int LONGEST = 4096;

    private record Key(String sql, boolean escapes) {}

    private final Map<Key, SqlScript> known = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, SqlScript> eldest) {
            return size() > MOST;
        }
    });

    @Nullable
    SqlScript get(String sql, boolean escapes) {
        return known.get(new Key(sql, escapes));
    }

    void put(String sql, boolean escapes, SqlScript script) {
        if (sql.length() <= LONGEST) {
            known.put(new Key(sql, escapes), script);
        }
    }
}
