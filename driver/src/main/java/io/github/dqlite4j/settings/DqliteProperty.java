package io.github.dqlite4j.settings;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Every option. The URL, the data source, {@code getPropertyInfo} and the documentation come from these constants. */
public enum DqliteProperty {
    CONNECT_TIMEOUT(
            "connectTimeout",
            "2000",
            Kind.TIME,
            "Milliseconds one node may take to accept a connection and to say who leads"),
    LOGIN_TIMEOUT(
            "loginTimeout", "15000", Kind.TIME, "Milliseconds until a new connection has found and reached the leader"),
    SOCKET_TIMEOUT(
            "socketTimeout",
            "30000",
            Kind.TIME,
            "Milliseconds to wait for an answer before the connection counts as lost"),
    QUERY_TIMEOUT(
            "queryTimeout",
            "60000",
            Kind.TIME,
            "Milliseconds one statement may take in all, waiting for locks and a new leader included; for statements without one of"
                    + " their own"),
    BUSY_TIMEOUT(
            "busyTimeout",
            "5000",
            Kind.TIME_OR_NONE,
            "Milliseconds to wait for the write lock while another transaction holds it"),
    FAILOVER_TIMEOUT(
            "failoverTimeout",
            "15000",
            Kind.TIME_OR_NONE,
            "Milliseconds to look for a new leader before an error is reported"),
    TOPOLOGY_REFRESH(
            "topologyRefresh",
            "10000",
            Kind.TIME,
            "Milliseconds after which a transaction that begins also asks for the members of the cluster, so that they are known when"
                    + " the nodes of the URL are gone"),
    TRANSACTION_MODE(
            "transactionMode",
            "auto",
            Kind.choice("auto", "immediate", "deferred", "upgrade"),
            "How a transaction begins; auto: immediate, but deferred on a read-only connection; upgrade: takes the write lock with the"
                    + " first write, and reads again what it has read if others have written since"),
    COMMIT_VERIFICATION(
            "commitVerification",
            "off",
            Kind.choice("off", "transactions", "all"),
            "Whether the driver finds out what happened when the answer to a commit is lost: of transactions, or of writes in auto-commit,"
                    + " too"),
    READ_CONSISTENCY(
            "readConsistency",
            "leader",
            Kind.choice("leader", "linearizable"),
            "What reads see; leader: the data of the node that leads, as far as it knows; linearizable: everything that was committed before,"
                    + " which costs a write before each read"),
    TRANSACTION_REPLAY(
            "transactionReplay",
            "false",
            Kind.FLAG,
            "Whether a transaction that was lost with its leader is executed again on the next one, and continues if it reads the same"),
    READ_ONLY("readOnly", "false", Kind.FLAG, "Whether connections begin as read-only"),
    STATEMENT_CACHE_SIZE(
            "statementCacheSize",
            "128",
            Kind.NOT_NEGATIVE,
            "Prepared statements kept on the server for each connection; 0 keeps the last one only"),
    PREPARE_THRESHOLD(
            "prepareThreshold",
            "2",
            Kind.NOT_NEGATIVE,
            "With which execution a SELECT with parameters is prepared on the server: with the second one by default; 1 prepares at once"),
    PIPELINE(
            "pipeline",
            "true",
            Kind.FLAG,
            "Whether requests are sent before the answers to earlier ones have come; false for servers or proxies that cannot"
                    + " carry more than one"),
    FETCH_SIZE(
            "fetchSize",
            "0",
            Kind.NOT_NEGATIVE,
            "The fetch size that statements begin with; a hint, since servers send about 4 KiB of rows at a time"),
    DECLARED_TYPES(
            "declaredTypes",
            "equivalent",
            Kind.choice("equivalent", "exact"),
            "How BOOLEAN, DATE, DATETIME and TIMESTAMP columns are declared: with a length, which servers treat as plain SQLite, or"
                    + " exactly as written"),
    CHECK_GENERATED_IDS(
            "checkGeneratedIds",
            "true",
            Kind.FLAG,
            "Whether columns of the types SERIAL, AUTO_INCREMENT and IDENTITY are refused: SQLite generates no values for them"),
    CHECK_DROP_TABLE(
            "checkDropTable",
            "true",
            Kind.FLAG,
            "Whether DROP TABLE is refused while it would delete or change rows of other tables, by ON DELETE CASCADE or SET"),
    ADDRESS_MAPPING(
            "addressMapping",
            "",
            Kind.TEXT,
            "Where nodes are reached that announce another address: announced=reachable, separated by commas; *:port is that port on any host"),
    NODE_STORE(
            "nodeStore",
            "",
            Kind.TEXT,
            "File in which the driver keeps the members of the cluster, in the YAML form of go-dqlite; its nodes are asked beside those of the"
                    + " URL, or instead of them"),
    REDIRECTS(
            "redirects",
            "all",
            Kind.TEXT,
            "Which addresses the cluster may send the driver to: all; seed, those of the URL, the mapping and the node store; remote, IP"
                    + " addresses of other machines; or a list of hosts, with or without a port, separated by commas"),
    TCP_KEEP_ALIVE("tcpKeepAlive", "true", Kind.FLAG, "Whether the operating system probes idle connections"),
    SSL_MODE(
            "sslMode",
            "disable",
            Kind.choice("disable", "require", "verify-ca", "verify-full"),
            "TLS: none, encryption only, a certificate of a known authority, or that and the host's name in it"),
    SSL_ROOT_CERT(
            "sslRootCert", "", Kind.TEXT, "PEM file of the authorities to trust; empty: those that the JVM trusts"),
    SSL_CERT("sslCert", "", Kind.TEXT, "PEM file of the client's certificate chain"),
    SSL_KEY("sslKey", "", Kind.TEXT, "PEM file of the client's private key, PKCS#8"),
    SSL_PASSWORD("sslPassword", "", Kind.SECRET, "Password of the client's private key"),
    LOG_PARAMETERS("logParameters", "false", Kind.FLAG, "Whether the log of statements shows the values of parameters"),
    LOG_UNCLOSED_CONNECTIONS(
            "logUnclosedConnections",
            "false",
            Kind.FLAG,
            "Whether the warning about a connection that was never closed shows the stack of the thread that opened it"),
    PRODUCT_NAME("productName", "SQLite", Kind.TEXT, "What getDatabaseProductName() answers"),
    TIME_ZONE("timeZone", "", Kind.TEXT, "Zone of java.sql.Timestamp without a calendar; empty: the JVM's default");

    private static final int MAX_NAME = 100;

    private final String key;
    private final String defaultValue;
    private final Kind kind;
    private final String description;

    /** What a value may be. */
    record Kind(String says, List<String> choices, int least, boolean time, boolean secret) {
        private static final Kind TEXT = new Kind("", List.of(), -1, false, false);
        private static final Kind SECRET = new Kind("", List.of(), -1, false, true);
        private static final Kind FLAG = choice("true", "false");
        private static final Kind TIME = new Kind("a whole number from 1", List.of(), 1, true, false);
        private static final Kind TIME_OR_NONE = new Kind("a whole number from 0", List.of(), 0, true, false);
        private static final Kind NOT_NEGATIVE = new Kind("a whole number from 0", List.of(), 0, false, false);

        private static Kind choice(String... choices) {
            return new Kind(String.join(", ", choices), List.of(choices), -1, false, false);
        }

        boolean allows(String value) {
            if (least < 0) {
                return choices.isEmpty() || choices.contains(value.toLowerCase(Locale.ROOT));
            }
            try {
                return Integer.parseInt(value) >= least;
            } catch (NumberFormatException e) {
                return false;
            }
        }
    }

    DqliteProperty(String key, String defaultValue, Kind kind, String description) {
        this.key = key;
        this.defaultValue = defaultValue;
        this.kind = kind;
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

    /** The allowed values; empty if every value that fits the description is allowed. */
    public List<String> choices() {
        return kind.choices();
    }

    /** Whether the value must not be shown. */
    public boolean isSecret() {
        return kind.secret();
    }

    /** Whether the value is a time, in milliseconds. */
    public boolean isTime() {
        return kind.time();
    }

    /** Whether the value is a whole number; so is a time. */
    public boolean isNumber() {
        return kind.least() >= 0;
    }

    Kind kind() {
        return kind;
    }

    /** The property with exactly this name, or null. */
    public static @Nullable DqliteProperty named(String name) {
        for (DqliteProperty property : values()) {
            if (property.key.equals(name)) {
                return property;
            }
        }
        return null;
    }

    /** The property with the most similar name. */
    public static DqliteProperty nearest(String unknown) {
        DqliteProperty best = CONNECT_TIMEOUT;
        int least = Integer.MAX_VALUE;
        for (DqliteProperty property : values()) {
            int distance = distance(unknown, property);
            if (distance < least) {
                least = distance;
                best = property;
            }
        }
        return best;
    }

    /** The number of letters that differ, without regard to case. */
    static int distance(String name, DqliteProperty property) {
        // Every name is shorter, so this limits the time.
        String start = name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
        return distance(start.toLowerCase(Locale.ROOT), property.key.toLowerCase(Locale.ROOT));
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
