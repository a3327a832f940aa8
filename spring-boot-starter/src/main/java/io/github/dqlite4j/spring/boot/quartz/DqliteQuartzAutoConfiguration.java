package io.github.dqlite4j.spring.boot.quartz;

import io.github.dqlite4j.spring.boot.source.DataSourceUrls;
import java.util.Properties;
import javax.sql.DataSource;
import org.quartz.Scheduler;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.impl.jdbcjobstore.UpdateLockRowSemaphore;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.quartz.autoconfigure.QuartzAutoConfiguration;
import org.springframework.boot.quartz.autoconfigure.QuartzDataSource;
import org.springframework.boot.quartz.autoconfigure.QuartzProperties;
import org.springframework.boot.quartz.autoconfigure.SchedulerFactoryBeanCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;

/**
 * Lets a scheduler whose jobs are in dqlite lock rows with UPDATE. Quartz's default is SELECT … FOR UPDATE, which SQLite does not have. A
 * lock handler of the application is kept.
 */
@AutoConfiguration(before = QuartzAutoConfiguration.class)
@ConditionalOnClass({Scheduler.class, SchedulerFactoryBean.class, SchedulerFactoryBeanCustomizer.class})
@ConditionalOnProperty(name = "spring.quartz.job-store-type", havingValue = "jdbc")
public final class DqliteQuartzAutoConfiguration {
    private static final String LOCK_HANDLER = StdSchedulerFactory.PROP_JOB_STORE_LOCK_HANDLER_CLASS;

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    static SchedulerFactoryBeanCustomizer dqliteQuartzLockHandler(
            QuartzProperties quartz,
            ObjectProvider<DataSource> dataSource,
            @QuartzDataSource ObjectProvider<DataSource> quartzDataSource) {
        return scheduler -> {
            DataSource used = quartzDataSource.getIfAvailable(dataSource::getIfUnique);
            if (used != null && DataSourceUrls.dqliteUrl(used) != null) {
                Properties properties = new Properties();
                properties.setProperty(LOCK_HANDLER, UpdateLockRowSemaphore.class.getName());
                properties.putAll(quartz.getProperties());
                scheduler.setQuartzProperties(properties);
            }
        };
    }
}
