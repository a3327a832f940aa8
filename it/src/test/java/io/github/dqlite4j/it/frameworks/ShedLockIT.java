package io.github.dqlite4j.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Locks of ShedLock: a second program gets none while the first one holds it. */
class ShedLockIT {
    private static final String[] JARS = {
        "shedlock-core", "shedlock-spring", "shedlock-sql-support", "shedlock-provider-jdbc-template"
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
            import java.time.Instant;
            import net.javacrumbs.shedlock.core.*;
            import net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider;
            import net.javacrumbs.shedlock.spring.annotation.*;
            import org.springframework.scheduling.annotation.*;
            import org.springframework.transaction.PlatformTransactionManager;
            import org.springframework.transaction.support.TransactionTemplate;

            @SpringBootApplication
            @EnableScheduling
            @EnableSchedulerLock(defaultLockAtMostFor = "10m")
            public class Main {
                static final CountDownLatch RUNS = new CountDownLatch(2);

            LINES

                @Scheduled(fixedDelay = 100)
                @SchedulerLock(name = "scheduled")
                public void scheduled() {
                    LockAssert.assertLocked();
                    RUNS.countDown();
                }

                static Optional<SimpleLock> lock(LockProvider locks, String name) {
                    return locks.lock(new LockConfiguration(Instant.now(), name, Duration.ofMinutes(5), Duration.ZERO));
                }

                public static void main(String[] arguments) throws Exception {
                    try (var context = SpringApplication.run(Main.class, arguments)) {
                        System.out.println("answer " + RUNS.await(60, TimeUnit.SECONDS));
                        LockProvider first = context.getBean(LockProvider.class);
                        LockProvider second = new JdbcTemplateLockProvider(context.getBean(JdbcTemplate.class));
                        SimpleLock held = lock(first, "bill").orElseThrow();
                        System.out.println("answer " + lock(second, "bill").isPresent());
                        held.unlock();
                        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Tokyo"));
                        held = lock(second, "bill").orElseThrow();
                        TimeZone.setDefault(TimeZone.getTimeZone("America/Los_Angeles"));
                        System.out.println("answer " + lock(first, "bill").isPresent());
                        held = held.extend(Duration.ofMinutes(6), Duration.ZERO).orElseThrow();
                        held.unlock();
                        JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
                        new TransactionTemplate(context.getBean(PlatformTransactionManager.class)).executeWithoutResult(status -> {
                            jdbc.update("UPDATE shedlock SET locked_by = locked_by");
                            System.out.println("answer " + lock(first, "bill").isPresent());
                        });
                    }
                }
            }
            """;

    @TempDir
    Path directory;

    @Test
    void oneHoldsALock() throws Exception {
        assertThat(new FrameworkProgram(directory, "ShedLock").run("shedlock", PROGRAM, JARS))
                .containsExactly("true", "false", "false", "false");
    }
}
