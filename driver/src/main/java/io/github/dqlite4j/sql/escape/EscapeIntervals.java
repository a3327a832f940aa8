package io.github.dqlite4j.sql.escape;

import io.github.dqlite4j.sql.lexer.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * {@code {fn TIMESTAMPADD(SQL_TSI_…, count, timestamp)}} and {@code {fn TIMESTAMPDIFF(SQL_TSI_…, from, to)}}, exact to the
 * nanosecond. Adding months to the last day of a month does not skip into the month after (31 January plus one month is the
 * last of February). Differences count whole intervals. A fraction of a second in JDBC is a nanosecond.
 */
final class EscapeIntervals {
    private static final String DIGITS = "000000000";
    private static final String TO_SECOND = "'%Y-%m-%d %H:%M:%S'";

    private EscapeIntervals() {}

    /** The template for a function and an interval such as {@code SQL_TSI_DAY}, or null if there is none. */
    static @Nullable String template(String function, String interval) {
        boolean add = function.equals("TIMESTAMPADD");
        return switch (Ascii.upper(interval)) {
            case "SQL_TSI_FRAC_SECOND" -> clock(add, 1L);
            case "SQL_TSI_SECOND" -> clock(add, 1_000_000_000L);
            case "SQL_TSI_MINUTE" -> clock(add, 60_000_000_000L);
            case "SQL_TSI_HOUR" -> clock(add, 3_600_000_000_000L);
            case "SQL_TSI_DAY" -> clock(add, 86_400_000_000_000L);
            case "SQL_TSI_WEEK" -> clock(add, 604_800_000_000_000L);
            case "SQL_TSI_MONTH" -> calendar(add, 1);
            case "SQL_TSI_QUARTER" -> calendar(add, 3);
            case "SQL_TSI_YEAR" -> calendar(add, 12);
            default -> null;
        };
    }

    private static String clock(boolean add, long nanoseconds) {
        if (!add) {
            return "CAST(((" + nanoseconds("$2") + ") - (" + nanoseconds("$1") + ")) / " + nanoseconds + " AS INTEGER)";
        }
        String within = "((f % 1000000000 + 1000000000) % 1000000000)";
        return "(SELECT strftime(" + TO_SECOND + ", s, ((f - " + within + ") / 1000000000) || ' seconds')"
                + " || printf('.%09d', " + within + ") FROM (SELECT substr($2, 1, 19) AS s, CAST(" + fraction("$2")
                + " AS INTEGER) + $1 * " + nanoseconds + " AS f))";
    }

    private static String calendar(boolean add, int months) {
        if (add) {
            return "(SELECT min(date(d, m || ' months'), date(d, 'start of month', (m + 1) || ' months', '-1 day'))"
                    + " || strftime(' %H:%M:%S.', s) || f FROM (SELECT date(substr($2, 1, 19)) AS d,"
                    + " substr($2, 1, 19) AS s, " + fraction("$2") + " AS f, $1 * " + months + " AS m))";
        }
        return "(SELECT (m - (m > 0 AND b < a) + (m < 0 AND b > a)) / " + months + " FROM (SELECT " + monthNumber("$2")
                + " - " + monthNumber("$1") + " AS m, " + withinMonth("$1") + " AS a, " + withinMonth("$2") + " AS b))";
    }

    private static String fraction(String value) {
        return "substr(substr(" + value + ", 21) || '" + DIGITS + "', 1, 9)";
    }

    private static String nanoseconds(String value) {
        return "unixepoch(substr(" + value + ", 1, 19)) * 1000000000 + CAST(" + fraction(value) + " AS INTEGER)";
    }

    private static String monthNumber(String value) {
        return "(strftime('%Y', " + value + ") * 12 + strftime('%m', " + value + "))";
    }

    private static String withinMonth(String value) {
        return "strftime('%d%H%M%S', substr(" + value + ", 1, 19)) || " + fraction(value);
    }
}
