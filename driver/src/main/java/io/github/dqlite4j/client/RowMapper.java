package io.github.dqlite4j.client;

import org.jspecify.annotations.Nullable;

/** Maps a row to a value. */
@FunctionalInterface
public interface RowMapper<T extends @Nullable Object> {
    /**
     * Called for each row, in the thread that reads the result. That thread holds a connection, so the mapper must not wait for other calls
     * of the client. If it throws an exception, reading ends, and the call fails with that exception.
     *
     * @param row valid during this call only
     */
    T map(DqliteRow row);

    /**
     * Maps rows to a record by names, or the first column to any other class. The components of the record are filled from the columns with
     * their names, in any case and without regard to underscores ({@code firstName} from {@code first_name}); columns without a component
     * of that name are ignored. NULL in a component of a primitive type is an error, and so is a missing column.
     *
     * @param type a record whose canonical constructor this module may call: public in an exported package, or in a package that is open to it
     */
    static <T> RowMapper<T> of(Class<T> type) {
        return type.isRecord() ? new RecordMapper<>(type) : row -> RecordMapper.present(row.get(1, type), type);
    }
}
