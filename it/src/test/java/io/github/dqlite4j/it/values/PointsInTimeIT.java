package io.github.dqlite4j.it.values;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Points in time have one form of text, local dates and times another one. Every reader finds the values of every writer, in every zone.
 */
class PointsInTimeIT {
    private static final TimeZone HOME = TimeZone.getDefault();

    /** Around summer time in Berlin and New York, before zones had whole hours, and at both ends. */
    private static final List<Instant> INSTANTS = List.of(
            Instant.parse("2024-02-29T10:11:12.123456789Z"),
            Instant.parse("2024-03-31T01:30:00Z"),
            Instant.parse("2024-10-27T00:30:00Z"),
            Instant.parse("2024-10-27T01:30:00.5Z"),
            Instant.parse("2024-11-03T05:30:00Z"),
            Instant.parse("2024-11-03T06:30:00Z"),
            Instant.parse("1969-12-31T23:59:59.999Z"),
            Instant.parse("1883-11-18T16:59:59Z"),
            Instant.parse("1700-01-01T00:00:00Z"),
            Instant.parse("2100-06-15T12:00:00Z"));

    /** Summer time skips the second in Berlin and the third in New York. */
    private static final List<LocalDateTime> LOCALS = List.of(
            LocalDateTime.parse("2024-02-29T10:11:12.123456789"),
            LocalDateTime.parse("2024-03-31T02:30:00"),
            LocalDateTime.parse("2024-03-10T02:30:00"),
            LocalDateTime.parse("2024-10-27T02:30:00.5"),
            LocalDateTime.parse("1893-03-31T23:59:59"),
            LocalDateTime.parse("0001-01-01T00:00:00"),
            LocalDateTime.parse("9999-12-31T23:59:59.999"));

    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    private SessionFactory sessions;
    private Connection connection;
    private JdbcClient client;

    @Entity(name = "Moment")
    static class Moment {
        @Id
        long id;

        Instant instant;
        OffsetDateTime offset;
        ZonedDateTime zoned;
        LocalDateTime local;
        LocalDate day;
        LocalTime time;
        OffsetTime offsetTime;
        Date date;
        Timestamp stamp;
    }

    private void open(String zone, String options) throws SQLException {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        String url = CLUSTER.jdbcUrl("moments-" + zone.toLowerCase(Locale.ROOT).replaceAll("\\W", "-")) + options;
        sessions = new Configuration()
                .setProperty("hibernate.connection.url", url)
                .setProperty("hibernate.connection.pool_size", "1")
                .setProperty("hibernate.hbm2ddl.auto", "create")
                .setProperty("hibernate.hbm2ddl.halt_on_error", "true")
                .addAnnotatedClass(Moment.class)
                .buildSessionFactory();
        connection = DriverManager.getConnection(url);
        client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }

    @AfterEach
    void close() throws SQLException {
        TimeZone.setDefault(HOME);
        if (sessions != null) {
            sessions.close();
        }
        if (connection != null) {
            connection.close();
        }
    }

    private interface Writing {
        void run(Object value) throws SQLException;
    }

    private interface Reading {
        List<?> run() throws SQLException;
    }

    private void clear() {
        client.sql("delete from Moment").update();
    }

    private void prepared(String sql, Parameter parameter) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            parameter.set(statement);
            statement.executeUpdate();
        }
    }

    private <T> List<T> rows(String sql, Parameter parameter, Cell<T> cell) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            parameter.set(statement);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? List.of(cell.read(rows)) : List.of();
            }
        }
    }

    private interface Parameter {
        void set(PreparedStatement statement) throws SQLException;
    }

    private interface Cell<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> jpa(String hql, Class<T> type, Map<String, ?> parameters) {
        return sessions.fromTransaction(session -> {
            var query = session.createSelectionQuery(hql, type);
            parameters.forEach(query::setParameter);
            return query.list();
        });
    }

    private void persist(Moment moment) {
        sessions.inTransaction(session -> session.persist(moment));
    }

    private Map<String, Writing> writersOf(String column) {
        String insert = "insert into Moment (id, " + column + ") values (0, ?)";
        Map<String, Writing> writers = new LinkedHashMap<>();
        writers.put("JPA Instant", value -> {
            Moment moment = new Moment();
            moment.instant = (Instant) value;
            moment.offset = moment.instant.atOffset(ZoneOffset.ofHours(3));
            moment.zoned = moment.instant.atZone(ZoneId.of("Asia/Tokyo"));
            persist(moment);
        });
        writers.put(
                "JdbcClient Instant", value -> client.sql(insert).param(value).update());
        writers.put(
                "JdbcClient OffsetDateTime",
                value -> client.sql(insert)
                        .param(((Instant) value).atOffset(ZoneOffset.ofHours(-7)))
                        .update());
        writers.put(
                "JdbcClient Timestamp",
                value -> client.sql(insert)
                        .param(Timestamp.from((Instant) value))
                        .update());
        writers.put(
                "ZonedDateTime",
                value -> prepared(
                        insert, row -> row.setObject(1, ((Instant) value).atZone(ZoneId.of("Asia/Kathmandu")))));
        writers.put(
                "setTimestamp", value -> prepared(insert, row -> row.setTimestamp(1, Timestamp.from((Instant) value))));
        writers.put(
                "Timestamp with its type",
                value -> prepared(
                        insert,
                        row -> row.setObject(1, Timestamp.from((Instant) value), Types.TIMESTAMP_WITH_TIMEZONE)));
        writers.put("batch", value -> {
            try (PreparedStatement statement = connection.prepareStatement(insert)) {
                statement.setTimestamp(1, Timestamp.from((Instant) value));
                statement.addBatch();
                statement.executeBatch();
            }
        });
        return writers;
    }

    private Map<String, Reading> readersOf(String column, Instant value) {
        String select = "select " + column + " from Moment where " + column + " = ?";
        String hql = "select m.instant from Moment m where m." + column + " = ";
        Timestamp stamp = Timestamp.from(value);
        OffsetDateTime offset = value.atOffset(ZoneOffset.ofHours(5));
        Map<String, Reading> readers = new LinkedHashMap<>();
        readers.put(
                "HQL Instant",
                () -> jpa(
                                "select m." + column + " from Moment m where m." + column + " = :value",
                                Object.class,
                                Map.of("value", column.equals("instant") ? value : offset))
                        .stream()
                        .map(PointsInTimeIT::instant)
                        .toList());
        readers.put(
                "HQL entity",
                () -> jpa("from Moment", Moment.class, Map.of()).stream()
                        .map(moment -> instant(column.equals("instant") ? moment.instant : moment.offset))
                        .toList());
        readers.put(
                "JPA native",
                () -> sessions
                        .fromTransaction(session -> session.createNativeQuery(select, Object.class)
                                .setParameter(1, value)
                                .list())
                        .stream()
                        .map(PointsInTimeIT::instant)
                        .toList());
        readers.put(
                "JdbcClient Instant",
                () -> client.sql(select).param(value).query(Instant.class).list());
        readers.put(
                "JdbcClient OffsetDateTime",
                () -> client.sql(select).param(offset).query(OffsetDateTime.class).list().stream()
                        .map(OffsetDateTime::toInstant)
                        .toList());
        readers.put(
                "JdbcClient Timestamp",
                () -> client.sql(select).param(stamp).query(Timestamp.class).list().stream()
                        .map(Timestamp::toInstant)
                        .toList());
        readers.put(
                "getTimestamp",
                () -> rows(
                        select,
                        row -> row.setTimestamp(1, stamp),
                        row -> row.getTimestamp(1).toInstant()));
        readers.put("getObject", () -> rows(select, row -> row.setObject(1, value), row -> instant(row.getObject(1))));
        readers.put(
                "ZonedDateTime",
                () -> rows(
                        select,
                        row -> row.setObject(1, value.atZone(ZoneId.of("Asia/Kathmandu"))),
                        row -> row.getObject(1, ZonedDateTime.class).toInstant()));
        readers.put(
                "LocalDateTime in the JVM's zone",
                () -> rows(
                        select,
                        row -> row.setObject(1, value),
                        row -> row.getObject(1, LocalDateTime.class)
                                        .equals(LocalDateTime.ofInstant(value, ZoneId.systemDefault()))
                                ? value
                                : row.getObject(1, LocalDateTime.class)));
        readers.put(
                "SQL",
                () -> client
                        .sql("select strftime('%s', " + column + ") from Moment" + " where length(" + column
                                + ") = 30 and abs(julianday(" + column + ") - julianday(?)) < 1e-6")
                        .param(value)
                        .query(Long.class)
                        .list()
                        .stream()
                        .map(seconds -> Instant.ofEpochSecond(seconds, value.getNano()))
                        .toList());
        readers.put(
                "text order",
                () -> client.sql("select " + column + " from Moment where " + column + " > ? and " + column + " < ?")
                        .params(value.minusNanos(1), value.plusNanos(1))
                        .query(Instant.class)
                        .list());
        return readers;
    }

    private static Object instant(Object value) {
        if (value instanceof OffsetDateTime offset) {
            return offset.toInstant();
        } else if (value instanceof ZonedDateTime zoned) {
            return zoned.toInstant();
        }
        return value instanceof Timestamp stamp ? stamp.toInstant() : value;
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York"})
    void whatOneWritesAllFind(String zone) throws SQLException {
        open(zone, "");
        for (String column : List.of("instant", "offset")) {
            for (Instant value : INSTANTS) {
                for (Map.Entry<String, Writing> writer : writersOf(column).entrySet()) {
                    clear();
                    writer.getValue().run(value);
                    for (Map.Entry<String, Reading> reader :
                            readersOf(column, value).entrySet()) {
                        assertThat((List<?>) reader.getValue().run())
                                .as(
                                        "%s written by %s, read by %s in %s",
                                        value, writer.getKey(), reader.getKey(), column)
                                .isEqualTo(List.of(value));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York"})
    void localDatesAndTimesAreNeverShifted(String zone) throws SQLException {
        for (String options : List.of("", "?timeZone=UTC", "?timeZone=Asia/Tokyo")) {
            open(zone, options);
            for (LocalDateTime value : LOCALS) {
                LocalDate day = value.toLocalDate();
                LocalTime time = value.toLocalTime();
                OffsetTime offset = time.atOffset(ZoneOffset.ofHoursMinutes(-9, -30));
                Map<String, Writing> writers = Map.of(
                        "JPA",
                        ignored -> {
                            Moment moment = new Moment();
                            moment.local = value;
                            moment.day = day;
                            moment.time = time;
                            moment.offsetTime = offset;
                            persist(moment);
                        },
                        "JdbcClient",
                        ignored -> client.sql(
                                        "insert into Moment (id, local, day, time, offsetTime) values (0, ?, ?, ?, ?)")
                                .params(value, day, time, offset)
                                .update());
                for (Map.Entry<String, Writing> writer : writers.entrySet()) {
                    clear();
                    writer.getValue().run(value);
                    Moment found = jpa(
                                    "from Moment where local = :local and day = :day and time = :time and offsetTime = :offset",
                                    Moment.class,
                                    Map.of("local", value, "day", day, "time", time, "offset", offset))
                            .get(0);
                    assertThat(List.of(found.local, found.day, found.time, found.offsetTime))
                            .as("%s by %s %s", value, writer.getKey(), options)
                            .isEqualTo(List.of(value, day, time, offset));
                    List<?> read = client.sql(
                                    "select local, day, time, offsetTime from Moment where local = ? and day = ? and time = ? and offsetTime = ?")
                            .params(value, day, time, offset)
                            .query((row, number) -> List.of(
                                    row.getObject(1, LocalDateTime.class),
                                    row.getObject(2, LocalDate.class),
                                    row.getObject(3, LocalTime.class),
                                    row.getObject(4, OffsetTime.class)))
                            .single();
                    assertThat(read)
                            .as("%s by %s %s", value, writer.getKey(), options)
                            .isEqualTo(List.of(value, day, time, offset));
                    assertThat(client.sql(
                                            "select date(local) || '|' || date(day) || '|' || strftime('%H:%M:%S', time) from Moment")
                                    .query(String.class)
                                    .single())
                            .isEqualTo(day + "|" + day + "|"
                                    + time.withNano(0).format(java.time.format.DateTimeFormatter.ISO_LOCAL_TIME));
                }
            }
            close();
        }
    }

    /** Timestamp and java.util.Date in columns without a zone are wall times, the same for both ways. */
    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York"})
    void timestampsAgreeWithLocalDateTimesInAColumnWithoutZone(String zone) throws SQLException {
        open(zone, "");
        for (String text : List.of("2024-02-29 10:11:12.123456789", "1893-03-31 23:59:59.0", "1600-03-01 00:00:00.0")) {
            Timestamp stamp = Timestamp.valueOf(text);
            LocalDateTime local = stamp.toLocalDateTime();
            clear();
            Moment moment = new Moment();
            moment.stamp = stamp;
            moment.local = local;
            moment.date = new Date(stamp.getTime());
            persist(moment);
            assertThat(jpa(
                            "from Moment where stamp = :stamp and local = :local",
                            Moment.class,
                            Map.of("stamp", stamp, "local", local)))
                    .singleElement()
                    .satisfies(found -> {
                        assertThat(found.stamp).isEqualTo(stamp);
                        assertThat(found.date.getTime()).isEqualTo(stamp.getTime());
                    });
            assertThat(rows(
                            "select local, stamp, date from Moment where local = ?",
                            row -> row.setTimestamp(1, stamp),
                            row -> List.of(
                                    row.getTimestamp(1), row.getTimestamp(2), row.getObject(2, LocalDateTime.class))))
                    .isEqualTo(List.of(List.of(stamp, stamp, local)));
            assertThat(rows(
                            "select stamp from Moment where stamp = ?",
                            row -> row.setObject(1, local),
                            row -> row.getObject(1)))
                    .isEqualTo(List.of(stamp));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York"})
    void theServersClockIsNow(String zone) throws SQLException {
        open(zone, "");
        client.sql(
                        "create table if not exists Stamped (id integer primary key, at timestamp(6) with time zone default current_timestamp,"
                                + " plain text default current_timestamp)")
                .update();
        client.sql("delete from Stamped").update();
        client.sql("insert into Stamped (id) values (1)").update();
        Instant before = Instant.now().minus(Duration.ofMinutes(5));
        Instant after = Instant.now().plus(Duration.ofMinutes(5));
        for (String column : List.of("at", "plain")) {
            Instant read = client.sql("select " + column + " from Stamped")
                    .query(Instant.class)
                    .single();
            assertThat(read).isBetween(before, after);
            assertThat(client.sql("select count(*) from Stamped where " + column + " >= ? and " + column + " < ?")
                            .params(before, after)
                            .query(Integer.class)
                            .single())
                    .isOne();
        }
        assertThat(rows(
                        "select at from Stamped where at >= ? and at < ?",
                        row -> {
                            row.setTimestamp(1, Timestamp.from(before));
                            row.setTimestamp(2, Timestamp.from(after));
                        },
                        row -> row.getTimestamp(1).toInstant()))
                .singleElement()
                .satisfies(read -> assertThat(read).isBetween(before, after));
        Moment moment = new Moment();
        persist(moment);
        sessions.inTransaction(
                session -> session.createMutationQuery("update Moment set instant = instant, offset = offset datetime")
                        .executeUpdate());
        sessions.inTransaction(session -> session.createMutationQuery("update Moment m set m.instant = instant")
                .executeUpdate());
        sessions.inTransaction(session -> session.createMutationQuery(
                        "update Moment set stamp = stamp where current_timestamp > :before")
                .setParameter("before", Timestamp.from(before))
                .executeUpdate());
        assertThat(jpa(
                        "from Moment where offset between :before and :after and offset <= current_timestamp",
                        Moment.class,
                        Map.of("before", before.atOffset(ZoneOffset.UTC), "after", after.atOffset(ZoneOffset.UTC))))
                .singleElement()
                .satisfies(found -> assertThat(found.offset.toInstant()).isBetween(before, after));
    }

    /** As PostgreSQL dumps them. */
    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York"})
    void offsetsHaveSeveralForms(String zone) throws SQLException {
        open(zone, "");
        for (String text : List.of(
                "2024-02-29 10:11:12.5+00",
                "2024-02-29 12:11:12.5+0200",
                "2024-02-29 15:41:12.500000+05:30",
                "2024-02-29T05:11:12.5-05",
                "2024-02-29 10:11:12.5")) {
            clear();
            client.sql("insert into Moment (id, instant) values (0, ?)")
                    .param(text)
                    .update();
            Instant expected = Instant.parse("2024-02-29T10:11:12.5Z");
            assertThat(jpa("from Moment", Moment.class, Map.of()).get(0).instant)
                    .as(text)
                    .isEqualTo(expected);
            assertThat(client.sql("select instant from Moment")
                            .query(Instant.class)
                            .single())
                    .isEqualTo(expected);
            assertThat(rows(
                            "select instant from Moment",
                            row -> {},
                            row -> row.getTimestamp(1).toInstant()))
                    .isEqualTo(List.of(expected));
        }
    }
}
