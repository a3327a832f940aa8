package io.github.dqlite4j.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The changelog of the page, run when an application starts. */
class LiquibaseIT {
    private static final String[] JARS = {
        "spring-boot-liquibase",
        "liquibase-core",
        "opencsv",
        "commons-collections4",
        "commons-text",
        "commons-lang3",
        "commons-io"
    };

    private static final String PROGRAM = """
            package app;

            import java.util.Map;
            import org.springframework.boot.SpringApplication;
            import org.springframework.boot.autoconfigure.SpringBootApplication;
            import org.springframework.jdbc.core.JdbcTemplate;

            @SpringBootApplication
            public class Main {
                public static void main(String[] arguments) {
                    try (var context = SpringApplication.run(Main.class, arguments)) {
                        JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
                        for (Map<String, Object> row : jdbc.queryForList("SELECT type, \\"notnull\\", dflt_value FROM pragma_table_info('customer')")) {
                            System.out.println("answer " + row.values());
                        }
                        System.out.println("answer " + jdbc.queryForList("SELECT pk FROM pragma_table_info('invoice')", Integer.class));
                        System.out.println("answer " + jdbc.queryForObject("SELECT \\"table\\" FROM pragma_foreign_key_list('invoice')", String.class));
                    }
                }
            }
            """;

    @TempDir
    Path directory;

    @Test
    void theChangelogOfThePageRuns() throws Exception {
        assertThat(new FrameworkProgram(directory, "Liquibase").run("liquibase", PROGRAM, JARS))
                .containsExactly(
                        "[INTEGER, 1, null]",
                        "[VARCHAR(50), 1, null]",
                        "[TIMESTAMP(6), 0, null]",
                        "[1, 0]",
                        "customer");
    }
}
