package io.github.dqlite4j.it.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.cfg.Configuration;
import org.hibernate.type.SqlTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A UUID is one text of 36 characters, with every API that writes it. */
class UuidIT {
    private static final UUID ID = UUID.fromString("c0ffee00-1e10-4e9d-8abc-00112233aabb");

    private static DqliteCluster cluster;
    private static SessionFactory sessions;
    private static Connection connection;
    private static JdbcClient client;

    @Entity(name = "Thing")
    static class Thing {
        @Id
        UUID id;

        @JdbcTypeCode(SqlTypes.BINARY)
        UUID packed;

        @JdbcTypeCode(SqlTypes.VARCHAR)
        UUID written;

        byte[] picture;

        @Column(length = 100_000)
        String story;
    }

    private static SessionFactory open(String database, String action, Class<?> entity) {
        return new Configuration()
                .setProperty("hibernate.connection.url", cluster.jdbcUrl(database))
                .setProperty("hibernate.connection.pool_size", "1")
                .setProperty("hibernate.hbm2ddl.auto", action)
                .setProperty("hibernate.hbm2ddl.halt_on_error", "true")
                .addAnnotatedClass(entity)
                .buildSessionFactory();
    }

    @BeforeAll
    static void start() throws SQLException {
        cluster = DqliteCluster.start(1);
        sessions = open("uuids", "create", Thing.class);
        connection = DriverManager.getConnection(cluster.jdbcUrl("uuids"));
        client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }

    @AfterAll
    static void stop() throws SQLException {
        sessions.close();
        connection.close();
        cluster.close();
    }

    @BeforeEach
    void clear() throws SQLException {
        run("delete from Thing");
    }

    private static void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private interface Writer {
        void write(UUID id) throws SQLException;
    }

    private static void prepared(String value, Object parameter, int type) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("insert into Thing (id) values (" + value + ")")) {
            insert.setObject(1, parameter, type);
            insert.executeUpdate();
        }
    }

    private static final Map<String, Writer> WRITERS = Map.of(
            "JPA",
            id -> sessions.inTransaction(session -> {
                Thing thing = new Thing();
                thing.id = id;
                session.persist(thing);
            }),
            "JPA native",
            id -> sessions.inTransaction(
                    session -> session.createNativeMutationQuery("insert into Thing (id) values (:id)")
                            .setParameter("id", id)
                            .executeUpdate()),
            "JdbcClient",
            id -> client.sql("insert into Thing (id) values (:id)")
                    .param("id", id)
                    .update(),
            "setObject",
            id -> prepared("?", id, Types.OTHER),
            "setObject as text",
            id -> prepared("?", id, Types.VARCHAR),
            "setString",
            id -> prepared("?", id.toString(), Types.VARCHAR),
            "SQL",
            id -> run("insert into Thing (id) values ('" + id + "')"));

    private static final Map<String, Supplier<List<?>>> READERS = Map.of(
            "JPA find",
            () -> Stream.ofNullable(sessions.fromTransaction(session -> session.find(Thing.class, ID)))
                    .map(thing -> thing.id)
                    .toList(),
            "JPA parameter",
            () -> sessions.fromTransaction(
                    session -> session.createSelectionQuery("select id from Thing where id = :id", UUID.class)
                            .setParameter("id", ID)
                            .list()),
            "JPA literal",
            () -> sessions.fromTransaction(session -> session.createSelectionQuery(
                            "select id from Thing where id in (select t.id from Thing t) and cast('" + ID
                                    + "' as java.util.UUID) = id",
                            UUID.class)
                    .list()),
            "JPA cast to text",
            () -> sessions
                    .fromTransaction(session -> session.createSelectionQuery(
                                    "select cast(id as String) from Thing where cast(id as String) = '" + ID + "'",
                                    String.class)
                            .list())
                    .stream()
                    .map(UUID::fromString)
                    .toList(),
            "JPA native",
            () -> sessions.fromTransaction(
                    session -> session.createNativeQuery("select id from Thing where id = ?1", Object.class)
                            .setParameter(1, ID)
                            .list()),
            "JdbcClient",
            () -> client.sql("select id from Thing where id = ?")
                    .param(ID)
                    .query(UUID.class)
                    .list(),
            "JdbcClient without a class",
            () -> client.sql("select id from Thing where id = ?")
                    .param(ID)
                    .query()
                    .singleColumn(),
            "SQL",
            () -> client.sql("select id from Thing where typeof(id) = 'text' and length(id) = 36 and id = lower(id)"
                            + " and id = '" + ID + "'")
                    .query(UUID.class)
                    .list());

    static Stream<String> writers() {
        return WRITERS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("writers")
    void whatOneWritesAllFind(String writer) throws SQLException {
        WRITERS.get(writer).write(ID);
        READERS.forEach((reader, reading) ->
                assertThat((List<?>) reading.get()).as(reader).isEqualTo(List.of(ID)));
    }

    @Test
    void aColumnDeclaredUuidIsOne() throws SQLException {
        WRITERS.get("JPA").write(ID);
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select id, hex(packed) from Thing")) {
            ResultSetMetaData columns = rows.getMetaData();
            assertThat(columns.getColumnClassName(1)).isEqualTo("java.util.UUID");
            assertThat(columns.getColumnTypeName(1)).isEqualTo("UUID");
            assertThat(columns.getColumnType(1)).isEqualTo(Types.OTHER);
            assertThat(rows.next()).isTrue();
            assertThat(rows.getObject(1)).isEqualTo(ID);
            assertThat(rows.getObject(1, UUID.class)).isEqualTo(ID);
            assertThat(rows.getString(1)).isEqualTo(ID.toString());
        }
        try (ResultSet column = connection.getMetaData().getColumns(null, null, "Thing", "id")) {
            assertThat(column.next()).isTrue();
            assertThat(column.getString("TYPE_NAME")).isEqualTo("UUID");
            assertThat(column.getInt("DATA_TYPE")).isEqualTo(Types.OTHER);
        }
    }

    /** Where a column holds the other form, or no UUID at all. */
    @Test
    void bothFormsAreReadAndNothingIsCut() throws SQLException {
        String hex = ID.toString().replace("-", "");
        run("insert into Thing (id, packed) values ('" + ID + "', '" + ID + "')");
        assertThat(found().packed).isEqualTo(ID);
        run("update Thing set packed = x'" + hex + "', written = '"
                + ID.toString().toUpperCase(Locale.ROOT) + "'");
        assertThat(found().packed).isEqualTo(ID);
        assertThat(found().written).isEqualTo(ID);
        assertThat(client.sql("select packed from Thing").query(UUID.class).single())
                .isEqualTo(ID);
        for (String broken : List.of("'" + hex + "'", "x'" + hex + "00'", "'0123456789abcdefg'", "x'00'")) {
            run("update Thing set packed = " + broken);
            assertThatThrownBy(this::found).as(broken).hasMessageNotContaining(hex);
        }
    }

    private Thing found() {
        return sessions.fromTransaction(session ->
                session.createSelectionQuery("from Thing", Thing.class).getSingleResult());
    }

    @Test
    void nativeQueriesYieldTheValue() {
        byte[] bytes = {1, 0, -1};
        sessions.inTransaction(session -> {
            Thing thing = new Thing();
            thing.id = ID;
            thing.picture = bytes;
            thing.story = "long";
            session.persist(thing);
        });
        Object[] row = sessions.fromTransaction(
                session -> session.createNativeQuery("select id, picture, story from Thing", Object[].class)
                        .getSingleResult());
        assertThat(row).containsExactly(ID, bytes, "long");
    }

    @Test
    void theNamesThatAPersonWouldWriteValidate() throws SQLException {
        for (String type : List.of("uuid", "text", "char(36)", "varchar(36)")) {
            String database = "validate-" + UUID.randomUUID();
            try (Connection other = DriverManager.getConnection(cluster.jdbcUrl(database));
                    Statement statement = other.createStatement()) {
                statement.execute("create table Thing (id " + type
                        + " primary key, packed blob, written varchar(36), picture blob, story text)");
            }
            open(database, "validate", Thing.class).close();
        }
    }

    @Test
    void aPrecisionBeforeTheTimeZoneIsADeclaration() throws SQLException {
        for (String options : List.of("", "?declaredTypes=exact")) {
            try (Connection other = DriverManager.getConnection(cluster.jdbcUrl("zones") + options);
                    Statement statement = other.createStatement()) {
                statement.execute("create table zoned (at TIMESTAMP(9) WITH TIME ZONE not null,"
                        + " day TIME(3) WITHOUT TIME ZONE, local timestamp (6) without time zone)");
                statement.execute("alter table zoned add more TIME(6) WITH TIME ZONE");
                try (ResultSet rows = statement.executeQuery("select * from zoned")) {
                    ResultSetMetaData columns = rows.getMetaData();
                    assertThat(columns.getColumnType(1)).isEqualTo(Types.TIMESTAMP_WITH_TIMEZONE);
                    assertThat(columns.getScale(1)).isEqualTo(9);
                    assertThat(columns.getColumnType(2)).isEqualTo(Types.TIME);
                    assertThat(columns.getColumnType(3)).isEqualTo(Types.TIMESTAMP);
                    assertThat(columns.getColumnType(4)).isEqualTo(Types.TIME_WITH_TIMEZONE);
                }
                statement.execute("drop table zoned");
            }
        }
    }
}
