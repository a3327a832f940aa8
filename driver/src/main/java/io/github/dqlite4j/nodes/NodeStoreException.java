package io.github.dqlite4j.nodes;

import io.github.dqlite4j.report.PrintableText;
import org.jspecify.annotations.Nullable;

/** A node store cannot be read or written; the message says why. */
public final class NodeStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NodeStoreException(String message, @Nullable Throwable cause) {
        super(PrintableText.message(message), cause);
    }
}
