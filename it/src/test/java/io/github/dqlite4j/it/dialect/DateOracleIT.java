package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions of HQL with dates and times have the same results on dqlite and on H2. */
class DateOracleIT {
    private static DqliteCluster cluster;
    private static SessionFactory dqlite;
    private static SessionFactory h2;

    @Entity(name = "Event")
    static class Event {
        @Id
        int id = 1;

        LocalDate day = LocalDate.of(2024, 1, 31);

        @Column(secondPrecision = 9)
        LocalTime time = LocalTime.of(23, 30, 15, 123_456_789);

        @Column(secondPrecision = 9)
        LocalDateTime created = LocalDateTime.of(2024, 1, 31, 12, 0, 7, 456_789);

        @Column(secondPrecision = 9)
        Instant point = Instant.parse("2024-01-31T12:00:07.000456789Z");

        Duration length = Duration.ofMinutes(90).plusNanos(1);
    }

    @BeforeAll
    static void start() {
        cluster = DqliteCluster.start(1);
        dqlite = open(cluster.jdbcUrl("oracle"));
        h2 = open("jdbc:h2:mem:oracle;NON_KEYWORDS=DAY,TIME");
    }

    private static SessionFactory open(String url) {
        SessionFactory sessions = new Configuration()
                .setProperty("hibernate.connection.url", url)
                .setProperty("hibernate.hbm2ddl.auto", "create")
                .setProperty("hibernate.hbm2ddl.halt_on_error", "true")
                .addAnnotatedClass(Event.class)
                .buildSessionFactory();
        sessions.inTransaction(session -> session.persist(new Event()));
        return sessions;
    }

    @AfterAll
    static void stop() {
        dqlite.close();
        h2.close();
        cluster.close();
    }

    private static Object select(SessionFactory sessions, String hql) {
        return sessions.fromSession(
                session -> session.createSelectionQuery("select " + hql + " from Event", Object.class)
                        .getSingleResult());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "created + 1 month",
                "created - 1 month",
                "created + 13 month",
                "created - 11 month",
                "created + 1 quarter",
                "created - 3 quarter",
                "created + 1 year",
                "created - 4 year",
                "created + 1 week",
                "created + 40 day",
                "created - 40 day",
                "created + 36 hour",
                "created - 90 minute",
                "created + 86399 second",
                "created + 1 nanosecond",
                "created - 456790 nanosecond",
                "created + 1 month + 1 day",
                "created - 1 month - 1 hour",
                "(created + 1 day) - 1 day",
                "point + 1 hour",
                "point - 1 day",
                "point + 1 nanosecond",
                "point + 1 week",
                "day + 1 month",
                "day - 1 month",
                "day + 1 year",
                "day - 2 quarter",
                "day + 30 day",
                "day + 5 week",
                "length by second",
                "length by minute",
                "length by nanosecond",
                "(length + 1 minute) by minute",
                "(2 * length) by hour",
                "length",
                "length + 1 second",
                "length - 2 hour",
                "(created - datetime 2024-01-30 12:00:07) by hour",
                "(created - datetime 2024-01-30 12:00:07) by day",
                "(created - datetime 2024-01-01 00:00:00) by minute",
                "(created - datetime 2024-01-30 12:00:07) by nanosecond",
                "(created - datetime 2023-12-31 00:00:00) by month",
                "(created - datetime 2020-01-31 00:00:00) by year",
                "(day - date 2023-12-31) by day",
                "(day - date 2023-12-31) by week",
                "(day - date 2020-12-31) by month",
                "(date 2024-03-31 - day) by month",
                "created - datetime 2024-01-30 12:00:07",
                "day - date 2024-01-30",
                "extract(second from created)",
                "extract(minute from created)",
                "extract(hour from created)",
                "extract(day from created)",
                "extract(month from created)",
                "extract(year from created)",
                "extract(quarter from created)",
                "extract(week from created)",
                "extract(day of week from created)",
                "extract(day of year from created)",
                "extract(week of month from created)",
                "extract(week of year from created)",
                "extract(epoch from created)",
                "extract(nanosecond from created)",
                "extract(date from created)",
                "extract(hour from time)",
                "extract(minute from time)",
                "extract(hour from point)",
                "extract(day from day)",
                "extract(week from day)",
                "extract(day of year from day)",
                "cast(created as LocalDate)",
                "cast(day as LocalDateTime)",
                "cast('2024-02-29' as LocalDate)",
                "cast('2024-02-29 12:13:14' as LocalDateTime)",
                "cast('12:13:14' as LocalTime)",
                "cast(day as String)",
                "cast(created as String)",
                "year(created) + month(created) + day(created)",
                "(time - time 22:00:00) by minute",
                "case when created + 1 month > datetime 2024-02-29 00:00:00 then 1 else 0 end",
                "case when length > 1 hour then 1 else 0 end",
                "case when day + 1 month = date 2024-02-29 then 1 else 0 end"
            })
    void bothGiveTheSame(String hql) {
        assertThat(select(dqlite, hql)).isNotNull().isEqualTo(select(h2, hql));
    }

    /**
     * H2 rounds units, and counts the units that begin between two times, not those that have passed. Hibernate gives it a duration
     * in an attribute as that many seconds times a billion. Its times have milliseconds.
     */
    @ParameterizedTest
    @CsvSource({
        "length by hour, 1",
        "(datetime 2024-03-01 00:00:00 - created) by second, 2548792",
        "(day - date 2020-02-29) by year, 3",
        "time + 1 hour, 00:30:15.123456789",
        "time - 90 minute, 22:00:15.123456789",
        "created + length, 2024-01-31T13:30:07.000456790",
        "created - length, 2024-01-31T10:30:07.000456788",
        "point + length, 2024-01-31T13:30:07.000456790Z",
        "created + 2 * length, 2024-01-31T15:00:07.000456791",
        "created + (length + 1 hour), 2024-01-31T14:30:07.000456790"
    })
    void theseDiffer(String hql, String expected) {
        assertThat(select(dqlite, hql)).hasToString(expected);
    }
}
