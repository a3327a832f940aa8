package io.github.dqlite4j.wire;

/**
 * The peer sent bytes that are not the dqlite protocol. Whoever catches it closes the connection: after a malformed
 * message nothing that follows can be trusted.
 */
public final class WireException extends Exception {
    private static final long serialVersionUID = 1L;

    public WireException(String message) {
        super(message);
    }
}
