package io.github.dqlite4j.spring.boot;

import io.github.dqlite4j.jdbc.DqliteConstants;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
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

    /**
     * Sets the driver class of every {@link DataSourceProperties} bean with a dqlite URL, including those of second data
     * sources.
     */
    @Bean
    static DriverClassBeanPostProcessor dqliteDriverClassBeanPostProcessor() {
        return new DriverClassBeanPostProcessor();
    }

    /** Translates by exception class, which the driver chooses precisely. JdbcTemplate and the JPA dialect use it. */
    @Bean
    @ConditionalOnMissingBean(SQLExceptionTranslator.class)
    @Conditional(OnDqliteUrlCondition.class)
    SQLExceptionSubclassTranslator dqliteExceptionTranslator() {
        SQLExceptionSubclassTranslator translator = new SQLExceptionSubclassTranslator();
        // JDBC has no exception class for "the write lock was not free in time", so Spring cannot translate it.
        translator.setCustomTranslator((task, sql, error) -> DqliteConstants.SQLSTATE_BUSY.equals(error.getSQLState())
                ? new CannotAcquireLockException(task + ": " + error.getMessage(), error)
                : null);
        return translator;
    }
}
