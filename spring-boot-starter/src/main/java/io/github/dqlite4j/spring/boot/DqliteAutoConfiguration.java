package io.github.dqlite4j.spring.boot;

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
 * Auto-configuration for dqlite. Supplies no DataSource and no connection details: those would replace what the user, or a
 * test slice, configured.
 */
@AutoConfiguration(
        before = JdbcTemplateAutoConfiguration.class,
        beforeName = "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration")
@ConditionalOnClass(DataSourceProperties.class)
public final class DqliteAutoConfiguration {
    private static final String BUSY = "55P03";

    /** Fills in the driver class of every {@link DataSourceProperties} with a dqlite URL, second data sources included. */
    @Bean
    static DriverClassBeanPostProcessor dqliteDriverClassBeanPostProcessor() {
        return new DriverClassBeanPostProcessor();
    }

    /** The driver throws the exact JDBC subclass; used by JdbcTemplate and by the JPA dialect. */
    @Bean
    @ConditionalOnMissingBean(SQLExceptionTranslator.class)
    @Conditional(OnDqliteUrlCondition.class)
    SQLExceptionSubclassTranslator dqliteExceptionTranslator() {
        SQLExceptionSubclassTranslator translator = new SQLExceptionSubclassTranslator();
        // Spring knows no class for "the write lock was not free in time".
        translator.setCustomTranslator((task, sql, error) -> BUSY.equals(error.getSQLState())
                ? new CannotAcquireLockException(task + ": " + error.getMessage(), error)
                : null);
        return translator;
    }
}
