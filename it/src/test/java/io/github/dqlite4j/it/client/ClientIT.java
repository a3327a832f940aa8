package io.github.dqlite4j.it.client;

import static io.github.dqlite4j.it.client.Futures.failure;
import static io.github.dqlite4j.it.client.Futures.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.client.DqliteClient;
import io.github.dqlite4j.client.DqliteClientException;
import io.github.dqlite4j.client.ExecuteResult;
import io.github.dqlite4j.client.PreparedSql;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Statements of one connection. */
@Timeout(120)
class ClientIT {
    private static DqliteCluster cluster;

    private DqliteClient client;

    record Person(long id, String firstName, @Nullable LocalDate born) {}

    enum Colour {
        RED,
        GREEN
    }

    @BeforeAll
    static void startCluster() {
        cluster = DqliteCluster.start(1);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @BeforeEach
    void connect() {
        client = get(DqliteClient.connect(cluster.jdbcUrl("client")));
        get(client.script(
                "DROP TABLE IF EXISTS person; CREATE TABLE person (id INTEGER PRIMARY KEY, first_name TEXT NOT NULL, born DATE);"
                        + "INSERT INTO person VALUES (1, 'Ada', '1815-12-10'), (2, 'Grace', NULL)"));
    }

    @AfterEach
    void close() {
        get(client.close());
    }

    @Test
    void rowsComeInManyForms() {
        String sql = "SELECT id, first_name, born FROM person ORDER BY id";
        List<Map<String, @Nullable Object>> maps = get(client.fetch(sql));
        assertThat(maps.get(0))
                .containsExactly(
                        Map.entry("id", 1),
                        Map.entry("first_name", "Ada"),
                        Map.entry("born", LocalDate.of(1815, 12, 10)));
        assertThat(maps.get(1)).containsEntry("born", null);
        assertThat(get(client.fetchAll(sql)))
                .containsExactly(List.of(1, "Ada", LocalDate.of(1815, 12, 10)), Arrays.asList(2, "Grace", null));
        assertThat(get(client.sql(sql).fetch(Person.class)))
                .containsExactly(new Person(1, "Ada", LocalDate.of(1815, 12, 10)), new Person(2, "Grace", null));
        assertThat(get(client.sql(sql).fetch(row -> row.get("FIRST_NAME", String.class) + row.get(1, Long.class))))
                .containsExactly("Ada1", "Grace2");
        assertThat(get(client.sql("SELECT first_name FROM person ORDER BY id").fetch(String.class)))
                .containsExactly("Ada", "Grace");
        assertThat(get(client.fetchOne(sql)).orElseThrow()).containsEntry("first_name", "Ada");
        assertThat(get(client.fetchOne(sql + " LIMIT 0"))).isEmpty();
        assertThat(get(client.fetchValue("SELECT count(*) FROM person", Long.class)))
                .contains(2L);
        assertThat(get(client.fetchValue("SELECT born FROM person WHERE id = 2", LocalDate.class)))
                .isEmpty();
        assertThat(get(client.fetch("SELECT 1 WHERE 0"))).isEmpty();
    }

    @Test
    void parametersHavePositionsAndNames() {
        assertThat(get(client.fetchValue("SELECT ?2 || ?1", String.class, "b", "a")))
                .contains("ab");
        assertThat(get(client.sql("SELECT :one || @two || $three || :one")
                        .bind("one", 1)
                        .bind("@two", 2)
                        .bind("three", 3)
                        .fetchValue(String.class)))
                .contains("1231");
        assertThat(get(client.sql("SELECT :a + :b")
                        .bindMap(Map.of("a", 1, "b", 2))
                        .fetchValue(Integer.class)))
                .contains(3);
        assertThat(get(client.sql("SELECT ? + ?").bindList(List.of(1, 2)).fetchValue(Integer.class)))
                .contains(3);
        assertThat(get(client.sql("SELECT ?").bind(1, null).fetchOne(row -> row.get(1) == null ? "null" : "")))
                .contains("null");
        assertThat(failure(client.fetch("SELECT ?")).sqlState()).isEqualTo("07001");
        assertThat(failure(client.fetch("SELECT ?", 1, 2)).sqlState()).isEqualTo("07001");
        assertThat(failure(client.sql("SELECT ?").bind(2, 1).fetch()).sqlState())
                .isEqualTo("07009");
        assertThat(failure(client.sql("SELECT :a").bind("b", 1).fetch()).sqlState())
                .isEqualTo("07009");
        assertThat(failure(client.sql("SELECT :a").fetch())).hasMessageContaining(":a");
        // To SQLite this is no parameter.
        assertThat(failure(client.sql("SELECT 1::int").fetch()).sqlState()).isEqualTo("42000");
    }

    @Test
    void valuesAreThoseOfJdbc() {
        get(client.script(
                "DROP TABLE IF EXISTS v; CREATE TABLE v (i INTEGER, r REAL, d DECIMAL(10, 2), b BOOLEAN, da DATE, t TIME, ts TIMESTAMP,"
                        + " tz TIMESTAMP WITH TIME ZONE, u UUID, x TEXT, bl BLOB, en INTEGER, en2 TEXT, n NUMERIC)"));
        Instant now = Instant.parse("2026-01-02T03:04:05.678Z");
        UUID uuid = UUID.randomUUID();
        List<Object> values = List.of(
                42L,
                1.5,
                new BigDecimal("12.30"),
                true,
                LocalDate.of(2026, 1, 2),
                LocalTime.of(3, 4),
                LocalDateTime.of(2026, 1, 2, 3, 4),
                now,
                uuid,
                "text",
                new byte[] {1, 0, 2},
                Colour.GREEN,
                Colour.RED);
        get(client.sql("INSERT INTO v VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,NULL)")
                .bindList(values)
                .execute());
        List<@Nullable Object> read = get(client.fetchAll("SELECT * FROM v")).get(0);
        assertThat(read.subList(0, 7))
                .isEqualTo(
                        List.of(42, 1.5, new BigDecimal("12.30"), true, values.get(4), values.get(5), values.get(6)));
        assertThat(read.get(8)).isEqualTo(uuid);
        assertThat((byte[]) read.get(10)).containsExactly(1, 0, 2);
        assertThat(read.subList(11, 13)).isEqualTo(List.of(1, "RED"));
        assertThat(get(client.fetchValue("SELECT tz FROM v", Instant.class))).contains(now);
        assertThat(get(client.fetchValue("SELECT en FROM v", Colour.class))).contains(Colour.GREEN);
        assertThat(get(client.fetchValue("SELECT da FROM v", java.sql.Date.class)))
                .contains(java.sql.Date.valueOf("2026-01-02"));
        assertThat(get(client.fetchValue("SELECT d FROM v", String.class))).contains("12.30");
        assertThat(failure(client.fetchValue("SELECT x FROM v", Integer.class)).sqlState())
                .isEqualTo("22018");
        assertThat(failure(client.execute(
                                "INSERT INTO v (n) VALUES (?)",
                                new BigDecimal("1234567890.123456789").add(new BigDecimal("0.0000000000001"))))
                        .sqlState())
                .isEqualTo("22003");
    }

    @Test
    void changesAreCounted() {
        assertThat(get(client.execute("INSERT INTO person (first_name) VALUES (?)", "Edsger")))
                .isEqualTo(new ExecuteResult(1, OptionalLong.of(3)));
        assertThat(get(client.execute("UPDATE person SET first_name = first_name || '!'")))
                .isEqualTo(new ExecuteResult(3, OptionalLong.empty()));
        assertThat(get(client.execute("INSERT OR IGNORE INTO person VALUES (1, 'x', NULL)")))
                .isEqualTo(new ExecuteResult(0, OptionalLong.empty()));
        assertThat(get(client.execute(
                        "INSERT INTO person VALUES (1, 'y', NULL) ON CONFLICT DO UPDATE SET first_name = 'z'")))
                .isEqualTo(new ExecuteResult(1, OptionalLong.empty()));
        assertThat(get(client.execute("CREATE TABLE IF NOT EXISTS keyed (k TEXT PRIMARY KEY) WITHOUT ROWID")))
                .isEqualTo(new ExecuteResult(0, OptionalLong.empty()));
        assertThat(get(client.execute("INSERT OR REPLACE INTO keyed VALUES ('a')")))
                .isEqualTo(new ExecuteResult(1, OptionalLong.empty()));
        assertThat(get(client.fetch("INSERT INTO person (first_name) VALUES ('a'), ('b') RETURNING id")))
                .containsExactly(Map.of("id", 4), Map.of("id", 5));
    }

    @Test
    void aStatementIsExecutedManyTimes() {
        List<List<Object>> rows = IntStream.range(10, 1010)
                .mapToObj(i -> List.<Object>of(i, "name " + i))
                .toList();
        long[] counts = get(client.executeMany("INSERT INTO person (id, first_name) VALUES (?, ?)", rows));
        assertThat(counts).hasSize(1000).containsOnly(1);
        assertThat(get(client.sql("UPDATE person SET first_name = :n WHERE id = :i")
                        .executeMany(List.of(Map.of("n", "x", "i", 10), Map.of("n", "y", "i", -1)))))
                .containsExactly(1, 0);
        DqliteClientException failed = failure(client.executeMany(
                "INSERT INTO person (id, first_name) VALUES (?, ?)", List.of(List.of(5000, "a"), List.of(10, "b"))));
        assertThat(failed.sqlState()).isEqualTo("23505");
        assertThat(failed.counts()).containsExactly(1);
        assertThat(get(client.fetchValue("SELECT count(*) FROM person WHERE id = 5000", Integer.class)))
                .contains(0);
        assertThat(failure(client.executeMany("INSERT INTO person (id) VALUES (?)", List.of(List.of(1), List.of()))))
                .hasMessageContaining("Row 2");
        assertThat(get(client.executeMany("DELETE FROM person WHERE id = ?", List.of())))
                .isEmpty();
    }

    @Test
    void whatDoesNotFitIsAnErrorAndIsNotSent() {
        assertThat(failure(client.fetch("SELECT 1; SELECT 2"))).hasMessageContaining("use script");
        assertThat(failure(client.fetch(" -- nothing")).sqlState()).isEqualTo("HY000");
        assertThat(failure(client.fetch("DELETE FROM person"))).hasMessageContaining("use execute");
        assertThat(failure(client.execute("SELECT 1"))).hasMessageContaining("use fetch");
        assertThat(failure(client.fetch("SELECT 1 AS a, 2 AS a")).sqlState()).isEqualTo("42702");
        assertThat(failure(client.sql("SELECT id FROM person").fetch(Person.class))
                        .sqlState())
                .isEqualTo("42S22");
        assertThat(failure(client.sql("SELECT NULL AS id, '' AS first_name, NULL AS born")
                                .fetch(Person.class))
                        .sqlState())
                .isEqualTo("22002");
        assertThat(failure(client.fetch("SELEC 1")).sqlState()).isEqualTo("42000");
        assertThat(failure(client.fetch("SELECT * FROM no_such_table")).sqlState())
                .isEqualTo("42S02");
        assertThat(get(client.fetchValue("SELECT count(*) FROM person", Long.class)))
                .contains(2L);
        assertThatThrownBy(() -> DqliteClient.connect("jdbc:dqlite://a:1"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.sql("SELECT 1").within(Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aScriptRunsAsSuch() {
        List<ExecuteResult> results = get(client.script("""
                BEGIN;
                INSERT INTO person (first_name) VALUES ('c;d'); -- one
                SELECT * FROM person;
                COMMIT"""));
        assertThat(results).hasSize(4);
        assertThat(results.get(1)).isEqualTo(new ExecuteResult(1, OptionalLong.of(3)));
        assertThat(failure(client.script("DELETE FROM person; SELECT ?")).sqlState())
                .isEqualTo("07001");
        assertThat(get(client.fetch("SELECT * FROM person"))).isEmpty();
        assertThat(failure(client.script("INSERT INTO person VALUES (9, 'x', NULL); VACUUM INTO 'f'"))
                        .sqlState())
                .isEqualTo("42501");
        assertThat(get(client.fetch("SELECT * FROM person"))).isEmpty();
    }

    @Test
    void aStatementIsPrepared() {
        PreparedSql prepared = get(client.prepare("SELECT id, born, 1 AS one FROM person WHERE id = :id AND id > ?"));
        assertThat(prepared.columns())
                .containsExactly(
                        new PreparedSql.ResultColumn("id", "INTEGER"),
                        new PreparedSql.ResultColumn("born", "DATE(10)"),
                        new PreparedSql.ResultColumn("one", null));
        assertThat(prepared.parameters()).containsExactly(":id", null);
        assertThat(get(prepared.call().bind("id", 1).bind(2, 0).fetch())).hasSize(1);
        assertThat(get(prepared.bindList(List.of(2, 1)).fetch())).hasSize(1);
        assertThat(failure(client.prepare("SELECT no_such FROM person")).sqlState())
                .isEqualTo("42S22");
        assertThat(get(client.prepare("DELETE FROM person")).columns()).isEmpty();
    }

    @Test
    void callsAreExecutedInTheirOrder() {
        get(client.execute("CREATE TABLE IF NOT EXISTS ordered (n INTEGER PRIMARY KEY AUTOINCREMENT, v)"));
        get(client.execute("DELETE FROM ordered"));
        List<CompletableFuture<ExecuteResult>> calls = IntStream.range(0, 200)
                .mapToObj(i -> client.execute("INSERT INTO ordered (v) VALUES (?)", i))
                .toList();
        calls.forEach(Futures::get);
        assertThat(get(client.sql("SELECT v FROM ordered ORDER BY n").fetch(Integer.class)))
                .isEqualTo(IntStream.range(0, 200).boxed().toList());
    }

    @Test
    void aCallbackMayBlockOnTheSameConnection() {
        int sum = get(client.fetchValue("SELECT 1", Integer.class)
                .thenApply(
                        one -> get(client.fetchValue("SELECT 2", Integer.class)).orElseThrow() + one.orElseThrow()));
        assertThat(sum).isEqualTo(3);
        List<CompletableFuture<Integer>> blocked = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            blocked.add(client.fetchValue("SELECT 1", Integer.class)
                    .thenApply(one ->
                            get(client.fetchValue("SELECT 2", Integer.class)).orElseThrow()));
        }
        assertThat(blocked).allSatisfy(each -> assertThat(get(each)).isEqualTo(2));
    }

    @Test
    void aClosedConnectionRefusesCalls() {
        CompletableFuture<List<Map<String, @Nullable Object>>> before = client.fetch("SELECT 1");
        get(client.close());
        assertThat(get(before)).hasSize(1);
        assertThat(client.isClosed()).isTrue();
        assertThat(failure(client.fetch("SELECT 1")).sqlState()).isEqualTo("08003");
        get(client.close());
    }

    @Test
    void anExecutorThatRejectsFailsTheCall() {
        var executor = Executors.newSingleThreadExecutor();
        DqliteClient own = get(DqliteClient.builder(cluster.jdbcUrl("client"))
                .executor(executor)
                .connect());
        String thread = get(own.fetchValue("SELECT 1", Integer.class)
                .thenApply(one -> Thread.currentThread().getName()));
        assertThat(thread).isNotNull();
        executor.shutdownNow();
        ThrowingCallable call = () -> get(own.fetch("SELECT 1"));
        assertThatThrownBy(call).isInstanceOfAny(IllegalStateException.class, RuntimeException.class);
        get(own.close());
        assertThat(own.isClosed()).isTrue();
    }
}
