package io.github.dqlite4j.value;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.SimpleTimeZone;
import java.util.TimeZone;

/**
 * Wall times of {@link java.util.Date} and its subclasses, by the rules that {@code valueOf} and {@code toString} follow. They differ
 * from java.time's: zones have no local mean time before 1900, an hour that the clock passes twice is the second one, and days before
 * 15 October 1582 are of the Julian calendar.
 */
public final class LegacyDates {
    private static final LocalDateTime CUTOVER = LocalDateTime.of(1582, 10, 15, 0, 0);

    private static final long DAY_MILLIS = 86_400_000L;

    /** A day after the cutover, so it is past the cutover in every zone. */
    private static final long CUTOVER_MILLIS = -12_219_292_800_000L + DAY_MILLIS;

    private LegacyDates() {}

    /** The zone as java.util knows it. {@link TimeZone#getTimeZone(ZoneId)} returns GMT for some that it does not know. */
    public static TimeZone zone(ZoneId zone) {
        ZoneId plain = zone.normalized();
        return plain instanceof ZoneOffset offset && offset.getTotalSeconds() % 60 != 0
                ? new SimpleTimeZone(offset.getTotalSeconds() * 1000, zone.getId())
                : TimeZone.getTimeZone(plain);
    }

    /** Milliseconds since 1970 of a wall time. */
    public static long millis(LocalDateTime wall, TimeZone zone) {
        if (!wall.isBefore(CUTOVER)) {
            long utc = wall.toInstant(ZoneOffset.UTC).toEpochMilli();
            int before = zone.getOffset(utc - DAY_MILLIS);
            if (before == zone.getOffset(utc + DAY_MILLIS) && before == zone.getOffset(utc - before)) {
                return utc - before;
            }
        }
        // The offset changes within a day, so the wall time may be skipped or passed twice.
        Calendar calendar = calendar(zone);
        calendar.set(wall.getYear(), wall.getMonthValue() - 1, wall.getDayOfMonth());
        calendar.set(Calendar.HOUR_OF_DAY, wall.getHour());
        calendar.set(Calendar.MINUTE, wall.getMinute());
        calendar.set(Calendar.SECOND, wall.getSecond());
        calendar.set(Calendar.MILLISECOND, wall.getNano() / 1_000_000);
        return calendar.getTimeInMillis();
    }

    /** The wall time of milliseconds since 1970. */
    public static LocalDateTime wall(long millis, TimeZone zone) {
        if (millis >= CUTOVER_MILLIS) {
            return LocalDateTime.ofInstant(
                    Instant.ofEpochMilli(millis).plusMillis(zone.getOffset(millis)), ZoneOffset.UTC);
        }
        Calendar calendar = calendar(zone);
        calendar.setTimeInMillis(millis);
        int year = calendar.get(Calendar.YEAR);
        if (calendar.get(Calendar.ERA) == GregorianCalendar.BC) {
            year = 1 - year;
        }
        // A Julian 29 February that java.time does not have becomes 1 March.
        return LocalDateTime.of(year, calendar.get(Calendar.MONTH) + 1, 1, 0, 0)
                .plusDays(calendar.get(Calendar.DAY_OF_MONTH) - 1)
                .plusHours(calendar.get(Calendar.HOUR_OF_DAY))
                .plusMinutes(calendar.get(Calendar.MINUTE))
                .plusSeconds(calendar.get(Calendar.SECOND))
                .plusNanos(calendar.get(Calendar.MILLISECOND) * 1_000_000L);
    }

    private static Calendar calendar(TimeZone zone) {
        Calendar calendar = new GregorianCalendar(zone, Locale.ROOT);
        calendar.clear();
        return calendar;
    }
}
