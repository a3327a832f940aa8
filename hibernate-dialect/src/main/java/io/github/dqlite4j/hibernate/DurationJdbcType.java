package io.github.dqlite4j.hibernate;

import java.sql.CallableStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.ValueExtractor;
import org.hibernate.type.descriptor.WrapperOptions;
import org.hibernate.type.descriptor.java.JavaType;
import org.hibernate.type.descriptor.jdbc.BasicExtractor;
import org.hibernate.type.descriptor.jdbc.BigIntJdbcType;
import org.jspecify.annotations.Nullable;

/** Durations are whole nanoseconds, up to 292 years. Hibernate would declare a NUMERIC column for them. */
final class DurationJdbcType extends BigIntJdbcType {
    private static final long serialVersionUID = 1L;

    static final DurationJdbcType INSTANCE = new DurationJdbcType();

    private DurationJdbcType() {}

    @Override
    public int getDefaultSqlTypeCode() {
        return SqlTypes.DURATION;
    }

    @Override
    public int getDdlTypeCode() {
        return SqlTypes.BIGINT;
    }

    @Override
    public boolean isComparable() {
        return true;
    }

    /** An average may have a fraction of a nanosecond, which is dropped. */
    @Override
    public <X> ValueExtractor<X> getExtractor(JavaType<X> javaType) {
        return new BasicExtractor<>(javaType, this) {
            private static final long serialVersionUID = 1L;

            @Override
            protected @Nullable X doExtract(ResultSet rows, int index, WrapperOptions options) throws SQLException {
                return getJavaType().wrap(rows.getBigDecimal(index), options);
            }

            @Override
            protected @Nullable X doExtract(CallableStatement statement, int index, WrapperOptions options)
                    throws SQLException {
                return getJavaType().wrap(statement.getBigDecimal(index), options);
            }

            @Override
            protected @Nullable X doExtract(CallableStatement statement, String name, WrapperOptions options)
                    throws SQLException {
                return getJavaType().wrap(statement.getBigDecimal(name), options);
            }
        };
    }

    @Override
    public String getFriendlyName() {
        return "DURATION";
    }
}
