package io.github.dqlite4j.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs of JobRunr. */
class JobRunrIT {
    private static final String[] JARS = {"jobrunr", "jobrunr-spring-boot-4-starter"};

    private static final String PROGRAM = """
            package app;

            import java.util.*;
            import java.util.concurrent.*;
            import javax.sql.DataSource;
            import org.springframework.boot.SpringApplication;
            import org.springframework.boot.autoconfigure.SpringBootApplication;
            import org.springframework.context.annotation.Bean;
            import org.springframework.jdbc.core.JdbcTemplate;

            import java.time.Instant;
            import org.jobrunr.jobs.mappers.JobMapper;
            import org.jobrunr.jobs.states.StateName;
            import org.jobrunr.scheduling.JobScheduler;
            import org.jobrunr.storage.StorageProvider;
            import org.jobrunr.storage.sql.sqlite.SqLiteStorageProvider;

            @SpringBootApplication
            public class Main {
                static final CountDownLatch RUNS = new CountDownLatch(3);

            LINES

                @Bean
                Bills bills() {
                    return new Bills();
                }

                public static class Bills {
                    public void send(String to) {
                        RUNS.countDown();
                    }
                }

                public static void main(String[] arguments) throws Exception {
                    try (var context = SpringApplication.run(Main.class, arguments)) {
                        JobScheduler jobs = context.getBean(JobScheduler.class);
                        for (String to : List.of("a", "b", "c")) {
                            jobs.<Bills>enqueue(bills -> bills.send(to));
                        }
                        jobs.<Bills>schedule(Instant.now().plusSeconds(86400), bills -> bills.send("later"));
                        System.out.println("answer " + RUNS.await(90, TimeUnit.SECONDS));
                        StorageProvider storage = context.getBean(StorageProvider.class);
                        for (int i = 0; i < 600 && storage.getJobStats().getSucceeded() < 3; i++) {
                            Thread.sleep(50);
                        }
                        System.out.println("answer " + storage.getJobStats().getSucceeded() + " " + storage.getJobStats().getScheduled());
                    }
                }
            }
            """;

    @TempDir
    Path directory;

    @Test
    void jobsRun() throws Exception {
        assertThat(new FrameworkProgram(directory, "JobRunr").run("jobrunr", PROGRAM, JARS))
                .containsExactly("true", "3 1");
    }
}
