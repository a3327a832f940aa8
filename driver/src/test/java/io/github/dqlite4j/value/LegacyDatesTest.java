package io.github.dqlite4j.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A GregorianCalendar of the zone says what is right: {@code toString} shows its fields. */
class LegacyDatesTest {
    /** The new years of 1582 to 2100 and both sides of every change of the offset. */
    private static List<Long> instants(ZoneId zone) {
        List<Long> all = new ArrayList<>();
        for (int year = 1582; year <= 2100; year++) {
            long start =
                    LocalDateTime.of(year, 1, 1, 0, 0).toInstant(ZoneOffset.UTC).toEpochMilli();
            all.addAll(List.of(start - 1, start, start + 43_200_000));
        }
        for (ZoneOffsetTransition change : zone.getRules().getTransitions()) {
            long at = change.toEpochSecond() * 1000;
            for (long distance : new long[] {-86_400_000, -3_600_000, -1_800_000, -1, 0, 1, 1_800_000, 3_600_000}) {
                all.add(at + distance);
            }
        }
        return all;
    }

    private static LocalDateTime fields(Calendar calendar) {
        return LocalDateTime.of(
                        calendar.get(Calendar.YEAR),
                        calendar.get(Calendar.MONTH) + 1,
                        calendar.get(Calendar.DAY_OF_MONTH),
                        calendar.get(Calendar.HOUR_OF_DAY),
                        calendar.get(Calendar.MINUTE),
                        calendar.get(Calendar.SECOND))
                .plusNanos(calendar.get(Calendar.MILLISECOND) * 1_000_000L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "Europe/Berlin",
                "Europe/Paris",
                "Europe/Amsterdam",
                "Europe/Dublin",
                "Europe/Lisbon",
                "America/New_York",
                "America/Sao_Paulo",
                "America/St_Johns",
                "Asia/Shanghai",
                "Asia/Kolkata",
                "Asia/Kathmandu",
                "Asia/Manila",
                "Africa/Monrovia",
                "Africa/Casablanca",
                "Australia/Lord_Howe",
                "Pacific/Apia"
            })
    void followsTheRulesOfJavaUtil(String id) {
        TimeZone zone = LegacyDates.zone(ZoneId.of(id));
        Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone(id), Locale.ROOT);
        for (long instant : instants(ZoneId.of(id))) {
            calendar.setTimeInMillis(instant);
            LocalDateTime wall = fields(calendar);
            assertThat(LegacyDates.wall(instant, zone))
                    .as("%s %s", id, Instant.ofEpochMilli(instant))
                    .isEqualTo(wall);
            calendar.clear();
            calendar.set(
                    wall.getYear(),
                    wall.getMonthValue() - 1,
                    wall.getDayOfMonth(),
                    wall.getHour(),
                    wall.getMinute(),
                    wall.getSecond());
            calendar.set(Calendar.MILLISECOND, wall.getNano() / 1_000_000);
            assertThat(LegacyDates.millis(wall, zone)).as("%s %s", id, wall).isEqualTo(calendar.getTimeInMillis());
        }
    }

    @ParameterizedTest
    @CsvSource({"+02:00, 7200000", "UTC+02:00, 7200000", "Z, 0", "-09:30, -34200000", "+01:02:03, 3723000"})
    void knowsOffsetsThatTimeZoneTakesForGmt(String id, int offset) {
        assertThat(LegacyDates.zone(ZoneId.of(id)).getOffset(0)).isEqualTo(offset);
    }

    @Test
    void anHourThatIsSkippedIsMovedOn() {
        TimeZone berlin = LegacyDates.zone(ZoneId.of("Europe/Berlin"));
        assertThat(LegacyDates.millis(LocalDateTime.parse("2024-03-31T02:30"), berlin))
                .isEqualTo(Instant.parse("2024-03-31T01:30:00Z").toEpochMilli());
    }
}
