package io.github.dqlite4j.spring.boot.quartz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.jdbc.DqliteDataSource;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.impl.jdbcjobstore.SimpleSemaphore;
import org.quartz.impl.jdbcjobstore.UpdateLockRowSemaphore;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.quartz.autoconfigure.QuartzProperties;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;

class QuartzLockHandlerTest {
    private static final String LOCK_HANDLER = StdSchedulerFactory.PROP_JOB_STORE_LOCK_HANDLER_CLASS;

    private static @Nullable Properties properties(
            @Nullable DataSource quartz, DataSource application, Map<String, String> given) {
        QuartzProperties settings = new QuartzProperties();
        settings.getProperties().putAll(given);
        SchedulerFactoryBean scheduler = new SchedulerFactoryBean();
        StaticListableBeanFactory ofQuartz =
                new StaticListableBeanFactory(quartz == null ? Map.of() : Map.of("quartz", quartz));
        DqliteQuartzAutoConfiguration.dqliteQuartzLockHandler(
                        settings,
                        new StaticListableBeanFactory(Map.of("application", application))
                                .getBeanProvider(DataSource.class),
                        ofQuartz.getBeanProvider(DataSource.class))
                .customize(scheduler);
        return (Properties) new DirectFieldAccessor(scheduler).getPropertyValue("quartzProperties");
    }

    private static DataSource dqlite() throws Exception {
        DqliteDataSource source = new DqliteDataSource();
        source.setUrl("jdbc:dqlite://127.0.0.1:9001/app");
        return source;
    }

    private static DataSource other() {
        return new DriverManagerDataSource("jdbc:sqlite::memory:");
    }

    @Test
    void rowsAreLockedWithUpdateOnDqlite() throws Exception {
        assertThat(properties(null, dqlite(), Map.of("a", "b")))
                .containsEntry(LOCK_HANDLER, UpdateLockRowSemaphore.class.getName())
                .containsEntry("a", "b");
        assertThat(properties(dqlite(), other(), Map.of())).containsKey(LOCK_HANDLER);
    }

    @Test
    void theApplicationsLockHandlerStays() throws Exception {
        assertThat(properties(null, dqlite(), Map.of(LOCK_HANDLER, SimpleSemaphore.class.getName())))
                .containsEntry(LOCK_HANDLER, SimpleSemaphore.class.getName());
    }

    @Test
    void nothingIsSetForAnotherDatabase() throws Exception {
        assertThat(properties(null, other(), Map.of())).isNull();
        assertThat(properties(other(), dqlite(), Map.of())).isNull();
    }
}
