package io.github.dqlite4j.it.starter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code @JooqTest} in a process of its own, since the other tests have no jOOQ. */
class JooqSliceIT {
    private static final String JARS = "(spring-boot-jooq|spring-boot-jooq-test|jooq|r2dbc-spi|reactive-streams)[.]jar";

    private static final String SOURCE = """
            package slice;

            import org.jooq.DSLContext;
            import org.springframework.beans.factory.annotation.Autowired;
            import org.springframework.boot.SpringBootConfiguration;
            import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
            import org.springframework.boot.jooq.test.autoconfigure.JooqTest;
            import org.springframework.test.context.TestContextManager;

            @JooqTest
            public class SliceTest {
                @SpringBootConfiguration
                @EnableAutoConfiguration
                static class Application {}

                @Autowired
                DSLContext jooq;

                public static void main(String[] arguments) throws Exception {
                    SliceTest test = new SliceTest();
                    new TestContextManager(SliceTest.class).prepareTestInstance(test);
                    System.out.println(test.jooq.dialect() + " " + test.jooq.fetchValue("SELECT 7"));
                    System.exit(0);
                }
            }
            """;

    @TempDir
    Path directory;

    @Test
    void theSliceHasTheDialect() throws Exception {
        List<Path> jars = SliceProgram.jars("frameworks.directory").stream()
                .filter(jar -> jar.getFileName().toString().matches(JARS))
                .toList();
        assertThat(SliceProgram.run(directory, SOURCE, jars)).isEqualTo("SQLITE 7");
    }
}
