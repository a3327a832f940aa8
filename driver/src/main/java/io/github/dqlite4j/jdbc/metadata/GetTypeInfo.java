package io.github.dqlite4j.jdbc.metadata;

import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@link DatabaseMetaData#getTypeInfo}: the type names to declare columns with. SQLite takes any name; see {@link DeclaredType}. Of two
 * names for the same type the better one comes first.
 */
final class GetTypeInfo {
    private static final String COLUMNS = """
            TYPE_NAME DATA_TYPE:INTEGER PRECISION:INTEGER LITERAL_PREFIX LITERAL_SUFFIX CREATE_PARAMS NULLABLE:SMALLINT
            CASE_SENSITIVE:BOOLEAN SEARCHABLE:SMALLINT UNSIGNED_ATTRIBUTE:BOOLEAN FIXED_PREC_SCALE:BOOLEAN
            AUTO_INCREMENT:BOOLEAN LOCAL_TYPE_NAME MINIMUM_SCALE:SMALLINT MAXIMUM_SCALE:SMALLINT SQL_DATA_TYPE:INTEGER
            SQL_DATETIME_SUB:INTEGER NUM_PREC_RADIX:INTEGER
            """;

    private static final List<DeclaredType> TYPES = Stream.of(
                    "BIGINT",
                    "BLOB",
                    "BOOLEAN",
                    "CHAR",
                    "CLOB",
                    "DATE",
                    "DECIMAL",
                    "DOUBLE",
                    "REAL",
                    "FLOAT",
                    "INTEGER",
                    "NUMERIC",
                    "NCHAR",
                    "NCLOB",
                    "NVARCHAR",
                    "SMALLINT",
                    "TIME",
                    "TIME WITH TIME ZONE",
                    "TIMESTAMP",
                    "TIMESTAMP WITH TIME ZONE",
                    "TINYINT",
                    "UUID",
                    "VARBINARY",
                    "VARCHAR",
                    "TEXT")
            .map(DeclaredType::of)
            .sorted(Comparator.comparingInt(DeclaredType::jdbcType))
            .toList();

    private GetTypeInfo() {}

    static ResultSet ask(Catalog catalog) throws SQLException {
        Answer answer = new Answer(COLUMNS);
        for (DeclaredType type : TYPES) {
            String prefix = prefix(type);
            answer.add(
                    type.name(),
                    type.jdbcType(),
                    type.size(),
                    prefix,
                    prefix == null ? null : "'",
                    parameters(type),
                    DatabaseMetaData.typeNullable,
                    type.isText(),
                    DatabaseMetaData.typeSearchable,
                    false,
                    false,
                    type.jdbcType() == Types.INTEGER,
                    null,
                    0,
                    largestScale(type),
                    null,
                    null,
                    10);
        }
        return answer.on(catalog);
    }

    private static @Nullable String prefix(DeclaredType type) {
        return switch (type.jdbcType()) {
            case Types.BLOB, Types.VARBINARY -> "X'";
            case Types.BOOLEAN -> null;
            default -> type.isNumber() ? null : "'";
        };
    }

    private static @Nullable String parameters(DeclaredType type) {
        return switch (type.jdbcType()) {
            case Types.CHAR, Types.VARCHAR, Types.NCHAR, Types.NVARCHAR, Types.VARBINARY -> "length";
            case Types.DECIMAL, Types.NUMERIC -> "precision,scale";
            case Types.TIME, Types.TIMESTAMP -> "fractional digits";
            default -> null;
        };
    }

    private static int largestScale(DeclaredType type) {
        return switch (type.jdbcType()) {
            case Types.DECIMAL, Types.NUMERIC -> type.size();
            default -> type.digits() == null ? 0 : type.digits();
        };
    }
}
