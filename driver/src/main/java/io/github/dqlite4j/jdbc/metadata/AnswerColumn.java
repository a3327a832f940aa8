package io.github.dqlite4j.jdbc.metadata;

/**
 * A column of an answer.
 *
 * @param declaredType what a table would declare it as
 */
public record AnswerColumn(String name, String declaredType) {}
