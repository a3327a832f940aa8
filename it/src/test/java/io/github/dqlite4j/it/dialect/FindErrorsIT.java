package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.sql.SQLException;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An error of {@code Session.find} is thrown. Hibernate would return null, as for a missing row, if the transaction were already marked for rollback. */
@Timeout(300)
class FindErrorsIT {
    private static SessionFactory open(DqliteCluster cluster) {
        SessionFactory sessions = SessionFactories.create(
                cluster.jdbcUrl("find") + "?failoverTimeout=300&loginTimeout=300", Account.class);
        sessions.inTransaction(session -> {
            session.persist(new Account(1));
            session.persist(new Account(2));
        });
        return sessions;
    }

    private static void assertThrown(Session session, String sqlState) {
        Throwable thrown = catchThrowable(() -> session.find(Account.class, 2L));
        assertThat(thrown).isNotNull();
        assertThat(thrown).rootCause().isNotNull();
        Throwable cause = thrown;
        while (!(cause instanceof SQLException)) {
            cause = cause.getCause();
        }
        assertThat(((SQLException) cause).getSQLState()).isEqualTo(sqlState);
        assertThat(session.getTransaction().getRollbackOnly()).isTrue();
    }

    @Test
    void aConnectionThatIsLostBeforeTheTransaction() throws Exception {
        try (DqliteCluster cluster = DqliteCluster.start(1);
                SessionFactory sessions = open(cluster);
                Session session = sessions.openSession()) {
            session.beginTransaction();
            cluster.nodes().get(0).kill();
            assertThrown(session, "08001");
            session.getTransaction().rollback();
        }
    }

    @Test
    void aTransactionThatIsLost() throws Exception {
        try (DqliteCluster cluster = DqliteCluster.start(1);
                SessionFactory sessions = open(cluster);
                Session session = sessions.openSession()) {
            session.beginTransaction();
            assertThat(session.find(Account.class, 1L)).isNotNull();
            cluster.nodes().get(0).kill();
            assertThrown(session, "40001");
            session.getTransaction().rollback();
        }
    }
}
