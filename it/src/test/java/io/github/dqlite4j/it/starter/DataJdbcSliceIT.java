package io.github.dqlite4j.it.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.JavaProcess;
import io.github.dqlite4j.it.fixture.NodeUnderTest;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code @DataJdbcTest} in a process of its own: beside the module of Spring Boot for Spring Data JDBC, two modules would scan the
 * repositories of the other tests.
 */
class DataJdbcSliceIT {
    private static final String SOURCE = """
            package slice;

            import org.springframework.beans.factory.annotation.Autowired;
            import org.springframework.boot.SpringBootConfiguration;
            import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
            import org.springframework.boot.data.jdbc.test.autoconfigure.DataJdbcTest;
            import org.springframework.data.annotation.Id;
            import org.springframework.data.relational.core.mapping.Table;
            import org.springframework.data.repository.ListCrudRepository;
            import org.springframework.jdbc.core.simple.JdbcClient;
            import org.springframework.test.context.TestContextManager;

            @DataJdbcTest
            public class SliceTest {
                @SpringBootConfiguration
                @EnableAutoConfiguration
                static class Application {}

                @Autowired
                Notes notes;

                @Autowired
                JdbcClient jdbc;

                public static void main(String[] arguments) throws Exception {
                    SliceTest test = new SliceTest();
                    TestContextManager manager = new TestContextManager(SliceTest.class);
                    manager.prepareTestInstance(test);
                    test.jdbc.sql("CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)").update();
                    Note saved = test.notes.save(new Note(null, "sliced"));
                    System.out.println(test.notes.findById(saved.id()).orElseThrow().text() + " on "
                            + test.jdbc.sql("SELECT count(*) FROM note").query(Integer.class).single());
                    System.exit(0);
                }
            }

            @Table
            record Note(@Id Long id, String text) {}

            interface Notes extends ListCrudRepository<Note, Long> {}
            """;

    @TempDir
    Path directory;

    @Test
    void theSliceUsesTheNode() throws Exception {
        Files.createDirectories(directory.resolve("slice"));
        Path file = Files.writeString(directory.resolve("slice/SliceTest.java"), SOURCE);
        // Only the launcher of Java expands a wildcard.
        List<String> entries = new ArrayList<>(List.of(directory.toString(), System.getProperty("java.class.path")));
        try (Stream<Path> jars = Files.list(Path.of(System.getProperty("data-jdbc.directory")))) {
            jars.map(Path::toString).forEach(entries::add);
        }
        String classPath = String.join(File.pathSeparator, entries);
        assertThat(ToolProvider.findFirst("javac")
                        .orElseThrow()
                        .run(System.out, System.err, "-cp", classPath, "-d", directory.toString(), file.toString()))
                .isZero();
        try (NodeUnderTest node = new NodeUnderTest()) {
            List<String> printed = JavaProcess.run(
                    directory,
                    "-Dspring.datasource.url=" + node.url("datajdbc"),
                    "-Dspring.flyway.enabled=false",
                    "-cp",
                    classPath,
                    "slice.SliceTest");
            assertThat(printed).last().isEqualTo("sliced on 1");
        }
    }
}
