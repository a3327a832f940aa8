package io.github.dqlite4j.hibernate;

import jakarta.persistence.SharedCacheMode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.SessionFactory;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.MetadataSources;
import org.hibernate.boot.registry.StandardServiceRegistry;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.jdbc.connections.internal.UserSuppliedConnectionProviderImpl;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.sqlite.JDBC;

/** An SQLite file whose connections report the driver name "dqlite4j". Records all SQL of sessions. */
final class TestDatabase implements AutoCloseable {

    final List<String> sql = new CopyOnWriteArrayList<>();
    final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private final StandardServiceRegistry registry;
    final Metadata metadata;
    final SessionFactory sessions;
    private final Path directory;
    private final Class<?>[] entities;
    private final List<String> ddl;

    TestDatabase(Path directory, Class<?>... entities) {
        this(directory, Map.of(), entities);
    }

    TestDatabase(Path directory, Map<String, Object> settings, Class<?>... entities) {
        this.directory = directory;
        this.entities = entities;
        String url = "jdbc:sqlite:" + directory.resolve("test.db")
                + "?foreign_keys=on&busy_timeout=50&date_class=text&date_string_format=yyyy-MM-dd HH:mm:ss.SSS000000";
        StatementInspector record = statement -> {
            sql.add(statement);
            return statement;
        };
        registry = new StandardServiceRegistryBuilder()
                .applySetting("hibernate.hbm2ddl.auto", "create")
                .applySetting("hibernate.hbm2ddl.halt_on_error", "true")
                .applySetting("jakarta.persistence.sharedCache.mode", SharedCacheMode.NONE)
                .applySetting("hibernate.session_factory.statement_inspector", record)
                .applySetting("hibernate.connection.provider_class", new Connections(url))
                .applySettings(settings)
                .build();
        MetadataSources sources = new MetadataSources(registry);
        for (Class<?> entity : entities) {
            sources.addAnnotatedClass(entity);
        }
        metadata = sources.buildMetadata();
        sessions = metadata.buildSessionFactory();
        ddl = List.copyOf(sql);
        sql.clear();
        mostOpen.set(0);
    }

    /** The largest number of connections in use at the same time since the start. */
    int mostOpen() {
        return mostOpen.get();
    }

    /** A second application on the same file; like another JVM, it shares nothing in memory. */
    TestDatabase reopen(Map<String, Object> settings) {
        return new TestDatabase(directory, settings, entities);
    }

    Dialect dialect() {
        return metadata.getDatabase().getDialect();
    }

    List<String> ddl() {
        return ddl;
    }

    @Override
    public void close() {
        sessions.close();
        StandardServiceRegistryBuilder.destroy(registry);
    }

    private final class Connections extends UserSuppliedConnectionProviderImpl {
        private static final long serialVersionUID = 1L;

        private final String url;

        Connections(String url) {
            this.url = url;
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = JDBC.createConnection(url, new Properties());
            mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
            return asDqlite(connection);
        }

        @Override
        public void closeConnection(Connection connection) throws SQLException {
            open.decrementAndGet();
            connection.close();
        }
    }

    static Connection asDqlite(Connection connection) {
        return proxy(
                Connection.class,
                connection,
                "getMetaData",
                result ->
                        proxy(DatabaseMetaData.class, (DatabaseMetaData) result, "getDriverName", name -> "dqlite4j"));
    }

    private static <T> T proxy(
            Class<T> type, T target, String method, java.util.function.UnaryOperator<Object> change) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, called, args) -> {
            try {
                Object result = called.invoke(target, args);
                return called.getName().equals(method) ? change.apply(result) : result;
            } catch (InvocationTargetException error) {
                throw error.getCause();
            }
        }));
    }
}
