package io.github.dqlite4j.it.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.Rows;
import jakarta.persistence.Embeddable;
import jakarta.persistence.Entity;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** Hibernate's schema tools on one database. An error halts them. */
final class SchemaTool {
    private final String url;
    private final Map<String, String> settings;

    SchemaTool(String url) {
        this(url, Map.of());
    }

    SchemaTool(String url, Map<String, String> settings) {
        this.url = url;
        this.settings = settings;
    }

    String url() {
        return url;
    }

    /** Opens a session factory with {@code hibernate.hbm2ddl.auto}, and closes it. */
    void run(String action, Class<?>... mapped) {
        sessions(action, mapped).close();
    }

    SessionFactory sessions(String action, Class<?>... mapped) {
        return configuration(mapped)
                .setProperty("hibernate.hbm2ddl.auto", action)
                .buildSessionFactory();
    }

    /** Returns the statements that an update would execute. */
    String update(Class<?>... mapped) {
        StringWriter script = new StringWriter();
        Configuration configuration =
                configuration(mapped).setProperty("jakarta.persistence.schema-generation.scripts.action", "update");
        configuration.getProperties().put("jakarta.persistence.schema-generation.scripts.create-target", script);
        try (SessionFactory sessions = configuration.buildSessionFactory()) {
            assertThat(sessions.isOpen()).isTrue();
        }
        return script.toString();
    }

    /** @param mapped entities and embeddables, and classes that declare them */
    Configuration configuration(Class<?>... mapped) {
        Configuration configuration = new Configuration()
                .setProperty("hibernate.connection.url", url)
                .setProperty("hibernate.connection.pool_size", "1")
                .setProperty("hibernate.hbm2ddl.halt_on_error", "true")
                .setProperty("hibernate.hbm2ddl.unique_key_validation", "all")
                .setProperty("hibernate.hbm2ddl.index_validation", "all");
        settings.forEach(configuration::setProperty);
        Arrays.stream(mapped)
                .flatMap(type -> Stream.concat(Stream.of(type), Arrays.stream(type.getDeclaredClasses())))
                .filter(type -> type.isAnnotationPresent(Entity.class) || type.isAnnotationPresent(Embeddable.class))
                .forEach(configuration::addAnnotatedClass);
        return configuration;
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Returns the values of the first column. */
    List<String> query(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            return Rows.of(statement.executeQuery("select x from (" + sql + ")"), "x");
        }
    }
}
