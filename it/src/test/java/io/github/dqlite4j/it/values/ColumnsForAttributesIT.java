package io.github.dqlite4j.it.values;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The table "Columns for JPA attributes" of docs/types.md, tried with every column that it names. */
class ColumnsForAttributesIT {
    /** The fields of {@link Everything} that stand for an attribute of the table. */
    private static final Map<String, List<String>> FIELDS = Map.ofEntries(
            Map.entry("boolean", List.of("truth")),
            Map.entry("byte", List.of("tiny")),
            Map.entry("short", List.of("small")),
            Map.entry("int", List.of("number")),
            Map.entry("long", List.of("large")),
            Map.entry("float", List.of("single")),
            Map.entry("double", List.of("real")),
            Map.entry("BigInteger", List.of("huge")),
            Map.entry("BigDecimal", List.of("price")),
            Map.entry("String", List.of("name")),
            Map.entry("@Lob String", List.of("story")),
            Map.entry("char", List.of("letter")),
            Map.entry("char[]", List.of("letters")),
            Map.entry("byte[]", List.of("bytes")),
            Map.entry("@Lob byte[]", List.of("picture")),
            Map.entry("Blob", List.of("blob")),
            Map.entry("Clob", List.of("clob")),
            Map.entry("NClob", List.of("nclob")),
            Map.entry("enum", List.of("ordinal")),
            Map.entry("enum with @Enumerated(STRING)", List.of("named")),
            Map.entry("UUID", List.of("uuid")),
            Map.entry("Duration", List.of("duration")),
            Map.entry("Year", List.of("calendarYear")),
            Map.entry("YearMonth", List.of("yearMonth")),
            Map.entry("MonthDay", List.of("monthDay")),
            Map.entry("Period", List.of("period")),
            Map.entry("Locale", List.of("locale")),
            Map.entry("TimeZone", List.of("timeZone")),
            Map.entry("ZoneId", List.of("zone")),
            Map.entry("ZoneOffset", List.of("shift")),
            Map.entry("Currency", List.of("currency")),
            Map.entry("URL", List.of("url")),
            Map.entry("Class", List.of("type")),
            Map.entry("InetAddress", List.of("address")),
            Map.entry("Instant", List.of("instant")),
            Map.entry("OffsetDateTime", List.of("offset")),
            Map.entry("ZonedDateTime", List.of("zoned")),
            Map.entry("LocalDateTime", List.of("local")),
            Map.entry("LocalDate", List.of("localDay")),
            Map.entry("LocalTime", List.of("localTime")),
            Map.entry("OffsetTime", List.of("offsetTime")),
            Map.entry("java.util.Date", List.of("date")),
            Map.entry("Calendar", List.of("calendar")),
            Map.entry("java.sql.Date", List.of("sqlDay")),
            Map.entry("java.sql.Time", List.of("sqlTime")),
            Map.entry("Timestamp", List.of("stamp")),
            Map.entry("any object with @JdbcTypeCode(SqlTypes.JSON)", List.of("json")),
            Map.entry("List<String>", List.of("tags")),
            Map.entry("int[]", List.of("numbers")),
            Map.entry("Set<LocalDate>", List.of("days")),
            Map.entry("and others of basic values", List.of()));

    /** What the table says about a field. */
    private record Row(List<String> columns, Set<String> stored) {}

    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    private static Map<String, Row> table() {
        try {
            Path page = Path.of("docs/types.md");
            String text =
                    Files.readString(Files.exists(page) ? page : Path.of("..").resolve(page));
            Map<String, Row> rows = new LinkedHashMap<>();
            text.substring(text.indexOf("## Columns for JPA attributes"))
                    .lines()
                    .filter(line -> line.startsWith("|"))
                    .skip(2)
                    .map(line -> line.substring(1).split("\\|"))
                    .forEach(cells -> add(rows, cells));
            return rows;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(Map<String, Row> rows, String[] cells) {
        List<String> columns = Stream.of(cells[1].trim().split(", | or "))
                .map(column -> column.replace("(p,s)", "(12,2)").replace("(n)", "(255)"))
                .toList();
        Set<String> stored = Arrays.stream(cells[2].trim().split("\\W+"))
                .filter(word -> List.of("INTEGER", "REAL", "TEXT", "BLOB").contains(word))
                .collect(Collectors.toSet());
        for (String attribute : cells[0].replace("`", "").trim().split(", ")) {
            assertThat(FIELDS).containsKey(attribute);
            FIELDS.get(attribute).forEach(field -> rows.put(field, new Row(columns, stored)));
        }
    }

    @Test
    void everyAttributeIsInTheTable() throws Exception {
        assertThat(table().keySet())
                .isEqualTo(Samples.all().stream().map(Attribute::field).collect(Collectors.toSet()));
    }

    static Stream<Arguments> variants() {
        int most = table().values().stream()
                .mapToInt(row -> row.columns().size())
                .max()
                .orElseThrow();
        return IntStream.range(0, most).mapToObj(variant -> arguments(variant));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void everyColumnIsValidAndHoldsWhatTheTableSays(int variant) throws Exception {
        Map<String, Row> table = table();
        String url = CLUSTER.jdbcUrl("columns-" + variant);
        String columns = table.entrySet().stream()
                .map(field -> field.getKey() + " " + column(field.getValue(), variant))
                .collect(Collectors.joining(", "));
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE Everything (id INTEGER PRIMARY KEY, " + columns + ")");
        }
        List<Attribute> attributes = Samples.all();
        try (SessionFactory sessions = validated(url)) {
            sessions.inTransaction(session -> {
                Everything row = new Everything();
                attributes.forEach(attribute -> attribute.set(row));
                session.persist(row);
            });
            Everything found = sessions.fromTransaction(session -> session.find(Everything.class, 0));
            JdbcClient client = JdbcClient.create(new DriverManagerDataSource(url));
            List<String> wrong = new ArrayList<>();
            for (Attribute attribute : attributes) {
                Row row = table.get(attribute.field());
                String stored = client.sql("select upper(typeof(" + attribute.field() + ")) from Everything")
                        .query(String.class)
                        .single();
                Object value = Attribute.content(attribute.get(found));
                if (!row.stored().contains(stored) || !value.equals(Attribute.content(attribute.value()))) {
                    wrong.add(attribute.field() + " " + column(row, variant) + ": " + stored + " " + value);
                }
            }
            assertThat(wrong).isEmpty();
        }
    }

    private static String column(Row row, int variant) {
        return row.columns().get(Math.min(variant, row.columns().size() - 1));
    }

    /** Fails if a column is not what the entity needs. */
    private static SessionFactory validated(String url) throws SQLException {
        return new Configuration()
                .setProperty("hibernate.connection.url", url)
                .setProperty("hibernate.hbm2ddl.auto", "validate")
                .addAnnotatedClass(Everything.class)
                .buildSessionFactory();
    }
}
