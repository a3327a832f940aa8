package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.TenantId;
import org.hibernate.cfg.Configuration;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Many tenants: a database for each, or a column. */
class TenantsIT {
    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    @Entity(name = "Contract")
    static class Contract {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        long id;

        String name;

        Contract() {}

        Contract(String name) {
            this.name = name;
        }
    }

    @Entity(name = "Shared")
    static class Shared {
        @Id
        long id;

        @TenantId
        String tenant;

        String name;

        Shared() {}

        Shared(long id, String name) {
            this.id = id;
            this.name = name;
        }
    }

    /** A tenant's connections go to the database of its name. An application takes them from a pool for each tenant. */
    static final class DatabaseOfTenant implements MultiTenantConnectionProvider<String> {
        private static final long serialVersionUID = 1L;

        @Override
        public Connection getAnyConnection() throws SQLException {
            return getConnection("main");
        }

        @Override
        public void releaseAnyConnection(Connection connection) throws SQLException {
            connection.close();
        }

        @Override
        public Connection getConnection(String tenant) throws SQLException {
            return DriverManager.getConnection(CLUSTER.jdbcUrl("tenant_" + tenant));
        }

        @Override
        public void releaseConnection(String tenant, Connection connection) throws SQLException {
            connection.close();
        }

        @Override
        public boolean supportsAggressiveRelease() {
            return false;
        }

        @Override
        public boolean isUnwrappableAs(Class<?> type) {
            return false;
        }

        @Override
        public <T> T unwrap(Class<T> type) {
            throw new IllegalArgumentException(type.getName());
        }
    }

    private static final class NoTenant implements CurrentTenantIdentifierResolver<String> {
        @Override
        public String resolveCurrentTenantIdentifier() {
            return "none";
        }

        @Override
        public boolean validateExistingCurrentSessions() {
            return false;
        }
    }

    private static Session open(SessionFactory sessions, String tenant) {
        return sessions.withOptions().tenantIdentifier((Object) tenant).openSession();
    }

    private static List<String> names(Session session, String entity) {
        return session.createSelectionQuery("select name from " + entity + " order by name", String.class)
                .list();
    }

    @Test
    void aDatabaseForEachTenant() {
        for (String tenant : List.of("north", "south")) {
            SessionFactories.create(CLUSTER.jdbcUrl("tenant_" + tenant), Contract.class)
                    .close();
        }
        Configuration configuration = new Configuration().addAnnotatedClass(Contract.class);
        configuration
                .getProperties()
                .putAll(Map.of(
                        "hibernate.multi_tenant_connection_provider", new DatabaseOfTenant(),
                        "hibernate.tenant_identifier_resolver", new NoTenant()));
        try (SessionFactory sessions = configuration.buildSessionFactory()) {
            for (String tenant : List.of("north", "south")) {
                try (Session session = open(sessions, tenant)) {
                    session.beginTransaction();
                    session.persist(new Contract("of " + tenant));
                    session.getTransaction().commit();
                }
            }
            for (String tenant : List.of("north", "south")) {
                try (Session session = open(sessions, tenant)) {
                    assertThat(names(session, "Contract")).containsExactly("of " + tenant);
                }
            }
        }
    }

    @Test
    void aColumnForTheTenant() {
        try (SessionFactory sessions = SessionFactories.create(
                CLUSTER.jdbcUrl("shared"),
                Map.of("hibernate.tenant_identifier_resolver", new NoTenant()),
                Shared.class)) {
            long id = 1;
            for (String tenant : List.of("north", "south")) {
                try (Session session = open(sessions, tenant)) {
                    session.beginTransaction();
                    session.persist(new Shared(id++, "of " + tenant));
                    session.getTransaction().commit();
                }
            }
            try (Session session = open(sessions, "south")) {
                session.beginTransaction();
                assertThat(names(session, "Shared")).containsExactly("of south");
                assertThat(session.find(Shared.class, 1L)).isNull();
                assertThat(session.createMutationQuery("delete from Shared").executeUpdate())
                        .isOne();
                session.getTransaction().commit();
            }
            try (Session session = open(sessions, "north")) {
                assertThat(names(session, "Shared")).containsExactly("of north");
            }
        }
    }
}
