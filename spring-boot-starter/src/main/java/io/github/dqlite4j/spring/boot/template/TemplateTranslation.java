package io.github.dqlite4j.spring.boot.template;

import io.github.dqlite4j.spring.boot.source.BeanPreparation;
import io.github.dqlite4j.spring.boot.source.DataSourceUrls;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.support.JdbcAccessor;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/**
 * Gives templates and transaction managers on dqlite the application's translator, which knows that 55P03 is a lock that was not free.
 * Spring's own translator cannot be extended with this. A translator that the application has set is kept, and other databases keep theirs.
 */
public final class TemplateTranslation implements BeanPreparation {
    private final ObjectProvider<SQLExceptionTranslator> translators;

    TemplateTranslation(ObjectProvider<SQLExceptionTranslator> translators) {
        this.translators = translators;
    }

    @Override
    public void prepare(Object bean) {
        if (bean instanceof JdbcAccessor template) {
            translate(template);
        } else if (bean instanceof NamedParameterJdbcTemplate named
                && named.getJdbcOperations() instanceof JdbcTemplate template) {
            translate(template);
        } else if (bean instanceof JdbcTransactionManager manager) {
            SQLExceptionTranslator translator = translator(manager.getDataSource());
            if (translator != null && isSprings(manager.getExceptionTranslator())) {
                manager.setExceptionTranslator(translator);
            }
        }
    }

    private void translate(JdbcAccessor template) {
        SQLExceptionTranslator translator = translator(template.getDataSource());
        if (translator != null && isSprings(template.getExceptionTranslator())) {
            template.setExceptionTranslator(translator);
        }
    }

    private @Nullable SQLExceptionTranslator translator(@Nullable DataSource source) {
        return source == null || DataSourceUrls.dqliteUrl(source) == null ? null : translators.getIfUnique();
    }

    /** Whether it is Spring's default translator. */
    private static boolean isSprings(SQLExceptionTranslator translator) {
        return translator.getClass() == SQLExceptionSubclassTranslator.class
                && ((SQLExceptionSubclassTranslator) translator).getCustomTranslator() == null;
    }
}
