package io.github.dqlite4j.sql.statement;

/** What a PRAGMA that sets something for its connection leaves there. */
public enum SessionEffect {
    /** The setting holds until it is set again. */
    LASTS,
    /** Nothing that can be noticed: the server always works like that. */
    NONE,
    /** Nothing, and the server is not asked: newer ones refuse these, and the driver itself waits for locks. */
    NOT_SENT
}
