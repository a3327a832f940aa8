package io.github.dqlite4j.jdbc.result;

import io.github.dqlite4j.jdbc.metadata.DeclaredType;
import io.github.dqlite4j.jdbc.support.SelfWrapper;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.wire.Row;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a result. The protocol has only their names; a column of a table has the type that it was declared with, any
 * other that of its value in the current row, since in SQLite types belong to values.
 */
public record DqliteResultSetMetaData(List<Column> columns) implements ResultSetMetaData, SelfWrapper {
    private static final DeclaredType INTEGER = new DeclaredType("INTEGER", Types.BIGINT, 19, 0);
    private static final DeclaredType REAL = DeclaredType.of("REAL");
    private static final DeclaredType TEXT = DeclaredType.of("TEXT");
    private static final DeclaredType BLOB = DeclaredType.of("BLOB");
    private static final DeclaredType BOOLEAN = DeclaredType.of("BOOLEAN");
    private static final DeclaredType TIMESTAMP = DeclaredType.of("TIMESTAMP");
    private static final DeclaredType UNKNOWN = DeclaredType.of(null);

    /** @param origin null if it is no column of a table */
    public record Column(String label, @Nullable ColumnOrigin origin, DeclaredType type) {}

    public static DqliteResultSetMetaData of(Cursor cursor) throws SQLException {
        Row sample = cursor.sample();
        List<Column> columns = new ArrayList<>();
        for (String label : cursor.columns()) {
            ColumnOrigin origin = cursor.origin(columns.size());
            String declared = origin == null ? null : origin.declaredType();
            DeclaredType type = declared != null
                    ? DeclaredType.of(declared)
                    : sample == null ? UNKNOWN : ofValue(sample, columns.size());
            columns.add(new Column(label, origin, type));
        }
        return new DqliteResultSetMetaData(columns);
    }

    /** Without a row. */
    public static DqliteResultSetMetaData of(List<String> labels, List<@Nullable ColumnOrigin> origins) {
        List<Column> columns = new ArrayList<>();
        for (String label : labels) {
            ColumnOrigin origin = origins.get(columns.size());
            columns.add(new Column(label, origin, DeclaredType.of(origin == null ? null : origin.declaredType())));
        }
        return new DqliteResultSetMetaData(columns);
    }

    private static DeclaredType ofValue(Row row, int column) {
        return switch (row.type(column)) {
            case INTEGER -> INTEGER;
            case FLOAT -> REAL;
            case TEXT -> TEXT;
            case BLOB -> BLOB;
            case NULL -> UNKNOWN;
            case BOOLEAN -> BOOLEAN;
            case UNIXTIME, ISO8601 -> TIMESTAMP;
        };
    }

    private Column column(int column) throws SQLException {
        if (column < 1 || column > columns.size()) {
            throw new SQLException("There is no column " + column, "07009");
        }
        return columns.get(column - 1);
    }

    private DeclaredType type(int column) throws SQLException {
        return column(column).type();
    }

    @Override
    public int getColumnCount() {
        return columns.size();
    }

    @Override
    public boolean isAutoIncrement(int column) throws SQLException {
        ColumnOrigin origin = column(column).origin();
        return origin != null && origin.rowId();
    }

    @Override
    public boolean isCaseSensitive(int column) throws SQLException {
        return type(column).isText();
    }

    @Override
    public boolean isSearchable(int column) throws SQLException {
        column(column);
        return true;
    }

    @Override
    public boolean isCurrency(int column) throws SQLException {
        column(column);
        return false;
    }

    /** Of the table's column, and of the join that it comes through. */
    @Override
    public int isNullable(int column) throws SQLException {
        ColumnOrigin origin = column(column).origin();
        if (origin == null) {
            return columnNullableUnknown;
        }
        return origin.notNull() ? columnNoNulls : columnNullable;
    }

    @Override
    public boolean isSigned(int column) throws SQLException {
        return type(column).isNumber();
    }

    /** Digits with their sign, point and exponent, or characters. */
    @Override
    public int getColumnDisplaySize(int column) throws SQLException {
        DeclaredType type = type(column);
        return switch (type.jdbcType()) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> type.size() + 1;
            case Types.DOUBLE -> type.size() + 7;
            case Types.DECIMAL, Types.NUMERIC -> type.size() + 2;
            case Types.BOOLEAN -> 5;
            default -> type.size();
        };
    }

    @Override
    public String getColumnLabel(int column) throws SQLException {
        return column(column).label();
    }

    @Override
    public String getColumnName(int column) throws SQLException {
        ColumnOrigin origin = column(column).origin();
        return origin == null ? column(column).label() : origin.column();
    }

    @Override
    public String getSchemaName(int column) throws SQLException {
        column(column);
        return "";
    }

    @Override
    public int getPrecision(int column) throws SQLException {
        return type(column).size();
    }

    @Override
    public int getScale(int column) throws SQLException {
        Integer digits = type(column).digits();
        return digits == null ? 0 : digits;
    }

    @Override
    public String getTableName(int column) throws SQLException {
        ColumnOrigin origin = column(column).origin();
        return origin == null ? "" : origin.table();
    }

    @Override
    public String getCatalogName(int column) throws SQLException {
        column(column);
        return "";
    }

    @Override
    public int getColumnType(int column) throws SQLException {
        return type(column).jdbcType();
    }

    @Override
    public String getColumnTypeName(int column) throws SQLException {
        String name = type(column).name();
        return name.isEmpty() ? TEXT.name() : name;
    }

    @Override
    public boolean isReadOnly(int column) throws SQLException {
        column(column);
        return true;
    }

    @Override
    public boolean isWritable(int column) throws SQLException {
        column(column);
        return false;
    }

    @Override
    public boolean isDefinitelyWritable(int column) throws SQLException {
        column(column);
        return false;
    }

    @Override
    public String getColumnClassName(int column) throws SQLException {
        return type(column).javaClass().getName();
    }
}
