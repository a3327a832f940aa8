package io.github.dqlite4j.jdbc;

import java.sql.ParameterMetaData;
import java.sql.SQLException;
import java.sql.Types;

/** Parameters have no types in SQLite: every one takes any value. */
record DqliteParameterMetaData(int count) implements ParameterMetaData, Wrapped {
    private void check(int parameter) throws SQLException {
        if (parameter < 1 || parameter > count) {
            throw new SQLException("There is no parameter " + parameter, "07009");
        }
    }

    @Override
    public int getParameterCount() {
        return count;
    }

    @Override
    public int isNullable(int parameter) throws SQLException {
        check(parameter);
        return parameterNullableUnknown;
    }

    @Override
    public boolean isSigned(int parameter) throws SQLException {
        check(parameter);
        return true;
    }

    @Override
    public int getPrecision(int parameter) throws SQLException {
        check(parameter);
        return 0;
    }

    @Override
    public int getScale(int parameter) throws SQLException {
        check(parameter);
        return 0;
    }

    @Override
    public int getParameterType(int parameter) throws SQLException {
        check(parameter);
        return Types.OTHER;
    }

    @Override
    public String getParameterTypeName(int parameter) throws SQLException {
        check(parameter);
        return "";
    }

    @Override
    public String getParameterClassName(int parameter) throws SQLException {
        check(parameter);
        return "java.lang.Object";
    }

    @Override
    public int getParameterMode(int parameter) throws SQLException {
        check(parameter);
        return parameterModeIn;
    }
}
