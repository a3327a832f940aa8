package io.github.dqlite4j.it.values;

import static io.github.dqlite4j.it.values.Attribute.of;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.UUID;
import javax.sql.rowset.serial.SerialBlob;

/** Values of the attributes of {@link Everything} and {@link EveryCode}, and what is stored for it in the JVM's zone. */
final class Samples {
    static final UUID ID = UUID.fromString("c0ffee00-1e10-4e9d-8abc-00112233aabb");
    static final byte[] BYTES = {1, 0, -1};

    /** Summer time begins in Berlin at one o'clock. */
    static final Instant INSTANT = Instant.parse("2024-03-31T01:30:00.123456789Z");

    static final LocalDateTime LOCAL = LocalDateTime.parse("2024-03-31T02:30:00.123456789");
    static final OffsetTime OFFSET_TIME = OffsetTime.parse("10:11:12.123456789+05:30");

    private static final String POINT = "'2024-03-31 01:30:00.123456789Z'";

    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("''yyyy-MM-dd HH:mm:ss.SSSSSSSSS''", Locale.ROOT);

    private Samples() {}

    static String wall(Instant instant) {
        return FORMAT.format(instant.atZone(ZoneId.systemDefault()));
    }

    /** A value for each attribute of {@link Everything}. */
    static List<Attribute> all() throws Exception {
        Instant milli = Instant.ofEpochMilli(INSTANT.toEpochMilli());
        GregorianCalendar calendar = new GregorianCalendar();
        calendar.setTimeInMillis(milli.toEpochMilli());
        return List.of(
                of("truth", true, "1"),
                of("tiny", (byte) -5, "-5"),
                of("small", (short) 300, "300"),
                of("number", 70_000, "70000"),
                of("large", 9_007_199_254_740_993L, "9007199254740993"),
                of("single", 0.5f, "0.5"),
                of("real", 0.1, "0.1"),
                of("huge", new BigInteger("9007199254740993"), "9007199254740993"),
                of("price", new BigDecimal("19.10"), "19.1"),
                of("name", "it's", "'it''s'"),
                of("story", "long", "'long'"),
                of("letter", 'x', "'x'"),
                of("letters", new char[] {'a', 'b'}, "'ab'"),
                of("bytes", BYTES, "X'0100FF'"),
                of("picture", BYTES, "X'0100FF'"),
                of("blob", new SerialBlob(BYTES), "X'0100FF'"),
                of("clob", new Text("text"), "'text'"),
                of("nclob", new Text("text"), "'text'"),
                of("ordinal", Everything.Colour.GREEN, "1"),
                of("named", Everything.Colour.GREEN, "'GREEN'"),
                of("uuid", ID, "'" + ID + "'"),
                of("duration", Duration.ofMillis(-1500), "-1500000000"),
                of("calendarYear", Year.of(2024), "2024"),
                of("yearMonth", YearMonth.of(2024, 2), "'2024-02'"),
                of("monthDay", MonthDay.of(2, 29), "'--02-29'"),
                of("period", Period.of(1, 2, 3), "'P1Y2M3D'"),
                of("locale", Locale.forLanguageTag("zh-Hant-TW"), "'zh_TW_#Hant'"),
                of("timeZone", TimeZone.getTimeZone("Asia/Kolkata"), "'Asia/Kolkata'"),
                of("zone", ZoneId.of("Europe/Berlin"), "'Europe/Berlin'"),
                of("shift", ZoneOffset.ofHoursMinutes(5, 30), "'+05:30'"),
                of("currency", Currency.getInstance("EUR"), "'EUR'"),
                of("url", URI.create("https://dqlite.io/docs").toURL(), "'https://dqlite.io/docs'"),
                of("type", String.class, "'java.lang.String'").bound("java.lang.String"),
                of("address", InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), "X'7F000001'"),
                of("instant", INSTANT, POINT),
                of("offset", INSTANT.atOffset(ZoneOffset.UTC), POINT),
                of("zoned", INSTANT.atZone(ZoneOffset.UTC), POINT),
                of("local", LOCAL, "'2024-03-31 02:30:00.123456789'"),
                of("localDay", LocalDate.of(2024, 2, 29), "'2024-02-29'"),
                of("localTime", LocalTime.parse("10:11:12.123456789"), "'10:11:12.123456789'"),
                of("offsetTime", OFFSET_TIME, "'10:11:12.123456789+05:30'"),
                of("date", Date.from(milli), wall(milli)),
                of("calendar", calendar, wall(milli)),
                of("sqlDay", java.sql.Date.valueOf("2024-02-29"), "'2024-02-29'"),
                of("sqlTime", Time.valueOf("10:11:12"), "'10:11:12.000000000'"),
                of("stamp", Timestamp.from(INSTANT), wall(INSTANT)),
                of("json", Map.of("a", 1), "'{\"a\":1}'").bound("{\"a\":1}"),
                of("tags", List.of("a", "b"), "'[\"a\",\"b\"]'").bound("[\"a\",\"b\"]"),
                of("numbers", new int[] {1, 2}, "'[1,2]'").bound("[1,2]"),
                of("days", Set.of(LocalDate.of(2024, 2, 29)), "'[\"2024-02-29\"]'")
                        .bound("[\"2024-02-29\"]"));
    }

    /** A value for each attribute of {@link EveryCode}. */
    static List<Attribute> codes() throws UnknownHostException {
        return List.of(
                of("asBit", true, "1"),
                of("asBoolean", false, "0"),
                of("asTinyint", (byte) 5, "5"),
                of("asSmallint", (short) 5, "5"),
                of("asInteger", 5, "5"),
                of("asBigint", 5L, "5"),
                of("asFloat", 0.1, "0.1"),
                of("asReal", 0.5f, "0.5"),
                of("asDouble", 0.1, "0.1"),
                of("asNumeric", new BigDecimal("1.50"), "1.5"),
                of("asDecimal", new BigDecimal("1.50"), "1.5"),
                of("asChar", 'c', "'c'"),
                of("asVarchar", "v", "'v'"),
                of("asLongvarchar", "v", "'v'"),
                of("asLong32varchar", "v", "'v'"),
                of("asNchar", 'c', "'c'"),
                of("asNvarchar", "v", "'v'"),
                of("asLongnvarchar", "v", "'v'"),
                of("asLong32nvarchar", "v", "'v'"),
                of("asClob", "v", "'v'"),
                of("asNclob", "v", "'v'"),
                of("asMaterializedClob", "v", "'v'"),
                of("asMaterializedNclob", "v", "'v'"),
                of("asSqlxml", "<v/>", "'<v/>'"),
                of("asBinary", BYTES, "X'0100FF'"),
                of("asVarbinary", BYTES, "X'0100FF'"),
                of("asLongvarbinary", BYTES, "X'0100FF'"),
                of("asLong32varbinary", BYTES, "X'0100FF'"),
                of("asBlob", BYTES, "X'0100FF'"),
                of("asMaterializedBlob", BYTES, "X'0100FF'"),
                of("asDate", LOCAL.toLocalDate(), "'2024-03-31'"),
                of("asLocalDate", LOCAL.toLocalDate(), "'2024-03-31'"),
                of("asTime", LOCAL.toLocalTime(), "'02:30:00.123456789'"),
                of("asLocalTime", LOCAL.toLocalTime(), "'02:30:00.123456789'"),
                of("asTimestamp", LOCAL, "'2024-03-31 02:30:00.123456789'"),
                of("asLocalDateTime", LOCAL, "'2024-03-31 02:30:00.123456789'"),
                of("asTimeWithTimezone", OFFSET_TIME, "'10:11:12.123456789+05:30'"),
                of("asTimeUtc", OFFSET_TIME, "'10:11:12.123456789+05:30'"),
                of("asOffsetTime", OFFSET_TIME, "'10:11:12.123456789+05:30'"),
                of("asTimestampWithTimezone", INSTANT.atOffset(ZoneOffset.UTC), POINT),
                of("asOffsetDateTime", INSTANT.atOffset(ZoneOffset.UTC), POINT),
                of("asTimestampUtc", INSTANT, POINT),
                of("asInstant", INSTANT, POINT),
                of("asZonedDateTime", INSTANT.atZone(ZoneOffset.UTC), POINT),
                of("asUuid", ID, "'" + ID + "'"),
                of("asInet", InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), "X'7F000001'"),
                of("asDuration", Duration.ofMinutes(3), "180000000000"),
                of("asJson", Map.of("a", 1), "'{\"a\":1}'").bound("{\"a\":1}"),
                of("asJsonArray", List.of("a"), "'[\"a\"]'").bound("[\"a\"]"),
                of("asArray", List.of("a"), "'[\"a\"]'").bound("[\"a\"]"));
    }
}
