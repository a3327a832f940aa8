package io.github.dqlite4j.it.values;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.SQLException;
import org.hibernate.Hibernate;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Edits to a Blob or Clob of a managed entity are stored, as on databases whose drivers write to the row at once. */
class ManagedLobsIT {
    private static DqliteCluster cluster;
    private static SessionFactory sessions;

    @Entity(name = "Document")
    static class Document {
        @Id
        int id;

        @Version
        int version;

        String title;
        Blob scan;
        Clob text;
        NClob note;
    }

    @BeforeAll
    static void start() {
        cluster = DqliteCluster.start(1);
        sessions = new Configuration()
                .setProperty("hibernate.connection.url", cluster.jdbcUrl("lobs"))
                .setProperty("hibernate.hbm2ddl.auto", "create")
                .addAnnotatedClass(Document.class)
                .buildSessionFactory();
    }

    @AfterAll
    static void stop() {
        sessions.close();
        cluster.close();
    }

    @BeforeEach
    void store() {
        sessions.inTransaction(session -> {
            session.createMutationQuery("delete from Document").executeUpdate();
            Document document = new Document();
            document.id = 1;
            document.title = "first";
            document.scan = Hibernate.getLobHelper().createBlob("abc".getBytes(StandardCharsets.UTF_8));
            document.text = Hibernate.getLobHelper().createClob("abc");
            document.note = Hibernate.getLobHelper().createNClob("abc");
            session.persist(document);
        });
    }

    private interface Work {
        void run(Session session, Document document) throws SQLException;
    }

    private static void edit(Work work) {
        sessions.inTransaction(session -> {
            try {
                work.run(session, session.find(Document.class, 1));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** The three contents and the version. */
    private static Object[] stored() {
        return sessions.fromSession(session -> session.createNativeQuery(
                        "select cast(scan as text), text, note, version from Document", Object[].class)
                .getSingleResult());
    }

    @Test
    void anEditOfABlobIsStored() {
        edit((session, document) -> document.scan.setBytes(2, "X".getBytes(StandardCharsets.UTF_8)));

        assertThat(stored()).containsExactly("aXc", "abc", "abc", 1);
    }

    @Test
    void anEditOfAClobIsStored() {
        edit((session, document) -> document.text.setString(3, "XYZ"));

        assertThat(stored()).containsExactly("abc", "abXYZ", "abc", 1);
    }

    @Test
    void anEditOfAnNClobIsStored() {
        edit((session, document) -> document.note.truncate(1));

        assertThat(stored()).containsExactly("abc", "abc", "a", 1);
    }

    @Test
    void everyFlushStoresWhatWasEditedSinceTheLastOne() {
        edit((session, document) -> {
            document.scan.setBytes(1, new byte[] {'1'});
            session.flush();
            session.flush();
            document.scan.setBytes(2, new byte[] {'2'});
        });

        assertThat(stored()).containsExactly("12c", "abc", "abc", 2);
    }

    @Test
    void readingIsNoEdit() {
        edit((session, document) -> {
            assertThat(document.scan.getBytes(1, 3)).containsExactly('a', 'b', 'c');
            assertThat(document.text.getSubString(1, 3)).isEqualTo("abc");
            document.scan.setBytes(1, new byte[] {'a'});
        });

        assertThat(stored()).containsExactly("abc", "abc", "abc", 0);
    }

    @Test
    void aFreedBlobIsNotWritten() {
        edit((session, document) -> {
            document.scan.free();
            document.text.free();
        });

        assertThat(stored()).containsExactly("abc", "abc", "abc", 0);
    }

    @Test
    void anotherBlobReplacesTheOldOne() {
        edit((session, document) -> {
            document.scan = Hibernate.getLobHelper().createBlob("stream".getBytes(StandardCharsets.UTF_8));
            document.text = session.doReturningWork(connection -> connection.createClob());
            document.text.setString(1, "own");
            session.flush();
            document.text.setString(4, "er");
        });

        assertThat(stored()).containsExactly("stream", "owner", "abc", 2);
    }

    @Test
    void anotherAttributeDoesNotReadAStreamAgain() {
        sessions.inTransaction(session -> {
            Document document = new Document();
            document.id = 2;
            document.scan = Hibernate.getLobHelper().createBlob(once("stream"), 6);
            session.persist(document);
            session.flush();
            session.flush();
        });

        assertThat(sessions.<Integer>fromSession(session -> session.createSelectionQuery(
                                "select version from Document where id = 2", Integer.class)
                        .getSingleResult()))
                .isZero();
    }

    @Test
    void aDetachedEntityIsMergedWithItsEdits() throws SQLException {
        Document detached = sessions.fromSession(session -> session.find(Document.class, 1));
        detached.scan.setBytes(1, new byte[] {'d'});

        sessions.inTransaction(session -> session.merge(detached));
        assertThat(stored()).containsExactly("dbc", "abc", "abc", 1);
    }

    @Test
    void nullIsNoBlob() {
        edit((session, document) -> document.scan = null);
        assertThat(stored()).containsExactly(null, "abc", "abc", 1);

        edit((session, document) -> document.scan = Hibernate.getLobHelper().createBlob(new byte[0]));
        assertThat(stored()).containsExactly("", "abc", "abc", 2);
    }

    /** A stream that can be read only once. */
    private static InputStream once(String text) {
        return new FilterInputStream(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))) {
            @Override
            public boolean markSupported() {
                return false;
            }
        };
    }
}
