package io.github.dqlite4j.spring.boot.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Method;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientConnectionException;
import java.sql.SQLTransientException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.data.annotation.Id;
import org.springframework.data.repository.CrudRepository;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.ReflectionUtils;

/** The rules. The transactions are of SQLite, and the errors those that the driver throws; RetriesIT has a real leader that is lost. */
class TransactionRetryTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(DqliteRetryAutoConfiguration.class))
            .withPropertyValues("spring.dqlite.retry.delay=1ms", "spring.dqlite.retry.jitter=0")
            .withUserConfiguration(Application.class);

    private static DataAccessException rolledBack() {
        return new CannotAcquireLockException(
                "task", new SQLTransactionRollbackException("The leader changed", "40001", 10250));
    }

    private static DataAccessException unknown() {
        return new DataAccessResourceFailureException(
                "task", new SQLNonTransientConnectionException("The outcome is not known", "08007"));
    }

    @RetryableTransaction
    @Retention(RetentionPolicy.RUNTIME)
    @interface Meta {}

    static final class Aggregate {
        @Id
        @Nullable
        Long id;
    }

    /** Counts its calls; the first ones fail. */
    static class Work {
        private final Inner inner;
        final List<String> calls = new ArrayList<>();
        int failures = 2;
        RuntimeException failure = rolledBack();

        Work(Inner inner) {
            this.inner = inner;
        }

        private String work(String name) {
            calls.add(name + " " + TransactionSynchronizationManager.isActualTransactionActive());
            if (calls.size() <= failures) {
                throw failure;
            }
            return "done";
        }

        @Transactional
        @RetryableTransaction
        String annotated() {
            return work("annotated");
        }

        @Transactional
        @Meta
        String meta() {
            return work("meta");
        }

        @Transactional
        @RetryableTransaction(RetryCondition.REPEATABLE)
        String repeatable() {
            return work("repeatable");
        }

        @Transactional
        String plain() {
            return work("plain");
        }

        @Transactional
        @RetryableTransaction(RetryCondition.NEVER)
        String never() {
            return work("never");
        }

        @Transactional
        String saves(List<Aggregate> aggregates) {
            return work("saves " + aggregates.size());
        }

        @Transactional
        @RetryableTransaction
        String savesAnnotated(Aggregate aggregate) {
            return work("saves " + aggregate.id);
        }

        @Transactional(propagation = Propagation.SUPPORTS)
        @RetryableTransaction
        String supports() {
            return work("supports");
        }

        @Transactional
        @RetryableTransaction
        CompletableFuture<String> later() {
            return CompletableFuture.completedFuture(work("later"));
        }

        @Transactional
        @RetryableTransaction
        void failsAfterTheCommit() {
            calls.add("commit");
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    throw rolledBack();
                }
            });
        }

        @Transactional
        @RetryableTransaction
        void othersCommit() {
            calls.add("outer");
            inner.own();
            throw rolledBack();
        }

        @Transactional
        @RetryableTransaction(RetryCondition.REPEATABLE)
        void othersCommitRepeatably() {
            calls.add("outer");
            inner.own();
            throw rolledBack();
        }

        @Transactional
        @RetryableTransaction
        void takesPart() {
            calls.add("outer");
            inner.takesPart();
        }
    }

    static class Inner {
        int calls;

        @Transactional(propagation = Propagation.REQUIRES_NEW)
        void own() {
            calls++;
        }

        @Transactional
        @RetryableTransaction
        void takesPart() {
            calls++;
            throw rolledBack();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement(proxyTargetClass = true)
    static class Application {
        final List<TransactionRetryEvent> events = new ArrayList<>();

        @EventListener
        void on(TransactionRetryEvent event) {
            events.add(event);
            throw new IllegalStateException("a listener fails");
        }

        @Bean
        DataSource dataSource() {
            return new DriverManagerDataSource("jdbc:sqlite::memory:");
        }

        @Bean
        PlatformTransactionManager transactionManager(DataSource dataSource) {
            return new DataSourceTransactionManager(dataSource);
        }

        @Bean
        Inner inner() {
            return new Inner();
        }

        @Bean
        Work work(Inner inner) {
            return new Work(inner);
        }
    }

    private void run(Consumer<ApplicationContext> test, String... properties) {
        runner.withPropertyValues(properties).run(context -> {
            assertThat(context).hasNotFailed();
            test.accept(context);
        });
    }

    private static Work target(ApplicationContext context) {
        return org.springframework.test.util.AopTestUtils.getTargetObject(context.getBean(Work.class));
    }

    private static void isRunOnce(ApplicationContext context, Consumer<Work> call) {
        assertThatThrownBy(() -> call.accept(context.getBean(Work.class))).isInstanceOf(DataAccessException.class);
        assertThat(target(context).calls).hasSize(1);
    }

    @Test
    void whatWasRolledBackIsRunAgainInATransactionOfItsOwn() {
        run(context -> {
            assertThat(context.getBean(Work.class).annotated()).isEqualTo("done");
            assertThat(target(context).calls).containsExactly("annotated true", "annotated true", "annotated true");
            assertThat(context.getBean(Application.class).events)
                    .extracting(TransactionRetryEvent::name, TransactionRetryEvent::retry)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple(Work.class.getName() + ".annotated", 1),
                            org.assertj.core.groups.Tuple.tuple(Work.class.getName() + ".annotated", 2));
        });
    }

    @Test
    void anAnnotationThatHasItCounts() {
        run(context -> assertThat(context.getBean(Work.class).meta()).isEqualTo("done"));
    }

    @Test
    void withoutTheAnnotationNothingIsRunAgain() {
        run(context -> isRunOnce(context, Work::plain));
    }

    @Test
    void modeAllRunsAgainWhatIsNotForbidden() {
        String all = "spring.dqlite.retry.mode=all";
        run(context -> assertThat(context.getBean(Work.class).plain()).isEqualTo("done"), all);
        run(context -> isRunOnce(context, Work::never), all);
        run(context -> isRunOnce(context, work -> work.saves(List.of(new Aggregate()))), all);
        run(context -> assertThat(context.getBean(Work.class).saves(List.of())).isEqualTo("done"), all);
        run(
                context -> assertThat(context.getBean(Work.class).savesAnnotated(new Aggregate()))
                        .isEqualTo("done"),
                all);
    }

    @Test
    void modeOffRunsNothingAgain() {
        run(context -> isRunOnce(context, Work::annotated), "spring.dqlite.retry.mode=off");
        run(
                context -> assertThatThrownBy(() -> context.getBean(TransactionRetries.class)
                                .call(() -> context.getBean(Work.class).plain()))
                        .isInstanceOf(CannotAcquireLockException.class),
                "spring.dqlite.retry.mode=off");
    }

    @Test
    void theNumberOfRetriesIsLimitedAndTheErrorsAreKept() {
        run(
                context -> {
                    target(context).failures = 100;
                    assertThatThrownBy(() -> context.getBean(Work.class).annotated())
                            .isInstanceOf(CannotAcquireLockException.class);
                    assertThat(target(context).calls).hasSize(4);
                },
                "spring.dqlite.retry.max-retries=3");
    }

    @Test
    void anUnknownOutcomeIsRepeatedOnlyIfTheMethodAllowsIt() {
        run(context -> {
            target(context).failure = unknown();
            isRunOnce(context, Work::annotated);
        });
        run(context -> {
            target(context).failure = unknown();
            assertThat(context.getBean(Work.class).repeatable()).isEqualTo("done");
        });
    }

    @Test
    void otherErrorsAreNotRepeated() {
        run(context -> {
            target(context).failure =
                    new DataAccessResourceFailureException("task", new SQLException("syntax", "42000"));
            isRunOnce(context, Work::repeatable);
        });
    }

    @Test
    void nothingIsRunAgainAfterItsCommit() {
        run(context -> isRunOnce(context, Work::failsAfterTheCommit));
    }

    /** A listener of the application that is called before those of the retries, and fails. */
    static final class Audit implements TransactionExecutionListener {
        @Override
        public void afterCommit(TransactionExecution transaction, @Nullable Throwable commitFailure) {
            throw rolledBack();
        }
    }

    @Test
    void aCommitCountsAlsoIfAnotherListenerFails() {
        run(context -> {
            ConfigurableTransactionManager manager = context.getBean(ConfigurableTransactionManager.class);
            List<TransactionExecutionListener> listeners = new ArrayList<>(manager.getTransactionExecutionListeners());
            listeners.add(0, new Audit());
            manager.setTransactionExecutionListeners(listeners);
            target(context).failures = 0;
            isRunOnce(context, Work::annotated);
        });
    }

    @Test
    void aTimeoutOrAWrongUrlIsNotRepeatable() {
        assertThat(RetryCondition.REPEATABLE.allows(unknown())).isTrue();
        assertThat(RetryCondition.REPEATABLE.allows(new SQLTransientException("busy", "55P03")))
                .isTrue();
        assertThat(RetryCondition.REPEATABLE.allows(new SQLTransientConnectionException("no leader", "08001")))
                .isTrue();
        assertThat(RetryCondition.REPEATABLE.allows(new SQLTimeoutException("too long", "57014")))
                .isFalse();
        assertThat(RetryCondition.REPEATABLE.allows(new SQLNonTransientConnectionException("wrong URL", "08001")))
                .isFalse();
    }

    @Test
    void argumentsAreNotIteratedOverIfThatCouldUseThemUp() {
        RetryRules rules = new RetryRules(RetryProperties.Mode.ALL);
        List<Object> iterated = new ArrayList<>();
        Iterable<Object> once = () -> {
            iterated.add("again");
            return List.of().iterator();
        };
        Method plain = ReflectionUtils.findMethod(Work.class, "plain");
        assertThat(rules.condition(plain, Work.class, new Object[] {once})).isEqualTo(RetryCondition.NEVER);
        assertThat(iterated).isEmpty();
        assertThat(rules.condition(plain, Work.class, new Object[] {List.of(1L)}))
                .isEqualTo(RetryCondition.ROLLED_BACK);
    }

    @Test
    void whatAnotherTransactionHasCommittedIsNotRepeated() {
        run(context -> isRunOnce(context, Work::othersCommit));
        run(
                context -> {
                    assertThatThrownBy(() -> context.getBean(Work.class).othersCommitRepeatably())
                            .isInstanceOf(CannotAcquireLockException.class);
                    assertThat(target(context).calls).hasSize(3);
                },
                "spring.dqlite.retry.max-retries=2");
    }

    @Test
    void onlyTheOutermostTransactionIsRunAgain() {
        run(
                context -> {
                    assertThatThrownBy(() -> context.getBean(Work.class).takesPart())
                            .isInstanceOf(CannotAcquireLockException.class);
                    assertThat(target(context).calls).hasSize(3);
                    Inner inner =
                            org.springframework.test.util.AopTestUtils.getTargetObject(context.getBean(Inner.class));
                    assertThat(inner.calls).isEqualTo(3);
                },
                "spring.dqlite.retry.max-retries=2");
        run(context -> {
            TransactionTemplate template = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
            isRunOnce(context, work -> template.executeWithoutResult(status -> work.annotated()));
        });
    }

    @Test
    void whatBeginsNoTransactionIsNotRunAgain() {
        run(context -> isRunOnce(context, Work::supports));
        run(context -> isRunOnce(context, Work::later));
    }

    @Test
    void templatesAndCodeAreRunAgainByTheBean() {
        run(context -> {
            TransactionTemplate template = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
            TransactionRetries retries = context.getBean(TransactionRetries.class);
            assertThat(retries.around(template)
                            .<String>execute(
                                    status -> context.getBean(Work.class).plain()))
                    .isEqualTo("done");
            assertThat(target(context).calls).hasSize(3);
        });
        run(context -> {
            assertThat(context.getBean(TransactionRetries.class)
                            .<String>call(() -> context.getBean(Work.class).plain()))
                    .isEqualTo("done");
            assertThat(target(context).calls).hasSize(3);
        });
        run(context -> {
            TransactionTemplate template = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
            template.setPropagationBehavior(TransactionTemplate.PROPAGATION_SUPPORTS);
            isRunOnce(
                    context,
                    work -> context.getBean(TransactionRetries.class)
                            .around(template)
                            .executeWithoutResult(status -> target(context).work("supports")));
        });
    }

    @Test
    void aTransactionManagerThatIsNoBeanIsNotTrusted() {
        run(context -> {
            TransactionTemplate template =
                    new TransactionTemplate(new DataSourceTransactionManager(context.getBean(DataSource.class)));
            isRunOnce(
                    context,
                    work -> context.getBean(TransactionRetries.class)
                            .around(template)
                            .executeWithoutResult(status -> target(context).work("other")));
        });
    }

    @RetryableTransaction
    interface Aggregates extends CrudRepository<Aggregate, Long> {}

    @Test
    void theAnnotationOfARepositoryIsForItsInheritedMethods() throws Exception {
        RetryRules rules = new RetryRules(RetryProperties.Mode.ANNOTATED);
        Method inherited = CrudRepository.class.getMethod("deleteById", Object.class);
        assertThat(rules.condition(inherited, Aggregates.class, new Object[] {1L}))
                .isEqualTo(RetryCondition.ROLLED_BACK);
        assertThat(rules.condition(inherited, CrudRepository.class, new Object[] {1L}))
                .isEqualTo(RetryCondition.NEVER);
    }

    @Test
    void anInterruptEndsTheWait() {
        run(
                context -> {
                    Thread.currentThread().interrupt();
                    isRunOnce(context, Work::annotated);
                    assertThat(Thread.interrupted()).isTrue();
                },
                "spring.dqlite.retry.delay=1m");
    }
}
