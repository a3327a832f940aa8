package io.github.dqlite4j.it.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.client.SqlClient;
import io.github.dqlite4j.it.client.Futures;
import io.github.dqlite4j.it.fixture.ClientPlace;
import io.github.dqlite4j.it.fixture.NodeUnderTest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No statement can store a value in a column declared BOOLEAN, DATE, DATETIME or TIMESTAMP that would crash the node when another client
 * reads it. In a table created through the driver such a column accepts all values, as in SQLite, and is harmless.
 */
class DeclaredTypesWriteIT {
    private static final AtomicInteger PLACES = new AtomicInteger();

    private static NodeUnderTest node;

    @BeforeAll
    static void start() throws SQLException {
        node = new NodeUnderTest();
    }

    @AfterAll
    static void stop() throws SQLException {
        node.close();
    }

    private enum Made {
        BY_DRIVER,
        BY_DRIVER_EXACTLY,
        BY_ANOTHER_CLIENT
    }

    /** @param stored the storage class that it has in a column of NUMERIC affinity */
    private record Value(String literal, Object bound, String stored) {}

    private static final Value[] VALUES = {
        new Value("NULL", null, "null"),
        new Value("0", 0, "integer"),
        new Value("1", 1L, "integer"),
        new Value("'1'", "1", "integer"),
        new Value("1.0", 1.0, "integer"),
        new Value("1700000000", 1_700_000_000, "integer"),
        new Value("'2026-11-21 12:00:00'", "2026-11-21 12:00:00", "text"),
        new Value("'yes'", "yes", "text"),
        new Value("''", "", "text"),
        new Value("1.5", 1.5, "real"),
        new Value("'12.5'", "12.5", "real"),
        new Value("1e300", 1e300, "real"),
        new Value("x'00ff'", new byte[] {0, -1}, "blob"),
    };

    /** Each with the table and the value, which comes from the table {@code s} if it is not named. */
    private static final String[] WAYS = {
        "INSERT INTO {t} VALUES (3, {v}, 'x')",
        "INSERT INTO {t} VALUES (3, NULL, 'x'), (4, {v}, 'y'), (5, 0, 'z')",
        "INSERT INTO {t} (note, c) SELECT 'x', {v}",
        "INSERT INTO {t} (c) SELECT v FROM s",
        "INSERT INTO {t} (c) SELECT * FROM (SELECT v FROM s UNION ALL SELECT 0)",
        "INSERT INTO {t} (c) VALUES ((SELECT v FROM s))",
        "REPLACE INTO {t} VALUES (1, {v}, 'x')",
        "INSERT OR REPLACE INTO {t} VALUES (2, {v}, 'x')",
        "INSERT OR IGNORE INTO {t} VALUES (3, {v}, 'x')",
        "INSERT OR FAIL INTO {t} VALUES (3, {v}, 'x')",
        "INSERT OR ROLLBACK INTO {t} VALUES (3, {v}, 'x')",
        "INSERT INTO {t} VALUES (1, 1, 'x') ON CONFLICT (id) DO UPDATE SET c = {v}",
        "INSERT INTO {t} VALUES (1, {v}, 'x') ON CONFLICT DO UPDATE SET c = excluded.c",
        "UPDATE {t} SET c = {v} WHERE id = 1",
        "UPDATE OR IGNORE {t} SET note = 'n', c = {v}",
        "UPDATE OR REPLACE {t} SET c = {v} WHERE note = 'a'",
        "UPDATE {t} SET (note, c) = ('n', {v})",
        "UPDATE {t} SET c = s.v FROM s",
        "UPDATE {t} SET c = CASE WHEN id = 1 THEN {v} ELSE c END",
        "UPDATE {t} SET c = coalesce({v}, NULL) WHERE note = 'b'",
        "WITH n(v) AS (SELECT {v}) INSERT INTO {t} (c) SELECT v FROM n",
        "WITH n(v) AS (SELECT v FROM s) UPDATE {t} SET c = (SELECT v FROM n)",
        "INSERT INTO {t} (c) VALUES ({v}) RETURNING id",
        "UPDATE {t} SET c = {v} WHERE id = 1 RETURNING id, c",
        "INSERT INTO forward_{t} VALUES ({v})",
        "UPDATE forward_{t} SET v = {v}",
        "INSERT INTO view_{t} (c) VALUES ({v})"
    };

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of(Made.BY_DRIVER, "BOOLEAN"),
                Arguments.of(Made.BY_DRIVER, "DATE"),
                Arguments.of(Made.BY_DRIVER_EXACTLY, "BOOLEAN"),
                Arguments.of(Made.BY_DRIVER_EXACTLY, "TIMESTAMP"),
                Arguments.of(Made.BY_ANOTHER_CLIENT, "BOOLEAN"),
                Arguments.of(Made.BY_ANOTHER_CLIENT, "DATE"),
                Arguments.of(Made.BY_ANOTHER_CLIENT, "DateTime"),
                Arguments.of(Made.BY_ANOTHER_CLIENT, "timestamp"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void columnTakesOnlyWhatANodeCanRead(Made made, String type) throws SQLException {
        String table = (made + "_" + type).toLowerCase(Locale.ROOT);
        String create = "CREATE TABLE " + table + " (id INTEGER PRIMARY KEY, c " + type + ", note TEXT)";
        if (made == Made.BY_ANOTHER_CLIENT) {
            node.shell(create);
        }
        try (Connection connection = node.connect(made == Made.BY_DRIVER_EXACTLY ? "?declaredTypes=exact" : "")) {
            if (made != Made.BY_ANOTHER_CLIENT) {
                run(connection, create);
            }
            run(connection, "CREATE TABLE IF NOT EXISTS s (v)");
            run(connection, "DELETE FROM s");
            run(connection, "INSERT INTO s VALUES (NULL)");
            run(connection, "CREATE TABLE forward_" + table + " (v)");
            run(connection, "INSERT INTO forward_" + table + " VALUES (NULL)");
            run(
                    connection,
                    "CREATE TRIGGER i_" + table + " AFTER INSERT ON forward_" + table + " BEGIN INSERT INTO " + table
                            + " (c) VALUES (NEW.v); END");
            run(
                    connection,
                    "CREATE TRIGGER u_" + table + " AFTER UPDATE ON forward_" + table + " BEGIN UPDATE " + table
                            + " SET c = NEW.v; END");
            run(connection, "CREATE VIEW view_" + table + " AS SELECT c FROM " + table);
            run(
                    connection,
                    "CREATE TRIGGER v_" + table + " INSTEAD OF INSERT ON view_" + table + " BEGIN INSERT INTO " + table
                            + " (c) VALUES (NEW.c); END");
            Set<String> allowed = made == Made.BY_DRIVER
                    ? Set.of("null", "integer", "text", "real", "blob")
                    : type.equals("BOOLEAN") ? Set.of("null", "integer") : Set.of("null", "integer", "text");
            boolean bound = false;
            for (Value value : VALUES) {
                try (PreparedStatement source = connection.prepareStatement("UPDATE s SET v = ?")) {
                    source.setObject(1, value.bound());
                    source.executeUpdate();
                }
                for (String way : WAYS) {
                    bound = !bound;
                    check(
                            connection,
                            table,
                            way,
                            value,
                            bound && way.contains("{v}"),
                            allowed.contains(value.stored()));
                }
            }
            if (made != Made.BY_DRIVER) {
                fill(connection, table, allowed);
                assertThat(node.shell("SELECT * FROM " + table)).contains("filled");
            }
        }
        node.assertAlive();
    }

    private static void check(
            Connection connection, String table, String way, Value value, boolean bound, boolean allowed)
            throws SQLException {
        run(connection, "DELETE FROM " + table);
        run(connection, "INSERT INTO " + table + " VALUES (1, NULL, 'a'), (2, 1, 'b')");
        String sql = way.replace("{t}", table).replace("{v}", bound ? "?" : value.literal());
        String what = sql + " with " + value.literal();
        if (allowed) {
            write(connection, sql, bound, value);
            assertThat(stored(connection, table)).as(what).contains(value.stored());
        } else {
            assertThatThrownBy(() -> write(connection, sql, bound, value))
                    .as(what)
                    .isInstanceOf(SQLDataException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "22018")
                    .hasMessageContaining("any other value would crash the node that reads it");
            assertThat(stored(connection, table)).as(what).containsExactly("null", "integer");
            refusedByTheClient(sql, bound, value, what);
            assertThat(stored(connection, table)).as(what).containsExactly("null", "integer");
        }
    }

    /** In one place after the other. */
    private static void refusedByTheClient(String sql, boolean bound, Value value, String what) {
        ClientPlace place = ClientPlace.values()[PLACES.getAndIncrement() % ClientPlace.values().length];
        List<Object> parameters = bound ? Collections.singletonList(value.bound()) : List.of();
        Function<SqlClient, Object> write = client -> {
            CompletableFuture<?> call = sql.contains(" RETURNING ")
                    ? client.sql(sql).bindList(parameters).fetchAll()
                    : bound ? client.executeMany(sql, List.of(parameters)) : client.execute(sql);
            return Futures.get(call);
        };
        assertThatThrownBy(() -> place.call(node, write))
                .as("%s in %s", what, place)
                .hasFieldOrPropertyWithValue("sqlState", "22018");
    }

    private static void write(Connection connection, String sql, boolean bound, Value value) throws SQLException {
        if (!bound) {
            run(connection, sql);
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, value.bound());
            statement.execute();
        }
    }

    private static void fill(Connection connection, String table, Set<String> allowed) throws SQLException {
        for (Value value : VALUES) {
            // The shell itself gives up when it cannot read a date.
            if (allowed.contains(value.stored()) && !value.literal().equals("'yes'")) {
                run(connection, "INSERT INTO " + table + " (c, note) VALUES (" + value.literal() + ", 'filled')");
            }
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> stored(Connection connection, String table) throws SQLException {
        List<String> classes = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT typeof(c) FROM " + table + " ORDER BY id")) {
            while (rows.next()) {
                classes.add(rows.getString(1));
            }
        }
        return classes;
    }
}
