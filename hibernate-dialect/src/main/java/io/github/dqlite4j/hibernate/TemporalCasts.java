package io.github.dqlite4j.hibernate;

import jakarta.persistence.TemporalType;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.query.common.TemporalUnit;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * SQL that converts one kind of date or time to another one, and extracts its parts, exact to the nanosecond. SQLite rounds to
 * milliseconds, so that 23:59:59.9999 would be on the next day: its functions only get whole seconds.
 */
@SuppressWarnings("deprecation") // drop when Hibernate's Dialect no longer uses TemporalType
final class TemporalCasts {

    /** The text of a local time or date-time, without trailing zeros. One with an offset is not changed. */
    static final String TO_TEXT =
            "case when ?1 glob '*." + "[0-9]".repeat(9) + "' then rtrim(rtrim(?1,'0'),'.') else ?1 end";

    private static final String DATE_AND_TIME = "'%Y-%m-%d %H:%M:%S'";
    private static final String TIME = "'%H:%M:%S'";

    private TemporalCasts() {}

    /**
     * Returns the pattern that casts ?1.
     *
     * @param from the kind of ?1; null for a text, or if it is not known
     */
    static String pattern(@Nullable TemporalKind from, TemporalKind to) {
        if (from == to) {
            return "?1";
        }
        String time = ".%09d";
        return switch (to) {
            case DATE -> "date(" + whole("?1", type(from)) + ")";
            case TIME -> format(TIME, from, time);
            case LOCAL -> from == TemporalKind.DATE ? "(?1||' 00:00:00.000000000')" : format(DATE_AND_TIME, from, time);
            case POINT ->
                from == TemporalKind.DATE ? "(?1||' 00:00:00.000000000Z')" : format(DATE_AND_TIME, from, time + "Z");
        };
    }

    /** Returns the pattern of the text of ISO 8601 for ?1, without the trailing zeros of the fraction. */
    static String toIso(TemporalKind kind) {
        return switch (kind) {
            case DATE -> "?1";
            case TIME -> TO_TEXT;
            case LOCAL -> "replace(" + TO_TEXT + ",' ','T')";
            case POINT ->
                "replace(case when ?1 glob '*." + "[0-9]".repeat(9)
                        + "Z' then rtrim(rtrim(rtrim(?1,'Z'),'0'),'.')||'Z' else ?1 end,' ','T')";
        };
    }

    /** Returns the SQL that makes the stored form of a text of ISO 8601. An OffsetTime keeps its own offset. */
    static String ofIso(String text, JdbcMapping mapping) {
        TemporalKind kind = TemporalKind.of(mapping);
        boolean changes = kind == TemporalKind.LOCAL
                || kind == TemporalKind.POINT
                || mapping.getJdbcType().getDdlTypeCode() == SqlTypes.TIME;
        return kind == null || !changes ? text : pattern(null, kind).replace("?1", text);
    }

    private static String format(String format, @Nullable TemporalKind from, String fraction) {
        return "(strftime(" + format + "," + whole("?1", type(from)) + ")||printf('" + fraction + "',"
                + nanos("?1", type(from)) + "))";
    }

    private static @Nullable TemporalType type(@Nullable TemporalKind kind) {
        return kind == null ? null : kind.type();
    }

    /**
     * Whether values of java.util are wall times of a zone that the server does not know, so that SQL cannot convert them to a point in
     * time.
     */
    static boolean needsZone(JdbcMapping from) {
        return TemporalKind.of(from) == TemporalKind.LOCAL && isLegacy(from);
    }

    static boolean isLegacy(JdbcMapping mapping) {
        Class<?> java = mapping.getJavaTypeDescriptor().getJavaTypeClass();
        return java.util.Date.class.isAssignableFrom(java) || java.util.Calendar.class.isAssignableFrom(java);
    }

    /**
     * Returns the pattern of {@code extract(unit from ?2)}, which is always a number.
     *
     * @param type the kind of ?2; null if it is not known
     */
    static String extract(TemporalUnit unit, @Nullable TemporalType type) {
        return switch (unit) {
            case NANOSECOND -> "(" + integer("'%S'", type) + "*1000000000+" + nanos("?2", type) + ")";
            case SECOND -> "(" + integer("'%S'", type) + "+" + nanos("?2", type) + "/1e9)";
            case MINUTE -> integer("'%M'", type);
            case HOUR -> integer("'%H'", type);
            case DAY, DAY_OF_MONTH -> integer("'%d'", type);
            case MONTH -> integer("'%m'", type);
            case QUARTER -> "((" + integer("'%m'", type) + "+2)/3)";
            case YEAR -> integer("'%Y'", type);
            case DAY_OF_WEEK -> "(" + integer("'%w'", type) + "+1)";
            case DAY_OF_YEAR -> integer("'%j'", type);
            case EPOCH -> integer("'%s'", type);
            // The ISO week of a date is the week of its Thursday.
            case WEEK -> "((cast(strftime('%j'," + whole("?2", type) + ",'-3 days','weekday 4') as integer)-1)/7+1)";
            default -> throw new UnsupportedOperationException("dqlite cannot extract the field " + unit);
        };
    }

    private static String integer(String format, @Nullable TemporalType type) {
        return "cast(strftime(" + format + "," + whole("?2", type) + ") as integer)";
    }

    /** The value without its fraction of a second, with its zone. */
    private static String whole(String value, @Nullable TemporalType type) {
        if (type == null) {
            return String.format(
                    "case instr(%1$s,'.') when 0 then %1$s else substr(%1$s,1,instr(%1$s,'.')-1)"
                            + "||ltrim(substr(%1$s,instr(%1$s,'.')),'.0123456789') end",
                    value);
        }
        return switch (type) {
            case DATE -> value;
            // An OffsetTime keeps its own hour.
            case TIME -> DateArithmetic.wholeSeconds(value, type);
            case TIMESTAMP -> DateArithmetic.wholeSeconds(value, type) + "||" + DateArithmetic.zone(value, type);
        };
    }

    private static String nanos(String value, @Nullable TemporalType type) {
        return type == null
                ? String.format(
                        "(case instr(%1$s,'.') when 0 then 0 else"
                                + " cast(round(cast('0'||substr(%1$s,instr(%1$s,'.')) as real)*1e9) as integer) end)",
                        value)
                : DateArithmetic.nanos(value, type);
    }
}
