package io.github.dqlite4j.settings;

import io.github.dqlite4j.nodes.FileNodeStore;
import io.github.dqlite4j.nodes.NodeDialer;
import io.github.dqlite4j.nodes.NodeStore;
import io.github.dqlite4j.transport.Endpoints;
import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.transport.RedirectPolicy;
import io.github.dqlite4j.transport.Tls;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A URL and its properties, parsed and checked. Times are milliseconds. Immutable. */
public final class Settings {
    public static final String PREFIX = "jdbc:dqlite:";

    /**
     * Names that are safe in an OPEN: an empty name crashes a node, and a very long one ends the connection. A name that ends in -wal or
     * -journal would be treated as a file of another database.
     */
    private static final Pattern DATABASE = Pattern.compile("[A-Za-z0-9._-]{1,255}(?<!-wal|-journal)");

    private static final String NO_DIALER =
            NodeDialer.PROPERTY + " cannot be an option of a URL or a text; it must be a " + NodeDialer.class.getName();

    /** Every pool and framework sets them; dqlite has no accounts. */
    private static final Set<String> IGNORED = Set.of("user", "password");

    private final String url;
    private final String shown;
    private final String database;
    private final Map<DqliteProperty, String> values = new EnumMap<>(DqliteProperty.class);
    private final int[] numbers = new int[DqliteProperty.values().length];
    private @Nullable NodeStore ownStore;
    private @Nullable NodeDialer dialer;
    private final Endpoints endpoints;
    private final @Nullable ZoneId zone;
    private final CommitVerification commitVerification;
    private final boolean linearizable;

    private Settings(String url, Properties properties, int loginSeconds) throws InvalidSettingsException {
        UrlText text = UrlText.of(url);
        String place = text.place();
        this.url = PREFIX + place;
        this.shown = text.shown();
        if (!place.startsWith("//")) {
            throw wrong("it must begin with " + PREFIX + "//host:port");
        }
        if (text.namesUser()) {
            throw wrong("there is a user or a password before a host; dqlite has no accounts, so remove it");
        }
        int slash = place.indexOf('/', 2);
        if (slash < 0) {
            throw wrong("it names no database; append /name");
        }
        this.database = place.substring(slash + 1);
        if (!DATABASE.matcher(database).matches()) {
            throw wrong(
                    "the database name must be 1 to 255 characters of A-Z a-z 0-9 . _ - and not end in -wal or -journal");
        }
        for (UrlText.Option option : text.options()) {
            put(option);
        }
        for (Map.Entry<String, Object> entry : GivenProperties.of(properties).entrySet()) {
            put(entry.getKey(), entry.getValue());
        }
        if (loginSeconds > 0) {
            values.putIfAbsent(
                    DqliteProperty.LOGIN_TIMEOUT, Long.toString(Math.min(loginSeconds * 1000L, Integer.MAX_VALUE)));
        }
        for (DqliteProperty property : DqliteProperty.values()) {
            if (property.kind().least() >= 0) {
                numbers[property.ordinal()] = Integer.parseInt(text(property));
            }
        }
        try {
            String zoneId = text(DqliteProperty.TIME_ZONE);
            this.zone = zoneId.isEmpty() ? null : ZoneId.of(zoneId);
        } catch (DateTimeException e) {
            throw wrong("timeZone: " + e.getMessage());
        }
        this.linearizable = text(DqliteProperty.READ_CONSISTENCY).equalsIgnoreCase("linearizable");
        this.commitVerification = CommitVerification.valueOf(
                text(DqliteProperty.COMMIT_VERIFICATION).toUpperCase(Locale.ROOT));
        this.endpoints = new Endpoints(
                        nodes(place.substring(2, slash), text.mayBeShown()),
                        mapping(),
                        tls(),
                        flag(DqliteProperty.TCP_KEEP_ALIVE),
                        flag(DqliteProperty.LOG_PARAMETERS),
                        redirects(),
                        nodeStore())
                .with(dialer);
    }

    /**
     * @param loginSeconds the login timeout if neither the URL nor the properties have one; 0 for the default
     * @throws InvalidSettingsException if they are wrong; the message says what
     */
    public static Settings of(String url, Properties properties, int loginSeconds) throws InvalidSettingsException {
        return new Settings(url, properties, loginSeconds);
    }

    /** Whether a database may have this name. */
    public static boolean isDatabaseName(String name) {
        return DATABASE.matcher(name).matches();
    }

    /** The options in a URL, as far as it can be parsed. */
    public static Map<String, String> options(String url) {
        Map<String, String> options = new LinkedHashMap<>();
        for (UrlText.Option option : UrlText.of(url).options()) {
            String value = option.value();
            try {
                value = option.decoded();
            } catch (IllegalArgumentException e) {
                // Shown unchanged; the error comes when connecting.
            }
            options.put(option.name(), value);
        }
        return options;
    }

    /** The part of a URL that may be shown, without its options and without a possible password. */
    public static String shown(String url) {
        return UrlText.of(url).shown();
    }

    /** Without the properties, which may hold a password. */
    public String url() {
        return url;
    }

    public String database() {
        return database;
    }

    public Endpoints endpoints() {
        return endpoints;
    }

    /** The option {@code timeZone}, or null for the JVM's default zone at the time of each call. */
    public @Nullable ZoneId zone() {
        return zone;
    }

    public int connectTimeout() {
        return number(DqliteProperty.CONNECT_TIMEOUT);
    }

    public int loginTimeout() {
        return number(DqliteProperty.LOGIN_TIMEOUT);
    }

    public int socketTimeout() {
        return number(DqliteProperty.SOCKET_TIMEOUT);
    }

    /** Milliseconds that a statement may take: its own timeout in seconds, or else the default. */
    public long queryMillis(int seconds) {
        return seconds > 0 ? seconds * 1000L : number(DqliteProperty.QUERY_TIMEOUT);
    }

    /** Whether each read sees everything that was committed before it. */
    public boolean linearizable() {
        return linearizable;
    }

    public TransactionMode transactionMode() {
        return TransactionMode.valueOf(text(DqliteProperty.TRANSACTION_MODE).toUpperCase(Locale.ROOT));
    }

    public CommitVerification commitVerification() {
        return commitVerification;
    }

    public boolean readOnly() {
        return flag(DqliteProperty.READ_ONLY);
    }

    public String productName() {
        return text(DqliteProperty.PRODUCT_NAME);
    }

    /** Whether columns are declared as written, even with a type that servers treat specially. */
    public boolean exactTypes() {
        return text(DqliteProperty.DECLARED_TYPES).equalsIgnoreCase("exact");
    }

    String text(DqliteProperty property) {
        return values.getOrDefault(property, property.defaultValue());
    }

    public int number(DqliteProperty property) {
        return numbers[property.ordinal()];
    }

    public boolean flag(DqliteProperty property) {
        return Boolean.parseBoolean(text(property));
    }

    private void put(UrlText.Option option) throws InvalidSettingsException {
        String name = option.name();
        if (IGNORED.contains(name)) {
            return;
        }
        DqliteProperty property = DqliteProperty.named(name);
        if (property == null) {
            throw wrong(
                    option.hidden()
                            ? "an option that follows a secret is unknown; in a secret, write & as %26 and % as %25"
                            : noProperty(name));
        }
        String value;
        try {
            value = option.decoded();
        } catch (IllegalArgumentException e) {
            throw wrong("the value of " + name + (option.isSecret() ? "" : ", '" + option.value() + "',")
                    + " is not encoded as in a URL: write % as %25");
        }
        if (!property.kind().allows(value)) {
            throw wrong(
                    name + " must be " + property.kind().says() + (option.isSecret() ? "" : ", not '" + value + "'"));
        }
        values.put(property, value);
    }

    private void put(String name, Object value) throws InvalidSettingsException {
        if (IGNORED.contains(name)) {
            return;
        }
        if (name.equals(NodeDialer.PROPERTY)) {
            if (!(value instanceof NodeDialer given)) {
                throw wrong(NO_DIALER + ", not " + GivenProperties.unreadable(value));
            }
            dialer = given;
            return;
        }
        DqliteProperty property = DqliteProperty.named(name);
        if (property == null) {
            UnknownProperties.warn(name);
            return;
        }
        if (property == DqliteProperty.NODE_STORE && value instanceof NodeStore store) {
            ownStore = store;
            return;
        }
        String text = GivenProperties.text(property, value);
        if (text == null) {
            throw wrong(name + " cannot be " + GivenProperties.unreadable(value)
                    + (property.kind().says().isEmpty()
                            ? ""
                            : "; it must be " + property.kind().says()));
        }
        if (!property.kind().allows(text)) {
            throw wrong(name + " must be " + property.kind().says() + ", not '" + text + "'");
        }
        values.put(property, text);
    }

    private static String noProperty(String name) {
        return name.equals(NodeDialer.PROPERTY)
                ? NO_DIALER
                : "there is no property '" + UnknownProperties.shown(name) + "'; the nearest is '"
                        + DqliteProperty.nearest(name).key() + "'";
    }

    /** @throws InvalidSettingsException if the driver has no property with this name; it names the nearest */
    public static void checkName(String name) throws InvalidSettingsException {
        if (DqliteProperty.named(name) == null && !IGNORED.contains(name)) {
            throw new InvalidSettingsException("The data source cannot be used: " + noProperty(name));
        }
    }

    private List<NodeAddress> nodes(String hosts, boolean mayBeShown) throws InvalidSettingsException {
        if (hosts.isBlank()) {
            if (nodeStore() != null) {
                return List.of();
            }
            throw wrong("it names no host; write " + PREFIX + "//host:port,host:port/database");
        }
        List<NodeAddress> nodes = new ArrayList<>();
        for (String host : hosts.split(",", -1)) {
            try {
                nodes.add(NodeAddress.parse(host));
            } catch (IllegalArgumentException e) {
                throw wrong(mayBeShown ? String.valueOf(e.getMessage()) : "a host or its port cannot be read");
            }
        }
        return nodes;
    }

    private NodeAddress node(String text) throws InvalidSettingsException {
        try {
            return NodeAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw wrong(String.valueOf(e.getMessage()));
        }
    }

    private Map<NodeAddress, NodeAddress> mapping() throws InvalidSettingsException {
        Map<NodeAddress, NodeAddress> mapping = new LinkedHashMap<>();
        for (String pair : text(DqliteProperty.ADDRESS_MAPPING).split(",")) {
            if (!pair.isBlank()) {
                String[] sides = pair.split("=", -1);
                if (sides.length != 2) {
                    throw wrong("addressMapping must be announced=reachable,…, not '" + pair + "'");
                }
                mapping.put(node(sides[0]), node(sides[1]));
            }
        }
        return mapping;
    }

    private RedirectPolicy redirects() throws InvalidSettingsException {
        String text = text(DqliteProperty.REDIRECTS);
        for (RedirectPolicy.Kind kind : RedirectPolicy.Kind.values()) {
            if (kind != RedirectPolicy.Kind.LISTED && kind.name().equalsIgnoreCase(text)) {
                return new RedirectPolicy(kind, Set.of(), Set.of());
            }
        }
        Set<NodeAddress> nodes = new HashSet<>();
        Set<String> hosts = new HashSet<>();
        for (String entry : text.split(",", -1)) {
            String host = entry.strip();
            NodeAddress node;
            try {
                node = NodeAddress.parse(host);
            } catch (IllegalArgumentException e) {
                throw wrong("redirects must be all, seed, remote, or a list of hosts: " + e.getMessage());
            }
            if (host.endsWith(":" + node.port())) {
                nodes.add(node);
            } else {
                hosts.add(node.host());
            }
        }
        return new RedirectPolicy(RedirectPolicy.Kind.LISTED, nodes, hosts);
    }

    private @Nullable NodeStore nodeStore() throws InvalidSettingsException {
        if (ownStore != null) {
            return ownStore;
        }
        Path path = file(DqliteProperty.NODE_STORE);
        return path == null ? null : new FileNodeStore(path);
    }

    private @Nullable Tls tls() throws InvalidSettingsException {
        String mode = text(DqliteProperty.SSL_MODE).toLowerCase(Locale.ROOT);
        if (mode.equals("disable")) {
            return null;
        }
        Path certificate = file(DqliteProperty.SSL_CERT);
        Path key = file(DqliteProperty.SSL_KEY);
        if ((certificate == null) != (key == null)) {
            throw wrong("sslCert and sslKey belong together");
        }
        String password = text(DqliteProperty.SSL_PASSWORD);
        return new Tls(
                switch (mode) {
                    case "verify-ca" -> Tls.Verify.AUTHORITY;
                    case "verify-full" -> Tls.Verify.AUTHORITY_AND_HOST;
                    default -> Tls.Verify.NOTHING;
                },
                file(DqliteProperty.SSL_ROOT_CERT),
                certificate,
                key,
                password.isEmpty() ? null : password);
    }

    private @Nullable Path file(DqliteProperty property) throws InvalidSettingsException {
        try {
            return text(property).isEmpty() ? null : Path.of(text(property)).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw wrong(property.key() + ": " + e.getMessage());
        }
    }

    private InvalidSettingsException wrong(String what) {
        return new InvalidSettingsException("The URL " + shown + " cannot be used: " + what);
    }
}
