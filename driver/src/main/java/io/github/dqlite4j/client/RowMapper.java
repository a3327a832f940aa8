package io.github.dqlite4j.client;

import org.jspecify.annotations.Nullable;

/** Makes a value of a row. */
@FunctionalInterface
public interface RowMapper<T extends @Nullable Object> {
    /**
     * Called for each row, in the thread that reads the result, which holds a connection meanwhile: it must not wait for other calls of the client. What it throws
     * ends the reading, and the call fails with it.
     *
     * @param row valid during this call only
     */
    T map(DqliteRow row);

    /**
     * Rows of a record by name, or of any other class from the first column. The components of the record are filled from the columns with their names, in any case
     * and without regard to underscores ({@code firstName} from {@code first_name}); columns that no component has the name of are left out. A component of a primitive type
     * refuses NULL, and a column that is not there is an error.
     *
     * @param type a record whose canonical constructor this module may call: public in an exported package, or in a package that is open to it
     */
    static <T> RowMapper<T> of(Class<T> type) {
        return type.isRecord() ? new RecordMapper<>(type) : row -> RecordMapper.present(row.get(1, type), type);
    }
}
