package io.github.dqlite4j.spring.boot.batch;

import io.github.dqlite4j.spring.boot.source.BeanPreparation;
import io.github.dqlite4j.spring.boot.source.DataSourceUrls;
import io.github.dqlite4j.spring.boot.template.TemplateTranslation;
import javax.sql.DataSource;
import org.springframework.batch.infrastructure.item.database.AbstractCursorItemReader;
import org.springframework.batch.infrastructure.item.database.JdbcBatchItemWriter;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;

/**
 * Lets a cursor reader on dqlite read in auto-commit mode. The builder of the reader switches that off, and the transaction of the reader would then hold
 * the write lock that the chunks need. Its one SELECT returns the same rows in both modes, and is streamed in both. A reader on the
 * connection of the chunks is not changed.
 */
final class BatchItemPostProcessor implements BeanPreparation {
    private static final String TEMPLATE = "namedParameterJdbcTemplate";

    private final ObjectProvider<TemplateTranslation> translation;

    BatchItemPostProcessor(ObjectProvider<TemplateTranslation> translation) {
        this.translation = translation;
    }

    @Override
    public void prepare(Object bean) {
        if (bean instanceof AbstractCursorItemReader<?> reader) {
            DataSource source = reader.getDataSource();
            if (!reader.isUseSharedExtendedConnection() && source != null && DataSourceUrls.dqliteUrl(source) != null) {
                reader.setConnectionAutoCommit(true);
            }
        } else if (bean instanceof JdbcBatchItemWriter<?> writer) {
            DirectFieldAccessor fields = new DirectFieldAccessor(writer);
            if (fields.isReadableProperty(TEMPLATE)
                    && fields.getPropertyValue(TEMPLATE) instanceof NamedParameterJdbcTemplate template) {
                translation.ifAvailable(found -> found.prepare(template));
            }
        }
    }
}
