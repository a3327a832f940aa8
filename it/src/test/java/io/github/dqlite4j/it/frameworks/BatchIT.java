package io.github.dqlite4j.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that copies a table with a cursor reader, a paging reader and a writer. */
class BatchIT {
    private static final String[] JARS = {
        "spring-boot-batch",
        "spring-boot-batch-jdbc",
        "spring-batch-core",
        "spring-batch-infrastructure",
        "micrometer-core"
    };

    private static final String PROGRAM = """
            package app;

            import java.util.Map;
            import javax.sql.DataSource;
            import org.springframework.batch.core.configuration.annotation.StepScope;
            import org.springframework.batch.core.job.Job;
            import org.springframework.batch.core.job.builder.JobBuilder;
            import org.springframework.batch.core.repository.JobRepository;
            import org.springframework.batch.core.step.Step;
            import org.springframework.batch.core.step.builder.StepBuilder;
            import org.springframework.batch.infrastructure.item.ExecutionContext;
            import org.springframework.batch.infrastructure.item.ItemReader;
            import org.springframework.batch.infrastructure.item.database.*;
            import org.springframework.batch.infrastructure.item.database.builder.*;
            import org.springframework.boot.SpringApplication;
            import org.springframework.boot.autoconfigure.SpringBootApplication;
            import org.springframework.context.annotation.Bean;
            import org.springframework.dao.CannotAcquireLockException;
            import org.springframework.jdbc.core.JdbcTemplate;
            import org.springframework.transaction.PlatformTransactionManager;
            import org.springframework.transaction.support.TransactionTemplate;

            @SpringBootApplication
            public class Main {
                record Item(int id, String text) {}

                @Bean
                JdbcTemplate ownTemplate(DataSource dataSource) {
                    return new JdbcTemplate(dataSource);
                }

                @Bean
                @StepScope
                JdbcCursorItemReader<Item> cursor(DataSource dataSource) {
                    return new JdbcCursorItemReaderBuilder<Item>().name("cursor").dataSource(dataSource)
                            .sql("SELECT id, text FROM source ORDER BY id")
                            .rowMapper((rows, number) -> new Item(rows.getInt(1), rows.getString(2)))
                            .build();
                }

                @Bean
                JdbcPagingItemReader<Item> pages(DataSource dataSource) throws Exception {
                    return new JdbcPagingItemReaderBuilder<Item>().name("pages").dataSource(dataSource)
                            .selectClause("id, text").fromClause("source").sortKeys(Map.of("id", Order.ASCENDING)).pageSize(300)
                            .rowMapper((rows, number) -> new Item(rows.getInt(1), rows.getString(2)))
                            .build();
                }

                @Bean
                JdbcBatchItemWriter<Item> writer(DataSource dataSource) {
                    return new JdbcBatchItemWriterBuilder<Item>().dataSource(dataSource)
                            .sql("INSERT INTO target (id, text) VALUES (:id, :text)").beanMapped().build();
                }

                static Step step(String name, JobRepository jobs, PlatformTransactionManager transactions, ItemReader<Item> reader, JdbcBatchItemWriter<Item> writer) {
                    return new StepBuilder(name, jobs).<Item, Item>chunk(250).transactionManager(transactions).reader(reader).writer(writer).build();
                }

                @Bean
                Job job(JobRepository jobs, PlatformTransactionManager transactions, JdbcCursorItemReader<Item> cursor,
                        JdbcPagingItemReader<Item> pages, JdbcBatchItemWriter<Item> writer, JdbcTemplate jdbc) {
                    jdbc.execute("CREATE TABLE source (id INTEGER PRIMARY KEY, text TEXT)");
                    jdbc.execute("CREATE TABLE target (id INTEGER, text TEXT)");
                    jdbc.update("INSERT INTO source WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT i, 'item ' || i FROM n");
                    return new JobBuilder("copy", jobs)
                            .start(step("cursor", jobs, transactions, cursor, writer))
                            .next(step("pages", jobs, transactions, pages, writer))
                            .build();
                }

            LINES

                public static void main(String[] arguments) throws Exception {
                    try (var context = SpringApplication.run(Main.class, arguments)) {
                        JdbcTemplate jdbc = context.getBean("ownTemplate", JdbcTemplate.class);
                        System.out.println("answer " + jdbc.queryForList("SELECT status FROM batch_step_execution", String.class));
                        System.out.println("answer " + jdbc.queryForObject("SELECT count(*) || ' ' || count(DISTINCT id) FROM target", String.class));
                        JdbcCursorItemReader<?> own = ownReader(context.getBean(DataSource.class));
                        own.open(new ExecutionContext());
                        System.out.println("answer " + own.read());
                        System.out.println("answer " + jdbc.update("DELETE FROM target"));
                        own.close();
                        var writer = context.getBean(JdbcBatchItemWriter.class);
                        new TransactionTemplate(context.getBean(PlatformTransactionManager.class)).executeWithoutResult(status -> {
                            jdbc.update("DELETE FROM target");
                            var another = new Thread(() -> {
                                for (Runnable work : new Runnable[] {
                                    () -> jdbc.update("DELETE FROM target"), () -> write(writer)
                                }) {
                                    try {
                                        work.run();
                                    } catch (CannotAcquireLockException e) {
                                        System.out.println("answer lock");
                                    }
                                }
                            });
                            another.start();
                            try {
                                another.join();
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        });
                    }
                }

                @SuppressWarnings("unchecked")
                static void write(JdbcBatchItemWriter<?> writer) {
                    try {
                        ((JdbcBatchItemWriter<Item>) writer).write(org.springframework.batch.infrastructure.item.Chunk.of(new Item(1, "one")));
                    } catch (RuntimeException e) {
                        throw e;
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
            """;

    @TempDir
    Path directory;

    @Test
    void readersAndWritersRunAsTheyCome() throws Exception {
        assertThat(new FrameworkProgram(directory, "Spring Batch").run("batch", PROGRAM, JARS))
                .containsExactly("[COMPLETED, COMPLETED]", "2000 1000", "1", "2000", "lock", "lock");
    }
}
