package io.github.dqlite4j.it.values;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/**
 * A java.sql.Date is the day that its toString shows, in the JVM's zone at that time. The zone in which the connection was opened has no
 * effect.
 */
class LegacyDatesIT {
    private static final TimeZone HOME = TimeZone.getDefault();

    private static final List<String> ZONES = List.of(
            "UTC",
            "Europe/Berlin",
            "Europe/Paris",
            "America/New_York",
            "Asia/Kolkata",
            "Asia/Shanghai",
            "Africa/Monrovia",
            "Pacific/Apia");

    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    @AfterEach
    void home() {
        TimeZone.setDefault(HOME);
    }

    @Test
    void whatToStringShowsIsStored() throws SQLException {
        for (String options : List.of("", "?timeZone=UTC", "?timeZone=Asia/Tokyo")) {
            TimeZone.setDefault(TimeZone.getTimeZone("Europe/Paris"));
            try (Connection connection = DriverManager.getConnection(CLUSTER.jdbcUrl("legacy") + options);
                    PreparedStatement select = connection.prepareStatement("select ?, ?, ?")) {
                for (String zone : ZONES) {
                    TimeZone.setDefault(TimeZone.getTimeZone(zone));
                    for (String day : List.of(
                            "1582-10-15",
                            "1700-02-28",
                            "1883-11-18",
                            "1891-03-15",
                            "1893-04-01",
                            "1899-12-31",
                            "1900-01-01",
                            "1911-03-11",
                            "1945-08-15",
                            "2017-11-06",
                            "2024-03-31",
                            "2100-12-31")) {
                        check(select, day, zone + options, options.isEmpty());
                    }
                }
            }
        }
    }

    private static void check(PreparedStatement select, String day, String where, boolean jvmZone) throws SQLException {
        Date date = Date.valueOf(day);
        Time time = Time.valueOf("12:34:56");
        Timestamp timestamp = Timestamp.valueOf(day + " 12:34:56.123456789");
        select.setDate(1, date);
        select.setTime(2, time);
        select.setTimestamp(3, timestamp);
        try (ResultSet row = select.executeQuery()) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).as(where).isEqualTo(day);
            assertThat(row.getDate(1)).as(where).isEqualTo(date).hasToString(day);
            assertThat(row.getObject(1, Date.class)).as(where).isEqualTo(date);
            assertThat(row.getObject(1, LocalDate.class)).as(where).isEqualTo(LocalDate.parse(day));
            assertThat(row.getString(2)).as(where).isEqualTo("12:34:56.000000000");
            assertThat(row.getTime(2)).as(where).isEqualTo(time);
            assertThat(row.getObject(2, LocalTime.class)).as(where).isEqualTo(LocalTime.of(12, 34, 56));
            assertThat(row.getTimestamp(3)).as(where).isEqualTo(timestamp);
            if (jvmZone) {
                assertThat(row.getString(3)).as(where).isEqualTo(timestamp.toString());
                assertThat(row.getDate(3)).as(where).isEqualTo(date);
                assertThat(row.getObject(3, LocalDateTime.class)).as(where).isEqualTo(timestamp.toLocalDateTime());
            }
        }
    }
}
