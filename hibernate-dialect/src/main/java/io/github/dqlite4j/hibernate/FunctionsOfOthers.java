package io.github.dqlite4j.hibernate;

import static org.hibernate.query.sqm.produce.function.FunctionParameterType.ANY;
import static org.hibernate.query.sqm.produce.function.FunctionParameterType.INTEGER;
import static org.hibernate.query.sqm.produce.function.FunctionParameterType.NUMERIC;
import static org.hibernate.query.sqm.produce.function.FunctionParameterType.STRING;
import static org.hibernate.query.sqm.produce.function.FunctionParameterType.TEMPORAL;

import java.util.Map;
import org.hibernate.boot.model.FunctionContributions;
import org.hibernate.query.sqm.function.SqmFunctionRegistry;
import org.hibernate.query.sqm.produce.function.FunctionParameterType;
import org.hibernate.type.BasicTypeReference;
import org.hibernate.type.StandardBasicTypes;
import org.hibernate.type.spi.TypeConfiguration;

/**
 * Functions that other dialects of Hibernate have and SQLite does not, or not under that name. They are written in another way, or refused
 * with an error that names what to use instead. Otherwise a node would answer "no such function".
 */
final class FunctionsOfOthers {
    /** One row for each character of a text {@code s_}, with its place {@code key} from 0. */
    private static final String CHARACTERS =
            "json_each('['||substr(replace(hex(zeroblob(length(s_))),'00',',0'),2)||']')";

    private static final Map<String, String> OTHER_NAMES = Map.ofEntries(
            Map.entry("bool_and", "every"),
            Map.entry("bool_or", "any"),
            Map.entry("ceil", "ceiling"),
            Map.entry("curdate", "current_date"),
            Map.entry("curtime", "current_time"),
            Map.entry("now", "current_timestamp"),
            Map.entry("sysdate", "current_timestamp"),
            Map.entry("localtime", "local_time"),
            Map.entry("localtimestamp", "local_datetime"),
            Map.entry("variance_samp", "var_samp"));

    private static final String NO_HASHES = "SQLite has no hash functions; calculate it in Java";
    private static final String NO_EXPRESSIONS = "SQLite has no regular expressions; use LIKE, or function('glob', …)";
    private static final String NO_XML = "SQLite has no XML";
    private static final String PLUS = "use x + n day, x - n month";
    private static final String BETWEEN = "use (x - y) by day, or timestampdiff(month, y, x)";
    private static final String MAKE = "use cast(text as LocalDate), as LocalTime or as LocalDateTime";
    private static final String OF_ANOTHER = "only other databases have it";

    /** A reason, and the names that are refused for it. */
    private static final String[][] REFUSED = {
        {NO_HASHES, "md5", "sha", "sha1", "sha2", "sha256", "sha512", "crc32", "farm_fingerprint"},
        {NO_EXPRESSIONS, "regexp_like", "regexp_contains", "regexp_extract", "regexp_extract_all", "regexp_replace"},
        {NO_XML, "xmlagg", "xmlcomment", "xmlconcat", "xmlelement", "xmlexists", "xmlforest", "xmlpi", "xmlquery"},
        {PLUS, "add_days", "add_hours", "add_minutes", "add_months", "add_seconds", "add_years", "adddate", "addtime"},
        {PLUS, "subdate", "subtime", "date_add", "date_sub", "timestamp_add", "timestamp_sub"},
        {BETWEEN, "days_between", "hours_between", "minutes_between", "months_between", "seconds_between"},
        {BETWEEN, "years_between", "date_diff", "timestamp_diff"},
        {MAKE, "make_date", "make_time", "make_timestamp", "make_timestamptz", "makedate", "maketime", "datefromparts"},
        {MAKE, "datetime2fromparts", "datetimefromparts", "datetimeoffsetfromparts", "smalldatetimefromparts"},
        {MAKE, "timefromparts", "to_date", "to_timestamp", "parse_date", "parse_timestamp", "timestamp"},
        {"use trunc(x, day)", "date_trunc", "timestamp_trunc"},
        {"use format(x as '…')", "to_char", "format_date", "format_timestamp"},
        {"use extract(day from x)", "datename", "datepart", "microsecond"},
        {"use cast(x as Integer) or another type", "to_number"},
        {"use row_number() over ()", "rownum", "rowid"},
        {"use last_day(x)", "eomonth", "last_date"},
        {"use current_timestamp", "systimestamp", "utc_date", "utc_time", "utc_timestamp", "current_utcdate"},
        {"use current_timestamp", "current_utctime", "current_utctimestamp"},
        {"use locate(x, y)", "charindex", "posstr", "strpos"},
        {"use length(x)", "len"},
        {"use repeat(x, n)", "replicate"},
        {"use replace(x, y, z)", "str_replace"},
        {"use octet_length(x)", "byte_length"},
        {"use listagg(x, ',')", "string_agg"},
        {"use like concat(x, '%')", "starts_with", "ends_with", "contains"},
        {"use stddev(x), stddev_pop(x), variance(x) or var_pop(x)", "stdev", "stdevp", "var", "varp"},
        {"use every(x) or any(x)", "logical_and", "logical_or"},
        {"use count(x) filter (where …)", "countif"},
        {"use min(x)", "any_value"},
        {"use x * x", "square"},
        {"SQLite has no such aggregate", "bit_and", "bit_or"},
        {"SQLite does not know word boundaries", "initcap"},
        {OF_ANOTHER, "code_points_to_bytes", "code_points_to_string", "date_from_unix_date", "div", "from_base64"},
        {OF_ANOTHER, "from_hex", "highlighted", "ieee_divide", "is_inf", "is_nan", "safe_convert_bytes_to_string"},
        {OF_ANOTHER, "score", "snippets", "split", "timestamp_micros", "timestamp_millis", "timestamp_seconds"},
        {OF_ANOTHER, "to_base64", "to_code_points", "to_hex", "unix_date", "unix_micros", "unix_millis", "unix_seconds"
        },
    };

    private final SqmFunctionRegistry registry;
    private final TypeConfiguration types;

    private FunctionsOfOthers(FunctionContributions functions) {
        this.registry = functions.getFunctionRegistry();
        this.types = functions.getTypeConfiguration();
    }

    static void register(FunctionContributions functions) {
        FunctionsOfOthers all = new FunctionsOfOthers(functions);
        all.numbers();
        all.texts();
        all.dates();
        OTHER_NAMES.forEach(all.registry::registerAlternateKey);
        for (String[] refused : REFUSED) {
            for (int i = 1; i < refused.length; i++) {
                all.registry.register(refused[i], new RefusedFunction(refused[i], refused[0]));
            }
        }
    }

    private void numbers() {
        for (String name : new String[] {"acosh", "asinh", "atanh", "log10", "log2"}) {
            pattern(name, name + "(?1)", StandardBasicTypes.DOUBLE, NUMERIC);
        }
        pattern("cbrt", "(sign(?1)*pow(abs(?1),1/3.0))", StandardBasicTypes.DOUBLE, NUMERIC);
        pattern("cot", "(1.0/tan(?1))", StandardBasicTypes.DOUBLE, NUMERIC);
        // 64 random bits as a number from 0 on and less than 1.
        pattern("rand", "((random()>>11)/9007199254740992.0+0.5)", StandardBasicTypes.DOUBLE);
    }

    private void texts() {
        pattern("space", "replace(hex(zeroblob(?1)),'00',' ')", StandardBasicTypes.STRING, INTEGER);
        pattern("instr", "instr(?1,?2)", StandardBasicTypes.INTEGER, STRING, STRING);
        pattern("hex", "lower(hex(?1))", StandardBasicTypes.STRING, ANY);
        pattern("soundex", "soundex(?1)", StandardBasicTypes.STRING, STRING);
        pattern(
                "insert",
                "(substr(?1,1,?2-1)||?4||substr(?1,?2+?3))",
                StandardBasicTypes.STRING,
                STRING,
                INTEGER,
                INTEGER,
                STRING);
        pattern(
                "reverse",
                "coalesce((select group_concat(v_,'') from (select substr(s_,length(s_)-key,1) as v_"
                        + " from (select ?1 as s_) t_," + CHARACTERS + " order by key)),?1)",
                StandardBasicTypes.STRING,
                STRING);
        pattern(
                "translate",
                "coalesce((select group_concat(case instr(f_,v_) when 0 then v_ else substr(t_,instr(f_,v_),1) end,'')"
                        + " from (select substr(s_,key+1,1) as v_,f_,t_ from (select ?1 as s_,?2 as f_,?3 as t_) t_,"
                        + CHARACTERS + " order by key)),?1)",
                StandardBasicTypes.STRING,
                STRING,
                STRING,
                STRING);
    }

    private void dates() {
        for (String name : new String[] {"day_of_month", "dayofmonth"}) {
            pattern(name, "cast(strftime('%d',?1) as integer)", StandardBasicTypes.INTEGER, TEMPORAL);
        }
        for (String name : new String[] {"day_of_week", "dayofweek"}) {
            pattern(name, "(strftime('%w',?1)+1)", StandardBasicTypes.INTEGER, TEMPORAL);
        }
        for (String name : new String[] {"day_of_year", "dayofyear"}) {
            pattern(name, "cast(strftime('%j',?1) as integer)", StandardBasicTypes.INTEGER, TEMPORAL);
        }
        pattern(
                "dayname",
                "case strftime('%w',?1) when '0' then 'Sunday' when '1' then 'Monday' when '2' then 'Tuesday'"
                        + " when '3' then 'Wednesday' when '4' then 'Thursday' when '5' then 'Friday'"
                        + " when '6' then 'Saturday' end",
                StandardBasicTypes.STRING,
                TEMPORAL);
        pattern(
                "monthname",
                "case strftime('%m',?1) when '01' then 'January' when '02' then 'February' when '03' then 'March'"
                        + " when '04' then 'April' when '05' then 'May' when '06' then 'June' when '07' then 'July'"
                        + " when '08' then 'August' when '09' then 'September' when '10' then 'October'"
                        + " when '11' then 'November' when '12' then 'December' end",
                StandardBasicTypes.STRING,
                TEMPORAL);
        pattern("last_day", "date(?1,'start of month','+1 month','-1 day')", StandardBasicTypes.LOCAL_DATE, TEMPORAL);
    }

    private void pattern(
            String name, String pattern, BasicTypeReference<?> result, FunctionParameterType... parameters) {
        registry.patternDescriptorBuilder(name, pattern)
                .setInvariantType(types.getBasicTypeRegistry().resolve(result))
                .setExactArgumentCount(parameters.length)
                .setParameterTypes(parameters)
                .register();
    }
}
