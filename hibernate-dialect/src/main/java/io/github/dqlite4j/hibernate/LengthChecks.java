package io.github.dqlite4j.hibernate;

import java.util.Map;
import org.hibernate.boot.Metadata;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.config.spi.ConfigurationService;
import org.hibernate.mapping.CheckConstraint;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.Table;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * Checks that limit texts and bytes to the declared length, which SQLite itself ignores. Only with the setting {@value #SETTING}: SQLite
 * cannot change a check, so a longer length needs a new table.
 */
final class LengthChecks {
    static final String SETTING = "hibernate.dialect.dqlite.check_lengths";

    private LengthChecks() {}

    /** Adds a check to each column of such a type, if the setting says so. */
    static void addTo(Table table, Dialect dialect, Metadata metadata) {
        Map<String, Object> settings = metadata.getDatabase()
                .getServiceRegistry()
                .requireService(ConfigurationService.class)
                .getSettings();
        if (Boolean.parseBoolean(String.valueOf(settings.get(SETTING)))) {
            table.getColumns().forEach(column -> addTo(column, dialect, metadata));
        }
    }

    private static void addTo(Column column, Dialect dialect, Metadata metadata) {
        Long length = length(column, dialect, metadata);
        if (length != null && column.getCheckConstraints().isEmpty()) {
            column.addCheckConstraint(
                    new CheckConstraint("length(" + column.getQuotedName(dialect) + ") <= " + length));
        }
    }

    /** A type of bytes is declared without a length, so it has one only if the mapping says so. */
    private static @Nullable Long length(Column column, Dialect dialect, Metadata metadata) {
        return switch (column.getSqlTypeCode(metadata)) {
            case SqlTypes.CHAR, SqlTypes.VARCHAR, SqlTypes.NCHAR, SqlTypes.NVARCHAR ->
                column.getColumnSize(dialect, metadata).getLength();
            case SqlTypes.BINARY, SqlTypes.VARBINARY, SqlTypes.BLOB -> column.getLength();
            default -> null;
        };
    }
}
