package io.github.dqlite4j.it.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.sql.SQLException;
import java.util.Map;
import org.hibernate.SessionFactory;
import org.hibernate.exception.ConstraintViolationException;
import org.junit.jupiter.api.Test;

/** The setting that turns declared lengths into checks. */
class CheckedLengthsIT {

    @Entity(name = "Note")
    static class Note {
        @Id
        long id;

        @Column(length = 5)
        String text;

        @Column(length = 3)
        byte[] bytes;

        Note() {}

        Note(long id, String text, byte... bytes) {
            this.id = id;
            this.text = text;
            this.bytes = bytes;
        }
    }

    @Test
    void lengthsAreCheckedOnlyIfTheSettingSaysSo() throws SQLException {
        try (DqliteCluster cluster = DqliteCluster.start(1)) {
            SchemaTool free = new SchemaTool(cluster.jdbcUrl("free"));
            try (SessionFactory sessions = free.sessions("create", Note.class)) {
                sessions.inTransaction(session -> session.persist(new Note(1, "longer than five")));
            }
            SchemaTool tool = new SchemaTool(
                    cluster.jdbcUrl("checked"), Map.of("hibernate.dialect.dqlite.check_lengths", "true"));
            try (SessionFactory sessions = tool.sessions("create", Note.class)) {
                sessions.inTransaction(session -> {
                    session.persist(new Note(1, "\u00fcn\ud83d\ude00\u00ef\u00e7", (byte) 1, (byte) 0, (byte) 3));
                    session.persist(new Note(2, null));
                });
                assertThatThrownBy(() -> sessions.inTransaction(session -> session.persist(new Note(3, "123456"))))
                        .isInstanceOf(ConstraintViolationException.class);
                assertThatThrownBy(
                                () -> sessions.inTransaction(session -> session.persist(new Note(3, "", new byte[4]))))
                        .isInstanceOf(ConstraintViolationException.class);
            }
            assertThat(tool.update(Note.class)).isEmpty();
            tool.run("validate", Note.class);
        }
    }
}
