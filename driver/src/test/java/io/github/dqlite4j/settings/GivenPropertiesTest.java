package io.github.dqlite4j.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.jdbc.DqliteConnectionPoolDataSource;
import io.github.dqlite4j.jdbc.DqliteDataSource;
import io.github.dqlite4j.jdbc.DqliteDriver;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What frameworks put into {@code Properties}: values of any type, defaults, and names that are not for the driver. */
class GivenPropertiesTest {
    private static final String URL = "jdbc:dqlite://localhost:9001/test";

    /** As a framework may have it. */
    private enum Verify {
        VERIFY_FULL
    }

    /** What is logged about properties. */
    private static final class Warnings extends Handler implements AutoCloseable {
        private final Logger logger = Logger.getLogger("io.github.dqlite4j.settings");
        private final ConcurrentLinkedQueue<LogRecord> records = new ConcurrentLinkedQueue<>();

        private Warnings() {
            logger.addHandler(this);
        }

        /** Those with this word. */
        private List<String> with(String word) {
            return records.stream()
                    .filter(entry -> entry.getLevel() == Level.WARNING)
                    .map(LogRecord::getMessage)
                    .filter(message -> message.contains(word))
                    .toList();
        }

        @Override
        public void publish(LogRecord entry) {
            records.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }

    private static Settings with(Object key, Object value) throws InvalidSettingsException {
        Properties properties = new Properties();
        properties.put(key, value);
        return Settings.of(URL, properties, 0);
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(DqliteProperty.BUSY_TIMEOUT, 700, "700"),
                Arguments.of(DqliteProperty.BUSY_TIMEOUT, 700L, "700"),
                Arguments.of(DqliteProperty.BUSY_TIMEOUT, (short) 700, "700"),
                Arguments.of(DqliteProperty.BUSY_TIMEOUT, new AtomicLong(700), "700"),
                Arguments.of(DqliteProperty.BUSY_TIMEOUT, BigInteger.valueOf(700), "700"),
                Arguments.of(DqliteProperty.BUSY_TIMEOUT, new StringBuilder("700"), "700"),
                Arguments.of(DqliteProperty.BUSY_TIMEOUT, Duration.ofSeconds(7), "7000"),
                Arguments.of(DqliteProperty.BUSY_TIMEOUT, Duration.ZERO, "0"),
                Arguments.of(DqliteProperty.SOCKET_TIMEOUT, Duration.ofNanos(1), "1"),
                Arguments.of(DqliteProperty.STATEMENT_CACHE_SIZE, 3, "3"),
                Arguments.of(DqliteProperty.READ_ONLY, true, "true"),
                Arguments.of(DqliteProperty.TRANSACTION_MODE, TransactionMode.IMMEDIATE, "immediate"),
                Arguments.of(DqliteProperty.SSL_MODE, Verify.VERIFY_FULL, "verify-full"),
                Arguments.of(DqliteProperty.SSL_PASSWORD, "s3cr3t".toCharArray(), "s3cr3t"),
                Arguments.of(DqliteProperty.SSL_ROOT_CERT, Path.of("ca.pem"), "ca.pem"),
                Arguments.of(DqliteProperty.TIME_ZONE, ZoneId.of("Europe/Paris"), "Europe/Paris"),
                Arguments.of(DqliteProperty.TIME_ZONE, TimeZone.getTimeZone("Europe/Paris"), "Europe/Paris"),
                Arguments.of(DqliteProperty.PRODUCT_NAME, 5, "5"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueNeedsNotBeAText(DqliteProperty property, Object value, String expected) throws Exception {
        assertThat(with(property.key(), value).text(property)).isEqualTo(expected);
        DqliteDataSource source = new DqliteDataSource();
        Properties properties = new Properties();
        properties.put(property.key(), value);
        source.setProperties(properties);
        assertThat(source.getProperties()).isEqualTo(properties);
        if (!property.isSecret()) {
            assertThat(Arrays.stream(new DqliteDriver().getPropertyInfo(URL, properties))
                            .filter(info -> info.name.equals(property.key())))
                    .extracting(info -> info.value)
                    .containsExactly(expected);
        }
    }

    static Stream<Arguments> wrongValues() {
        return Stream.of(
                Arguments.of(DqliteProperty.BUSY_TIMEOUT, 1.5, "java.lang.Double"),
                Arguments.of(DqliteProperty.BUSY_TIMEOUT, -1, "-1"),
                Arguments.of(DqliteProperty.BUSY_TIMEOUT, Duration.ofMillis(-1), "-1"),
                Arguments.of(DqliteProperty.BUSY_TIMEOUT, Duration.ofDays(99_999_999), "java.time.Duration"),
                Arguments.of(DqliteProperty.FETCH_SIZE, Duration.ofMillis(5), "java.time.Duration"),
                Arguments.of(DqliteProperty.BUSY_TIMEOUT, TransactionMode.AUTO, "TransactionMode"),
                Arguments.of(DqliteProperty.BUSY_TIMEOUT, true, "true"),
                Arguments.of(DqliteProperty.READ_ONLY, 1, "1"),
                Arguments.of(DqliteProperty.READ_ONLY, new ArrayList<>(), "java.util.ArrayList"),
                Arguments.of(DqliteProperty.SSL_PASSWORD, List.of("s3cr3t"), "List"));
    }

    @ParameterizedTest
    @MethodSource("wrongValues")
    void aValueThatCannotBeReadIsAnError(DqliteProperty property, Object value, String said) {
        assertThatThrownBy(() -> with(property.key(), value))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining(property.key())
                .hasMessageContaining(said)
                .message()
                .doesNotContain("s3cr3t");
    }

    @Test
    void defaultsOfPropertiesCount() throws InvalidSettingsException {
        Properties defaults = new Properties();
        defaults.setProperty("busyTimeout", "1");
        defaults.setProperty("fetchSize", "2");
        Properties properties = new Properties(defaults);
        properties.put("busyTimeout", 3);
        Settings settings = Settings.of(URL, properties, 0);
        assertThat(settings.number(DqliteProperty.BUSY_TIMEOUT)).isEqualTo(3);
        assertThat(settings.number(DqliteProperty.FETCH_SIZE)).isEqualTo(2);
        DqliteDataSource source = new DqliteDataSource();
        source.setProperties(properties);
        assertThat(source.getProperties()).containsEntry("busyTimeout", 3).containsEntry("fetchSize", "2");
    }

    /** Properties give out only texts of their defaults. */
    @Test
    void aDefaultThatIsNoTextIsAnErrorAndNotIgnored() {
        Properties defaults = new Properties();
        defaults.put("busyTimeout", 1);
        assertThatThrownBy(() -> Settings.of(URL, new Properties(defaults), 0))
                .hasMessageContaining("busyTimeout")
                .hasMessageContaining("defaults");
    }

    /** As Hibernate's own pool passes them, with its other settings. */
    @Test
    void aNameOfAFrameworkIsOneWarningWithoutItsValue() throws InvalidSettingsException {
        try (Warnings warnings = new Warnings()) {
            for (int i = 0; i < 3; i++) {
                Properties properties = new Properties();
                properties.setProperty("handling_mode", "s3cr3t");
                properties.setProperty("initial_pool_size", "s3cr3t");
                properties.put("characterEncoding", new StringBuilder("s3cr3t"));
                properties.setProperty("busyTimeout", "7");
                assertThat(Settings.of(URL, properties, 0).number(DqliteProperty.BUSY_TIMEOUT))
                        .isEqualTo(7);
            }
            assertThat(warnings.with("'handling_mode'")).hasSize(1);
            assertThat(warnings.with("'initial_pool_size'")).hasSize(1);
            assertThat(warnings.with("'characterEncoding'"))
                    .singleElement()
                    .asString()
                    .doesNotContain("did you mean");
            assertThat(warnings.with("s3cr3t")).isEmpty();
            assertThat(warnings.with("busyTimeout")).isEmpty();
        }
    }

    @Test
    void theErrorForAMisspeltNameContainsTheRightOne() throws InvalidSettingsException {
        try (Warnings warnings = new Warnings()) {
            with("bussyTimeout", 7);
            assertThat(warnings.with("'bussyTimeout'"))
                    .singleElement()
                    .asString()
                    .contains("'busyTimeout'");
        }
    }

    @Test
    void aNameIsShownPrintableAndShort() throws InvalidSettingsException {
        try (Warnings warnings = new Warnings()) {
            with("forged\r\nWARNING \u001b[31m" + "x".repeat(100_000), "7");
            assertThat(warnings.with("forged")).singleElement().satisfies(message -> {
                assertThat(message).hasSizeLessThan(200).doesNotContain("\n", "\r", "\u001b");
            });
            with(List.of(1), "7");
            with(List.of(1), "7");
            assertThat(warnings.with("List")).hasSize(1);
        }
    }

    static Stream<String> urlsWithSecrets() {
        return Stream.of(
                URL + "?sslPassword=s3cr3t%",
                URL + "?sslPassword=%zzs3cr3t",
                URL + "?sslPasword=s3cr3t",
                URL + "?SSLPASSWORD=s3cr3t",
                URL + "?sslPassword=a&s3cr3t",
                URL + "?sslPassword=a&b=s3cr3t",
                URL + "?sslPassword=a&busyTimeout=s3cr3t",
                URL + "?sslPassword=a&timeout&s3cr3t=1",
                URL + "?password=a&s3cr3t",
                URL + "?passwd=s3cr3t",
                URL + "?user=me&password=a&s3cr3t&x=1",
                URL + ";password=s3cr3t",
                URL + "&sslPassword=s3cr3t",
                "jdbc:dqlite://user:s3cr3t@localhost:9001/test",
                "jdbc:dqlite://user:s3cr3t@one:1,user:s3cr3t@two:2/test",
                "jdbc:dqlite://one:1,s3cr3t@two:2/test",
                "jdbc:dqlite://user:a/s3cr3t@localhost:9001/test",
                "jdbc:dqlite://user:a@s3cr3t@localhost:9001/test",
                "jdbc:dqlite://user:a,s3cr3t@localhost:9001/test",
                "jdbc:dqlite://user:s3cr3t?b@localhost:9001/test",
                "jdbc:dqlite://user:s3cr3t?b=c@localhost:9001/test",
                "jdbc:dqlite://user:a?s3cr3t@localhost:9001/test",
                "jdbc:dqlite://user:a?s3cr3t=b@localhost:9001/test",
                "jdbc:dqlite://user:1?s3cr3t&b@localhost:9001/test",
                "jdbc:dqlite:user/s3cr3t@localhost:9001/test");
    }

    @ParameterizedTest
    @MethodSource("urlsWithSecrets")
    void noSecretIsShown(String url) {
        assertThatThrownBy(() -> Settings.of(url, new Properties(), 0))
                .isInstanceOf(InvalidSettingsException.class)
                .hasNoCause()
                .message()
                .doesNotContain("s3cr3t");
        assertThatThrownBy(() -> DqliteDriver.check(url))
                .isInstanceOf(SQLException.class)
                .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("s3cr3t"));
        DqliteDataSource source = new DqliteDataSource();
        source.setUrl(url);
        assertThat(source.toString()).doesNotContain("s3cr3t");
        assertThat(Arrays.stream(new DqliteDriver().getPropertyInfo(url, new Properties()))
                        .filter(info -> info.name.startsWith("ssl")))
                .allSatisfy(info -> assertThat(String.valueOf(info.value)).doesNotContain("s3cr3t"));
    }

    private static String stackTrace(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    @Test
    void aSecretThatIsRightIsReadAndNotShown() throws Exception {
        String url = URL + "?sslMode=require&sslPassword=s3cr3t%25%26%40";
        Settings settings = Settings.of(url, new Properties(), 0);
        assertThat(settings.text(DqliteProperty.SSL_PASSWORD)).isEqualTo("s3cr3t%&@");
        assertThat(settings.url()).isEqualTo(URL);
        assertThat(settings.endpoints().toString()).doesNotContain("s3cr3t");
        for (DriverPropertyInfo info : new DqliteDriver().getPropertyInfo(url, new Properties())) {
            assertThat(String.valueOf(info.value)).doesNotContain("s3cr3t");
        }
        DqliteConnectionPoolDataSource source = new DqliteConnectionPoolDataSource();
        source.setUrl(url);
        assertThat(source).hasToString("DqliteConnectionPoolDataSource[" + URL + "]");
    }

    /** Words that also stand in passwords' names are names like others. */
    @Test
    void hostsAndDatabasesAreShown() throws InvalidSettingsException {
        String url = "jdbc:dqlite://token:1,passwords:2/secret";
        assertThat(Settings.of(url + "?sslPassword=a%40b", new Properties(), 0).url())
                .isEqualTo(url);
        assertThatThrownBy(() -> Settings.of(url + "?busyTimeout=x", new Properties(), 0))
                .hasMessageContaining(url)
                .hasMessageContaining("'x'");
    }
}
