package io.github.dqlite4j.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of the README names every option and no other, with its default. */
class DocumentedPropertiesTest {
    private static final Pattern KEY = Pattern.compile("`(\\w+)`");

    private static List<String> rows() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..", "README.md"));
        int head = lines.indexOf("| property | default | meaning |");
        return lines.subList(head + 2, lines.size()).stream()
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    }

    private static List<String> keys(String row) {
        return KEY.matcher(row.split("\\|")[1])
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void theTableNamesEveryOptionOnce() throws IOException {
        assertThat(rows().stream().flatMap(row -> keys(row).stream()))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(DqliteProperty.values())
                        .map(DqliteProperty::key)
                        .toList());
    }

    @Test
    void theTableHasTheDefaults() throws IOException {
        for (DqliteProperty property : DqliteProperty.values()) {
            String cell = rows().stream()
                    .filter(row -> keys(row).contains(property.key()))
                    .findFirst()
                    .orElseThrow()
                    .split("\\|")[2]
                    .strip();
            if (!property.defaultValue().isEmpty()) {
                assertThat(cell.replace("`", "")).as(property.key()).isEqualTo(property.defaultValue());
            } else {
                assertThat(cell).as(property.key()).isIn("", "the JVM's");
            }
        }
    }
}
