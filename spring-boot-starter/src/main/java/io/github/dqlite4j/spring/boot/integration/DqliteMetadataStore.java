package io.github.dqlite4j.spring.boot.integration;

import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.jdbc.metadata.JdbcMetadataStore;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementSetter;

/**
 * A {@link JdbcMetadataStore} on dqlite. Its INSERT for a missing key has HAVING without GROUP BY, which SQLite accepts only if the columns
 * have an aggregate function, and its queries cannot be set.
 */
public class DqliteMetadataStore extends JdbcMetadataStore {
    /** A store in the tables of a data source. */
    public DqliteMetadataStore(DataSource dataSource) {
        super(new Template(dataSource));
        setLockHint("");
    }

    private static final class Template extends JdbcTemplate {
        private static final String VALUES = "SELECT ?, ?, ?";

        /** The same values, because the last one is never NULL. */
        private static final String AGGREGATED = "SELECT ?, ?, coalesce(?, count(*))";

        Template(DataSource dataSource) {
            super(dataSource);
        }

        @Override
        public int update(String sql, @Nullable PreparedStatementSetter setter) {
            return super.update(sql.contains("HAVING COUNT(*)") ? sql.replace(VALUES, AGGREGATED) : sql, setter);
        }
    }
}
