package io.github.dqlite4j.value;

import io.github.dqlite4j.wire.Row;
import io.github.dqlite4j.wire.ValueType;
import java.net.InetAddress;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.UnknownHostException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.MonthDay;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Small classes of the JDK that are neither numbers nor texts nor points in time. Each has one stored form, which is also the one
 * that Hibernate uses.
 */
final class ValueClasses {
    private static final String GMT = "GMT";

    private static final Map<Class<?>, Conversion> CONVERSIONS = Map.ofEntries(
            Map.entry(Duration.class, ValueClasses::duration),
            Map.entry(
                    Year.class,
                    (row, column) -> Year.of(
                            (int) NumericConversions.toLong(row, column, Year.MIN_VALUE, Year.MAX_VALUE, "Year"))),
            Map.entry(UUID.class, Uuids::read),
            Map.entry(InetAddress.class, ValueClasses::address),
            text(YearMonth.class, YearMonth::parse),
            text(MonthDay.class, MonthDay::parse),
            text(Period.class, Period::parse),
            text(ZoneId.class, ZoneId::of),
            text(ZoneOffset.class, ZoneOffset::of),
            text(TimeZone.class, ValueClasses::timeZone),
            text(Locale.class, ValueClasses::locale),
            text(Currency.class, Currency::getInstance),
            text(URL.class, text -> new URI(text).toURL()));

    private ValueClasses() {}

    /** How cells are read as this class, or null if it is another class. */
    static @Nullable Conversion conversion(Class<?> type) {
        return CONVERSIONS.get(type);
    }

    /** A Long, String or byte[], or null if the value is of none of these classes. */
    static @Nullable Object write(Object value) throws ConversionException {
        if (value instanceof Duration duration) {
            return nanoseconds(duration);
        } else if (value instanceof Year year) {
            return (long) year.getValue();
        } else if (value instanceof ZoneId zone) {
            return zone.getId();
        } else if (value instanceof TimeZone zone) {
            return zone.getID();
        } else if (value instanceof InetAddress address) {
            return address.getAddress();
        }
        boolean named = value instanceof UUID
                || value instanceof YearMonth
                || value instanceof MonthDay
                || value instanceof Period
                || value instanceof Locale
                || value instanceof Currency
                || value instanceof URL;
        return named ? value.toString() : null;
    }

    private static long nanoseconds(Duration duration) throws ConversionException {
        try {
            return duration.toNanos();
        } catch (ArithmeticException e) {
            throw ConversionException.outOfRange("64 bits of nanoseconds");
        }
    }

    /** From its nanoseconds, or from the text that its toString() gives. */
    private static Duration duration(Row row, int column) throws ConversionException {
        if (row.type(column) == ValueType.TEXT && row.text(column).indexOf('P') >= 0) {
            return parsed(row, column, "Duration", Duration::parse);
        }
        return Duration.ofNanos(NumericConversions.toLong(row, column, "Duration"));
    }

    /** Only from its bytes: to resolve a name could ask a name server. */
    private static InetAddress address(Row row, int column) throws ConversionException {
        if (row.type(column) == ValueType.BLOB) {
            try {
                return InetAddress.getByAddress(row.bytes(column));
            } catch (UnknownHostException e) {
                throw ConversionException.notConvertible("BLOB", "InetAddress: it has neither 4 nor 16 bytes");
            }
        }
        throw ConversionException.notConvertible(row.type(column).name(), "InetAddress");
    }

    /** {@link TimeZone#getTimeZone} makes GMT of every name that it does not know. */
    private static TimeZone timeZone(String id) {
        TimeZone zone = TimeZone.getTimeZone(id);
        if (zone.getID().equals(GMT) && !id.equals(GMT)) {
            throw new IllegalArgumentException("No time zone");
        }
        return zone;
    }

    /** From the form of {@link Locale#toString}, or a language tag. */
    private static Locale locale(String text) {
        Locale.Builder builder = new Locale.Builder();
        if (text.indexOf('_') < 0) {
            return builder.setLanguageTag(text).build();
        }
        int hash = text.indexOf("_#");
        String[] names = (hash < 0 ? text : text.substring(0, hash)).split("_", 3);
        builder.setLanguage(names[0]);
        if (names.length > 1) {
            builder.setRegion(names[1]);
        }
        if (names.length > 2) {
            builder.setVariant(names[2]);
        }
        if (hash >= 0) {
            extend(builder, text.substring(hash + 2));
        }
        return builder.build();
    }

    /** @param text a script, extensions, or both with an underscore between them */
    private static void extend(Locale.Builder builder, String text) {
        int end = text.indexOf('_');
        String script = end >= 0 ? text.substring(0, end) : text.indexOf('-') < 0 ? text : "";
        builder.setScript(script);
        String extensions = text.substring(script.isEmpty() ? 0 : Math.min(script.length() + 1, text.length()));
        // The language tag of extensions alone begins with an undetermined language.
        Locale parsed = new Locale.Builder()
                .setLanguageTag(extensions.isEmpty() ? "und" : "und-" + extensions)
                .build();
        parsed.getExtensionKeys().forEach(key -> builder.setExtension(key, parsed.getExtension(key)));
    }

    private static <T> Map.Entry<Class<T>, Conversion> text(Class<T> type, Parser<T> parser) {
        return Map.entry(type, (row, column) -> parsed(row, column, type.getSimpleName(), parser));
    }

    private static <T> T parsed(Row row, int column, String target, Parser<T> parser) throws ConversionException {
        ValueType type = row.type(column);
        if (type == ValueType.TEXT) {
            try {
                return parser.parse(row.text(column));
            } catch (DateTimeException
                    | IllegalArgumentException
                    | IllformedLocaleException
                    | URISyntaxException
                    | MalformedURLException e) {
                // The message would show the value.
            }
        }
        throw ConversionException.notConvertible(type.name(), target);
    }

    /** Reads a cell that is not NULL. */
    @FunctionalInterface
    interface Conversion {
        Object read(Row row, int column) throws ConversionException;
    }

    @FunctionalInterface
    private interface Parser<T> {
        T parse(String text) throws URISyntaxException, MalformedURLException;
    }
}
