package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.jdbc.error.SqlExceptions;
import java.sql.SQLException;
import java.sql.ShardingKey;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.PooledConnection;
import javax.sql.PooledConnectionBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Gives the pool of an application server connections that stay open when applications close their handles. It is not a pool. Configure it
 * before it is shared between threads.
 */
public final class DqliteConnectionPoolDataSource extends DqliteCommonDataSource implements ConnectionPoolDataSource {
    @Override
    public PooledConnection getPooledConnection() throws SQLException {
        return new DqlitePooledConnection(open());
    }

    /** The same: dqlite has no accounts. */
    @Override
    public PooledConnection getPooledConnection(@Nullable String user, @Nullable String password) throws SQLException {
        return getPooledConnection();
    }

    /** Builds connections like those of {@link #getPooledConnection()}; dqlite has no shards. */
    @Override
    public PooledConnectionBuilder createPooledConnectionBuilder() {
        return new Builder();
    }

    private final class Builder implements PooledConnectionBuilder {
        private boolean sharded;

        @Override
        public PooledConnectionBuilder user(@Nullable String name) {
            return this;
        }

        @Override
        public PooledConnectionBuilder password(@Nullable String password) {
            return this;
        }

        @Override
        public PooledConnectionBuilder shardingKey(@Nullable ShardingKey key) {
            sharded |= key != null;
            return this;
        }

        @Override
        public PooledConnectionBuilder superShardingKey(@Nullable ShardingKey key) {
            return shardingKey(key);
        }

        @Override
        public PooledConnection build() throws SQLException {
            if (sharded) {
                throw SqlExceptions.unsupported("A shard");
            }
            return getPooledConnection();
        }
    }
}
