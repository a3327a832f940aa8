package io.github.dqlite4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The names in {@code docs/architecture.md}, and the tests that other pages name, exist. */
class ArchitecturePageTest {
    private static final JavaClasses CLASSES = new ClassFileImporter().importPackages("io.github.dqlite4j");
    private static final Pattern CODE = Pattern.compile("`([A-Za-z_.]+)`");

    /** Names of other modules and of the JDK. */
    private static final Set<String> ELSEWHERE =
            Set.of("DqliteContainer", "DqliteDialect", "SQLTransactionRollbackException");

    private static final Pattern TEST = Pattern.compile("[A-Z]\\w*[a-z](?:Test|IT)");

    /** Annotations of Spring Boot. */
    private static final Set<String> SPRING_TESTS = Set.of("DataJpaTest", "JdbcTest");

    private static String page() throws IOException {
        return Files.readString(Path.of("../docs/architecture.md"));
    }

    private static Stream<String> code(String text) {
        return CODE.matcher(text).results().map(match -> match.group(1));
    }

    private static Set<String> known() {
        Set<String> names =
                CLASSES.stream().map(JavaClass::getSimpleName).collect(Collectors.toCollection(TreeSet::new));
        CLASSES.stream()
                .filter(JavaClass::isEnum)
                .flatMap(type -> type.getFields().stream())
                .forEach(constant -> names.add(constant.getName()));
        return names;
    }

    @Test
    void everyClassAndConstantOnThePageExists() throws IOException {
        Set<String> named = code(page())
                .filter(name -> Character.isUpperCase(name.charAt(0)))
                .filter(name -> !ELSEWHERE.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(named).hasSizeGreaterThan(60);
        assertThat(known()).containsAll(named);
    }

    @Test
    void everyRoomIsInTheTable() throws IOException {
        Matcher rows = Pattern.compile("(?m)^\\| `([a-z.]+)` \\|").matcher(page());
        Set<String> rooms = rows.results().map(match -> match.group(1)).collect(Collectors.toCollection(TreeSet::new));
        assertThat(rooms)
                .containsExactlyInAnyOrderElementsOf(
                        ArchitectureTest.roomNames().toList());
    }

    private static List<Path> files(String folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("..", folder))) {
            return files.filter(file -> file.toString().endsWith(ending)).toList();
        }
    }

    @Test
    void everyTestThatAPageNamesExists() throws IOException {
        Set<String> existing = new TreeSet<>(SPRING_TESTS);
        for (String module : List.of("driver", "hibernate-dialect", "spring-boot-starter", "it")) {
            files(module + "/src/test/java", ".java")
                    .forEach(file -> existing.add(file.getFileName().toString().replace(".java", "")));
        }
        Set<String> named = new TreeSet<>();
        for (Path file : files("docs", ".md")) {
            code(Files.readString(file)).filter(TEST.asMatchPredicate()).forEach(named::add);
        }
        assertThat(named).hasSizeGreaterThan(20);
        assertThat(existing).containsAll(named);
    }
}
