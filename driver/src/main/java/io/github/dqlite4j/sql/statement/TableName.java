package io.github.dqlite4j.sql.statement;

import org.jspecify.annotations.Nullable;

/**
 * The name of a table as it is written in a statement, without quotes. SQLite ignores the case of ASCII letters in names.
 *
 * @param schema {@code main}, {@code temp}, or null if the statement names none
 */
public record TableName(@Nullable String schema, String name) {}
