package io.github.dqlite4j.engine.result;

/** What a statement was answered with: rows, or the number of rows that it has changed. */
public sealed interface StatementResult permits ResultStream, UpdateResult {}
