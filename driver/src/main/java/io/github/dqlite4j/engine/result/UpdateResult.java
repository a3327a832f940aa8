package io.github.dqlite4j.engine.result;

/**
 * The answer to a statement without rows. Servers repeat the last values after statements that have none of their own.
 *
 * @param lastInsertRowid of this connection
 * @param rowsAffected without those that triggers and cascades have changed
 */
public record UpdateResult(long lastInsertRowid, long rowsAffected) implements StatementResult {
    /** Of a statement that was not sent, since there was nothing to do. */
    public static final UpdateResult NOTHING = new UpdateResult(0, 0);
}
