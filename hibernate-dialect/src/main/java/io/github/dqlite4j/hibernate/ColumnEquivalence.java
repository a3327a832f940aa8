package io.github.dqlite4j.hibernate;

import org.hibernate.type.SqlTypes;

/**
 * Which declared types are equal for schema validation. SQLite stores all integers in one way, and all texts in one way, with
 * any declared length. Dates and times are texts.
 */
final class ColumnEquivalence {

    private ColumnEquivalence() {}

    /** Returns whether a column of one type can hold what a column of the other type holds. */
    static boolean holds(int one, int other) {
        return isInteger(one) && isInteger(other)
                || isText(one) && isText(other)
                || isText(one) && isTemporal(other)
                || isTemporal(one) && isText(other)
                || SqlTypes.isBinaryType(one) && SqlTypes.isBinaryType(other);
    }

    private static boolean isInteger(int sqlTypeCode) {
        return switch (sqlTypeCode) {
            case SqlTypes.BOOLEAN, SqlTypes.TINYINT, SqlTypes.SMALLINT, SqlTypes.INTEGER, SqlTypes.BIGINT -> true;
            default -> false;
        };
    }

    private static boolean isText(int sqlTypeCode) {
        return SqlTypes.isCharacterOrClobType(sqlTypeCode)
                || switch (sqlTypeCode) {
                    case SqlTypes.LONG32VARCHAR,
                            SqlTypes.LONG32NVARCHAR,
                            SqlTypes.MATERIALIZED_CLOB,
                            SqlTypes.MATERIALIZED_NCLOB,
                            SqlTypes.JSON,
                            SqlTypes.JSON_ARRAY,
                            SqlTypes.SQLXML,
                            SqlTypes.ENUM,
                            SqlTypes.NAMED_ENUM -> true;
                    default -> false;
                };
    }

    private static boolean isTemporal(int sqlTypeCode) {
        return switch (sqlTypeCode) {
            case SqlTypes.DATE,
                    SqlTypes.TIME,
                    SqlTypes.TIME_UTC,
                    SqlTypes.TIME_WITH_TIMEZONE,
                    SqlTypes.TIMESTAMP,
                    SqlTypes.TIMESTAMP_UTC,
                    SqlTypes.TIMESTAMP_WITH_TIMEZONE -> true;
            default -> false;
        };
    }
}
