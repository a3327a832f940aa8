package io.github.dqlite4j.hibernate;

import java.util.Map;
import org.hibernate.boot.registry.StandardServiceInitiator;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.engine.jdbc.dialect.spi.DialectFactory;
import org.hibernate.service.spi.ServiceContributor;
import org.hibernate.service.spi.ServiceRegistryImplementor;

/**
 * Puts {@link DqliteDialectFactory} in the place of Hibernate's own. Resolvers found on the class path are asked in class
 * path order, and the community resolver takes every product called "SQLite"; a factory is asked before any of them.
 */
public final class DqliteServiceContributor implements ServiceContributor {

    @Override
    public void contribute(StandardServiceRegistryBuilder builder) {
        builder.addInitiator(new DialectFactoryInitiator());
    }

    private static final class DialectFactoryInitiator implements StandardServiceInitiator<DialectFactory> {

        @Override
        public Class<DialectFactory> getServiceInitiated() {
            return DialectFactory.class;
        }

        @Override
        public DialectFactory initiateService(Map<String, Object> settings, ServiceRegistryImplementor registry) {
            return new DqliteDialectFactory();
        }
    }
}
