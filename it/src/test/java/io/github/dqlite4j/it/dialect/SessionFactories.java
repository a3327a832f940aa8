package io.github.dqlite4j.it.dialect;

import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** Opens a session factory over a new schema. Hibernate's own pool has one connection: a request for a second one fails. */
final class SessionFactories {
    private SessionFactories() {}

    static SessionFactory create(String url, Class<?>... entities) {
        return create(url, Map.of(), entities);
    }

    /** @param settings set last */
    static SessionFactory create(String url, Map<String, ?> settings, Class<?>... entities) {
        Configuration configuration = new Configuration()
                .setProperty("hibernate.connection.url", url)
                .setProperty("hibernate.connection.pool_size", "1")
                .setProperty("hibernate.hbm2ddl.auto", "create")
                .setProperty("hibernate.hbm2ddl.halt_on_error", "true");
        for (Class<?> entity : entities) {
            configuration.addAnnotatedClass(entity);
        }
        settings.forEach((name, value) -> configuration.getProperties().put(name, value));
        return configuration.buildSessionFactory();
    }
}
