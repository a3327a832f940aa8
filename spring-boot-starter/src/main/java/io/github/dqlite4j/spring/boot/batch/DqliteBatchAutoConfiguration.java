package io.github.dqlite4j.spring.boot.batch;

import io.github.dqlite4j.spring.boot.template.TemplateTranslation;
import org.springframework.batch.infrastructure.item.database.AbstractCursorItemReader;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/** Auto-configuration of {@link BatchItemPostProcessor}. */
@AutoConfiguration
@ConditionalOnClass({AbstractCursorItemReader.class, JdbcTemplate.class})
public final class DqliteBatchAutoConfiguration {
    @Bean
    static BatchItemPostProcessor dqliteBatchItemPostProcessor(ObjectProvider<TemplateTranslation> translation) {
        return new BatchItemPostProcessor(translation);
    }
}
