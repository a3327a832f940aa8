package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Lob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.JDBCException;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.dialect.Dialect;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Casts of HQL, and a schema written by hand, with typical names of types. */
class CastsIT {
    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    private SessionFactory sessions;

    @Entity(name = "Note")
    static class Note {
        @Id
        int id;

        boolean done;

        String title;

        @Lob
        String body;

        Duration length;
        List<String> tags;
        byte[] picture;
    }

    @BeforeEach
    void open() throws SQLException {
        sessions = open(
                "id INTEGER PRIMARY KEY, done BOOLEAN, title TEXT, body TEXT, length BIGINT, tags TEXT, picture BLOB");
        sessions.inTransaction(session -> {
            Note note = new Note();
            note.id = 1;
            note.done = true;
            note.title = "abcdef";
            note.body = "long";
            note.length = Duration.ofMinutes(3);
            note.tags = List.of("x");
            note.picture = new byte[] {1};
            session.persist(note);
        });
    }

    /** Validates a table with these columns. */
    private static SessionFactory open(String columns) throws SQLException {
        String url = CLUSTER.jdbcUrl("casts-" + UUID.randomUUID());
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE Note (" + columns + ")");
        }
        return new Configuration()
                .setProperty("hibernate.connection.url", url)
                .setProperty("hibernate.hbm2ddl.auto", "validate")
                .setProperty("hibernate.query.hql.json_functions_enabled", "true")
                .addAnnotatedClass(Note.class)
                .buildSessionFactory();
    }

    @AfterEach
    void close() {
        sessions.close();
    }

    private Object select(String hql) {
        return sessions.fromSession(
                session -> session.createSelectionQuery("select " + hql + " from Note", Object.class)
                        .getSingleResult());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id INTEGER PRIMARY KEY, done BOOLEAN, title VARCHAR(255), body CLOB, length BIGINT, tags JSON_TEXT, picture BLOB",
                "id INT PRIMARY KEY, done INTEGER, title TEXT, body TEXT, length INTEGER, tags CLOB, picture BLOB"
            })
    void schemasThatPeopleWriteAreValid(String columns) throws SQLException {
        open(columns).close();
    }

    @Test
    void whatIsReadIsWhatWasWritten() {
        Note found = sessions.fromSession(session -> session.find(Note.class, 1));

        assertThat(found.body).isEqualTo("long");
        assertThat(found.length).isEqualTo(Duration.ofMinutes(3));
        assertThat(found.tags).containsExactly("x");
        assertThat(found.picture).containsExactly(1);
    }

    @Test
    void aNumberIsNoText() {
        assertThatThrownBy(
                        () -> open(
                                "id INTEGER PRIMARY KEY, done BOOLEAN, title BIGINT, body TEXT, length BIGINT, tags TEXT, picture BLOB"))
                .hasMessageContaining("title");
    }

    @Test
    void booleansAndTextsAreCast() {
        assertThat(select("cast(done as String)")).isEqualTo("true");
        assertThat(select("cast(false as String)")).isEqualTo("false");
        assertThat(select("cast(title as String(3))")).isEqualTo("abc");
        assertThat(select("cast(title as String(30))")).isEqualTo("abcdef");
        assertThat(select("cast('abc' as Character)")).isEqualTo('a');
        assertThat(select("cast(time 10:20:30 as String)")).isEqualTo("10:20:30");
        assertThat(select("cast(datetime 2024-01-31 10:20:30.500 as String)")).isEqualTo("2024-01-31 10:20:30.5");
        assertThat(select("cast('10:20:30.000+02:00' as String)")).isEqualTo("10:20:30.000+02:00");
        assertThat(select("cast('TRUE' as Boolean)")).isEqualTo(true);
        assertThat(select("cast('n' as Boolean)")).isEqualTo(false);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-02-29T12:00:00.000456789Z, 2024-02-29T12:00:00.000456789Z",
                "2024-02-29 12:00:00+02:00, 2024-02-29T10:00:00Z",
        "2024-02-29T12:00:00.5+05:30, 2024-02-29T06:30:00.5Z", "2024-02-29, 2024-02-29T00:00:00Z"
    })
    void aTextIsAPointInTime(String text, Instant point) {
        assertThat(select("cast('" + text + "' as Instant)")).isEqualTo(point);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cast(title as Boolean)",
                "cast(title as Instant)",
                "cast('' as Boolean)",
                "cast('2024-13-01' as Instant)"
            })
    void nonsenseIsAnError(String hql) {
        assertThatThrownBy(() -> select(hql)).isInstanceOf(JDBCException.class);
    }

    @Test
    void nullStaysNull() {
        sessions.inTransaction(session ->
                session.createMutationQuery("update Note set title = null").executeUpdate());

        assertThat(select("cast(title as Boolean)")).isNull();
        assertThat(select("cast(title as Instant)")).isNull();
        assertThat(select("cast(title as String(3))")).isNull();
    }

    /** JSON has bytes as hexadecimal digits, which SQLite reads since 3.41. */
    @Test
    void bytesOfJsonAreBytes() {
        String bytes = "json_value(json_object('p': picture), '$.p' returning binary)";
        Dialect dialect = sessions.unwrap(SessionFactoryImplementor.class)
                .getJdbcServices()
                .getDialect();
        if (dialect.getVersion().isSameOrAfter(3, 41)) {
            assertThat(select(bytes)).isEqualTo(new byte[] {1});
        } else {
            assertThatThrownBy(() -> select(bytes)).hasMessageContaining("unhex() came with 3.41");
        }
    }
}
