package io.github.dqlite4j.spring.boot;

import io.github.dqlite4j.jdbc.DqliteConstants;
import io.github.dqlite4j.spring.boot.pool.ConnectionDetailsBeanPostProcessor;
import io.github.dqlite4j.spring.boot.pool.DataSourceBeanPostProcessor;
import io.github.dqlite4j.spring.boot.source.DataSourceUrls;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/**
 * Auto-configuration for dqlite. It defines no DataSource and no connection details, because they would replace those of the
 * user or of a test slice.
 */
@AutoConfiguration(
        before = JdbcTemplateAutoConfiguration.class,
        beforeName = "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration")
@ConditionalOnClass(DataSourceProperties.class)
public final class DqliteAutoConfiguration {

    @Bean
    static ConnectionDetailsBeanPostProcessor dqliteConnectionDetailsBeanPostProcessor() {
        return new ConnectionDetailsBeanPostProcessor();
    }

    @Bean
    static DataSourceBeanPostProcessor dqliteDataSourceBeanPostProcessor(ApplicationContext context) {
        return new DataSourceBeanPostProcessor(context);
    }

    @Bean
    static FrameworkDefaults dqliteFrameworkDefaults(
            ApplicationContext context, ObjectProvider<DataSource> dataSources) {
        return new FrameworkDefaults(context, dataSources);
    }

    /**
     * Translates by exception class, which the driver chooses precisely. JdbcTemplate and the JPA dialect use it. There is none if the
     * application's data source is of another database, or if there are several and none of them is the primary one.
     */
    @Bean
    @ConditionalOnMissingBean(SQLExceptionTranslator.class)
    @Nullable
    SQLExceptionSubclassTranslator dqliteExceptionTranslator(ObjectProvider<DataSource> dataSources) {
        DataSource dataSource = dataSources.getIfUnique();
        if (dataSource == null || DataSourceUrls.dqliteUrl(dataSource) == null) {
            return null;
        }
        return translator();
    }

    static SQLExceptionSubclassTranslator translator() {
        SQLExceptionSubclassTranslator translator = new SQLExceptionSubclassTranslator();
        // JDBC has no exception class for "the write lock was not free in time", so Spring cannot translate it.
        translator.setCustomTranslator((task, sql, error) -> DqliteConstants.SQLSTATE_BUSY.equals(error.getSQLState())
                ? new CannotAcquireLockException(task + ": " + error.getMessage(), error)
                : null);
        return translator;
    }
}
