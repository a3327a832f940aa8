package io.github.dqlite4j.jdbc;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;

/**
 * The columns of a result. The protocol tells their names only; a type is that of the value in the current row, since in SQLite
 * types belong to values.
 */
record DqliteResultSetMetaData(List<String> columns, List<Integer> types) implements ResultSetMetaData, Wrapped {
    private int checked(int column) throws SQLException {
        if (column < 1 || column > columns.size()) {
            throw new SQLException("There is no column " + column, "07009");
        }
        return column - 1;
    }

    @Override
    public int getColumnCount() {
        return columns.size();
    }

    @Override
    public boolean isAutoIncrement(int column) throws SQLException {
        checked(column);
        return false;
    }

    @Override
    public boolean isCaseSensitive(int column) throws SQLException {
        checked(column);
        return true;
    }

    @Override
    public boolean isSearchable(int column) throws SQLException {
        checked(column);
        return true;
    }

    @Override
    public boolean isCurrency(int column) throws SQLException {
        checked(column);
        return false;
    }

    @Override
    public int isNullable(int column) throws SQLException {
        checked(column);
        return columnNullableUnknown;
    }

    @Override
    public boolean isSigned(int column) throws SQLException {
        int type = getColumnType(column);
        return type == Types.BIGINT || type == Types.DOUBLE;
    }

    @Override
    public int getColumnDisplaySize(int column) throws SQLException {
        return getPrecision(column);
    }

    @Override
    public String getColumnLabel(int column) throws SQLException {
        return columns.get(checked(column));
    }

    @Override
    public String getColumnName(int column) throws SQLException {
        return columns.get(checked(column));
    }

    @Override
    public String getSchemaName(int column) throws SQLException {
        checked(column);
        return "";
    }

    @Override
    public int getPrecision(int column) throws SQLException {
        return switch (getColumnType(column)) {
            case Types.BIGINT -> 19;
            case Types.DOUBLE -> 17;
            default -> Integer.MAX_VALUE;
        };
    }

    @Override
    public int getScale(int column) throws SQLException {
        checked(column);
        return 0;
    }

    @Override
    public String getTableName(int column) throws SQLException {
        checked(column);
        return "";
    }

    @Override
    public String getCatalogName(int column) throws SQLException {
        checked(column);
        return "";
    }

    @Override
    public int getColumnType(int column) throws SQLException {
        return types.get(checked(column));
    }

    @Override
    public String getColumnTypeName(int column) throws SQLException {
        return switch (getColumnType(column)) {
            case Types.BIGINT -> "INTEGER";
            case Types.DOUBLE -> "REAL";
            case Types.BLOB -> "BLOB";
            case Types.NULL -> "NULL";
            case Types.BOOLEAN -> "BOOLEAN";
            case Types.TIMESTAMP -> "TIMESTAMP";
            default -> "TEXT";
        };
    }

    @Override
    public boolean isReadOnly(int column) throws SQLException {
        checked(column);
        return true;
    }

    @Override
    public boolean isWritable(int column) throws SQLException {
        checked(column);
        return false;
    }

    @Override
    public boolean isDefinitelyWritable(int column) throws SQLException {
        checked(column);
        return false;
    }

    @Override
    public String getColumnClassName(int column) throws SQLException {
        return switch (getColumnType(column)) {
            case Types.BIGINT -> "java.lang.Long";
            case Types.DOUBLE -> "java.lang.Double";
            case Types.BLOB -> "[B";
            case Types.BOOLEAN -> "java.lang.Boolean";
            case Types.TIMESTAMP -> "java.sql.Timestamp";
            case Types.NULL -> "java.lang.Object";
            default -> "java.lang.String";
        };
    }
}
