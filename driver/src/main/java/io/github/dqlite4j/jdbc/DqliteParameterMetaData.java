package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.jdbc.metadata.DeclaredType;
import io.github.dqlite4j.jdbc.support.SelfWrapper;
import io.github.dqlite4j.sql.resolve.ParameterUse;
import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Metadata of the parameters of a statement. In SQLite parameters have no types and accept any value. The type reported is that of the
 * column that the parameter is stored in or compared with, {@link Types#OTHER} if there is no such column.
 */
record DqliteParameterMetaData(List<@Nullable ParameterUse> uses) implements ParameterMetaData, SelfWrapper {
    private @Nullable ParameterUse use(int parameter) throws SQLException {
        if (parameter < 1 || parameter > uses.size()) {
            throw new SQLException(
                    "There is no parameter " + parameter + ": the statement has " + uses.size(), "07009");
        }
        return uses.get(parameter - 1);
    }

    private @Nullable DeclaredType type(int parameter) throws SQLException {
        ParameterUse use = use(parameter);
        return use == null || use.declaredType() == null ? null : DeclaredType.of(use.declaredType());
    }

    @Override
    public int getParameterCount() {
        return uses.size();
    }

    @Override
    public int isNullable(int parameter) throws SQLException {
        ParameterUse use = use(parameter);
        if (use == null) {
            return parameterNullableUnknown;
        }
        return use.nullable() ? parameterNullable : parameterNoNulls;
    }

    @Override
    public boolean isSigned(int parameter) throws SQLException {
        DeclaredType type = type(parameter);
        return type == null || type.isNumber();
    }

    /** 0 if it is not known. */
    @Override
    public int getPrecision(int parameter) throws SQLException {
        DeclaredType type = type(parameter);
        return type == null ? 0 : type.size();
    }

    @Override
    public int getScale(int parameter) throws SQLException {
        DeclaredType type = type(parameter);
        return type == null || type.digits() == null ? 0 : type.digits();
    }

    @Override
    public int getParameterType(int parameter) throws SQLException {
        DeclaredType type = type(parameter);
        return type == null ? Types.OTHER : type.jdbcType();
    }

    @Override
    public String getParameterTypeName(int parameter) throws SQLException {
        DeclaredType type = type(parameter);
        return type == null ? "" : type.name();
    }

    @Override
    public String getParameterClassName(int parameter) throws SQLException {
        DeclaredType type = type(parameter);
        return type == null ? "java.lang.Object" : type.javaClass().getName();
    }

    @Override
    public int getParameterMode(int parameter) throws SQLException {
        use(parameter);
        return parameterModeIn;
    }
}
