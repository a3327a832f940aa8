package io.github.dqlite4j.client;

import java.util.OptionalLong;

/**
 * The result of a statement that returns no rows.
 *
 * @param rowsAffected the rows inserted, updated or deleted, without those that triggers and cascades have changed; 0 for other statements
 * @param lastInsertId the row id of the one row that an INSERT or REPLACE of values has inserted; empty if nothing was inserted, if the statement inserts
 *     several rows or may update one, and for tables without row ids. A RETURNING clause, read with {@code fetch}, has the keys of all rows
 */
public record ExecuteResult(long rowsAffected, OptionalLong lastInsertId) {}
