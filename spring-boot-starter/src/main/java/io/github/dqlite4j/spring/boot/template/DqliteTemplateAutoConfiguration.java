package io.github.dqlite4j.spring.boot.template;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.support.JdbcAccessor;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/** Auto-configuration of {@link TemplateTranslation}. */
@AutoConfiguration
@ConditionalOnClass(JdbcAccessor.class)
public final class DqliteTemplateAutoConfiguration {
    @Bean
    static TemplateTranslation dqliteTemplateTranslation(ObjectProvider<SQLExceptionTranslator> translators) {
        return new TemplateTranslation(translators);
    }
}
