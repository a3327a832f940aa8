package io.github.dqlite4j.hibernate;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Map;
import org.hibernate.cfg.MappingSettings;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.jdbc.dialect.internal.DialectFactoryImpl;
import org.hibernate.engine.jdbc.dialect.spi.DialectResolutionInfo;
import org.hibernate.engine.jdbc.dialect.spi.DialectResolutionInfoSource;
import org.jspecify.annotations.Nullable;

/**
 * Chooses {@link DqliteDialect} when the connection is dqlite's and no dialect was named; everything else is left to Hibernate.
 *
 * <p>With {@link DqliteDialect}, ids of emulated sequences are drawn in the caller's own transaction, so a rollback takes a
 * drawn block back. A pooled optimizer would keep handing out ids of that block; its default becomes "none" for this dialect.
 */
final class DqliteDialectFactory extends DialectFactoryImpl {

    static final String DRIVER_NAME = "dqlite4j";
    static final String URL_PREFIX = "jdbc:dqlite:";

    private static final long serialVersionUID = 1L;

    @Override
    public Dialect buildDialect(Map<String, Object> settings, DialectResolutionInfoSource source) {
        Dialect dialect = isDialectNamed(settings) ? null : resolve(source);
        if (dialect == null) {
            dialect = super.buildDialect(settings, source);
        }
        if (dialect instanceof DqliteDialect) {
            settings.putIfAbsent(MappingSettings.PREFERRED_POOLED_OPTIMIZER, "none");
        }
        return dialect;
    }

    private static boolean isDialectNamed(Map<String, Object> settings) {
        Object named = settings.get("hibernate.dialect");
        return named instanceof String text ? !text.isBlank() : named != null;
    }

    private static @Nullable Dialect resolve(@Nullable DialectResolutionInfoSource source) {
        DialectResolutionInfo info = source == null ? null : source.getDialectResolutionInfo();
        return info != null && isDqlite(info) ? new DqliteDialect(info) : null;
    }

    private static boolean isDqlite(DialectResolutionInfo info) {
        if (DRIVER_NAME.equals(info.getDriverName())) {
            return true;
        }
        DatabaseMetaData metadata = info.getDatabaseMetadata();
        try {
            String url = metadata == null ? null : metadata.getURL();
            return url != null && url.startsWith(URL_PREFIX);
        } catch (SQLException unanswered) {
            return false;
        }
    }
}
