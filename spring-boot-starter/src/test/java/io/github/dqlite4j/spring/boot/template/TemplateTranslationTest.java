package io.github.dqlite4j.spring.boot.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.jdbc.DqliteDataSource;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.SQLExceptionTranslator;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;

class TemplateTranslationTest {
    private final SQLExceptionTranslator ours = (task, sql, error) -> null;
    private final TemplateTranslation translation = new TemplateTranslation(
            new StaticListableBeanFactory(Map.of("translator", ours)).getBeanProvider(SQLExceptionTranslator.class));

    private static DataSource dqlite() throws Exception {
        DqliteDataSource source = new DqliteDataSource();
        source.setUrl("jdbc:dqlite://127.0.0.1:9001/app");
        return source;
    }

    @Test
    void beansOnDqliteGetTheTranslator() throws Exception {
        JdbcTemplate template = new JdbcTemplate(dqlite());
        assertThat(translation.postProcessBeforeInitialization(template, "template"))
                .isSameAs(template);
        assertThat(template.getExceptionTranslator()).isSameAs(ours);
        NamedParameterJdbcTemplate named = new NamedParameterJdbcTemplate(dqlite());
        translation.postProcessBeforeInitialization(named, "named");
        assertThat(named.getJdbcTemplate().getExceptionTranslator()).isSameAs(ours);
        JdbcTransactionManager manager = new JdbcTransactionManager(dqlite());
        translation.postProcessBeforeInitialization(manager, "manager");
        assertThat(manager.getExceptionTranslator()).isSameAs(ours);
    }

    @Test
    void theApplicationsTranslatorStays() throws Exception {
        SQLExceptionTranslator own = new SQLStateSQLExceptionTranslator();
        JdbcTemplate template = new JdbcTemplate(dqlite());
        template.setExceptionTranslator(own);
        translation.postProcessBeforeInitialization(template, "template");
        assertThat(template.getExceptionTranslator()).isSameAs(own);
    }

    @Test
    void anotherDatabaseKeepsSpringsTranslator() {
        JdbcTemplate template = new JdbcTemplate(new DriverManagerDataSource("jdbc:sqlite::memory:"));
        SQLExceptionTranslator before = template.getExceptionTranslator();
        translation.postProcessBeforeInitialization(template, "template");
        assertThat(template.getExceptionTranslator()).isSameAs(before);
    }

    @Test
    void whatAFactoryBeanHasMadeGetsTheTranslatorAlsoBehindAProxy() throws Exception {
        JdbcTemplate template = new JdbcTemplate(dqlite());
        translation.postProcessAfterInitialization(template, "template");
        assertThat(template.getExceptionTranslator()).isSameAs(ours);
        JdbcTemplate behind = new JdbcTemplate(dqlite());
        ProxyFactory proxy = new ProxyFactory(behind);
        proxy.setProxyTargetClass(true);
        translation.postProcessAfterInitialization(proxy.getProxy(), "template");
        assertThat(behind.getExceptionTranslator()).isSameAs(ours);
    }
}
