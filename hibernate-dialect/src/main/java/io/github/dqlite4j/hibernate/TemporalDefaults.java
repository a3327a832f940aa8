package io.github.dqlite4j.hibernate;

import java.util.Locale;
import org.hibernate.boot.Metadata;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Table;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * The current time as the default of a column or as its generated value, as the text that the driver binds for a column of that type. The text of SQLite's
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

    /**
     * Returns the SQL to write instead of {@code sql}, what Hibernate writes into a column whose value the database makes.
     *
     * @return null if {@code sql} is right
     */
    static @Nullable String generated(@Nullable String sql, JdbcMapping mapping) {
        if (!TemporalSql.CURRENT_TIMESTAMP.equals(sql) || TemporalCasts.isLegacy(mapping)) {
            return null;
        }
        return switch (mapping.getJdbcType().getDdlTypeCode()) {
            case SqlTypes.TIMESTAMP -> TemporalSql.CURRENT_LOCAL_TIMESTAMP;
            case SqlTypes.DATE -> "date('now')";
            case SqlTypes.TIME -> TemporalSql.CURRENT_TIME;
            default -> null;
        };
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
