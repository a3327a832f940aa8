package io.github.dqlite4j.jdbc.support;

import io.github.dqlite4j.jdbc.error.SqlExceptions;
import java.sql.SQLException;
import java.sql.Wrapper;

/** {@link Wrapper} for an object that is its own implementation. */
public interface SelfWrapper extends Wrapper {
    @Override
    default <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw SqlExceptions.usage(getClass().getName() + " cannot be unwrapped to " + type.getName());
    }

    @Override
    default boolean isWrapperFor(Class<?> type) {
        return type.isInstance(this);
    }
}
