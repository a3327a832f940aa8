package io.github.dqlite4j.wire;

import io.github.dqlite4j.report.ReportedException;

/**
 * The peer sent bytes that are not the dqlite protocol. The code that catches it closes the connection, because nothing after
 * a malformed message can be trusted.
 */
public final class WireException extends ReportedException {
    private static final long serialVersionUID = 1L;

    public WireException(String message) {
        super(message, null);
    }
}
