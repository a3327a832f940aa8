package io.github.dqlite4j.spring.boot.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.jdbc.DqliteDataSource;
import io.github.dqlite4j.spring.boot.template.TemplateTranslation;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.autoproxy.BeanNameAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.batch.infrastructure.item.ItemStreamReader;
import org.springframework.batch.infrastructure.item.database.ExtendedConnectionDataSourceProxy;
import org.springframework.batch.infrastructure.item.database.JdbcCursorItemReader;
import org.springframework.batch.infrastructure.item.database.builder.JdbcCursorItemReaderBuilder;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.AbstractFactoryBean;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class CursorReaderTest {
    private final BatchItemPostProcessor processor =
            new BatchItemPostProcessor(new StaticListableBeanFactory().getBeanProvider(TemplateTranslation.class));

    private static JdbcCursorItemReader<Integer> reader(DataSource source, boolean shared) {
        return new JdbcCursorItemReaderBuilder<Integer>()
                .name("reader")
                .dataSource(source)
                .sql("SELECT 1")
                .rowMapper((rows, number) -> rows.getInt(1))
                .useSharedExtendedConnection(shared)
                .build();
    }

    private static @Nullable Object autoCommit(Object reader) {
        return new DirectFieldAccessor(reader).getPropertyValue("connectionAutoCommit");
    }

    private @Nullable Object autoCommit(DataSource source, boolean shared) {
        JdbcCursorItemReader<Integer> reader = reader(source, shared);
        assertThat(processor.postProcessBeforeInitialization(reader, "reader")).isSameAs(reader);
        return autoCommit(reader);
    }

    private static DataSource dqlite() throws Exception {
        DqliteDataSource source = new DqliteDataSource();
        source.setUrl("jdbc:dqlite://127.0.0.1:9001/app");
        return source;
    }

    @Test
    void aReaderOnDqliteReadsInAutoCommitMode() throws Exception {
        assertThat(autoCommit(dqlite(), false)).isEqualTo(true);
    }

    @Test
    void aReaderOnTheConnectionOfTheChunksStays() throws Exception {
        assertThat(autoCommit(new ExtendedConnectionDataSourceProxy(dqlite()), true))
                .isEqualTo(false);
    }

    @Test
    void aReaderOnAnotherDatabaseStays() {
        assertThat(autoCommit(new DriverManagerDataSource("jdbc:sqlite::memory:"), false))
                .isEqualTo(false);
    }

    /** Begins after the context has started, as the one of a step does. */
    private static final class LateScope extends SimpleThreadScope {
        private boolean begun;

        @Override
        public Object get(String name, ObjectFactory<?> factory) {
            assertThat(begun).as("begun").isTrue();
            return super.get(name, factory);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Proxied {
        @Bean
        static BatchItemPostProcessor processor(ObjectProvider<TemplateTranslation> translation) {
            return new BatchItemPostProcessor(translation);
        }

        /** By the interfaces, so that the proxy is no cursor reader. */
        @Bean
        static BeanNameAutoProxyCreator advice() {
            BeanNameAutoProxyCreator advice = new BeanNameAutoProxyCreator();
            advice.setBeanNames("advised", "made");
            advice.setInterceptorNames("interceptor");
            return advice;
        }

        @Bean
        static MethodInterceptor interceptor() {
            return MethodInvocation::proceed;
        }

        @Bean
        ItemStreamReader<Integer> advised() throws Exception {
            return reader(dqlite(), false);
        }

        @Bean
        static FactoryBean<ItemStreamReader<Integer>> made() {
            return new AbstractFactoryBean<>() {
                @Override
                public Class<?> getObjectType() {
                    return ItemStreamReader.class;
                }

                @Override
                protected ItemStreamReader<Integer> createInstance() throws Exception {
                    return reader(dqlite(), false);
                }
            };
        }

        @Bean
        @Scope(scopeName = "late", proxyMode = ScopedProxyMode.TARGET_CLASS)
        JdbcCursorItemReader<Integer> scoped() throws Exception {
            return reader(dqlite(), false);
        }
    }

    @Test
    void theReaderBehindAProxyReadsInAutoCommitMode() throws Exception {
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            LateScope scope = new LateScope();
            context.getBeanFactory().registerScope("late", scope);
            context.register(Proxied.class);
            context.refresh();
            for (String name : List.of("advised", "made")) {
                Object proxy = context.getBean(name);
                assertThat(AopUtils.isJdkDynamicProxy(proxy)).as(name).isTrue();
                assertThat(autoCommit(Objects.requireNonNull(AopProxyUtils.getSingletonTarget(proxy))))
                        .as(name)
                        .isEqualTo(true);
            }
            assertThat(AopUtils.isCglibProxy(context.getBean("scoped"))).isTrue();
            scope.begun = true;
            assertThat(autoCommit(context.getBean("scopedTarget.scoped"))).isEqualTo(true);
        }
    }
}
