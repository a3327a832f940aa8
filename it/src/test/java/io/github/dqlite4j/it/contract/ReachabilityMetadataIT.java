package io.github.dqlite4j.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.json.JsonParserFactory;

/** The GraalVM metadata of the jars names classes, methods and resources that exist. */
class ReachabilityMetadataIT {

    @ParameterizedTest
    @ValueSource(strings = {"dqlite4j-driver", "dqlite4j-hibernate-dialect"})
    @SuppressWarnings("unchecked")
    void whatIsNamedExists(String artifact) throws Exception {
        String file = "/META-INF/native-image/io.github.dqlite4j/" + artifact + "/reachability-metadata.json";
        Map<String, Object> metadata;
        try (InputStream read = Objects.requireNonNull(getClass().getResourceAsStream(file), file)) {
            metadata =
                    JsonParserFactory.getJsonParser().parseMap(new String(read.readAllBytes(), StandardCharsets.UTF_8));
        }
        List<Map<String, Object>> reflection = (List<Map<String, Object>>) metadata.get("reflection");
        assertThat(reflection).isNotEmpty();
        for (Map<String, Object> entry : reflection) {
            if (entry.get("type") instanceof Map<?, ?> proxy) {
                for (String name : (List<String>) proxy.get("proxy")) {
                    assertThat(Class.forName(name)).isInterface();
                }
                continue;
            }
            Class<?> type = Class.forName((String) entry.get("type"));
            for (Map<String, Object> method : (List<Map<String, Object>>) entry.get("methods")) {
                assertThat(method.get("name")).isEqualTo("<init>");
                List<String> names = (List<String>) method.get("parameterTypes");
                Class<?>[] parameters = new Class<?>[names.size()];
                for (int i = 0; i < parameters.length; i++) {
                    parameters[i] = Class.forName(names.get(i));
                }
                assertThat(type.getConstructor(parameters)).isNotNull();
            }
        }
        for (Map<String, Object> resource : (List<Map<String, Object>>) metadata.getOrDefault("resources", List.of())) {
            assertThat(getClass().getResource("/" + resource.get("glob"))).isNotNull();
        }
    }
}
