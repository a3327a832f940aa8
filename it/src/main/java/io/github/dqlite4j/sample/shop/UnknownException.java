package io.github.dqlite4j.sample.shop;

import java.io.Serial;

/** The object that a request refers to does not exist. */
final class UnknownException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    UnknownException(String what, Object id) {
        super("There is no " + what + " " + id);
    }
}
