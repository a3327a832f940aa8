package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.jdbc.support.SelfWrapper;
import java.sql.Connection;
import java.sql.ConnectionBuilder;
import java.sql.SQLException;
import java.sql.ShardingKey;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A data source without a pool: each connection is a new one. Configure it before it is shared between threads. */
public final class DqliteDataSource extends DqliteCommonDataSource implements DataSource, SelfWrapper {
    @Override
    public Connection getConnection() throws SQLException {
        return new DqliteConnection(open());
    }

    /** The same: dqlite has no accounts. */
    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
        return getConnection();
    }

    /** Builds connections like those of {@link #getConnection()}; dqlite has no shards. */
    @Override
    public ConnectionBuilder createConnectionBuilder() {
        return new Builder();
    }

    private final class Builder implements ConnectionBuilder {
        private boolean sharded;

        @Override
        public ConnectionBuilder user(@Nullable String name) {
            return this;
        }

        @Override
        public ConnectionBuilder password(@Nullable String password) {
            return this;
        }

        @Override
        public ConnectionBuilder shardingKey(@Nullable ShardingKey key) {
            sharded |= key != null;
            return this;
        }

        @Override
        public ConnectionBuilder superShardingKey(@Nullable ShardingKey key) {
            return shardingKey(key);
        }

        @Override
        public Connection build() throws SQLException {
            if (sharded) {
                throw SqlExceptions.unsupported("A shard");
            }
            return getConnection();
        }
    }
}
