package io.github.dqlite4j.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of Spring Modulith whose listener fails at first. */
class SpringModulithIT {
    private static final String[] JARS = {
        "spring-modulith-api",
        "spring-modulith-core",
        "spring-modulith-moments",
        "spring-modulith-events-api",
        "spring-modulith-events-core",
        "spring-modulith-events-jackson",
        "spring-modulith-events-jdbc",
        "archunit",
        "jmolecules-events"
    };

    private static final String PROGRAM = """
            package app;

            import java.util.*;
            import java.util.concurrent.*;
            import javax.sql.DataSource;
            import org.springframework.boot.SpringApplication;
            import org.springframework.boot.autoconfigure.SpringBootApplication;
            import org.springframework.context.annotation.Bean;
            import org.springframework.jdbc.core.JdbcTemplate;

            import java.time.Duration;
            import org.springframework.context.ApplicationEventPublisher;
            import org.springframework.modulith.events.*;
            import org.springframework.modulith.events.core.EventPublicationRegistry;
            import org.springframework.scheduling.annotation.EnableAsync;
            import org.springframework.stereotype.Component;
            import org.springframework.transaction.PlatformTransactionManager;
            import org.springframework.transaction.support.TransactionTemplate;

            @SpringBootApplication
            @EnableAsync
            public class Main {
                static final CountDownLatch FAILED = new CountDownLatch(1);
                static final CountDownLatch DONE = new CountDownLatch(2);

                public record Placed(String order, int pieces) {}

                @Component
                public static class Stock {
                    @ApplicationModuleListener
                    void on(Placed event) {
                        if (event.pieces() == 13 && FAILED.getCount() == 1) {
                            FAILED.countDown();
                            throw new IllegalStateException("not now");
                        }
                        DONE.countDown();
                    }
                }

                static void await(JdbcTemplate jdbc, String condition, int count) throws Exception {
                    for (int i = 0; i < 600 && count(jdbc, condition) != count; i++) {
                        Thread.sleep(50);
                    }
                    System.out.println("answer " + count(jdbc, condition));
                }

                static int count(JdbcTemplate jdbc, String condition) {
                    return jdbc.queryForObject("SELECT count(*) FROM event_publication WHERE " + condition, Integer.class);
                }

                public static void main(String[] arguments) throws Exception {
                    try (var context = SpringApplication.run(Main.class, arguments)) {
                        JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
                        TransactionTemplate transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
                        transaction.executeWithoutResult(status -> context.publishEvent(new Placed("a", 1)));
                        transaction.executeWithoutResult(status -> context.publishEvent(new Placed("b", 13)));
                        transaction.executeWithoutResult(status -> {
                            context.publishEvent(new Placed("c", 2));
                            status.setRollbackOnly();
                        });
                        FAILED.await(60, TimeUnit.SECONDS);
                        await(jdbc, "completion_date IS NOT NULL", 1);
                        await(jdbc, "status = 'FAILED'", 1);
                        context.getBean(IncompleteEventPublications.class).resubmitIncompletePublications(publication -> true);
                        System.out.println("answer " + DONE.await(60, TimeUnit.SECONDS));
                        await(jdbc, "completion_date IS NOT NULL", 2);
                        context.getBean(CompletedEventPublications.class).deletePublications(publication -> true);
                        await(jdbc, "1", 0);
                    }
                }
            }
            """;

    @TempDir
    Path directory;

    @Test
    void eventsAreKeptUntilTheyAreDone() throws Exception {
        assertThat(new FrameworkProgram(directory, "Spring Modulith").run("modulith", PROGRAM, JARS))
                .containsExactly("1", "1", "true", "2", "0");
    }
}
