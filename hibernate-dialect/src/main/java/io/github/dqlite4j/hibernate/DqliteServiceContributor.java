package io.github.dqlite4j.hibernate;

import java.util.Map;
import org.hibernate.boot.registry.StandardServiceInitiator;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.engine.jdbc.dialect.spi.DialectFactory;
import org.hibernate.service.spi.ServiceContributor;
import org.hibernate.service.spi.ServiceRegistryImplementor;

/**
 * Replaces Hibernate's dialect factory with {@link DqliteDialectFactory}. A dialect resolver would not be enough: Hibernate
 * calls resolvers in class path order, and the resolver of the community dialects claims every product named "SQLite".
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
