package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.dialect.Collections.Code;
import io.github.dqlite4j.it.dialect.Collections.Color;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.JDBCException;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.exception.DataException;
import org.hibernate.type.descriptor.java.CoercionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Collections and arrays of basic values are JSON texts, for Hibernate, for JDBC and for the server's own functions. */
class CollectionsIT {
    private static final UUID ID = UUID.fromString("123e4567-e89b-12d3-a456-426614174000");

    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    private String url;
    private SessionFactory sessions;

    @BeforeEach
    void open() {
        url = CLUSTER.jdbcUrl("collections-" + UUID.randomUUID());
        sessions = open("create");
    }

    private SessionFactory open(String action) {
        return new Configuration()
                .setProperty("hibernate.connection.url", url)
                .setProperty("hibernate.hbm2ddl.auto", action)
                .setProperty("hibernate.hbm2ddl.halt_on_error", "true")
                .addAnnotatedClass(Collections.class)
                .buildSessionFactory();
    }

    @AfterEach
    void close() {
        sessions.close();
    }

    private void save(Consumer<Collections> change) {
        sessions.inTransaction(session -> {
            Collections kept = new Collections();
            kept.id = 1;
            change.accept(kept);
            session.persist(kept);
        });
    }

    private Collections found() {
        return sessions.fromSession(session -> session.find(Collections.class, 1));
    }

    private List<String> column(String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void fill(Collections kept) {
        kept.texts =
                Arrays.asList("a", null, "", "\"quoted\" \\ é \ud83d\ude00", "\u0001\u001f1\n\t", "[1]", "null", "12");
        kept.names = new LinkedHashSet<>(List.of("z", "a"));
        kept.sorted = new TreeSet<>(List.of("b", "a"));
        kept.words = new String[] {"x", null, "y"};
        kept.ints = new int[] {1, -2, Integer.MIN_VALUE};
        kept.longs = new long[] {Long.MAX_VALUE, Long.MIN_VALUE};
        kept.shorts = new short[] {7, Short.MIN_VALUE};
        kept.doubles = new double[] {0.1, -0.0, 1e300, Double.MIN_VALUE};
        kept.floats = new float[] {0.1f, Float.MAX_VALUE};
        kept.truths = new boolean[] {true, false};
        kept.boxed = new Integer[] {3, null};
        kept.answers = Arrays.asList(true, null, false);
        kept.ratios = List.of(445146115151.45845);
        kept.prices =
                List.of(new BigDecimal("19.10"), new BigDecimal("12345678901234567890.123"), new BigDecimal("1E+3"));
        kept.bigs = List.of(BigInteger.TWO.pow(70));
        kept.days = List.of(LocalDate.of(2024, 2, 29), LocalDate.of(1582, 10, 10), LocalDate.of(1, 1, 1));
        kept.times = List.of(LocalTime.of(23, 59, 58, 123_456_789), LocalTime.MIDNIGHT);
        kept.moments = List.of(LocalDateTime.of(2024, 3, 31, 2, 30), LocalDateTime.of(1890, 1, 1, 0, 0, 0, 1));
        kept.instants = List.of(Instant.parse("2024-02-29T12:00:00.123456789Z"));
        kept.offsets = List.of(OffsetDateTime.parse("2024-02-29T12:00:00Z"));
        kept.lengths = List.of(Duration.ofSeconds(90, 1), Duration.ofNanos(-1));
        kept.ids = List.of(ID);
        kept.colors = Arrays.asList(Color.GREEN, null, Color.RED);
        kept.named = List.of(Color.GREEN);
        kept.ordinals = new Color[] {Color.GREEN};
        kept.pieces = new byte[][] {{0, -1}, {}};
        kept.locales = List.of(Locale.GERMANY);
        kept.currencies = List.of(Currency.getInstance("EUR"));
        kept.letters = List.of('"', 'x');
        kept.codes = List.of(new Code("q"));
    }

    @Test
    void everyCollectionComesBack() {
        Collections kept = new Collections();
        fill(kept);

        save(CollectionsIT::fill);

        assertThat(found()).usingRecursiveComparison().ignoringFields("id").isEqualTo(kept);
    }

    @Test
    void theServerReadsThemAsJson() throws SQLException {
        save(CollectionsIT::fill);

        for (String name : column("SELECT name FROM pragma_table_info('Collections') WHERE name <> 'id'")) {
            assertThat(column("SELECT typeof(" + name + ") || json_valid(" + name + ") FROM Collections"))
                    .as(name)
                    .containsExactly("text1");
        }
        assertThat(column("SELECT value FROM Collections, json_each(texts) ORDER BY key"))
                .containsExactlyElementsOf(found().texts);
        assertThat(column("SELECT value FROM Collections, json_each(ints)")).containsExactly("1", "-2", "-2147483648");
        assertThat(column("SELECT sum(value) FROM Collections, json_each(truths)"))
                .containsExactly("1");
        assertThat(column("SELECT colors || named || ordinals FROM Collections"))
                .containsExactly("[1,null,0][\"GREEN\"][1]");
        assertThat(column("SELECT prices FROM Collections")).containsExactly("[19.10,12345678901234567890.123,1E+3]");
        assertThat(column("SELECT ids || pieces || lengths || codes FROM Collections"))
                .containsExactly("[\"" + ID + "\"][\"00FF\",\"\"][90000000001,-1][\"c-q\"]");
        assertThat(column("SELECT value FROM Collections, json_each(days)"))
                .containsExactly("2024-02-29", "1582-10-10", "0001-01-01");
        assertThat(column("SELECT value FROM Collections, json_each(times)"))
                .containsExactly("23:59:58.123456789", "00:00:00.000000000");
        assertThat(column("SELECT strftime('%Y %H:%M', value) FROM Collections, json_each(moments)"))
                .containsExactly("2024 02:30", "1890 00:00");
        assertThat(column("SELECT strftime('%s', value) FROM Collections, json_each(instants)"))
                .containsExactly("1709208000");
    }

    @Test
    void theyAreFoundAndChanged() throws SQLException {
        save(kept -> {
            kept.texts = List.of("a", "b");
            kept.ints = new int[] {1};
        });

        assertThat(count("texts", List.of("a", "b"))).isOne();
        assertThat(count("texts", List.of("b", "a"))).isZero();
        assertThat(count("ints", new int[] {1})).isOne();
        sessions.inTransaction(
                session -> session.find(Collections.class, 1).texts.add("c"));
        assertThat(column("SELECT texts FROM Collections")).containsExactly("[\"a\",\"b\",\"c\"]");
        sessions.inTransaction(
                session -> session.find(Collections.class, 1).texts.clear());
        assertThat(column("SELECT texts FROM Collections")).containsExactly("[]");
        assertThat(found().texts).isEmpty();
        sessions.inTransaction(session -> session.find(Collections.class, 1).texts = null);
        assertThat(column("SELECT texts IS NULL FROM Collections")).containsExactly("1");
        assertThat(found().texts).isNull();
    }

    private long count(String attribute, Object value) {
        return sessions.fromSession(session -> session.createSelectionQuery(
                        "select count(*) from Collections where " + attribute + " = :value", Long.class)
                .setParameter("value", value)
                .getSingleResult());
    }

    @Test
    void whatOthersWriteIsRead() throws SQLException {
        execute(
                "INSERT INTO Collections (id, texts, ints, truths, prices, moments, words) VALUES (1, json_array('a', NULL),"
                        + " (SELECT json_group_array(value) FROM json_each('[3,4]')), json_array(1, 0, json('true')), '[\"19.10\", 7]',"
                        + " '[\"2024-02-29T12:00:00\"]', json_array(5))");

        Collections found = found();

        assertThat(found.texts).containsExactly("a", null);
        assertThat(found.ints).containsExactly(3, 4);
        assertThat(found.truths).containsExactly(true, false, true);
        assertThat(found.prices).containsExactly(new BigDecimal("19.10"), new BigDecimal("7"));
        assertThat(found.moments).containsExactly(LocalDateTime.of(2024, 2, 29, 12, 0));
        assertThat(found.words).containsExactly("5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "texts = '[\"a\"'",
                "texts = ''",
                "texts = '[[1]]'",
                "texts = 5",
                "ints = '[1.5]'",
                "ints = '[2147483648]'",
                "ints = '[null]'",
                "ints = '[\"1\"]'",
                "truths = '[2]'",
                "doubles = '[1e400]'",
                "days = '[\"2024-02-30\"]'",
                "days = '[20240229]'",
                "instants = '[\"2024-02-29 12:00:00\"]'",
                "ids = '[\"1-2-3-4-5\"]'",
                "pieces = '[\"0\"]'",
                "colors = '[9]'",
                "named = '[\"BLUE\"]'",
                "bigs = '[1e999999999]'",
                "letters = '[\"ab\"]'",
                "texts = x'aced0005737200136a6176612e7574696c2e41727261794c697374'"
            })
    void whatDoesNotFitIsAnError(String assignment) throws SQLException {
        save(kept -> {});
        execute("UPDATE Collections SET " + assignment);

        assertThatThrownBy(this::found).isInstanceOfAny(JDBCException.class, CoercionException.class);
    }

    @Test
    void whatJsonCannotHoldIsRefused() throws SQLException {
        Map<String, Consumer<Collections>> changes = Map.of(
                "NaN", kept -> kept.doubles = new double[] {Double.NaN},
                "Infinity", kept -> kept.ratios = List.of(Double.POSITIVE_INFINITY),
                "U+0000", kept -> kept.texts = List.of("a\u0000b"),
                "half a surrogate pair", kept -> kept.texts = List.of("\ud83d"),
                "year", kept -> kept.days = List.of(LocalDate.of(10_000, 1, 1)));
        changes.forEach((name, change) ->
                assertThatThrownBy(() -> save(change)).as(name).isInstanceOf(DataException.class));
        assertThat(column("SELECT count(*) FROM Collections")).containsExactly("0");
    }

    @Test
    void anArrayIsNotTrimmedByMoreThanItHas() {
        save(kept -> {
            kept.words = new String[] {"x", "y"};
            kept.boxed = null;
        });

        assertThat(trimmed("words, 1")).containsExactly("x");
        assertThat(trimmed("words, 2")).isEmpty();
        assertThat(trimmed("words, cast(null as Integer)")).isNull();
        assertThat(trimmed("boxed, 1")).isNull();
        for (String beyond : List.of("words, 3", "words, -1")) {
            assertThatThrownBy(() -> trimmed(beyond))
                    .as(beyond)
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("array_trim: the array has fewer elements");
        }
    }

    private Object[] trimmed(String arguments) {
        return sessions.fromSession(session -> (Object[])
                session.createSelectionQuery("select array_trim(" + arguments + ") from Collections", Object.class)
                        .getSingleResultOrNull());
    }

    @Test
    void theSchemaIsText() throws SQLException {
        assertThat(Set.copyOf(column("SELECT lower(type) FROM pragma_table_info('Collections') WHERE name <> 'id'")))
                .containsExactly("text");
        open("validate").close();
        open("update").close();
    }
}
