package io.github.dqlite4j.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job in dqlite, run by two programs one after the other. */
class QuartzIT {
    private static final String[] JARS = {"spring-boot-quartz", "quartz", "spring-context-support"};

    private static final String PROGRAM = """
            package app;

            import java.util.concurrent.CountDownLatch;
            import java.util.concurrent.TimeUnit;
            import org.quartz.*;
            import org.springframework.boot.SpringApplication;
            import org.springframework.boot.autoconfigure.SpringBootApplication;
            import org.springframework.context.annotation.Bean;
            import org.springframework.jdbc.core.JdbcTemplate;

            @SpringBootApplication
            public class Main {
                static final CountDownLatch RUNS = new CountDownLatch(3);

                @PersistJobDataAfterExecution
                @DisallowConcurrentExecution
                public static class Bill implements Job {
                    @Override
                    public void execute(JobExecutionContext context) {
                        JobDataMap data = context.getJobDetail().getJobDataMap();
                        data.put("runs", data.containsKey("runs") ? data.getInt("runs") + 1 : 1);
                        RUNS.countDown();
                    }
                }

                @Bean
                JobDetail bill() {
                    return JobBuilder.newJob(Bill.class).withIdentity("bill").storeDurably().build();
                }

                @Bean
                Trigger often(JobDetail bill) {
                    return TriggerBuilder.newTrigger().forJob(bill).withIdentity("often")
                            .withSchedule(SimpleScheduleBuilder.simpleSchedule().withIntervalInMilliseconds(50).withRepeatCount(20))
                            .build();
                }

                @Bean
                Trigger sometimes(JobDetail bill) {
                    return TriggerBuilder.newTrigger().forJob(bill).withIdentity("sometimes")
                            .withSchedule(CronScheduleBuilder.cronSchedule("0/1 * * * * ?"))
                            .build();
                }

                public static void main(String[] arguments) throws Exception {
                    try (var context = SpringApplication.run(Main.class, arguments)) {
                        System.out.println("answer " + RUNS.await(60, TimeUnit.SECONDS));
                        Scheduler scheduler = context.getBean(Scheduler.class);
                        System.out.println("answer " + scheduler.getMetaData().isJobStoreClustered());
                        scheduler.shutdown(true);
                        JobDetail bill = scheduler.isShutdown() ? null : scheduler.getJobDetail(JobKey.jobKey("bill"));
                        System.out.println("answer " + bill);
                        System.out.println("answer " + context.getBean(JdbcTemplate.class)
                                .queryForList("SELECT lock_name FROM qrtz_locks ORDER BY 1", String.class));
                    }
                }
            }
            """;

    @TempDir
    Path directory;

    @Test
    void jobsAreKeptAndRun() throws Exception {
        FrameworkProgram program = new FrameworkProgram(directory, "Quartz");
        for (int i = 0; i < 2; i++) {
            assertThat(program.run("quartz", PROGRAM, JARS))
                    .containsExactly("true", "true", "null", "[STATE_ACCESS, TRIGGER_ACCESS]");
        }
    }
}
