package io.github.dqlite4j.it.starter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
        assertThat(SliceProgram.run(directory, SOURCE, SliceProgram.jars("data-jdbc.directory")))
                .isEqualTo("sliced on 1");
    }
}
