package io.github.dqlite4j.transport;

import java.util.regex.Pattern;

/** The host and port of a node. The host is a name or an address; an IPv6 address is written in brackets. */
public record NodeAddress(String host, int port) {
    /** The port of a node when none is given. */
    public static final int DEFAULT_PORT = 9001;

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,5}");
    private static final Pattern NO_HOST = Pattern.compile("[\\s\\p{Cntrl}/\\\\@?#,\\[\\]]");

    public NodeAddress {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("A node without a host");
        }
        if (NO_HOST.matcher(host).find()) {
            throw new IllegalArgumentException("'" + host + "' is no name of a host");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("Port " + port + " is not between 1 and 65535");
        }
    }

    /** @throws IllegalArgumentException if the text is not {@code host}, {@code host:port} or {@code [address]:port} */
    public static NodeAddress parse(String text) {
        String rest = text.trim();
        String host;
        if (rest.startsWith("[")) {
            int end = rest.indexOf(']');
            if (end < 0) {
                throw new IllegalArgumentException("'" + text + "' has no closing bracket");
            }
            host = rest.substring(1, end);
            rest = rest.substring(end + 1);
            if (rest.isEmpty()) {
                return new NodeAddress(host, DEFAULT_PORT);
            }
            if (!rest.startsWith(":")) {
                throw new IllegalArgumentException("'" + text + "' is not [address]:port");
            }
            return new NodeAddress(host, port(text, rest.substring(1)));
        }
        int colon = rest.lastIndexOf(':');
        if (colon < 0) {
            return new NodeAddress(rest, DEFAULT_PORT);
        }
        if (rest.indexOf(':') != colon) {
            throw new IllegalArgumentException("'" + text + "': an IPv6 address is written in brackets");
        }
        return new NodeAddress(rest.substring(0, colon), port(text, rest.substring(colon + 1)));
    }

    private static int port(String text, String digits) {
        if (!DIGITS.matcher(digits).matches()) {
            throw new IllegalArgumentException("'" + text + "' has no valid port: '" + digits + "'");
        }
        return Integer.parseInt(digits);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
