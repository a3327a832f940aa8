package io.github.dqlite4j.sql.resolve;

import org.jspecify.annotations.Nullable;

/**
 * What a parameter is used for, as far as the text of the statement and the schema show.
 *
 * @param declaredType the type of the column that it is stored in or compared with, or null
 * @param nullable whether NULL is allowed: false for a NOT NULL column and for a LIMIT
 */
public record ParameterUse(@Nullable String declaredType, boolean nullable) {
    static final ParameterUse TEXT = new ParameterUse("TEXT", true);
    static final ParameterUse COUNT = new ParameterUse("BIGINT", false);
}
