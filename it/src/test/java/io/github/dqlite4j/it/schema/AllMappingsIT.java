package io.github.dqlite4j.it.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.Entity;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** Every entity of the other packages of these tests: the schema after update is valid, and needs no second update. */
class AllMappingsIT {

    /** Entities whose mapping another test expects to be refused, as those with an attribute called "refused". */
    private static final Set<String> REFUSED = Set.of("Part", "HiLoTable", "JsonEmbedding");

    @Test
    void noMappingNeedsASecondUpdate() throws Exception {
        int checked = 0;
        SoftAssertions all = new SoftAssertions();
        try (DqliteCluster cluster = DqliteCluster.start(1)) {
            for (Map.Entry<String, List<Class<?>>> group : entities().entrySet()) {
                for (Class<?>[] mapped : byName(group.getValue())) {
                    SchemaTool tool = new SchemaTool(cluster.jdbcUrl("a" + checked));
                    all.assertThatCode(() -> {
                                tool.run("update", mapped);
                                assertThat(tool.update(mapped)).isEmpty();
                                tool.run("validate", mapped);
                            })
                            .as(group.getKey())
                            .doesNotThrowAnyException();
                    checked++;
                }
            }
        }
        all.assertThat(checked).isPositive();
        all.assertAll();
    }

    /** The entities of one outer class together; those whose name another one has already, each alone. */
    private static List<Class<?>[]> byName(List<Class<?>> entities) {
        Map<String, Class<?>> together = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        List<Class<?>[]> groups = new ArrayList<>();
        for (Class<?> type : entities) {
            if (together.putIfAbsent(name(type), type) != null) {
                groups.add(new Class<?>[] {type});
            }
        }
        groups.add(together.values().toArray(Class<?>[]::new));
        return groups;
    }

    private static String name(Class<?> type) {
        String name = type.getAnnotation(Entity.class).name();
        return name.isEmpty() ? type.getSimpleName() : name;
    }

    private static Map<String, List<Class<?>>> entities() throws IOException, URISyntaxException {
        Path root = Path.of(AllMappingsIT.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        try (Stream<Path> files = Files.walk(root)) {
            return files.sorted()
                    .map(root::relativize)
                    .map(Path::toString)
                    .filter(name -> name.endsWith(".class"))
                    .map(name -> load(
                            name.substring(0, name.length() - ".class".length()).replace('/', '.')))
                    .filter(type -> type.isAnnotationPresent(Entity.class)
                            && type.getPackage() != AllMappingsIT.class.getPackage()
                            && !REFUSED.contains(type.getSimpleName())
                            && Arrays.stream(type.getDeclaredFields())
                                    .noneMatch(field -> field.getName().equals("refused")))
                    .collect(Collectors.groupingBy(
                            type -> type.getNestHost().getName(), TreeMap::new, Collectors.toList()));
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, AllMappingsIT.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
