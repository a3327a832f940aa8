package io.github.dqlite4j.value;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.TimeZone;

/**
 * Wall times of {@link java.util.Date} and its subclasses. Days before 15 October 1582 are of the Julian calendar there, as in
 * {@code valueOf} and {@code toString}; java.time uses the Gregorian calendar for all days.
 */
public final class LegacyDates {
    private static final LocalDateTime CUTOVER = LocalDateTime.of(1582, 10, 15, 0, 0);

    /** A day after the cutover, so it is past the cutover in every zone. */
    private static final long CUTOVER_MILLIS = -12_219_292_800_000L + 86_400_000L;

    private LegacyDates() {}

    /** Milliseconds since 1970 of a wall time. */
    public static long millis(LocalDateTime wall, ZoneId zone) {
        if (!wall.isBefore(CUTOVER)) {
            return wall.atZone(zone).toInstant().toEpochMilli();
        }
        Calendar calendar = calendar(zone);
        calendar.set(wall.getYear(), wall.getMonthValue() - 1, wall.getDayOfMonth());
        calendar.set(Calendar.HOUR_OF_DAY, wall.getHour());
        calendar.set(Calendar.MINUTE, wall.getMinute());
        calendar.set(Calendar.SECOND, wall.getSecond());
        calendar.set(Calendar.MILLISECOND, wall.getNano() / 1_000_000);
        return calendar.getTimeInMillis();
    }

    /** The wall time of milliseconds since 1970. */
    public static LocalDateTime wall(long millis, ZoneId zone) {
        if (millis >= CUTOVER_MILLIS) {
            return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), zone);
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

    private static Calendar calendar(ZoneId zone) {
        Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone(zone), Locale.ROOT);
        calendar.clear();
        return calendar;
    }
}
