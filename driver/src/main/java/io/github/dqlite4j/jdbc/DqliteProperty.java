package io.github.dqlite4j.jdbc;

import java.util.Locale;

/** Every option: one constant gives the URL, the data source, {@code getPropertyInfo} and the documentation. */
public enum DqliteProperty {
    CONNECT_TIMEOUT(
            "connectTimeout", "2000", "Milliseconds one node may take to accept a connection and to say who leads"),
    LOGIN_TIMEOUT("loginTimeout", "15000", "Milliseconds until a new connection has found and reached the leader"),
    SOCKET_TIMEOUT("socketTimeout", "30000", "Milliseconds to wait for an answer before the connection counts as lost"),
    BUSY_TIMEOUT("busyTimeout", "5000", "Milliseconds to wait for the write lock while another transaction holds it"),
    FAILOVER_TIMEOUT("failoverTimeout", "15000", "Milliseconds to look for a new leader before an error is reported"),
    TRANSACTION_MODE("transactionMode", "auto", "How a transaction begins: auto, immediate, deferred"),
    READ_ONLY("readOnly", "false", "Whether connections begin as read-only"),
    STATEMENT_CACHE_SIZE("statementCacheSize", "128", "Prepared statements kept on the server for each connection"),
    PRODUCT_NAME("productName", "SQLite", "What getDatabaseProductName() answers"),
    TIME_ZONE("timeZone", "", "Zone of java.sql dates without a calendar; empty: the JVM's default");

    private final String key;
    private final String defaultValue;
    private final String description;

    DqliteProperty(String key, String defaultValue, String description) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.description = description;
    }

    public String key() {
        return key;
    }

    public String defaultValue() {
        return defaultValue;
    }

    public String description() {
        return description;
    }

    static String nearest(String unknown) {
        String best = "";
        int least = Integer.MAX_VALUE;
        for (DqliteProperty property : values()) {
            int distance = distance(unknown.toLowerCase(Locale.ROOT), property.key.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                best = property.key;
            }
        }
        return best;
    }

    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                int same = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(same, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
