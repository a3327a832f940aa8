package io.github.dqlite4j.sql.resolve;

import org.jspecify.annotations.Nullable;

/**
 * What a statement does with a parameter, as far as its text and the schema tell.
 *
 * @param declaredType that of the column it is stored in or compared with, or null
 * @param nullable whether NULL is of use: not for a column that refuses it, nor for a LIMIT
 */
public record ParameterUse(@Nullable String declaredType, boolean nullable) {
    static final ParameterUse TEXT = new ParameterUse("TEXT", true);
    static final ParameterUse COUNT = new ParameterUse("BIGINT", false);
}
