package io.github.dqlite4j.jdbc;

import java.sql.SQLException;
import java.sql.Wrapper;

/** {@link Wrapper} for an object that is its own implementation. */
interface Wrapped extends Wrapper {
    @Override
    default <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw Errors.usage(getClass().getName() + " is no " + type.getName());
    }

    @Override
    default boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
