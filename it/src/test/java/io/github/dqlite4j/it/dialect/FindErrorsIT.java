package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        assertThat(Stream.iterate(thrown, cause -> cause != null, Throwable::getCause)
                        .filter(SQLException.class::isInstance)
                        .map(cause -> ((SQLException) cause).getSQLState()))
                .contains(sqlState);
        assertThat(session.getTransaction().getRollbackOnly()).isTrue();
    }

    /** @param begun whether the transaction is lost, and not only the connection before it */
    @ParameterizedTest
    @CsvSource({"false, 08001", "true, 40001"})
    void findThrowsWhenTheNodeIsLost(boolean begun, String sqlState) throws Exception {
        try (DqliteCluster cluster = DqliteCluster.start(1);
                SessionFactory sessions = open(cluster);
                Session session = sessions.openSession()) {
            session.beginTransaction();
            if (begun) {
                assertThat(session.find(Account.class, 1L)).isNotNull();
            }
            cluster.nodes().get(0).kill();
            assertThrown(session, sqlState);
            session.getTransaction().rollback();
        }
    }
}
