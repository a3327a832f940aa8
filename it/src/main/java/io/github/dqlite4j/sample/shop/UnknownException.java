package io.github.dqlite4j.sample.shop;

import java.io.Serial;

/** What a request names does not exist. */
final class UnknownException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    UnknownException(String what, Object id) {
        super("There is no " + what + " " + id);
    }
}
