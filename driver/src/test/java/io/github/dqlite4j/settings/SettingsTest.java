package io.github.dqlite4j.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.github.dqlite4j.jdbc.DqliteDriver;
import io.github.dqlite4j.nodes.FileNodeStore;
import io.github.dqlite4j.nodes.MemoryNodeStore;
import io.github.dqlite4j.nodes.NodeDialer;
import io.github.dqlite4j.nodes.NodeStore;
import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.transport.RedirectPolicy;
import io.github.dqlite4j.transport.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A URL and its properties: what is wrong is said with the option, the value and what is allowed. */
class SettingsTest {
    private static final String URL = "jdbc:dqlite://localhost:9001/test";

    private static Settings settings(String url) throws InvalidSettingsException {
        return Settings.of(url, new Properties(), 0);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> refused(String url) {
        return assertThatThrownBy(() -> settings(url)).isInstanceOf(InvalidSettingsException.class);
    }

    static Stream<Arguments> wrongValues() {
        return Stream.of(DqliteProperty.values()).flatMap(property -> {
            if (property.kind().least() >= 0) {
                return Stream.of("", "x", "1.5", "-1", "99999999999", " 1", "1s", "0x10")
                        .map(value -> Arguments.of(property, value));
            }
            return property.choices().isEmpty()
                    ? Stream.empty()
                    : Stream.of("", "x", "yes", "1").map(value -> Arguments.of(property, value));
        });
    }

    @ParameterizedTest
    @MethodSource("wrongValues")
    void aWrongValueIsNamedWithItsOptionAndWhatIsAllowed(DqliteProperty property, String value) {
        refused(URL + "?" + property.key() + "=" + value.replace(" ", "%20"))
                .hasMessageContaining(property.key())
                .hasMessageContaining("'" + value + "'")
                .hasMessageContaining(property.kind().says());
        Properties properties = new Properties();
        properties.setProperty(property.key(), value);
        assertThatThrownBy(() -> Settings.of(URL, properties, 0)).hasMessageContaining("'" + value + "'");
    }

    @ParameterizedTest
    @EnumSource
    void everyDefaultIsAllowed(DqliteProperty property) throws InvalidSettingsException {
        assertThat(property.kind().allows(property.defaultValue())).isTrue();
        assertThat(settings(URL).text(property)).isEqualTo(property.defaultValue());
        assertThat(property.description()).isNotBlank();
    }

    @ParameterizedTest
    @EnumSource
    void everyChoiceIsAllowedInAnyCase(DqliteProperty property) throws InvalidSettingsException {
        for (String choice : property.choices()) {
            String shouted = choice.toUpperCase(Locale.ROOT);
            assertThat(settings(URL + "?" + property.key() + "=" + shouted).text(property))
                    .isEqualTo(shouted);
        }
    }

    @Test
    void aUrlIsCheckedWithoutConnecting() throws SQLException {
        DqliteDriver.check("jdbc:dqlite://nobody.invalid:9001/app?busyTimeout=1");
        assertThatThrownBy(() -> DqliteDriver.check("jdbc:dqlite://nobody.invalid:9001/app?busyTimeuot=1"))
                .isInstanceOf(SQLNonTransientConnectionException.class)
                .hasFieldOrPropertyWithValue("SQLState", "08001")
                .hasMessageContaining("busyTimeout");
    }

    @Test
    void theLoginTimeoutOfTheCallerIsADefault() throws InvalidSettingsException {
        assertThat(Settings.of(URL, new Properties(), 3).loginTimeout()).isEqualTo(3000);
        assertThat(Settings.of(URL + "?loginTimeout=7", new Properties(), 3).loginTimeout())
                .isEqualTo(7);
    }

    @Test
    void timesAreFiniteAndZeroIsRefusedOrDoesNotWait() throws InvalidSettingsException {
        for (DqliteProperty property : List.of(
                DqliteProperty.CONNECT_TIMEOUT,
                DqliteProperty.LOGIN_TIMEOUT,
                DqliteProperty.SOCKET_TIMEOUT,
                DqliteProperty.QUERY_TIMEOUT)) {
            assertThat(settings(URL).number(property)).isPositive();
            refused(URL + "?" + property.key() + "=0").hasMessageContaining("from 1");
        }
        assertThat(settings(URL + "?busyTimeout=0").number(DqliteProperty.BUSY_TIMEOUT))
                .isZero();
    }

    @Test
    void propertiesWinOverTheUrlAndTheLastOfTheUrlWins() throws InvalidSettingsException {
        Properties properties = new Properties();
        properties.setProperty("busyTimeout", "3");
        properties.setProperty("user", "anybody");
        properties.setProperty("password", "secret");
        assertThat(Settings.of(URL + "?busyTimeout=1&busyTimeout=2", properties, 0)
                        .number(DqliteProperty.BUSY_TIMEOUT))
                .isEqualTo(3);
        assertThat(settings(URL + "?busyTimeout=1&busyTimeout=2").number(DqliteProperty.BUSY_TIMEOUT))
                .isEqualTo(2);
        assertThat(settings(URL + "?readOnly").flag(DqliteProperty.READ_ONLY)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "conectTimeout, connectTimeout",
        "CONNECTTIMEOUT, connectTimeout",
        "readonly, readOnly",
        "sslmod, sslMode",
        "timezone, timeZone"
    })
    void anUnknownOptionNamesTheNearest(String unknown, String nearest) {
        refused(URL + "?" + unknown + "=1")
                .hasMessageContaining("'" + unknown + "'")
                .hasMessageContaining(nearest);
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:dqlite:, must begin with",
        "jdbc:dqlite:test, must begin with",
        "jdbc:dqlite:/localhost/test, must begin with",
        "jdbc:dqlite://, names no database",
        "jdbc:dqlite://localhost:9001, names no database",
        "jdbc:dqlite:///test, names no host",
        "jdbc:dqlite://localhost:9001/, 1 to 255 characters",
        "jdbc:dqlite://localhost:9001/:memory:, 1 to 255 characters",
        "jdbc:dqlite://localhost:9001/a/b, 1 to 255 characters",
        "jdbc:dqlite://localhost:9001/a%20b, 1 to 255 characters",
        "jdbc:dqlite://localhost:0/test, 0",
        "jdbc:dqlite://localhost:65536/test, 65536",
        "jdbc:dqlite://localhost:x/test, x",
        "'jdbc:dqlite://one:1,,two:2/test', without a host",
        "'jdbc:dqlite://one:1,/test', without a host",
        "jdbc:dqlite://::1/test, brackets",
        "jdbc:dqlite://user@host:1/test, no accounts",
        "jdbc:dqlite://localhost:9001/test?timeZone=Mars, timeZone",
        "jdbc:dqlite://localhost:9001/test?timeZone=%zz, %zz",
        "jdbc:dqlite://localhost:9001/test?addressMapping=a:1, addressMapping",
        "jdbc:dqlite://localhost:9001/test?addressMapping=a:1=b:2=c:3, addressMapping",
        "jdbc:dqlite://localhost:9001/test?addressMapping=a:0=b:2, 0",
        "jdbc:dqlite://localhost:9001/test?sslMode=require&sslCert=c.pem, sslKey",
        "jdbc:dqlite://localhost:9001/test?sslMode=require&sslKey=k.pem, sslCert",
        "jdbc:dqlite://localhost:9001/test?=1, no property ''"
    })
    void aUrlThatCannotBeUsedSaysWhy(String url, String reason) {
        refused(url).hasMessageContaining(reason);
    }

    @Test
    void aDatabaseNameMayBeAsLongAsAServerCanBear() throws InvalidSettingsException {
        String longest = "a".repeat(255);
        assertThat(settings("jdbc:dqlite://localhost/" + longest).database()).isEqualTo(longest);
        refused("jdbc:dqlite://localhost/" + longest + "a");
    }

    @Test
    void secretsAreInNoMessage() {
        refused(URL + "?sslPassword=hunter2&nonsense=1").message().doesNotContain("hunter2");
    }

    @Test
    void everythingIsRead() throws InvalidSettingsException {
        Settings settings = settings(
                "jdbc:dqlite://one,two:2,[::1]:3/test?addressMapping=10.0.0.1:1=one:9001,10.0.0.2:1=two:2"
                        + "&tcpKeepAlive=false&timeZone=Europe/Paris&sslMode=verify-full&sslRootCert=/ca.pem&declaredTypes=exact");
        assertThat(settings.url()).isEqualTo("jdbc:dqlite://one,two:2,[::1]:3/test");
        assertThat(settings.endpoints().nodes())
                .containsExactly(new NodeAddress("one", 9001), new NodeAddress("two", 2), new NodeAddress("::1", 3));
        assertThat(settings.endpoints().mapping())
                .containsOnly(
                        entry(new NodeAddress("10.0.0.1", 1), new NodeAddress("one", 9001)),
                        entry(new NodeAddress("10.0.0.2", 1), new NodeAddress("two", 2)));
        assertThat(settings.endpoints().keepAlive()).isFalse();
        assertThat(settings.endpoints().tls()).isNotNull().satisfies(tls -> {
            assertThat(tls.verify()).isEqualTo(Tls.Verify.AUTHORITY_AND_HOST);
            assertThat(tls.roots()).hasToString("/ca.pem");
        });
        assertThat(settings.zone()).isEqualTo(ZoneId.of("Europe/Paris"));
        assertThat(settings.exactTypes()).isTrue();
    }

    @Test
    void aNodeStoreIsAFileOrAnObject() throws InvalidSettingsException {
        assertThat(settings(URL).endpoints().store()).isNull();
        assertThat(settings(URL + "?nodeStore=/var/lib/nodes.yaml").endpoints().store())
                .isEqualTo(new FileNodeStore(Path.of("/var/lib/nodes.yaml")));
        NodeStore own = new MemoryNodeStore(List.of());
        Properties properties = new Properties();
        properties.put("nodeStore", own);
        assertThat(Settings.of(URL + "?nodeStore=/x", properties, 0).endpoints().store())
                .isSameAs(own);
        properties.put("nodeStore", Path.of("/y"));
        assertThat(Settings.of(URL, properties, 0).endpoints().store()).isEqualTo(new FileNodeStore(Path.of("/y")));
    }

    /** A URL may come from anywhere, so it names no code. */
    @Test
    void aDialerIsAnObjectAndNoText() throws Exception {
        NodeDialer dialer = (host, port, timeout) -> {
            throw new IOException("not called");
        };
        String url = "jdbc:dqlite://a/db";
        String wanted =
                "dialer cannot be an option of a URL or a text; it must be a io.github.dqlite4j.nodes.NodeDialer";
        Properties properties = new Properties();
        properties.put(NodeDialer.PROPERTY, dialer);
        assertThat(Settings.of(url, properties, 0).endpoints().dialer()).isSameAs(dialer);
        assertThat(Settings.of(url, new Properties(), 0).endpoints().dialer()).isNull();
        assertThatThrownBy(() -> Settings.of(url + "?dialer=org.example.Mine", new Properties(), 0))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining(wanted);
        assertThatThrownBy(() -> Settings.checkName("dialer"))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining(wanted);
        properties.put(NodeDialer.PROPERTY, "org.example.Mine");
        assertThatThrownBy(() -> Settings.of(url, properties, 0))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining(wanted + ", not a java.lang.String");
    }

    @Test
    void onlyANodeStoreStandsForTheHosts() throws InvalidSettingsException {
        assertThat(settings("jdbc:dqlite:///test?nodeStore=/x").endpoints().nodes())
                .isEmpty();
        refused("jdbc:dqlite:///test").hasMessageContaining("names no host");
        refused("jdbc:dqlite:///test?nodeStore=").hasMessageContaining("names no host");
    }

    @Test
    void redirectsAreAKindOrAList() throws InvalidSettingsException {
        assertThat(settings(URL).endpoints().redirects()).isEqualTo(RedirectPolicy.ALL);
        assertThat(settings(URL + "?redirects=SEED").endpoints().redirects().kind())
                .isEqualTo(RedirectPolicy.Kind.SEED);
        assertThat(settings(URL + "?redirects=remote").endpoints().redirects().kind())
                .isEqualTo(RedirectPolicy.Kind.REMOTE);
        assertThat(settings(URL + "?redirects=db1,%20db2:9001,[::1]:7,[::2],10.0.0.1")
                        .endpoints()
                        .redirects())
                .isEqualTo(new RedirectPolicy(
                        RedirectPolicy.Kind.LISTED,
                        Set.of(new NodeAddress("db2", 9001), new NodeAddress("::1", 7)),
                        Set.of("db1", "::2", "10.0.0.1")));
        for (String wrong : List.of("a%20b", "db1:99999", "db1,", ",", "::1")) {
            refused(URL + "?redirects=" + wrong);
        }
        refused(URL + "?redirects=").hasMessageContaining("redirects");
    }
}
