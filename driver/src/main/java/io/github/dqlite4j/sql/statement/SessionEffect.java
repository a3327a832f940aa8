package io.github.dqlite4j.sql.statement;

/** What a PRAGMA that sets something for its connection leaves there. */
public enum SessionEffect {
    /** The setting holds until it is set again. */
    LASTS,
    /** Nothing that anybody could notice: the server works like that anyway. */
    NONE,
    /** Nothing, and the server is not asked: newer ones refuse these, and the driver itself waits for locks. */
    NOT_SENT
}
