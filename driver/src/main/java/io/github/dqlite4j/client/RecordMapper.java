package io.github.dqlite4j.client;

import io.github.dqlite4j.report.PrintableText;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes records of rows: each component from the column with its name. Thread-safe. */
final class RecordMapper<T> implements RowMapper<T> {
    private final Class<T> type;
    private final RecordComponent[] components;
    private final Constructor<T> constructor;
    private volatile @Nullable Layout layout;

    /** @param indexes the column of each component, from 1 */
    private record Layout(List<String> columns, int[] indexes) {}

    /** @throws IllegalArgumentException if the constructor cannot be called from here */
    RecordMapper(Class<T> type) {
        this.type = type;
        this.components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            this.constructor = type.getDeclaredConstructor(types);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException(type.getName() + " has no canonical constructor", e);
        }
        if (!constructor.trySetAccessible()) {
            throw new IllegalArgumentException("The constructor of " + type.getName()
                    + " cannot be called: make the record public, or open its package to io.github.dqlite4j.driver");
        }
    }

    @Override
    public T map(DqliteRow row) {
        Layout known = layout;
        if (known == null || known.columns() != row.columns()) {
            known = new Layout(row.columns(), indexes(row.columns()));
            layout = known;
        }
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            Class<?> wanted = components[i].getType();
            Object value = row.get(known.indexes()[i], boxed(wanted));
            if (value == null && wanted.isPrimitive()) {
                throw DqliteClientException.refused(
                        "22002",
                        "The column for " + components[i].getName() + " is NULL, which a " + wanted + " cannot be");
            }
            values[i] = value;
        }
        return made(values);
    }

    private T made(@Nullable Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            // What the record's own checks have thrown.
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            } else if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException("A " + type.getName() + " could not be made", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("A " + type.getName() + " could not be made", e);
        }
    }

    private int[] indexes(List<String> columns) {
        int[] indexes = new int[components.length];
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = index(columns, components[i].getName());
        }
        return indexes;
    }

    private int index(List<String> columns, String component) {
        int found = 0;
        String wanted = plain(component);
        for (int i = 0; i < columns.size(); i++) {
            if (plain(columns.get(i)).equals(wanted)) {
                if (found != 0) {
                    throw DqliteClientException.refused(
                            "42702", "Two columns have the name of the component " + component);
                }
                found = i + 1;
            }
        }
        if (found == 0) {
            throw DqliteClientException.refused(
                    "42S22",
                    "There is no column for the component " + component + " of " + PrintableText.of(type.getName()));
        }
        return found;
    }

    private static String plain(String name) {
        return name.replace("_", "").toLowerCase(Locale.ROOT);
    }

    private static Class<?> boxed(Class<?> type) {
        return MethodType.methodType(type).wrap().returnType();
    }

    /** A value that a list can hold for its class. */
    static <T> T present(@Nullable T value, Class<T> type) {
        if (value == null) {
            throw DqliteClientException.refused(
                    "22002", "A value is NULL; read it as a record, a map or a list, or map it to a " + type.getName());
        }
        return Objects.requireNonNull(value);
    }
}
