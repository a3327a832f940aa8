package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.client.NodeAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;

/** A URL and its properties, read and checked. Times are milliseconds. Immutable. */
record Settings(
        String url,
        List<NodeAddress> nodes,
        String database,
        int connectTimeout,
        int loginTimeout,
        int socketTimeout,
        int busyTimeout,
        int failoverTimeout,
        String transactionMode,
        boolean readOnly,
        int statementCacheSize,
        String productName,
        ZoneId zone) {

    static final String PREFIX = "jdbc:dqlite:";

    /** What an OPEN can bear: an empty name ends a node, a very long one the connection. */
    private static final Pattern DATABASE = Pattern.compile("[A-Za-z0-9._-]{1,255}");

    private static final Set<String> MODES = Set.of("auto", "immediate", "deferred");

    /** Given by every pool and framework; dqlite has no accounts. */
    private static final Set<String> IGNORED = Set.of("user", "password");

    /** @throws SQLException 08001 with what is wrong, in words */
    static Settings of(String url, Properties properties) throws SQLException {
        String rest = url.substring(PREFIX.length());
        if (!rest.startsWith("//")) {
            throw wrong(url, "it must begin with " + PREFIX + "//host:port");
        }
        int question = rest.indexOf('?');
        String place = rest.substring(2, question < 0 ? rest.length() : question);
        int slash = place.indexOf('/');
        if (slash < 0) {
            throw wrong(url, "it names no database; append /name");
        }
        String database = place.substring(slash + 1);
        if (!DATABASE.matcher(database).matches()) {
            throw wrong(url, "the database name must be 1 to 255 characters of A-Z a-z 0-9 . _ -");
        }
        Map<DqliteProperty, String> values = new EnumMap<>(DqliteProperty.class);
        if (question >= 0) {
            for (String pair : rest.substring(question + 1).split("&")) {
                int equals = pair.indexOf('=');
                if (!pair.isEmpty()) {
                    put(
                            url,
                            values,
                            pair.substring(0, equals < 0 ? pair.length() : equals),
                            equals < 0
                                    ? "true"
                                    : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                }
            }
        }
        for (String name : properties.stringPropertyNames()) {
            put(url, values, name, properties.getProperty(name));
        }
        String zone = text(values, DqliteProperty.TIME_ZONE);
        String mode = text(values, DqliteProperty.TRANSACTION_MODE).toLowerCase(Locale.ROOT);
        if (!MODES.contains(mode)) {
            throw wrong(url, "transactionMode is auto, immediate or deferred, not '" + mode + "'");
        }
        try {
            return new Settings(
                    url,
                    nodes(url, place.substring(0, slash)),
                    database,
                    number(url, values, DqliteProperty.CONNECT_TIMEOUT, 1),
                    number(url, values, DqliteProperty.LOGIN_TIMEOUT, 1),
                    number(url, values, DqliteProperty.SOCKET_TIMEOUT, 1),
                    number(url, values, DqliteProperty.BUSY_TIMEOUT, 0),
                    number(url, values, DqliteProperty.FAILOVER_TIMEOUT, 0),
                    mode,
                    flag(url, values, DqliteProperty.READ_ONLY),
                    number(url, values, DqliteProperty.STATEMENT_CACHE_SIZE, 0),
                    text(values, DqliteProperty.PRODUCT_NAME),
                    zone.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(zone));
        } catch (DateTimeException e) {
            throw wrong(url, "timeZone: " + e.getMessage());
        }
    }

    private static List<NodeAddress> nodes(String url, String hosts) throws SQLException {
        if (hosts.isBlank()) {
            throw wrong(url, "it names no host; write " + PREFIX + "//host:port,host:port/database");
        }
        List<NodeAddress> nodes = new ArrayList<>();
        for (String host : hosts.split(",", -1)) {
            try {
                nodes.add(NodeAddress.parse(host));
            } catch (IllegalArgumentException e) {
                throw wrong(url, String.valueOf(e.getMessage()));
            }
        }
        return List.copyOf(nodes);
    }

    private static void put(String url, Map<DqliteProperty, String> values, String name, String value)
            throws SQLException {
        if (IGNORED.contains(name)) {
            return;
        }
        DqliteProperty property = Arrays.stream(DqliteProperty.values())
                .filter(p -> p.key().equals(name))
                .findFirst()
                .orElseThrow(() -> wrong(
                        url,
                        "there is no property '" + name + "'; the nearest is '" + DqliteProperty.nearest(name) + "'"));
        values.put(property, value);
    }

    private static String text(Map<DqliteProperty, String> values, DqliteProperty property) {
        return values.getOrDefault(property, property.defaultValue());
    }

    private static int number(String url, Map<DqliteProperty, String> values, DqliteProperty property, int least)
            throws SQLException {
        String text = text(values, property);
        try {
            int number = Integer.parseInt(text);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw wrong(url, property.key() + " must be a whole number from " + least + ", not '" + text + "'");
    }

    private static boolean flag(String url, Map<DqliteProperty, String> values, DqliteProperty property)
            throws SQLException {
        String text = text(values, property);
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return Boolean.parseBoolean(text);
        }
        throw wrong(url, property.key() + " is true or false, not '" + text + "'");
    }

    private static SQLException wrong(String url, String what) {
        return new SQLNonTransientConnectionException("The URL " + url + " cannot be used: " + what, "08001");
    }
}
