package io.github.dqlite4j.spring.boot.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.jdbc.DqliteDriver;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.liquibase.autoconfigure.LiquibaseConnectionDetails;

/** Connection details as an application gives them: with a URL only. */
class ConnectionDetailsBeanPostProcessorTest {
    private static final String DQLITE = "jdbc:dqlite://127.0.0.1:9001/shop";
    private static final String OTHER = "jdbc:h2:mem:shop";

    private final ConnectionDetailsBeanPostProcessor processor = new ConnectionDetailsBeanPostProcessor();

    private static class UrlOnly {
        private final String url;

        private UrlOnly(String url) {
            this.url = url;
        }

        public String getJdbcUrl() {
            return url;
        }

        public @Nullable String getUsername() {
            return null;
        }

        public @Nullable String getPassword() {
            return null;
        }
    }

    static final class OfTheApplication extends UrlOnly implements JdbcConnectionDetails {
        OfTheApplication(String url) {
            super(url);
        }
    }

    private static final class OfFlyway extends UrlOnly implements FlywayConnectionDetails {
        private OfFlyway(String url) {
            super(url);
        }
    }

    private static final class OfLiquibase extends UrlOnly implements LiquibaseConnectionDetails {
        private OfLiquibase(String url) {
            super(url);
        }
    }

    private <T extends ConnectionDetails> T processed(Class<T> type, T details) {
        return type.cast(processor.postProcessAfterInitialization(details, "details"));
    }

    private void stays(ConnectionDetails details) {
        assertThat(processed(ConnectionDetails.class, details)).isSameAs(details);
    }

    @Test
    void theDriverClassFollowsFromTheUrl() {
        JdbcConnectionDetails application = processed(JdbcConnectionDetails.class, new OfTheApplication(DQLITE));
        assertThat(application.getDriverClassName()).isEqualTo(DqliteDriver.class.getName());
        assertThat(application.getJdbcUrl()).isEqualTo(DQLITE);
        assertThat(application.getUsername()).isNull();
        assertThat(application).isEqualTo(application);
    }

    @Test
    void theDetailsOfMigrationsNeedNoDriverClass() {
        FlywayConnectionDetails flyway = processed(FlywayConnectionDetails.class, new OfFlyway(DQLITE));
        assertThat(flyway.getDriverClassName()).isEqualTo(DqliteDriver.class.getName());
        assertThat(flyway.getJdbcUrl()).isEqualTo(DQLITE);
        LiquibaseConnectionDetails liquibase = processed(LiquibaseConnectionDetails.class, new OfLiquibase(DQLITE));
        assertThat(liquibase.getDriverClassName()).isEqualTo(DqliteDriver.class.getName());
        assertThat(liquibase.getJdbcUrl()).isEqualTo(DQLITE);
    }

    @Test
    void otherDatabasesAreLeftAlone() {
        stays(new OfTheApplication(OTHER));
        stays(new OfFlyway(OTHER));
        stays(new OfLiquibase(OTHER));
    }
}
