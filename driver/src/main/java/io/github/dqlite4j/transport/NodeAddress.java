package io.github.dqlite4j.transport;

import io.github.dqlite4j.report.PrintableText;
import java.util.regex.Pattern;

/** The host and port of a node. The host is a name or an address; an IPv6 address is written in brackets. */
public record NodeAddress(String host, int port) {
    /** The port of a node when none is given. */
    public static final int DEFAULT_PORT = 9001;

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,5}");

    /** Characters; as many as a name of the DNS may have. */
    private static final int MAX_HOST = 253;

    private static final Pattern NO_HOST = Pattern.compile("[\\s\\p{Cntrl}/\\\\@?#,\\[\\]]");

    public NodeAddress {
        if (host.isEmpty()) {
            throw new IllegalArgumentException("A node without a host");
        }
        if (host.length() > MAX_HOST
                || NO_HOST.matcher(host).find()
                || !PrintableText.of(host).equals(host)) {
            throw new IllegalArgumentException("'" + PrintableText.of(host) + "' is not a valid host name");
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
                throw new IllegalArgumentException("'" + PrintableText.of(text) + "' has no closing bracket");
            }
            host = rest.substring(1, end);
            rest = rest.substring(end + 1);
            if (rest.isEmpty()) {
                return new NodeAddress(host, DEFAULT_PORT);
            }
            if (!rest.startsWith(":")) {
                throw new IllegalArgumentException("'" + PrintableText.of(text) + "' is not [address]:port");
            }
            return new NodeAddress(host, port(text, rest.substring(1)));
        }
        int colon = rest.lastIndexOf(':');
        if (colon < 0) {
            return new NodeAddress(rest, DEFAULT_PORT);
        }
        if (rest.indexOf(':') != colon) {
            throw new IllegalArgumentException(
                    "'" + PrintableText.of(text) + "': an IPv6 address is written in brackets");
        }
        return new NodeAddress(rest.substring(0, colon), port(text, rest.substring(colon + 1)));
    }

    private static int port(String text, String digits) {
        if (!DIGITS.matcher(digits).matches()) {
            throw new IllegalArgumentException(
                    "'" + PrintableText.of(text) + "' has no valid port: '" + PrintableText.of(digits) + "'");
        }
        return Integer.parseInt(digits);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
