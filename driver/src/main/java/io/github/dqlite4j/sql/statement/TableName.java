package io.github.dqlite4j.sql.statement;

import org.jspecify.annotations.Nullable;

/**
 * The name of a table as a statement gives it, without quotes. SQLite compares names without regard to the case of ASCII
 * letters.
 *
 * @param schema {@code main}, {@code temp}, or null when the statement names none
 */
public record TableName(@Nullable String schema, String name) {}
