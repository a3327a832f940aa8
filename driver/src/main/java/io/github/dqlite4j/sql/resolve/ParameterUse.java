package io.github.dqlite4j.sql.resolve;

import org.jspecify.annotations.Nullable;

/**
 * What a parameter is used for, as far as the text of the statement and the schema show.
 *
 * @param declaredType the type of the column that it is stored in or compared with, or null
 * @param stored whether the value becomes one of that type: it is stored in the column, or CAST to the type
 * @param nullable whether NULL is allowed: false for a NOT NULL column and for a LIMIT
 */
public record ParameterUse(@Nullable String declaredType, boolean stored, boolean nullable) {
    static final ParameterUse TEXT = new ParameterUse("TEXT", false, true);
    static final ParameterUse COUNT = new ParameterUse("BIGINT", false, false);
}
