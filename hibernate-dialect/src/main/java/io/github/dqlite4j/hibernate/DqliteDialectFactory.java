package io.github.dqlite4j.hibernate;

import io.github.dqlite4j.jdbc.DqliteConstants;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Map;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.jdbc.dialect.internal.DialectFactoryImpl;
import org.hibernate.engine.jdbc.dialect.spi.DialectResolutionInfo;
import org.hibernate.engine.jdbc.dialect.spi.DialectResolutionInfoSource;
import org.jspecify.annotations.Nullable;

/**
 * Chooses {@link DqliteDialect} if the connection is a dqlite connection and the settings name no dialect. Otherwise Hibernate
 * chooses.
 *
 * <p>{@link DqliteDialect} takes sequence values in the caller's own transaction, so a rollback returns a whole block of ids.
 * Hibernate's optimizers would still use ids from that block. The default optimizer for this dialect is therefore {@link SingleIdOptimizer}.
 */
final class DqliteDialectFactory extends DialectFactoryImpl {

    private static final long serialVersionUID = 1L;

    @Override
    public Dialect buildDialect(Map<String, Object> settings, DialectResolutionInfoSource source) {
        Dialect dialect = isDialectNamed(settings) ? null : resolve(source);
        if (dialect == null) {
            dialect = super.buildDialect(settings, source);
        }
        if (dialect instanceof DqliteDialect) {
            SingleIdOptimizer.prefer(settings);
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
        if (DqliteConstants.DRIVER_NAME.equals(info.getDriverName())) {
            return true;
        }
        DatabaseMetaData metadata = info.getDatabaseMetadata();
        try {
            String url = metadata == null ? null : metadata.getURL();
            return url != null && url.startsWith(DqliteConstants.URL_PREFIX);
        } catch (SQLException ignored) {
            return false;
        }
    }
}
