package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Version;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Locale;
import java.util.TimeZone;
import java.util.UUID;
import org.hibernate.JDBCException;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.CurrentTimestamp;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The current time in HQL has the form of the value that it is compared with, and casts and parts of times are exact to the nanosecond. */
class CurrentTimeIT {
    private static final TimeZone HOME = TimeZone.getDefault();

    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    private SessionFactory sessions;

    @Entity(name = "Moment")
    static class Moment {
        @Id
        int id = 1;

        Date date = new Date();
        Timestamp stamp = new Timestamp(System.currentTimeMillis());
        LocalDateTime local = LocalDateTime.now();
        LocalDate day = LocalDate.now();
        LocalTime time = LocalTime.of(23, 59, 59, 999_999_999);
        Instant point = Instant.now();
        OffsetDateTime offset = OffsetDateTime.now();
        LocalDateTime late = LocalDateTime.of(2024, 1, 31, 23, 59, 59, 999_999_999);
        Instant latePoint = late.toInstant(ZoneOffset.UTC);
        String text = "2024-01-31 23:59:59.999999999";
    }

    @Entity(name = "Stamped")
    static class Stamped {
        @Id
        int id = 1;

        @Version
        @CurrentTimestamp
        Instant version;

        String content = "first";
    }

    private void open(String zone, String options, String hibernateZone) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        Configuration configuration = new Configuration()
                .setProperty("hibernate.connection.url", CLUSTER.jdbcUrl("now-" + UUID.randomUUID()) + options)
                .setProperty("hibernate.hbm2ddl.auto", "create")
                .addAnnotatedClass(Moment.class)
                .addAnnotatedClass(Stamped.class);
        if (hibernateZone != null) {
            configuration.setProperty("hibernate.jdbc.time_zone", hibernateZone);
        }
        sessions = configuration.buildSessionFactory();
        sessions.inTransaction(session -> session.persist(new Moment()));
    }

    @AfterEach
    void close() {
        sessions.close();
        TimeZone.setDefault(HOME);
    }

    private Object select(String hql) {
        return sessions.fromSession(
                session -> session.createSelectionQuery("select " + hql + " from Moment", Object.class)
                        .getSingleResult());
    }

    private void isNow(String attribute, String function) {
        String where = String.format(
                Locale.ROOT,
                "%1$s > %2$s - 10 minute and %1$s < %2$s + 10 minute and %1$s between %2$s - 10 minute and %2$s + 10 minute"
                        + " and abs((%2$s - %1$s) by minute) < 10",
                attribute,
                function);
        Long count = sessions.fromSession(
                session -> session.createSelectionQuery("select count(*) from Moment where " + where, Long.class)
                        .getSingleResult());
        assertThat(count).as("%s, %s", attribute, function).isOne();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York"})
    void theCurrentTimeIsTheSameInEveryForm(String zone) {
        open(zone, "", null);
        compareAll();
        sessions.inTransaction(session -> session.createMutationQuery(
                        "update Moment set stamp = current_timestamp, local = local datetime, point = instant, offset = offset datetime,"
                                + " day = local date")
                .executeUpdate());
        compareAll();
        sessions.inTransaction(session -> session.createMutationQuery(
                        "insert into Moment (id, stamp, local, point) values (2, current_timestamp, local datetime, instant)")
                .executeUpdate());
        sessions.inTransaction(session ->
                session.createMutationQuery("delete from Moment where id = 1").executeUpdate());
        isNow("stamp", "instant");
        isNow("local", "current_timestamp");
        isNow("point", "local datetime");
        assertThat((LocalDateTime) select("local datetime"))
                .isBetween(
                        LocalDateTime.now().minusMinutes(10),
                        LocalDateTime.now().plusMinutes(10));
    }

    @Test
    void theServersClockMakesAVersion() {
        open("Europe/Berlin", "", null);
        sessions.inTransaction(session -> session.persist(new Stamped()));
        sessions.inTransaction(session -> session.find(Stamped.class, 1, LockModeType.OPTIMISTIC_FORCE_INCREMENT));
        sessions.inTransaction(session -> session.find(Stamped.class, 1).content = "second");
        Stamped found = sessions.fromSession(session -> session.find(Stamped.class, 1));
        assertThat(found.content).isEqualTo("second");
        assertThat(found.version)
                .isBetween(Instant.now().minusSeconds(600), Instant.now().plusSeconds(600));
    }

    private void compareAll() {
        for (String attribute : new String[] {"date", "stamp", "local", "point", "offset"}) {
            for (String function : new String[] {"current_timestamp", "instant", "local datetime"}) {
                isNow(attribute, function);
            }
        }
        assertThat(select("(local date - day) by day")).isIn(0L, 1L);
        assertThat(select("(current_date - day) by day")).isIn(0L, 1L);
    }

    /** The wall times of java.util are in the zone of the connection, or of Hibernate. */
    @ParameterizedTest
    @CsvSource({"?timeZone=Asia/Tokyo,", ", Asia/Tokyo"})
    void theZoneOfTheConnectionCounts(String options, String hibernateZone) {
        open("America/New_York", options == null ? "" : options, hibernateZone);
        isNow("stamp", "current_timestamp");
        isNow("date", "instant");
        isNow("point", "instant");
        Object expected = LocalDate.now(ZoneId.of(hibernateZone == null ? "America/New_York" : hibernateZone));
        assertThat(select("local date")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "extract(second from late), 60.0",
        "extract(nanosecond from late), 59999999999",
        "extract(nanosecond from time), 59999999999",
        "extract(minute from late), 59",
        "extract(hour from latePoint), 23",
        "extract(day from late), 31",
        "extract(month from latePoint), 1",
        "extract(date from late), 2024-01-31",
        "extract(time from late), 23:59:59.999999999",
        "cast(late as LocalDate), 2024-01-31",
        "cast(latePoint as LocalDate), 2024-01-31",
        "cast(late as LocalTime), 23:59:59.999999999",
        "cast(latePoint as LocalTime), 23:59:59.999999999",
        "cast(latePoint as LocalDateTime), 2024-01-31T23:59:59.999999999",
        "cast(late as Instant), 2024-01-31T23:59:59.999999999Z",
        "cast(late as OffsetDateTime), 2024-01-31T23:59:59.999999999Z",
        "cast(text as LocalDateTime), 2024-01-31T23:59:59.999999999",
        "cast(text as LocalTime), 23:59:59.999999999",
        "cast(text as LocalDate), 2024-01-31",
        "cast(text as Instant), 2024-01-31T23:59:59.999999999Z",
        "cast('12:13:14.000000001' as LocalTime), 12:13:14.000000001",
        "cast('2024-02-29' as Instant), 2024-02-29T00:00:00Z",
        "cast('2024-02-29T23:00:00.5-02:00' as LocalDateTime), 2024-03-01T01:00:00.500",
        "cast(cast(late as LocalDate) as Instant), 2024-01-31T00:00:00Z",
        "cast(cast(late as Instant) as String), 2024-01-31 23:59:59.999999999Z"
    })
    void nothingIsRounded(String hql, String expected) {
        open("Europe/Berlin", "", null);
        assertThat(select(hql)).hasToString(expected);
    }

    @Test
    void aCastIsEqualToWhatJpaStores() {
        open("Europe/Berlin", "", null);
        assertThat(
                        select(
                                "case when cast(late as Instant) = latePoint and cast(latePoint as LocalDateTime) = late then 1 else 0 end"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cast('x' || text as LocalDate)",
                "cast('24:00' as LocalTime)",
                "cast('2024-13-01' as LocalDateTime)"
            })
    void whatIsNoTimeIsAnError(String hql) {
        open("Europe/Berlin", "", null);
        assertThatThrownBy(() -> select(hql)).isInstanceOf(JDBCException.class);
    }

    @Test
    void aJavaUtilDateIsNotCastToAPointInTime() {
        open("Europe/Berlin", "", null);
        assertThatThrownBy(() -> select("cast(stamp as Instant)"))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("dqlite cannot cast java.util.Date to a point in time");
    }
}
