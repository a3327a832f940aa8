package io.github.dqlite4j.sql.escape;

import io.github.dqlite4j.sql.lexer.Ascii;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The functions of JDBC's {@code {fn …}} and their translation to SQLite; the lists of {@code DatabaseMetaData} are the keys
 * of the same table. {@code $1} stands for the first argument. Checked on SQLite 3.40.1 with its mathematical functions.
 *
 * <p>The date functions read dates and times as text in the format in which the driver writes them. The current date and
 * time are those of the node, in UTC.
 */
public final class EscapeFunctions {
    private static final String NOW = "strftime('%Y-%m-%d %H:%M:%f000000', 'now')";
    private static final String TIME_NOW = "strftime('%H:%M:%f000000', 'now')";
    private static final String TODAY = "date('now')";
    private static final String RANDOM = "(abs(random() % 9007199254740992) / 9007199254740992.0)";

    /** Function → number of arguments → template. */
    private static final Map<String, Map<Integer, String>> TABLE = new HashMap<>();

    /** {@code DatabaseMetaData.getNumericFunctions}. */
    public static final List<String> NUMERIC = numeric();

    /** {@code DatabaseMetaData.getStringFunctions}. */
    public static final List<String> STRING = string();

    /** {@code DatabaseMetaData.getSystemFunctions}. */
    public static final List<String> SYSTEM = system();

    /** {@code DatabaseMetaData.getTimeDateFunctions}. */
    public static final List<String> TIME_DATE = timeDate();

    private EscapeFunctions() {}

    private static List<String> numeric() {
        Map<String, Map<Integer, String>> group = new TreeMap<>();
        for (String same :
                List.of("ABS", "ACOS", "ASIN", "ATAN", "COS", "DEGREES", "EXP", "FLOOR", "LOG10", "RADIANS", "SIGN")) {
            group.put(same, Map.of(1, Ascii.lower(same) + "($1)"));
        }
        for (String same : List.of("SIN", "SQRT", "TAN")) {
            group.put(same, Map.of(1, Ascii.lower(same) + "($1)"));
        }
        group.put("ATAN2", Map.of(2, "atan2($1, $2)"));
        group.put("CEILING", Map.of(1, "ceil($1)"));
        group.put("COT", Map.of(1, "(1.0 / tan($1))"));
        group.put("LOG", Map.of(1, "ln($1)"));
        group.put("MOD", Map.of(2, "($1 % $2)"));
        group.put("PI", Map.of(0, "pi()"));
        group.put("POWER", Map.of(2, "power($1, $2)"));
        group.put("RAND", Map.of(0, RANDOM, 1, "(" + RANDOM + " + 0 * $1)"));
        group.put(
                "ROUND",
                Map.of(
                        1,
                        "round($1)",
                        2,
                        "CASE WHEN $2 < 0 THEN round($1 / power(10.0, -($2))) * power(10.0, -($2)) ELSE round($1, $2) END"));
        group.put("TRUNCATE", Map.of(2, "(trunc($1 * power(10.0, $2)) / power(10.0, $2))"));
        return add(group);
    }

    private static List<String> string() {
        Map<String, Map<Integer, String>> group = new TreeMap<>();
        String bytes = "length(CAST($1 AS BLOB))";
        group.put("ASCII", Map.of(1, "unicode($1)"));
        group.put("CHAR", Map.of(1, "char($1)"));
        group.put("CHAR_LENGTH", Map.of(1, "length($1)"));
        group.put("CHARACTER_LENGTH", Map.of(1, "length($1)"));
        group.put("CONCAT", Map.of(2, "($1 || $2)"));
        group.put("DIFFERENCE", Map.of(2, difference()));
        group.put("INSERT", Map.of(4, "(substr($1, 1, $2 - 1) || $4 || substr($1, $2 + $3))"));
        group.put("LCASE", Map.of(1, "lower($1)"));
        group.put("LEFT", Map.of(2, "substr($1, 1, max($2, 0))"));
        group.put("LENGTH", Map.of(1, "length(rtrim($1))"));
        group.put(
                "LOCATE",
                Map.of(
                        2,
                        "instr($2, $1)",
                        3,
                        "(instr(substr($2, max($3, 1)), $1)"
                                + " + (instr(substr($2, max($3, 1)), $1) > 0) * (max($3, 1) - 1))"));
        group.put("LTRIM", Map.of(1, "ltrim($1)"));
        group.put("OCTET_LENGTH", Map.of(1, bytes));
        group.put("POSITION", Map.of(2, "instr($2, $1)"));
        group.put("REPEAT", Map.of(2, "replace(hex(zeroblob($2)), '00', $1)"));
        group.put("REPLACE", Map.of(3, "replace($1, $2, $3)"));
        group.put("RIGHT", Map.of(2, "substr($1, max(length($1) - max($2, 0), 0) + 1)"));
        group.put("RTRIM", Map.of(1, "rtrim($1)"));
        group.put("SOUNDEX", Map.of(1, "soundex($1)"));
        group.put("SPACE", Map.of(1, "replace(hex(zeroblob($1)), '00', ' ')"));
        group.put("SUBSTRING", Map.of(2, "substr($1, $2)", 3, "substr($1, $2, $3)"));
        group.put("UCASE", Map.of(1, "upper($1)"));
        return add(group);
    }

    private static List<String> system() {
        Map<String, Map<Integer, String>> group = new TreeMap<>();
        group.put("DATABASE", Map.of(0, "(SELECT file FROM pragma_database_list WHERE name = 'main')"));
        group.put("IFNULL", Map.of(2, "ifnull($1, $2)"));
        group.put("USER", Map.of(0, "''"));
        return add(group);
    }

    private static List<String> timeDate() {
        Map<String, Map<Integer, String>> group = new TreeMap<>();
        group.put("CURRENT_DATE", Map.of(0, TODAY));
        group.put("CURRENT_TIME", Map.of(0, TIME_NOW));
        group.put("CURRENT_TIMESTAMP", Map.of(0, NOW));
        group.put("CURDATE", Map.of(0, TODAY));
        group.put("CURTIME", Map.of(0, TIME_NOW));
        group.put("NOW", Map.of(0, NOW));
        group.put(
                "DAYNAME",
                names("%w", 0, "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"));
        group.put(
                "MONTHNAME",
                names(
                        "%m",
                        1,
                        "January",
                        "February",
                        "March",
                        "April",
                        "May",
                        "June",
                        "July",
                        "August",
                        "September",
                        "October",
                        "November",
                        "December"));
        group.put("DAYOFMONTH", Map.of(1, part("%d")));
        group.put("DAYOFWEEK", Map.of(1, "(" + part("%w") + " + 1)"));
        group.put("DAYOFYEAR", Map.of(1, part("%j")));
        group.put("EXTRACT", Map.of());
        group.put("HOUR", Map.of(1, part("%H")));
        group.put("MINUTE", Map.of(1, part("%M")));
        group.put("MONTH", Map.of(1, part("%m")));
        group.put("QUARTER", Map.of(1, "((" + part("%m") + " + 2) / 3)"));
        group.put("SECOND", Map.of(1, part("%S")));
        group.put("TIMESTAMPADD", Map.of());
        group.put("TIMESTAMPDIFF", Map.of());
        // ISO 8601: the week has the number that belongs to its Thursday.
        group.put("WEEK", Map.of(1, "((strftime('%j', $1, '-3 days', 'weekday 4') - 1) / 7 + 1)"));
        group.put("YEAR", Map.of(1, part("%Y")));
        return add(group);
    }

    private static List<String> add(Map<String, Map<Integer, String>> group) {
        TABLE.putAll(group);
        return List.copyOf(group.keySet());
    }

    private static String part(String format) {
        return "CAST(strftime('" + format + "', $1) AS INTEGER)";
    }

    private static Map<Integer, String> names(String format, int first, String... names) {
        StringBuilder sql = new StringBuilder("CASE " + part(format));
        for (int i = 0; i < names.length; i++) {
            sql.append(" WHEN ")
                    .append(first + i)
                    .append(" THEN '")
                    .append(names[i])
                    .append('\'');
        }
        return Map.of(1, sql.append(" END").toString());
    }

    private static String difference() {
        StringBuilder sql = new StringBuilder("(");
        for (int i = 1; i <= 4; i++) {
            sql.append(i == 1 ? "" : " + ")
                    .append("(substr(soundex($1), " + i + ", 1) = substr(soundex($2), " + i + ", 1))");
        }
        return sql.append(')').toString();
    }

    /**
     * The SQL for a function, given by its name in upper case. A function that JDBC does not list is called under its own name.
     * Null if the function cannot be expressed with these arguments.
     */
    static @Nullable String translate(String function, List<String> arguments) {
        switch (function) {
            case "CONVERT" -> {
                return arguments.size() == 2
                        ? apply(EscapeConversions.template(arguments.get(1)), arguments.subList(0, 1))
                        : null;
            }
            case "EXTRACT" -> {
                return arguments.size() == 2 ? extract(arguments.get(0), arguments.get(1)) : null;
            }
            case "TIMESTAMPADD", "TIMESTAMPDIFF" -> {
                return arguments.size() == 3
                        ? apply(EscapeIntervals.template(function, arguments.get(0)), arguments.subList(1, 3))
                        : null;
            }
            default -> {
                Map<Integer, String> templates = TABLE.get(function);
                if (templates == null) {
                    return Ascii.lower(function) + "(" + String.join(", ", arguments) + ")";
                }
                return withUnit(function, templates, arguments);
            }
        }
    }

    /** The last argument of some text functions may select whether characters or bytes are counted. */
    private static @Nullable String withUnit(String function, Map<Integer, String> templates, List<String> arguments) {
        int last = arguments.size() - 1;
        String unit = last < 0 ? "" : Ascii.upper(arguments.get(last));
        if (last == 0 || !unit.equals("CHARACTERS") && !unit.equals("OCTETS")) {
            return apply(templates.get(arguments.size()), arguments);
        }
        return switch (function) {
            case "CHAR_LENGTH", "CHARACTER_LENGTH", "LENGTH" ->
                apply(
                        unit.equals("OCTETS") ? "length(CAST($1 AS BLOB))" : templates.get(last),
                        arguments.subList(0, last));
            case "POSITION", "SUBSTRING" ->
                unit.equals("OCTETS") ? null : apply(templates.get(last), arguments.subList(0, last));
            default -> apply(templates.get(arguments.size()), arguments);
        };
    }

    private static @Nullable String extract(String field, String value) {
        String upper = Ascii.upper(field);
        String function = switch (upper) {
            case "YEAR", "QUARTER", "MONTH", "WEEK", "HOUR", "MINUTE", "SECOND" -> upper;
            case "DAY" -> "DAYOFMONTH";
            default -> "";
        };
        Map<Integer, String> templates = TABLE.get(function);
        return templates == null ? null : apply(templates.get(1), List.of(value));
    }

    private static @Nullable String apply(@Nullable String template, List<String> arguments) {
        return template == null ? null : EscapeTemplate.apply(template, arguments);
    }
}
