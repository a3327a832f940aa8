package io.github.dqlite4j.hibernate;

import jakarta.persistence.TemporalType;
import java.util.Locale;
import org.hibernate.query.common.TemporalUnit;
import org.jspecify.annotations.Nullable;

/**
 * SQL that adds to dates and times and subtracts them, exact to the nanosecond. SQLite's own functions calculate in milliseconds, so they
 * only get whole seconds, and the fraction is calculated separately. Months end as on PostgreSQL: the 31st of January plus one month is the
 * last day of February.
 *
 * @see <a href="https://www.sqlite.org/lang_datefunc.html">Date and time functions of SQLite</a>
 */
@SuppressWarnings("deprecation") // drop when Hibernate's Dialect no longer uses TemporalType
final class DateArithmetic {

    private static final String BILLION = "1000000000";

    private DateArithmetic() {}

    /** Returns the pattern of "?3 plus ?2 units". */
    static String add(TemporalUnit unit, @Nullable TemporalType type) {
        return switch (unit) {
            case NANOSECOND, NATIVE -> exact(type, "(?2)/" + BILLION, "cast(?2 as integer)%" + BILLION);
            case SECOND -> seconds(type, 1);
            case MINUTE -> seconds(type, 60);
            case HOUR -> seconds(type, 3_600);
            case DAY -> days(type, "(?2)");
            case WEEK -> days(type, "((?2)*7)");
            case MONTH -> months(type, "(?2)");
            case QUARTER -> months(type, "((?2)*3)");
            case YEAR -> months(type, "((?2)*12)");
            default -> throw new UnsupportedOperationException("dqlite cannot add the unit " + unit);
        };
    }

    /** ?2 may be a decimal, such as 0.5 of an hour. */
    private static String seconds(@Nullable TemporalType type, int factor) {
        String seconds = "(?2)*" + factor;
        String whole = "cast(" + seconds + " as integer)";
        return exact(type, whole, "cast(round((" + seconds + "-" + whole + ")*1e9) as integer)");
    }

    /** @param nanos more than minus a second and less than a second */
    private static String exact(@Nullable TemporalType type, String seconds, String nanos) {
        String modifier = "cast(" + seconds + " as integer)||' seconds'";
        if (type == TemporalType.DATE) {
            return "date(?3," + modifier + ")";
        }
        // One second more, so that it is not negative.
        String fraction = "(" + BILLION + "+" + nanos("?3", type) + "+" + nanos + ")";
        return "(strftime(" + format(type) + "," + wholeSeconds("?3", type) + "," + modifier + ",(" + fraction + "/"
                + BILLION + "-1)||' seconds')||printf('.%09d'," + fraction + "%" + BILLION + ")||" + zone("?3", type)
                + ")";
    }

    private static String days(@Nullable TemporalType type, String days) {
        String modifier = days + "||' days'";
        if (type == TemporalType.DATE) {
            return "date(?3," + modifier + ")";
        }
        int length = length(type);
        return "(strftime(" + format(type) + "," + wholeSeconds("?3", type) + "," + modifier + ")"
                + "||case when length(?3)>" + length + " then substr(?3," + (length + 1) + ") else '.000000000' end)";
    }

    /** If a month has too few days, SQLite continues into the next month, so the last day of the month is the limit. */
    private static String months(@Nullable TemporalType type, String months) {
        if (type == TemporalType.TIME) {
            return "?3";
        }
        String modifier = months + "||' months'";
        String day = "substr(?3,1,10)";
        String date = "min(date(" + day + "," + modifier + "),date(" + day + ",'start of month'," + modifier
                + ",'1 month','-1 day'))";
        return type == TemporalType.DATE ? date : "(" + date + "||substr(?3,11))";
    }

    /** Returns the pattern of the number of whole units from ?2 to ?3, rounded towards zero. */
    static String difference(TemporalUnit unit, @Nullable TemporalType from, @Nullable TemporalType to) {
        return switch (unit) {
            case NANOSECOND, NATIVE ->
                "(" + secondsBetween(from, to) + "*" + BILLION + "+" + nanosBetween(from, to) + ")";
            case SECOND -> wholeSecondsBetween(from, to);
            case MINUTE -> "(" + wholeSecondsBetween(from, to) + "/60)";
            case HOUR -> "(" + wholeSecondsBetween(from, to) + "/3600)";
            case DAY -> "(" + wholeSecondsBetween(from, to) + "/86400)";
            case WEEK -> "(" + wholeSecondsBetween(from, to) + "/604800)";
            case MONTH -> monthsBetween(from, to);
            case QUARTER -> "(" + monthsBetween(from, to) + "/3)";
            case YEAR -> "(" + monthsBetween(from, to) + "/12)";
            default ->
                throw new UnsupportedOperationException("dqlite cannot calculate a difference in the unit " + unit);
        };
    }

    private static String secondsBetween(@Nullable TemporalType from, @Nullable TemporalType to) {
        return "(" + epoch("?3", to) + "-" + epoch("?2", from) + ")";
    }

    private static String epoch(String value, @Nullable TemporalType type) {
        return "strftime('%s'," + wholeSeconds(value, type) + "||" + zone(value, type) + ")";
    }

    private static String nanosBetween(@Nullable TemporalType from, @Nullable TemporalType to) {
        return "(" + nanos("?3", to) + "-" + nanos("?2", from) + ")";
    }

    private static String wholeSecondsBetween(@Nullable TemporalType from, @Nullable TemporalType to) {
        String seconds = secondsBetween(from, to);
        if (from == TemporalType.DATE && to == TemporalType.DATE) {
            return seconds;
        }
        String nanos = nanosBetween(from, to);
        return "(" + seconds + "-(" + seconds + ">0 and " + nanos + "<0)+(" + seconds + "<0 and " + nanos + ">0))";
    }

    /** Calendar months, without the one that has started but not ended. */
    private static String monthsBetween(@Nullable TemporalType from, @Nullable TemporalType to) {
        String between = "((strftime('%Y',?3)-strftime('%Y',?2))*12+strftime('%m',?3)-strftime('%m',?2))";
        String rest = rest("?3", to);
        String restOfFrom = rest("?2", from);
        return "(" + between + "-(" + between + ">0 and " + rest + "<" + restOfFrom + ")+(" + between + "<0 and " + rest
                + ">" + restOfFrom + "))";
    }

    /** The day of the month and the time: a text whose order is that of time. */
    private static String rest(String value, @Nullable TemporalType type) {
        return "(strftime('%d %H:%M:%S'," + wholeSeconds(value, type) + "||" + zone(value, type) + ")||printf('.%09d',"
                + nanos(value, type) + "))";
    }

    // The parts of a text such as 2024-02-29 23:59:58.123456789Z, of which any after the date may be absent

    private static String format(@Nullable TemporalType type) {
        return type == TemporalType.TIME ? "'%H:%M:%S'" : "'%Y-%m-%d %H:%M:%S'";
    }

    private static int length(@Nullable TemporalType type) {
        return type == TemporalType.TIME ? 8 : 19;
    }

    static String wholeSeconds(String value, @Nullable TemporalType type) {
        return "substr(" + value + ",1," + length(type) + ")";
    }

    /** The leading 0 ends the number before the sign of an offset. */
    static String nanos(String value, @Nullable TemporalType type) {
        return type == TemporalType.DATE
                ? "0"
                : "cast(round(cast('0'||substr(" + value + "," + (length(type) + 1) + ") as real)*1e9) as integer)";
    }

    static String zone(String value, @Nullable TemporalType type) {
        return type == TemporalType.DATE
                ? "''"
                : String.format(Locale.ROOT, "ltrim(substr(%s,%d),'.0123456789')", value, length(type) + 1);
    }
}
