package io.github.dqlite4j.it.starter;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** Connection details as an application gives them: with a URL only. */
abstract class UrlOnly {
    private final String url;

    private UrlOnly(String url) {
        this.url = url;
    }

    /** For the application. */
    static final class Details extends UrlOnly implements JdbcConnectionDetails {
        Details(String url) {
            super(url);
        }
    }

    /** For migrations alone. */
    static final class MigrationDetails extends UrlOnly implements FlywayConnectionDetails {
        MigrationDetails(String url) {
            super(url);
        }
    }

    public final String getJdbcUrl() {
        return url;
    }

    public final @Nullable String getUsername() {
        return null;
    }

    public final @Nullable String getPassword() {
        return null;
    }
}
