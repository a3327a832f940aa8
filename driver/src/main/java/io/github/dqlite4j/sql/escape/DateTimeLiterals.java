package io.github.dqlite4j.sql.escape;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Translates the literals of JDBC's date and time escapes to text of a fixed width, which sorts by time. */
final class DateTimeLiterals {
    private static final Pattern DATE = Pattern.compile("(\\d{4})-(\\d{1,2})-(\\d{1,2})");
    private static final Pattern TIME = Pattern.compile("(\\d{1,2}):(\\d{1,2}):(\\d{1,2})(?:\\.(\\d{1,9}))?");
    private static final DateTimeFormatter NINE_DIGITS = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSSSSS", Locale.ROOT);

    private DateTimeLiterals() {}

    static String date(String text, int position) {
        return "'" + parseDate(text.strip(), position) + "'";
    }

    static String time(String text, int position) {
        return "'" + parseTime(text.strip(), position) + "'";
    }

    static String timestamp(String text, int position) {
        String stripped = text.strip();
        int space = stripped.indexOf(' ');
        if (space < 0) {
            throw malformed(position, "yyyy-MM-dd hh:mm:ss[.fffffffff]", text);
        }
        return "'" + parseDate(stripped.substring(0, space), position) + " "
                + parseTime(stripped.substring(space + 1).strip(), position) + "'";
    }

    private static LocalDate parseDate(String text, int position) {
        Matcher matcher = DATE.matcher(text);
        if (matcher.matches()) {
            try {
                return LocalDate.of(number(matcher, 1), number(matcher, 2), number(matcher, 3));
            } catch (DateTimeException e) {
                // No such day: reported below, like any other text that is not a date.
            }
        }
        throw malformed(position, "yyyy-MM-dd", text);
    }

    private static String parseTime(String text, int position) {
        Matcher matcher = TIME.matcher(text);
        if (matcher.matches()) {
            String fraction = matcher.group(4) == null ? "" : matcher.group(4);
            try {
                return NINE_DIGITS.format(LocalTime.of(
                        number(matcher, 1),
                        number(matcher, 2),
                        number(matcher, 3),
                        Integer.parseInt((fraction + "000000000").substring(0, 9))));
            } catch (DateTimeException e) {
                // No such time: reported below.
            }
        }
        throw malformed(position, "hh:mm:ss[.fffffffff]", text);
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    private static SqlEscapeException malformed(int position, String form, String text) {
        return new SqlEscapeException(
                SqlEscapeException.Kind.MALFORMED,
                position,
                "expected a literal of the form " + form + ", not: " + text);
    }
}
