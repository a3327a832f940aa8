package io.github.dqlite4j.hibernate;

import java.lang.reflect.Array;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.hibernate.dialect.Dialect;
import org.hibernate.tool.schema.extract.spi.ColumnTypeInformation;
import org.hibernate.type.BasicType;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.ValueBinder;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.BasicPluralJavaType;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.descriptor.java.spi.UnknownBasicJavaType;
import org.hibernate.type.descriptor.jdbc.AggregateJdbcType;
import org.hibernate.type.descriptor.jdbc.BasicBinder;
import org.hibernate.type.descriptor.jdbc.JdbcType;
import org.hibernate.type.descriptor.jdbc.JdbcTypeConstructor;
import org.hibernate.type.descriptor.jdbc.JsonArrayJdbcType;
import org.hibernate.type.spi.TypeConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Arrays and collections of basic values, stored as JSON texts. Hibernate's own writer produces invalid JSON for control characters and
 * NaN, and loses the fractions of times, so this class writes and reads elements that are basic values.
 */
final class BasicArrayJdbcType extends JsonArrayJdbcType {
    private static final long serialVersionUID = 1L;

    private BasicArrayJdbcType(JdbcType elementJdbcType) {
        super(elementJdbcType);
    }

    /** A text column. A column declared JSON would have NUMERIC affinity. */
    @Override
    public int getDdlTypeCode() {
        return SqlTypes.LONG32VARCHAR;
    }

    @Override
    public String toString() {
        return "BasicArrayJdbcType";
    }

    @Override
    public <X> ValueBinder<X> getBinder(JavaType<X> javaType) {
        if (!isBasic(javaType)) {
            return super.getBinder(javaType);
        }
        return new BasicBinder<>(javaType, this) {
            private static final long serialVersionUID = 1L;

            @Override
            protected void doBind(PreparedStatement statement, X value, int index, WrapperOptions options)
                    throws SQLException {
                statement.setString(index, write(value, getJavaType(), options));
            }

            @Override
            protected void doBind(CallableStatement statement, X value, String name, WrapperOptions options)
                    throws SQLException {
                statement.setString(name, write(value, getJavaType(), options));
            }
        };
    }

    /** Whether the elements are neither embeddables nor objects that only a JSON library knows. */
    private boolean isBasic(JavaType<?> javaType) {
        return !(getElementJdbcType() instanceof AggregateJdbcType)
                && !(((BasicPluralJavaType<?>) javaType).getElementJavaType() instanceof UnknownBasicJavaType<?>);
    }

    private String write(Object value, JavaType<?> javaType, WrapperOptions options) throws SQLException {
        ArrayElement<?> element = element(javaType, options);
        List<@Nullable Object> written = new ArrayList<>();
        try {
            if (value instanceof Collection<?> collection) {
                collection.forEach(item -> written.add(element.write(item)));
            } else {
                for (int i = 0; i < Array.getLength(value); i++) {
                    written.add(element.write(Array.get(value, i)));
                }
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new SQLException(e.getMessage(), "22003", e);
        }
        return JsonArrayText.write(written);
    }

    private ArrayElement<?> element(JavaType<?> javaType, WrapperOptions options) {
        return new ArrayElement<>(
                ((BasicPluralJavaType<?>) javaType).getElementJavaType(), getElementJdbcType(), options);
    }

    @Override
    protected <X> @Nullable X fromString(@Nullable String json, JavaType<X> javaType, WrapperOptions options)
            throws SQLException {
        if (json == null) {
            return null;
        } else if (!isBasic(javaType)) {
            return super.fromString(json, javaType, options);
        }
        ArrayElement<?> element = element(javaType, options);
        List<@Nullable Object> values = new ArrayList<>();
        try {
            JsonArrayText.read(json).forEach(value -> values.add(element.read(value)));
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException | IndexOutOfBoundsException e) {
            throw new SQLException("the collection cannot be read: " + e.getMessage(), "22018", e);
        }
        Class<?> component = javaType.getJavaTypeClass().getComponentType();
        if (component != null && component.isPrimitive() && values.contains(null)) {
            throw new SQLException("the JSON array contains null, which " + component + "[] cannot hold", "22018");
        }
        return javaType.wrap(values, options);
    }

    /** Creates the type of the collection from the type of its elements. */
    static final class Constructor implements JdbcTypeConstructor {

        static final Constructor INSTANCE = new Constructor();

        private Constructor() {}

        @Override
        public JdbcType resolveType(
                TypeConfiguration types, Dialect dialect, BasicType<?> elementType, ColumnTypeInformation columnType) {
            return resolveType(types, dialect, elementType.getJdbcType(), columnType);
        }

        @Override
        public JdbcType resolveType(
                TypeConfiguration types, Dialect dialect, JdbcType elementType, ColumnTypeInformation columnType) {
            return new BasicArrayJdbcType(elementType);
        }

        @Override
        public int getDefaultSqlTypeCode() {
            return SqlTypes.JSON_ARRAY;
        }
    }
}
