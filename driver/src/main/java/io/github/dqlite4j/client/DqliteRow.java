package io.github.dqlite4j.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The current row of a result, for a {@link RowMapper}. It is valid only while it is mapped, and in that thread. Columns count from 1.
 * Values are converted as by JDBC's {@code getObject}, with the classes of {@code java.time} for dates and times: see docs/types.md. The
 * methods throw {@link DqliteClientException}: 42S22 or 07009 for a column that the result does not have, 22xxx for a value that does not
 * fit the class without loss, 07006 for a class without conversion.
 */
public interface DqliteRow {
    /** The labels of the columns, in their order. */
    List<String> columns();

    /** The value in the class of the column's declared type, or else as it is stored; null for NULL. */
    @Nullable
    Object get(int column);

    /** The value as this class, or null for NULL. */
    <T> @Nullable T get(int column, Class<T> type);

    /** The same for the first column with this label, in any case. */
    @Nullable
    Object get(String label);

    /** The same for the first column with this label, in any case. */
    <T> @Nullable T get(String label, Class<T> type);
}
