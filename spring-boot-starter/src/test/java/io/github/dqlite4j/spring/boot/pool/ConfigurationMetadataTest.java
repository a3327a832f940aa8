package io.github.dqlite4j.spring.boot.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.settings.DqliteProperty;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.json.JsonParserFactory;

/** What an IDE offers as {@code spring.dqlite.*} is what the driver accepts. */
class ConfigurationMetadataTest {
    private static final String FILE = "/META-INF/spring-configuration-metadata.json";

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> entries(String kind) throws Exception {
        try (InputStream file = Objects.requireNonNull(ConfigurationMetadataTest.class.getResourceAsStream(FILE))) {
            Map<String, Object> read =
                    JsonParserFactory.getJsonParser().parseMap(new String(file.readAllBytes(), "UTF-8"));
            return ((List<Map<String, Object>>) Objects.requireNonNull(read.get(kind)))
                    .stream().collect(Collectors.toMap(entry -> String.valueOf(entry.get("name")), entry -> entry));
        }
    }

    private static String type(DqliteProperty property) {
        if (property.isTime()) {
            return "java.time.Duration";
        }
        if (property.isNumber()) {
            return "java.lang.Integer";
        }
        return property.choices().equals(List.of("true", "false")) ? "java.lang.Boolean" : "java.lang.String";
    }

    @ParameterizedTest
    @EnumSource
    void eachOptionOfTheDriverHasAnEntry(DqliteProperty property) throws Exception {
        Map<String, Object> entry = entries("properties").get(DriverOptions.name(property));
        assertThat(entry).as(DriverOptions.name(property)).isNotNull();
        assertThat(entry).containsEntry("type", type(property));
        assertThat(entry).containsEntry("description", property.description() + ".");
        assertThat(String.valueOf(entry.getOrDefault("defaultValue", "")))
                .isEqualTo(property.defaultValue() + (property.isTime() ? "ms" : ""));
    }

    @ParameterizedTest
    @EnumSource
    void theValuesOfAChoiceAreListed(DqliteProperty property) throws Exception {
        Map<String, Object> hint = entries("hints").get(DriverOptions.name(property));
        if (property.choices().isEmpty() || type(property).equals("java.lang.Boolean")) {
            assertThat(hint).isNull();
        } else {
            assertThat(String.valueOf(hint.get("values")))
                    .isEqualTo(property.choices().stream()
                            .map(value -> "{value=" + value + "}")
                            .collect(Collectors.joining(", ", "[", "]")));
        }
    }
}
