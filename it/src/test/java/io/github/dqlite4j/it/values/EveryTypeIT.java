package io.github.dqlite4j.it.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.lang.reflect.Field;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.HibernateException;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.cfg.Configuration;
import org.hibernate.type.SqlTypes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.BeanUtils;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Every type of an attribute: JDBC reads and finds the values that JPA writes, and the other way round, and the stored form is the same.
 */
class EveryTypeIT {
    private static final TimeZone HOME = TimeZone.getDefault();

    /** Why no attribute is tested. */
    private static final Map<String, String> NOT_FOR_ATTRIBUTES = Map.ofEntries(
            Map.entry("NULL", "the type of a literal"),
            Map.entry("OTHER", "no form of its own"),
            Map.entry("JAVA_OBJECT", "no form of its own"),
            Map.entry("DISTINCT", "SQLite has no types of users"),
            Map.entry("STRUCT", "SQLite has no types of users"),
            Map.entry("STRUCT_ARRAY", "SQLite has no types of users"),
            Map.entry("STRUCT_TABLE", "SQLite has no types of users"),
            Map.entry("TABLE", "SQLite has no arrays as tables"),
            Map.entry("REF", "SQLite has no references"),
            Map.entry("REF_CURSOR", "a parameter of procedures"),
            Map.entry("ROWID", "a type of Oracle and its JDBC driver"),
            Map.entry("DATALINK", "Hibernate has no type for it"),
            Map.entry(
                    "INTERVAL_SECOND", "a type of other databases, which Hibernate refuses when it creates the table"),
            Map.entry("ENUM", "a type of other databases, which Hibernate refuses when it creates the table"),
            Map.entry("NAMED_ENUM", "a type of other databases, which Hibernate refuses when it creates the table"),
            Map.entry("ORDINAL_ENUM", "a type of other databases, which Hibernate refuses when it creates the table"),
            Map.entry(
                    "NAMED_ORDINAL_ENUM",
                    "a type of other databases, which Hibernate refuses when it creates the table"),
            Map.entry("XML_ARRAY", "needs an XML library, and is a type of Oracle and DB2"),
            Map.entry("GEOMETRY", "needs hibernate-spatial, which does not know SQLite"),
            Map.entry("POINT", "needs hibernate-spatial, which does not know SQLite"),
            Map.entry("GEOGRAPHY", "needs hibernate-spatial, which does not know SQLite"),
            Map.entry("VECTOR", "needs hibernate-vector, which does not know SQLite"),
            Map.entry("VECTOR_INT8", "needs hibernate-vector, which does not know SQLite"),
            Map.entry("VECTOR_FLOAT16", "needs hibernate-vector, which does not know SQLite"),
            Map.entry("VECTOR_FLOAT32", "needs hibernate-vector, which does not know SQLite"),
            Map.entry("VECTOR_FLOAT64", "needs hibernate-vector, which does not know SQLite"),
            Map.entry("VECTOR_BINARY", "needs hibernate-vector, which does not know SQLite"),
            Map.entry("SPARSE_VECTOR_INT8", "needs hibernate-vector, which does not know SQLite"),
            Map.entry("SPARSE_VECTOR_FLOAT32", "needs hibernate-vector, which does not know SQLite"),
            Map.entry("SPARSE_VECTOR_FLOAT64", "needs hibernate-vector, which does not know SQLite"));

    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    private SessionFactory sessions;
    private Connection connection;
    private JdbcClient client;
    private List<String> failures;

    private void open(String zone, Class<?> entity) throws SQLException {
        open(zone, entity, false);
    }

    private void open(String zone, Class<?> entity, boolean preferJavaTypes) throws SQLException {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        String url = CLUSTER.jdbcUrl("every-" + entity.getSimpleName().toLowerCase(Locale.ROOT) + "-"
                + zone.toLowerCase(Locale.ROOT).replaceAll("\\W", "-")
                + (preferJavaTypes ? "-java" : ""));
        sessions = new Configuration()
                .setProperty("hibernate.connection.url", url)
                .setProperty("hibernate.connection.pool_size", "1")
                .setProperty("hibernate.hbm2ddl.auto", "create")
                .setProperty("hibernate.hbm2ddl.halt_on_error", "true")
                .setProperty("hibernate.type.prefer_java_type_jdbc_types", preferJavaTypes)
                .addAnnotatedClass(entity)
                .buildSessionFactory();
        connection = DriverManager.getConnection(url);
        client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
        failures = new ArrayList<>();
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

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York"})
    void everyJavaTypeIsOneForm(String zone) throws Exception {
        open(zone, Everything.class);
        for (Attribute attribute : Samples.all()) {
            agree(Everything.class, attribute);
        }
        assertThat(failures).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "Asia/Kolkata", "America/New_York"})
    void everyTypeOfHibernateIsOneForm(String zone) throws Exception {
        open(zone, EveryCode.class);
        for (Attribute attribute : Samples.codes()) {
            agree(EveryCode.class, attribute);
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void theOptionForJavaTypesChangesNothing() throws Exception {
        open("Europe/Berlin", Everything.class, true);
        for (Attribute attribute : Samples.all()) {
            agree(Everything.class, attribute);
        }
        assertThat(failures).isEmpty();
    }

    @Entity(name = "Bytes")
    static class Bytes {
        @Id
        int id;

        Byte[] refused;
    }

    @Entity(name = "Characters")
    static class Characters {
        @Id
        int id;

        Character[] refused;
    }

    @Entity(name = "Interval")
    static class Interval {
        @Id
        int id;

        @JdbcTypeCode(SqlTypes.INTERVAL_SECOND)
        Duration refused;
    }

    @Entity(name = "EnumType")
    static class EnumType {
        @Id
        int id;

        @JdbcTypeCode(SqlTypes.ENUM)
        Everything.Colour refused;
    }

    @Entity(name = "NamedEnum")
    static class NamedEnum {
        @Id
        int id;

        @JdbcTypeCode(SqlTypes.NAMED_ENUM)
        Everything.Colour refused;
    }

    @Entity(name = "OrdinalEnum")
    static class OrdinalEnum {
        @Id
        int id;

        @JdbcTypeCode(SqlTypes.ORDINAL_ENUM)
        Everything.Colour refused;
    }

    @Entity(name = "NamedOrdinalEnum")
    static class NamedOrdinalEnum {
        @Id
        int id;

        @JdbcTypeCode(SqlTypes.NAMED_ORDINAL_ENUM)
        Everything.Colour refused;
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Bytes.class,
                Characters.class,
                Interval.class,
                EnumType.class,
                NamedEnum.class,
                OrdinalEnum.class,
                NamedOrdinalEnum.class
            })
    void whatHibernateRefusesIsNamed(Class<?> entity) {
        assertThatThrownBy(() -> open("UTC", entity))
                .isInstanceOf(HibernateException.class)
                .hasMessageContaining("refused");
    }

    @Test
    void classesAreNamesInJdbc() throws Exception {
        open("UTC", Everything.class);
        client.sql("insert into Everything (id, type) values (1, 'java.lang.String')")
                .update();
        try (PreparedStatement statement = connection.prepareStatement("select type from Everything where type = ?")) {
            assertThatThrownBy(() -> statement.setObject(1, String.class))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("07006"));
            statement.setString(1, "java.lang.String");
            try (ResultSet rows = statement.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThatThrownBy(() -> rows.getObject(1, Class.class))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("07006"));
            }
        }
    }

    @Test
    void noTypeOfHibernateIsForgotten() throws Exception {
        Set<String> expected = new TreeSet<>();
        Map<Integer, String> names = new HashMap<>();
        for (Field constant : SqlTypes.class.getFields()) {
            expected.add(constant.getName());
            names.put(constant.getInt(null), constant.getName());
        }
        Set<String> known = new TreeSet<>(NOT_FOR_ATTRIBUTES.keySet());
        for (Attribute attribute : Samples.codes()) {
            int code = attribute
                    .declared(EveryCode.class)
                    .getAnnotation(JdbcTypeCode.class)
                    .value();
            assertThat(known.add(names.get(code))).as(attribute.field()).isTrue();
        }
        assertThat(known).isEqualTo(expected);
        assertThat(fields(EveryCode.class)).isEqualTo(attributes(Samples.codes()));
        assertThat(fields(Everything.class)).isEqualTo(attributes(Samples.all()));
    }

    private static Set<String> attributes(List<Attribute> attributes) {
        return attributes.stream().map(Attribute::field).collect(Collectors.toSet());
    }

    private static Set<String> fields(Class<?> entity) {
        return Stream.of(entity.getDeclaredFields())
                .filter(field -> !field.isSynthetic())
                .map(Field::getName)
                .filter(name -> !name.equals("id"))
                .collect(Collectors.toSet());
    }

    private interface Step {
        Object run() throws Exception;
    }

    private void check(Attribute attribute, String what, Object expected, Step step) {
        Object found;
        try {
            found = Attribute.content(step.run());
        } catch (Exception | AssertionError e) {
            found = e;
        }
        if (!Attribute.content(expected).equals(found)) {
            failures.add(attribute.field() + ": " + what + ": " + found);
        }
    }

    private void agree(Class<?> entity, Attribute attribute) {
        String column = attribute.field();
        String table = entity.getSimpleName();
        String insert = "insert into " + table + " (id, " + column + ") values (1, ?)";
        write(entity, attribute, "JPA", () -> {
            sessions.inTransaction(session -> {
                Object row = newInstance(entity);
                attribute.set(row);
                session.persist(row);
            });
            return 1;
        });
        write(entity, attribute, "setObject", () -> {
            try (PreparedStatement statement = connection.prepareStatement(insert)) {
                statement.setObject(1, attribute.bound());
                return statement.executeUpdate();
            }
        });
        write(entity, attribute, "setObject with OTHER", () -> {
            if (attribute.bound() instanceof Enum<?>) {
                return client.sql(insert).param(attribute.bound()).update();
            }
            try (PreparedStatement statement = connection.prepareStatement(insert)) {
                statement.setObject(1, attribute.bound(), Types.OTHER);
                return statement.executeUpdate();
            }
        });
        write(
                entity,
                attribute,
                "JdbcClient",
                () -> client.sql(insert).param(attribute.bound()).update());
    }

    private static Object newInstance(Class<?> entity) {
        try {
            Object row = entity.getDeclaredConstructor().newInstance();
            entity.getDeclaredField("id").set(row, 1);
            return row;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void write(Class<?> entity, Attribute attribute, String writer, Step step) {
        client.sql("delete from " + entity.getSimpleName()).update();
        check(attribute, writer + " writes", 1, step);
        read(entity, attribute, writer + ", then ");
    }

    private void read(Class<?> entity, Attribute attribute, String writer) {
        String column = attribute.field();
        Class<?> type = attribute.readFrom(entity);
        String from = " from " + entity.getSimpleName();
        String where = from + " where " + column + " = ?";
        check(
                attribute,
                writer + "SQL",
                attribute.stored(),
                () -> client.sql("select quote(" + column + ")" + from)
                        .query(String.class)
                        .single());
        check(
                attribute,
                writer + "JPA find",
                attribute.value(),
                () -> attribute.get(sessions.fromTransaction(session -> session.find(entity, 1))));
        check(
                attribute,
                writer + "HQL where",
                1L,
                () -> sessions.fromTransaction(session -> session.createSelectionQuery(
                                "select count(*)" + from + " e where e." + column + " = :v", Long.class)
                        .setParameter("v", attribute.value())
                        .getSingleResult()));
        check(
                attribute,
                writer + "HQL select",
                attribute.value(),
                () -> sessions.fromTransaction(
                        session -> session.createSelectionQuery("select e." + column + from + " e", Object.class)
                                .getSingleResult()));
        check(attribute, writer + "getObject", attribute.bound(), () -> {
            try (PreparedStatement statement = connection.prepareStatement("select " + column + where)) {
                statement.setObject(1, attribute.bound());
                try (ResultSet rows = statement.executeQuery()) {
                    return rows.next() ? rows.getObject(1, type) : "nothing found";
                }
            }
        });
        check(attribute, writer + "JdbcClient", attribute.bound(), () -> {
            JdbcClient.StatementSpec query =
                    client.sql("select " + column + where).param(attribute.bound());
            return BeanUtils.isSimpleProperty(type)
                    ? query.query(type).single()
                    : query.query((rows, number) -> rows.getObject(1, type)).single();
        });
    }
}
