package io.github.dqlite4j.it.values;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Lob;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URL;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.NClob;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** An attribute of every Java type that JPA and Hibernate know. */
@Entity(name = "Everything")
class Everything {
    enum Colour {
        RED,
        GREEN
    }

    @Id
    int id;

    Boolean truth;
    Byte tiny;
    Short small;
    Integer number;
    Long large;
    Float single;
    Double real;
    BigInteger huge;

    @Column(precision = 12, scale = 2)
    BigDecimal price;

    String name;

    @Lob
    String story;

    Character letter;
    char[] letters;
    byte[] bytes;

    @Lob
    byte[] picture;

    Blob blob;
    Clob clob;
    NClob nclob;
    Colour ordinal;

    @Enumerated(EnumType.STRING)
    Colour named;

    UUID uuid;
    Duration duration;
    Year calendarYear;
    YearMonth yearMonth;
    MonthDay monthDay;
    Period period;
    Locale locale;
    TimeZone timeZone;
    ZoneId zone;
    ZoneOffset shift;
    Currency currency;
    URL url;
    Class<?> type;
    InetAddress address;
    Instant instant;
    OffsetDateTime offset;
    ZonedDateTime zoned;
    LocalDateTime local;
    LocalDate localDay;
    LocalTime localTime;
    OffsetTime offsetTime;
    Date date;
    Calendar calendar;
    java.sql.Date sqlDay;
    Time sqlTime;
    Timestamp stamp;

    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, Integer> json;

    List<String> tags;
    int[] numbers;
    Set<LocalDate> days;
}
