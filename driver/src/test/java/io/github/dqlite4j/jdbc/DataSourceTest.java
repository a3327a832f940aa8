package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.settings.DqliteProperty;
import java.beans.Introspector;
import java.beans.PropertyDescriptor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataSourceTest {
    private final DqliteDataSource source = new DqliteDataSource();

    @Test
    void isABean() throws Exception {
        assertThat(Arrays.stream(Introspector.getBeanInfo(DqliteDataSource.class, Object.class)
                                .getPropertyDescriptors())
                        .filter(property -> property.getReadMethod() != null && property.getWriteMethod() != null)
                        .map(PropertyDescriptor::getName))
                .containsExactlyInAnyOrder(
                        "databaseName", "dialer", "logWriter", "loginTimeout", "properties", "serverNames", "url");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "'', '', '', URL",
                "-, -, -, URL",
                "jdbc:other://h:1/d, '', '', URL",
                "jdbc:dqlite://h:1/d, h:1, '', one or the other",
                "jdbc:dqlite://h:1/d, '', d, one or the other",
                "'', h:1, '', database name",
                "'', '', d, host",
                "'', h:1, :memory:, database name",
                "'', h:x, d, port",
            })
    void saysWhatItLacks(String url, String servers, String database, String message) {
        source.setUrl(url);
        source.setServerNames(servers);
        source.setDatabaseName(database);
        assertThatThrownBy(source::getConnection)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08001"))
                .hasMessageContaining(message);
    }

    @Test
    void reportsOptionsThatDoNotExist() {
        source.setUrl("jdbc:dqlite://h:1/d");
        source.setProperty("bussyTimeout", "1");
        assertThatThrownBy(source::getConnection)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("busyTimeout");
    }

    @Test
    void passesOnWhatAFrameworkHas() {
        Properties others = new Properties();
        others.setProperty("autocommit", "false");
        source.setProperty("bussyTimeout", "1");
        source.setProperties(others);
        source.setUrl("jdbc:dqlite://h:1/d");
        source.setProperty("timeZone", "Mars");
        assertThatThrownBy(source::getConnection)
                .as("the names before it are no error")
                .hasMessageContaining("Mars");
    }

    @Test
    void keepsItsOptions() throws SQLException {
        source.setProperty(DqliteProperty.BUSY_TIMEOUT, "7");
        assertThat(source.getProperties()).containsExactly(Map.entry("busyTimeout", "7"));
        source.getProperties().clear();
        assertThat(source.getProperties()).as("a copy was cleared").hasSize(1);
        Properties others = new Properties();
        others.setProperty("readOnly", "true");
        source.setProperties(others);
        assertThat(source.getProperties()).isEqualTo(others);
        source.setProperties(null);
        assertThat(source.getProperties()).isEmpty();
    }

    @Test
    void countsTheLoginTimeoutInSeconds() throws SQLException {
        assertThat(source.getLoginTimeout()).isZero();
        source.setLoginTimeout(3);
        assertThat(source.getLoginTimeout()).isEqualTo(3);
        assertThat(source.getProperties()).containsEntry("loginTimeout", "3000");
        source.setLoginTimeout(Integer.MAX_VALUE);
        assertThat(source.getLoginTimeout()).isEqualTo(Integer.MAX_VALUE / 1000);
        source.setLoginTimeout(0);
        assertThat(source.getProperties()).isEmpty();
        assertThatThrownBy(() -> source.setLoginTimeout(-1)).isInstanceOf(SQLException.class);
        source.setProperty("loginTimeout", "soon");
        assertThatThrownBy(source::getLoginTimeout).isInstanceOf(SQLException.class);
    }

    @Test
    void dataSourceImplementsTheJdbcInterfaces() throws SQLException {
        assertThat(source.isWrapperFor(DqliteDataSource.class)).isTrue();
        assertThat(source.unwrap(DataSource.class)).isSameAs(source);
        assertThat(source.isWrapperFor(String.class)).isFalse();
        assertThat(source.getParentLogger().getName()).isEqualTo("io.github.dqlite4j");
        assertThat(source.getLogWriter()).isNull();
        PrintWriter writer = new PrintWriter(new StringWriter());
        source.setLogWriter(writer);
        assertThat(source.getLogWriter()).isSameAs(writer);
    }

    @Test
    void describesEveryOption() {
        Properties given = new Properties();
        given.setProperty("sslMode", "require");
        DriverPropertyInfo[] infos = new DqliteDriver().getPropertyInfo("jdbc:dqlite://h:1/d", given);
        assertThat(Arrays.stream(infos).map(info -> info.name))
                .containsExactly(Arrays.stream(DqliteProperty.values())
                        .map(DqliteProperty::key)
                        .toArray(String[]::new));
        assertThat(infos).allSatisfy(info -> {
            assertThat(info.description).isNotBlank();
            assertThat(info.required).isFalse();
            if (info.name.equals("sslPassword")) {
                assertThat(info.value).isNull();
            } else {
                assertThat(info.value).isNotNull();
            }
        });
        DriverPropertyInfo mode = Arrays.stream(infos)
                .filter(info -> info.name.equals("sslMode"))
                .findFirst()
                .orElseThrow();
        assertThat(mode.value).isEqualTo("require");
        assertThat(mode.choices).contains("verify-full");
        assertThat(value("jdbc:dqlite://h:1/d?sslMode=verify-ca&productName=a%20b&readOnly&timeZone=%zz", given))
                .as("the properties win over the URL")
                .containsEntry("sslMode", "require")
                .containsEntry("productName", "a b")
                .containsEntry("readOnly", "true")
                .containsEntry("timeZone", "%zz")
                .containsEntry("busyTimeout", "5000");
        assertThat(value("", null)).containsEntry("sslMode", "disable");
        assertThat(value(null, null)).containsEntry("readOnly", "false");
    }

    private static Map<String, String> value(@Nullable String url, @Nullable Properties properties) {
        return Arrays.stream(new DqliteDriver().getPropertyInfo(url, properties))
                .filter(info -> info.value != null)
                .collect(Collectors.toMap(info -> info.name, info -> info.value));
    }
}
