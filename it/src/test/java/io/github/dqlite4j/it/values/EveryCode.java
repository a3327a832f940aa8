package io.github.dqlite4j.it.values;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;

/** An attribute for each of Hibernate's {@link SqlTypes} that an attribute can have. */
@Entity(name = "EveryCode")
class EveryCode {
    @Id
    int id;

    @JdbcTypeCode(SqlTypes.BIT)
    Boolean asBit;

    @JdbcTypeCode(SqlTypes.BOOLEAN)
    Boolean asBoolean;

    @JdbcTypeCode(SqlTypes.TINYINT)
    Byte asTinyint;

    @JdbcTypeCode(SqlTypes.SMALLINT)
    Short asSmallint;

    @JdbcTypeCode(SqlTypes.INTEGER)
    Integer asInteger;

    @JdbcTypeCode(SqlTypes.BIGINT)
    Long asBigint;

    @JdbcTypeCode(SqlTypes.FLOAT)
    Double asFloat;

    @JdbcTypeCode(SqlTypes.REAL)
    Float asReal;

    @JdbcTypeCode(SqlTypes.DOUBLE)
    Double asDouble;

    @JdbcTypeCode(SqlTypes.NUMERIC)
    @Column(precision = 12, scale = 2)
    BigDecimal asNumeric;

    @JdbcTypeCode(SqlTypes.DECIMAL)
    @Column(precision = 12, scale = 2)
    BigDecimal asDecimal;

    @JdbcTypeCode(SqlTypes.CHAR)
    Character asChar;

    @JdbcTypeCode(SqlTypes.VARCHAR)
    String asVarchar;

    @JdbcTypeCode(SqlTypes.LONGVARCHAR)
    String asLongvarchar;

    @JdbcTypeCode(SqlTypes.LONG32VARCHAR)
    String asLong32varchar;

    @JdbcTypeCode(SqlTypes.NCHAR)
    Character asNchar;

    @JdbcTypeCode(SqlTypes.NVARCHAR)
    String asNvarchar;

    @JdbcTypeCode(SqlTypes.LONGNVARCHAR)
    String asLongnvarchar;

    @JdbcTypeCode(SqlTypes.LONG32NVARCHAR)
    String asLong32nvarchar;

    @JdbcTypeCode(SqlTypes.CLOB)
    String asClob;

    @JdbcTypeCode(SqlTypes.NCLOB)
    String asNclob;

    @JdbcTypeCode(SqlTypes.MATERIALIZED_CLOB)
    String asMaterializedClob;

    @JdbcTypeCode(SqlTypes.MATERIALIZED_NCLOB)
    String asMaterializedNclob;

    @JdbcTypeCode(SqlTypes.SQLXML)
    String asSqlxml;

    @JdbcTypeCode(SqlTypes.BINARY)
    byte[] asBinary;

    @JdbcTypeCode(SqlTypes.VARBINARY)
    byte[] asVarbinary;

    @JdbcTypeCode(SqlTypes.LONGVARBINARY)
    byte[] asLongvarbinary;

    @JdbcTypeCode(SqlTypes.LONG32VARBINARY)
    byte[] asLong32varbinary;

    @JdbcTypeCode(SqlTypes.BLOB)
    byte[] asBlob;

    @JdbcTypeCode(SqlTypes.MATERIALIZED_BLOB)
    byte[] asMaterializedBlob;

    @JdbcTypeCode(SqlTypes.DATE)
    LocalDate asDate;

    @JdbcTypeCode(SqlTypes.LOCAL_DATE)
    LocalDate asLocalDate;

    @JdbcTypeCode(SqlTypes.TIME)
    LocalTime asTime;

    @JdbcTypeCode(SqlTypes.LOCAL_TIME)
    LocalTime asLocalTime;

    @JdbcTypeCode(SqlTypes.TIMESTAMP)
    LocalDateTime asTimestamp;

    @JdbcTypeCode(SqlTypes.LOCAL_DATE_TIME)
    LocalDateTime asLocalDateTime;

    @JdbcTypeCode(SqlTypes.TIME_WITH_TIMEZONE)
    OffsetTime asTimeWithTimezone;

    @JdbcTypeCode(SqlTypes.TIME_UTC)
    OffsetTime asTimeUtc;

    @JdbcTypeCode(SqlTypes.OFFSET_TIME)
    OffsetTime asOffsetTime;

    @JdbcTypeCode(SqlTypes.TIMESTAMP_WITH_TIMEZONE)
    OffsetDateTime asTimestampWithTimezone;

    @JdbcTypeCode(SqlTypes.OFFSET_DATE_TIME)
    OffsetDateTime asOffsetDateTime;

    @JdbcTypeCode(SqlTypes.TIMESTAMP_UTC)
    Instant asTimestampUtc;

    @JdbcTypeCode(SqlTypes.INSTANT)
    Instant asInstant;

    @JdbcTypeCode(SqlTypes.ZONED_DATE_TIME)
    ZonedDateTime asZonedDateTime;

    @JdbcTypeCode(SqlTypes.UUID)
    UUID asUuid;

    @JdbcTypeCode(SqlTypes.INET)
    InetAddress asInet;

    @JdbcTypeCode(SqlTypes.DURATION)
    Duration asDuration;

    @JdbcTypeCode(SqlTypes.JSON)
    Map<String, Integer> asJson;

    @JdbcTypeCode(SqlTypes.JSON_ARRAY)
    List<String> asJsonArray;

    @JdbcTypeCode(SqlTypes.ARRAY)
    List<String> asArray;
}
