package io.github.dqlite4j.it.faults;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** Hibernate: reads two purses, moves a coin from one to the other, and persists a payment, in a unit of work. */
final class Payments extends JdbcClient {
    private final SessionFactory sessions;

    @Entity(name = "Purse")
    static class Purse {
        @Id
        int id;

        @Version
        int version;

        int balance;
    }

    @Entity(name = "Payment")
    static class Payment {
        @Id
        int n;

        int source;
        int target;

        Payment() {}

        Payment(int n, int source, int target) {
            this.n = n;
            this.source = source;
            this.target = target;
        }
    }

    Payments(Run run, SessionFactory sessions) {
        super("payment", run);
        this.sessions = sessions;
    }

    /** The tables exist. */
    static SessionFactory sessions(DataSource source) {
        Configuration configuration =
                new Configuration().addAnnotatedClass(Purse.class).addAnnotatedClass(Payment.class);
        configuration.getProperties().put("hibernate.connection.datasource", source);
        return configuration.buildSessionFactory();
    }

    @Override
    void begin(Connection connection) {}

    @Override
    String perform(Connection connection, int number) throws SQLException {
        int source = number % Clients.PURSES;
        int target = (source + 1) % Clients.PURSES;
        try (Session session = sessions.withOptions().connection(connection).openSession()) {
            session.beginTransaction();
            try {
                session.find(Purse.class, source).balance--;
                session.find(Purse.class, target).balance++;
                session.persist(new Payment(number, source, target));
                session.getTransaction().commit();
            } catch (RuntimeException e) {
                if (!connection.isClosed() && session.getTransaction().isActive()) {
                    session.getTransaction().rollback();
                }
                throw e;
            }
        } catch (RuntimeException e) {
            throw Stream.<Throwable>iterate(e, error -> error != null, Throwable::getCause)
                    .filter(SQLException.class::isInstance)
                    .map(SQLException.class::cast)
                    .findFirst()
                    .orElseThrow(() -> e);
        }
        return plan(number);
    }
}
