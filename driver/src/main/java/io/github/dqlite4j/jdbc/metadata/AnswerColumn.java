package io.github.dqlite4j.jdbc.metadata;

/**
 * A column of a metadata result.
 *
 * @param declaredType the type as a table would declare it
 */
public record AnswerColumn(String name, String declaredType) {}
