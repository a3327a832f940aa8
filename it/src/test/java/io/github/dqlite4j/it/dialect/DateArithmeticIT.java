package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addition and subtraction of dates and times in HQL have the results of PostgreSQL, to the nanosecond. */
class DateArithmeticIT {
    private static DqliteCluster cluster;
    private static SessionFactory sessions;
    private static final TimeZone ZONE = TimeZone.getDefault();

    @BeforeAll
    static void start() {
        cluster = DqliteCluster.start(1);
        sessions = new Configuration()
                .setProperty("hibernate.connection.url", cluster.jdbcUrl("arithmetic-" + UUID.randomUUID()))
                .setProperty("hibernate.hbm2ddl.auto", "create")
                .setProperty("hibernate.hbm2ddl.halt_on_error", "true")
                .addAnnotatedClass(Event.class)
                .buildSessionFactory();
    }

    @AfterAll
    static void stop() {
        sessions.close();
        cluster.close();
    }

    @Entity(name = "Event")
    static class Event {
        @Id
        int id = 1;

        LocalDate day = LocalDate.of(2024, 1, 31);
        LocalTime time = LocalTime.of(23, 30);
        LocalDateTime created = LocalDateTime.of(2024, 1, 31, 12, 0, 0, 456_789);
        Instant point = Instant.parse("2024-01-31T12:00:00.000456789Z");
        Duration length = Duration.ofMinutes(90).plusNanos(1);
    }

    @BeforeEach
    void fill() {
        sessions.inTransaction(session -> {
            session.createMutationQuery("delete from Event").executeUpdate();
            session.persist(new Event());
        });
    }

    @AfterEach
    void restore() {
        TimeZone.setDefault(ZONE);
    }

    private static Object select(String hql) {
        return sessions.fromSession(
                session -> session.createSelectionQuery("select " + hql + " from Event", Object.class)
                        .getSingleResult());
    }

    private static void change(String assignment) {
        sessions.inTransaction(session ->
                session.createMutationQuery("update Event set " + assignment).executeUpdate());
    }

    @ParameterizedTest
    @CsvSource({
        "2024-01-31, 1 month, 2024-02-29", "2023-01-31, 1 month, 2023-02-28", "2024-03-31, -1 month, 2024-02-29",
        "2024-01-30, 1 month, 2024-02-29", "2024-01-29, 1 month, 2024-02-29", "2024-05-31, 1 month, 2024-06-30",
        "2024-11-30, 1 quarter, 2025-02-28", "2024-02-29, 1 year, 2025-02-28", "2024-02-29, 4 year, 2028-02-29",
        "2024-12-31, 2 month, 2025-02-28", "2024-01-31, -2 month, 2023-11-30", "2024-01-31, 0 month, 2024-01-31",
        "1582-10-31, 1 month, 1582-11-30", "0001-01-31, 1 month, 0001-02-28", "2024-01-31, 1 day, 2024-02-01",
        "2024-02-28, 1 week, 2024-03-06", "2024-03-01, -1 day, 2024-02-29"
    })
    void datesEndWithTheirMonth(String day, String amount, String result) {
        change("day = date " + day + ", created = datetime " + day + " 23:59:59.123456789");

        assertThat(select("day + " + amount)).isEqualTo(LocalDate.parse(result));
        assertThat(select("created + " + amount)).isEqualTo(LocalDateTime.parse(result + "T23:59:59.123456789"));
        assertThat(select("count(*)")).isEqualTo(1L);
        assertThat(select("case when day + " + amount + " = date " + result + " then 1 else 0 end"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York"})
    void nothingIsLost(String zone) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        Event event = new Event();
        sessions.inTransaction(session -> session.merge(event));

        assertThat(select("created + 1 hour")).isEqualTo(event.created.plusHours(1));
        assertThat(select("created - 90 minute")).isEqualTo(event.created.minusMinutes(90));
        assertThat(select("created + 1 second")).isEqualTo(event.created.plusSeconds(1));
        assertThat(select("created + 1.5 second")).isEqualTo(event.created.plusNanos(1_500_000_000));
        assertThat(select("created - 0.1 second")).isEqualTo(event.created.minusNanos(100_000_000));
        assertThat(select("created + 0.5 hour")).isEqualTo(event.created.plusMinutes(30));
        assertThat(select("created + 1 nanosecond")).isEqualTo(event.created.plusNanos(1));
        assertThat(select("created - 456790 nanosecond")).isEqualTo(event.created.minusNanos(456_790));
        assertThat(select("created + 1000 year")).isEqualTo(event.created.plusYears(1000));
        assertThat(select("created - 3000000 hour")).isEqualTo(event.created.minusHours(3_000_000));
        assertThat(select("created + 2 day")).isEqualTo(event.created.plusDays(2));
        assertThat(select("point + 1 hour")).isEqualTo(event.point.plusSeconds(3600));
        assertThat(select("point + 1 nanosecond")).isEqualTo(event.point.plusNanos(1));
        change("time = time 23:30:00.000000456");
        assertThat(select("cast(time + 1 hour as String)")).isEqualTo("00:30:00.000000456");
        assertThat(select("cast(time - 457 nanosecond as String)")).isEqualTo("23:29:59.999999999");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York"})
    void durationsAreAdded(String zone) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        Event event = new Event();
        sessions.inTransaction(session -> session.merge(event));

        assertThat(select("created + length")).isEqualTo(event.created.plus(event.length));
        assertThat(select("created - length")).isEqualTo(event.created.minus(event.length));
        assertThat(select("created + 2 * length")).isEqualTo(event.created.plus(event.length.multipliedBy(2)));
        assertThat(select("point + length")).isEqualTo(event.point.plus(event.length));
        change("time = time 23:30:00");
        assertThat(select("cast(time + length as String)")).isEqualTo("01:00:00.000000001");
        assertThat(select("created + (length + 1 second)"))
                .isEqualTo(event.created.plus(event.length).plusSeconds(1));
        change("created = created + length, point = point - length");
        assertThat(select("created")).isEqualTo(event.created.plus(event.length));
        assertThat(select("point")).isEqualTo(event.point.minus(event.length));
        change("created = datetime 2024-01-31 12:00:00.000456789");
        assertThat(select("case when created + length > datetime 2024-01-31 13:30:00 then 1 else 0 end"))
                .isEqualTo(1);
    }

    @Test
    void amountsAndDurationsAreParameters() {
        Event event = new Event();
        assertThat(select("created + :value hour", 3)).isEqualTo(event.created.plusHours(3));
        assertThat(select("day + :value month", 1)).isEqualTo(LocalDate.of(2024, 2, 29));
        assertThat(select("case when length = :value then 1 else 0 end", event.length))
                .isEqualTo(1);
        assertThat(select("created + cast(:value as Duration)", event.length))
                .isEqualTo(event.created.plus(event.length));
        assertThat(select("created - coalesce(length, :value)", event.length))
                .isEqualTo(event.created.minus(event.length));
        assertThat(select("max(created) + max(length) + :value second", 1))
                .isEqualTo(event.created.plus(event.length).plusSeconds(1));
    }

    private static Object select(String hql, Object parameter) {
        return sessions.fromSession(
                session -> session.createSelectionQuery("select " + hql + " from Event", Object.class)
                        .setParameter("value", parameter)
                        .getSingleResult());
    }

    @Test
    void durationsAreWholeUnits() {
        assertThat(select("length by minute")).isEqualTo(90L);
        assertThat(select("length by hour")).isEqualTo(1L);
        assertThat(select("length by nanosecond")).isEqualTo(5_400_000_000_001L);
        assertThat(select("(length - 1 hour) by minute")).isEqualTo(30L);
        assertThat(select("(2 * length) by hour")).isEqualTo(3L);
        assertThat(select("length")).isEqualTo(new Event().length);
        assertThat(select("cast(sum(length) as Duration)")).isEqualTo(new Event().length);
        assertThat(select("max(length)")).isEqualTo(new Event().length);
        assertThat(select("case when length > 89 minute and length < 91 minute then 1 else 0 end"))
                .isEqualTo(1);
        change("length = 100000 day");
        assertThat(select("length")).isEqualTo(Duration.ofDays(100_000));
        change("length = 1.5 second");
        assertThat(select("length")).isEqualTo(Duration.ofMillis(1500));
        change("length = length + 1 nanosecond");
        assertThat(select("length")).isEqualTo(Duration.ofNanos(1_500_000_001));
    }

    @ParameterizedTest
    @CsvSource({
        "2024-02-29 12:00:00.000000001, 2024-02-29 12:00:00.000000003, nanosecond, 2",
        "2024-02-29 12:00:00.9999999, 2024-02-29 12:00:01.9999998, second, 0",
        "2024-02-29 12:00:01.9999998, 2024-02-29 12:00:00.9999999, second, 0",
        "2024-02-29 12:00:00.9999999, 2024-02-29 12:00:01.9999999, second, 1",
        "2024-02-29 12:00:01.9999999, 2024-02-29 12:00:00.9999999, second, -1",
        "2024-02-29 12:00:00.000000001, 2024-03-01 12:00:00, day, 0",
        "2024-02-29 12:00:00, 2024-03-01 12:00:00, day, 1",
        "1582-01-01 00:00:00, 2024-01-01 00:00:00.5, hour, 3874488",
        "2024-01-31 12:00:00, 2024-02-29 12:00:00, month, 0",
        "2024-01-29 12:00:00.000000001, 2024-02-29 12:00:00, month, 0",
        "2024-01-29 12:00:00, 2024-02-29 12:00:00, month, 1",
        "2024-02-29 12:00:00, 2024-01-29 12:00:00.000000001, month, 0",
        "2024-02-29 12:00:00, 2024-01-29 12:00:00, month, -1",
        "2024-02-29 12:00:00, 2025-02-28 12:00:00, year, 0",
        "2020-02-29 12:00:00, 2024-02-29 12:00:00, year, 4",
        "2024-02-01 00:00:00, 2024-02-15 00:00:00, week, 2"
    })
    void differencesAreWholeUnits(String from, String to, String unit, long units) {
        assertThat(select("(datetime " + to + " - datetime " + from + ") by " + unit))
                .isEqualTo(units);
    }

    @Test
    void differencesAreDurations() {
        assertThat(select("datetime 2024-02-01 00:00:00 - created"))
                .isEqualTo(Duration.between(new Event().created, LocalDateTime.of(2024, 2, 1, 0, 0)));
        assertThat(select("created + (datetime 2024-02-01 00:00:00 - created)"))
                .isEqualTo(LocalDateTime.of(2024, 2, 1, 0, 0));
        assertThat(select("(day - date 2023-12-31) by day")).isEqualTo(31L);
        change("length = datetime 2024-02-01 00:00:00 - created");
        assertThat(select("created + length")).isEqualTo(LocalDateTime.of(2024, 2, 1, 0, 0));
    }

    @Test
    void nullStaysNull() {
        change("created = null, day = null, length = null");

        for (String hql : List.of(
                "created + 1 hour",
                "day + 1 month",
                "point + length",
                "created + length",
                "length by minute",
                "(created - datetime 2024-01-01 00:00:00) by day")) {
            assertThat(select(hql)).as(hql).isNull();
        }
    }
}
