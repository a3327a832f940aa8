package io.github.dqlite4j.value;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The Java type that {@code getObject} returns for a declared type. Length, precision and case do not matter. */
public enum DeclaredKind {
    /** The stored value decides. */
    NATURAL,
    INT,
    REAL,
    DECIMAL,
    BOOLEAN,
    DATE,
    TIME,
    TIMESTAMP,
    OFFSET_TIMESTAMP,
    OFFSET_TIME,
    UUID;

    private static final Map<String, DeclaredKind> NAMES = Map.ofEntries(
            Map.entry("INT", INT),
            Map.entry("INTEGER", INT),
            Map.entry("MEDIUMINT", INT),
            Map.entry("INT4", INT),
            Map.entry("SMALLINT", INT),
            Map.entry("INT2", INT),
            Map.entry("TINYINT", INT),
            Map.entry("REAL", REAL),
            Map.entry("FLOAT", REAL),
            Map.entry("DOUBLE", REAL),
            Map.entry("DOUBLE PRECISION", REAL),
            Map.entry("DECIMAL", DECIMAL),
            Map.entry("DEC", DECIMAL),
            Map.entry("NUMERIC", DECIMAL),
            Map.entry("BOOLEAN", BOOLEAN),
            Map.entry("BOOL", BOOLEAN),
            Map.entry("DATE", DATE),
            Map.entry("TIME", TIME),
            Map.entry("TIMESTAMP", TIMESTAMP),
            Map.entry("DATETIME", TIMESTAMP),
            Map.entry("TIMESTAMP WITH TIME ZONE", OFFSET_TIMESTAMP),
            Map.entry("TIMESTAMP WITHOUT TIME ZONE", TIMESTAMP),
            Map.entry("TIME WITHOUT TIME ZONE", TIME),
            Map.entry("TIME WITH TIME ZONE", OFFSET_TIME),
            Map.entry("UUID", UUID));

    private static final int MOST_KNOWN = 1000;

    /** A cache: {@link #of} is called for every cell. */
    private static final Map<String, DeclaredKind> KNOWN = new ConcurrentHashMap<>();

    public static DeclaredKind of(@Nullable String declaredType) {
        if (declaredType == null) {
            return NATURAL;
        }
        DeclaredKind known = KNOWN.get(declaredType);
        if (known == null) {
            known = NAMES.getOrDefault(normal(declaredType), NATURAL);
            if (KNOWN.size() < MOST_KNOWN) {
                KNOWN.put(declaredType, known);
            }
        }
        return known;
    }

    private static String normal(String declaredType) {
        int open = declaredType.indexOf('(');
        int close = declaredType.indexOf(')', open + 1);
        String name = open < 0 || close < 0
                ? declaredType
                : declaredType.substring(0, open) + ' ' + declaredType.substring(close + 1);
        return name.trim().replaceAll("\\s+", " ").toUpperCase(Locale.ROOT);
    }
}
