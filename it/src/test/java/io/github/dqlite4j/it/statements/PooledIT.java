package io.github.dqlite4j.it.statements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.Table;
import io.github.dqlite4j.jdbc.DqliteConnectionPoolDataSource;
import io.github.dqlite4j.jdbc.DqliteDataSource;
import io.github.dqlite4j.settings.DqliteProperty;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.ShardingKey;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.ConnectionEvent;
import javax.sql.ConnectionEventListener;
import javax.sql.PooledConnection;
import javax.sql.StatementEvent;
import javax.sql.StatementEventListener;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Data sources, and connections for the pools of application servers. */
class PooledIT {
    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    private static DqliteConnectionPoolDataSource source() {
        DqliteConnectionPoolDataSource source = new DqliteConnectionPoolDataSource();
        source.setServerNames(CLUSTER.nodes().get(0).address().toString());
        source.setDatabaseName("pooled");
        return source;
    }

    private static final class Events implements ConnectionEventListener, StatementEventListener {
        private final List<String> seen = new ArrayList<>();

        @Override
        public void connectionClosed(ConnectionEvent event) {
            seen.add("closed");
            assertThat((Throwable) event.getSQLException()).isNull();
        }

        @Override
        public void connectionErrorOccurred(ConnectionEvent event) {
            seen.add("error " + event.getSQLException().getSQLState());
        }

        @Override
        public void statementClosed(StatementEvent event) {
            seen.add("statement " + event.getStatement());
        }

        @Override
        public void statementErrorOccurred(StatementEvent event) {
            seen.add("statement error");
        }
    }

    @Test
    void rollsBackAndResetsWhenAHandleIsClosed() throws SQLException {
        PooledConnection pooled = source().getPooledConnection();
        Events events = new Events();
        pooled.addConnectionEventListener(events);
        Connection first = pooled.getConnection();
        Table table = Table.create(first, "id INTEGER PRIMARY KEY");
        first.setAutoCommit(false);
        first.setClientInfo("ApplicationName", "one");
        int timeout = first.getNetworkTimeout();
        first.setNetworkTimeout(Runnable::run, 1234);
        table.run("INSERT INTO " + table.name() + " VALUES (1)");
        Statement open = first.createStatement();
        ResultSet rows = open.executeQuery(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT i FROM n");
        assertThat(rows.next()).isTrue();
        first.close();
        first.close();
        assertThat(events.seen).containsExactly("closed");
        assertThat(first.isClosed()).isTrue();
        assertThat(open.isClosed()).isTrue();
        assertThat(rows.isClosed()).isTrue();
        assertThatThrownBy(rows::next).isInstanceOf(SQLException.class);
        assertThatThrownBy(first::createStatement)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08003"));

        Connection second = pooled.getConnection();
        assertThat(second.getAutoCommit()).isTrue();
        assertThat(second.isReadOnly()).isFalse();
        assertThat(second.getNetworkTimeout()).isEqualTo(timeout);
        assertThat(second.getClientInfo("ApplicationName")).isNull();
        assertThat(new Table(second, table.name()).size()).as("rolled back").isZero();
        second.setReadOnly(true);
        second.close();
        try (Connection third = pooled.getConnection()) {
            assertThat(third.isReadOnly()).isFalse();
        }
        pooled.close();
        pooled.close();
        assertThat(events.seen).containsExactly("closed", "closed", "closed");
        assertThatThrownBy(pooled::getConnection).isInstanceOf(SQLException.class);
    }

    @Test
    void nextHandleClosesTheForgottenOne() throws SQLException {
        PooledConnection pooled = source().getPooledConnection();
        Events events = new Events();
        pooled.addConnectionEventListener(events);
        Connection forgotten = pooled.getConnection();
        Table table = Table.create(forgotten, "id");
        forgotten.setAutoCommit(false);
        table.run("INSERT INTO " + table.name() + " VALUES (1)");
        try (Connection fresh = pooled.getConnection()) {
            assertThat(forgotten.isClosed()).isTrue();
            assertThatThrownBy(forgotten::commit).isInstanceOf(SQLException.class);
            forgotten.close();
            assertThat(new Table(fresh, table.name()).size()).isZero();
            assertThat(events.seen).isEmpty();
        }
        assertThat(events.seen).containsExactly("closed");
        pooled.removeConnectionEventListener(events);
        pooled.getConnection().close();
        assertThat(events.seen).hasSize(1);
        pooled.close();
    }

    @Test
    void listenerIsNotifiedOfALostConnection() throws SQLException {
        PooledConnection pooled = source().getPooledConnection();
        Events events = new Events();
        pooled.addConnectionEventListener(events);
        Connection handle = pooled.getConnection();
        handle.abort(Runnable::run);
        assertThat(events.seen).containsExactly("error 08003");
        handle.close();
        assertThat(events.seen).hasSize(1);
        assertThatThrownBy(pooled::getConnection).isInstanceOf(SQLException.class);
        pooled.close();
        assertThat(events.seen).hasSize(1);
    }

    @Test
    void listenerIsNotifiedOfAClosedStatement() throws SQLException {
        PooledConnection pooled = source().getPooledConnection();
        Events events = new Events();
        pooled.addStatementEventListener(events);
        try (Connection handle = pooled.getConnection()) {
            PreparedStatement select = handle.prepareStatement("SELECT 1");
            assertThat(select.isPoolable()).isTrue();
            select.close();
            select.close();
            handle.createStatement().close();
            assertThat(events.seen).containsExactly("statement SELECT 1");
            pooled.removeStatementEventListener(events);
            handle.prepareStatement("SELECT 2").close();
        }
        assertThat(events.seen).hasSize(1);
        pooled.close();
    }

    @Test
    void buildsConnections() throws SQLException {
        DqliteConnectionPoolDataSource pool = source();
        PooledConnection pooled = pool.createPooledConnectionBuilder()
                .user("u")
                .password("p")
                .shardingKey(null)
                .build();
        pooled.getConnection().close();
        pooled.close();
        pool.getPooledConnection("u", "p").close();

        DqliteDataSource plain = new DqliteDataSource();
        plain.setUrl(CLUSTER.jdbcUrl("pooled"));
        try (Connection connection = plain.createConnectionBuilder()
                .user("u")
                .password("p")
                .superShardingKey(null)
                .build()) {
            assertThat(connection.isValid(5)).isTrue();
        }
        ShardingKey key = (ShardingKey) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ShardingKey.class}, (proxy, method, arguments) -> null);
        assertThatThrownBy(
                        () -> plain.createConnectionBuilder().shardingKey(key).build())
                .isInstanceOf(SQLFeatureNotSupportedException.class);
        assertThatThrownBy(() -> pool.createPooledConnectionBuilder()
                        .superShardingKey(key)
                        .build())
                .isInstanceOf(SQLFeatureNotSupportedException.class);
    }

    @Test
    void obeysItsOptions() throws SQLException {
        DqliteDataSource source = new DqliteDataSource();
        source.setServerNames(CLUSTER.nodes().get(0).address().toString());
        source.setDatabaseName("pooled");
        source.setProperty(DqliteProperty.READ_ONLY, "true");
        source.setProperty("productName", "something else");
        source.setLoginTimeout(3);
        try (Connection connection = source.getConnection("u", "p")) {
            assertThat(connection.isReadOnly()).isTrue();
            assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("something else");
        }
    }
}
