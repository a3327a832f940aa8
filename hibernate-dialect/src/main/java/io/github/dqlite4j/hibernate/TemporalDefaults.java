package io.github.dqlite4j.hibernate;

import java.util.Locale;
import org.hibernate.boot.Metadata;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Table;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * The current time as the default of a column, as the text that the driver binds for a column of that type. The text of SQLite's
 * {@code current_timestamp} is shorter, and would equal no parameter. It is UTC, as SQLite's is.
 */
final class TemporalDefaults {

    private TemporalDefaults() {}

    /** Replaces the default of each column of the table that is the current time. */
    static void adapt(Table table, Metadata metadata) {
        for (Column column : table.getColumns()) {
            String value = column.getDefaultValue();
            if (value != null) {
                String expression = expression(value, column.getSqlTypeCode(metadata));
                column.setDefaultValue(expression == null ? value : '(' + expression + ')');
            }
        }
    }

    private static @Nullable String expression(String value, int sqlTypeCode) {
        return switch (value.trim().toLowerCase(Locale.ROOT)) {
            case "current_timestamp", "current_timestamp()", "now()" ->
                switch (sqlTypeCode) {
                    case SqlTypes.TIMESTAMP -> TemporalSql.CURRENT_LOCAL_TIMESTAMP;
                    case SqlTypes.TIMESTAMP_UTC, SqlTypes.TIMESTAMP_WITH_TIMEZONE -> TemporalSql.CURRENT_TIMESTAMP;
                    default -> null;
                };
            case "current_time", "current_time()" -> sqlTypeCode == SqlTypes.TIME ? TemporalSql.CURRENT_TIME : null;
            default -> null;
        };
    }
}
