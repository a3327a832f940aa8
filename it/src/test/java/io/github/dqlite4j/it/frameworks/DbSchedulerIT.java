package io.github.dqlite4j.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks of db-scheduler, one-time and recurring. */
class DbSchedulerIT {
    private static final String[] JARS = {
        "db-scheduler", "db-scheduler-spring-boot-4-starter", "db-scheduler-spring-common", "spring-boot-actuator"
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

            import com.github.kagkarlsson.scheduler.Scheduler;
            import com.github.kagkarlsson.scheduler.boot.config.DbSchedulerCustomizer;
            import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
            import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
            import com.github.kagkarlsson.scheduler.task.Task;
            import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
            import com.github.kagkarlsson.scheduler.task.helper.Tasks;
            import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
            import java.time.Duration;
            import java.time.Instant;

            @SpringBootApplication
            public class Main {
                static final CountDownLatch ONCE = new CountDownLatch(5);
                static final CountDownLatch OFTEN = new CountDownLatch(3);

            LINES

                @Bean
                OneTimeTask<String> once() {
                    return Tasks.oneTime("once", String.class).execute((task, context) -> {
                        if (task.getData().equals("data of " + task.getId())) {
                            ONCE.countDown();
                        }
                    });
                }

                @Bean
                Task<Void> often() {
                    return Tasks.recurring("often", FixedDelay.of(Duration.ofMillis(200))).execute((task, context) -> OFTEN.countDown());
                }

                public static void main(String[] arguments) throws Exception {
                    try (var context = SpringApplication.run(Main.class, arguments)) {
                        Scheduler scheduler = context.getBean(Scheduler.class);
                        for (int i = 0; i < 5; i++) {
                            scheduler.schedule(context.getBean(OneTimeTask.class).instance("n" + i, "data of n" + i), Instant.now());
                        }
                        scheduler.schedule(context.getBean(OneTimeTask.class).instance("later", "x"), Instant.now().plusSeconds(86400));
                        System.out.println("answer " + ONCE.await(60, TimeUnit.SECONDS) + OFTEN.await(60, TimeUnit.SECONDS));
                        scheduler.stop();
                        System.out.println("answer " + context.getBean(JdbcTemplate.class)
                                .queryForList("SELECT task_instance FROM scheduled_tasks ORDER BY 1", String.class));
                    }
                }
            }
            """;

    @TempDir
    Path directory;

    @Test
    void tasksRun() throws Exception {
        assertThat(new FrameworkProgram(directory, "db-scheduler").run("dbscheduler", PROGRAM, JARS))
                .containsExactly("truetrue", "[later, recurring]");
    }
}
