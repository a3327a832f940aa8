package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.CurrentTimestamp;
import org.hibernate.annotations.FractionalSeconds;
import org.hibernate.annotations.SourceType;
import org.hibernate.annotations.TimeZoneStorage;
import org.hibernate.annotations.TimeZoneStorageType;
import org.hibernate.cfg.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times with an offset in a column of its own, and times that the database makes. */
@SuppressWarnings("removal") // @FractionalSeconds is used by applications
class StoredOffsetsIT {
    private static final OffsetDateTime MOMENT = OffsetDateTime.parse("2024-02-29T01:02:03.5-03:30");
    private static final OffsetTime TIME = OffsetTime.parse("01:02:03+05:00");

    private static DqliteCluster cluster;
    private static SessionFactory sessions;

    @Entity(name = "Flight")
    static class Flight {
        @Id
        int id;

        @TimeZoneStorage(TimeZoneStorageType.COLUMN)
        @Nullable
        OffsetDateTime moment;

        @TimeZoneStorage(TimeZoneStorageType.AUTO)
        @Nullable
        OffsetTime time;
    }

    @Entity(name = "Rounded")
    static class Rounded {
        @Id
        int id = 1;

        @FractionalSeconds(0)
        Instant whole = Instant.parse("2024-02-29T01:02:03.987654321Z");

        @Column(secondPrecision = 3)
        LocalTime millis = LocalTime.parse("01:02:03.987654321");
    }

    @Entity(name = "Stamped")
    static class Stamped {
        @Id
        int id = 1;

        @Version
        @CurrentTimestamp(source = SourceType.DB)
        LocalDateTime version;

        @CurrentTimestamp(source = SourceType.DB)
        LocalDate day;

        @CurrentTimestamp(source = SourceType.DB)
        LocalTime time;

        String content = "first";
    }

    @BeforeAll
    static void start() {
        cluster = DqliteCluster.start(1);
        sessions = new Configuration()
                .setProperty("hibernate.connection.url", cluster.jdbcUrl("offsets"))
                .setProperty("hibernate.hbm2ddl.auto", "create")
                .addAnnotatedClass(Flight.class)
                .addAnnotatedClass(Rounded.class)
                .addAnnotatedClass(Stamped.class)
                .buildSessionFactory();
        sessions.inTransaction(session -> {
            Flight flight = new Flight();
            flight.id = 1;
            flight.moment = MOMENT;
            flight.time = TIME;
            session.persist(flight);
            Flight unknown = new Flight();
            unknown.id = 2;
            session.persist(unknown);
        });
    }

    @AfterAll
    static void stop() {
        sessions.close();
        cluster.close();
    }

    private static Object select(String expression, int id) {
        return sessions.fromSession(session -> session.createSelectionQuery(
                        "select " + expression + " from Flight f where f.id=" + id, Object.class)
                .getSingleResultOrNull());
    }

    @ParameterizedTest
    @ValueSource(strings = {"yyyy-MM-dd HH:mm:ssxxx", "HH:mm xx", "x", "'at' HHx 'x'", "dd.MM.yyyy", "xxx"})
    void momentsAreFormattedAtTheirOffset(String pattern) {
        String format = "format(f.moment as '" + pattern.replace("'", "''") + "')";

        assertThat(select(format, 1)).isEqualTo(MOMENT.format(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)));
        assertThat(select(format, 2)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HH:mm:ssxxx", "HH:mm", "hhx"})
    void timesAreFormattedAtTheirOffset(String pattern) {
        assertThat(select("format(f.time as '" + pattern + "')", 1))
                .isEqualTo(TIME.format(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH)));
    }

    @Test
    void anOffsetThatIsNotStoredIsRefused() {
        assertThatThrownBy(() -> select("format(local datetime as 'xxx')", 1))
                .hasMessageContaining("cannot format 'x'");
    }

    /** As SQLite does with the declared precision of every type. */
    @Test
    void digitsBeyondTheDeclaredPrecisionAreKept() {
        sessions.inTransaction(session -> session.persist(new Rounded()));

        Rounded read = sessions.fromSession(session -> session.find(Rounded.class, 1));
        assertThat(read.whole).isEqualTo(new Rounded().whole);
        assertThat(read.millis).isEqualTo(new Rounded().millis);
    }

    @Test
    void localVersionsOfTheDatabaseAreFoundAgain() {
        sessions.inTransaction(session -> session.persist(new Stamped()));
        sessions.inTransaction(session -> session.find(Stamped.class, 1).content = "second");
        sessions.inTransaction(session -> session.find(Stamped.class, 1).content = "third");

        sessions.inSession(session -> {
            Stamped read = session.find(Stamped.class, 1);
            assertThat(read.content).isEqualTo("third");
            assertThat(session.createSelectionQuery(
                                    "from Stamped s where s.version=:version and s.day=:day and s.time=:time",
                                    Stamped.class)
                            .setParameter("version", read.version)
                            .setParameter("day", read.day)
                            .setParameter("time", read.time)
                            .getResultList())
                    .containsExactly(read);
        });
    }
}
