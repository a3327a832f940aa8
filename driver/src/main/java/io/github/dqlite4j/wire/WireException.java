package io.github.dqlite4j.wire;

/**
 * The peer sent bytes that are not the dqlite protocol. The code that catches it closes the connection, because nothing after
 * a malformed message can be trusted.
 */
public final class WireException extends Exception {
    private static final long serialVersionUID = 1L;

    public WireException(String message) {
        super(message);
    }
}
