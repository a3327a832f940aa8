package io.github.dqlite4j.spring.boot.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.jdbc.DqliteDataSource;
import io.github.dqlite4j.spring.boot.template.TemplateTranslation;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.batch.infrastructure.item.database.ExtendedConnectionDataSourceProxy;
import org.springframework.batch.infrastructure.item.database.JdbcCursorItemReader;
import org.springframework.batch.infrastructure.item.database.builder.JdbcCursorItemReaderBuilder;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class CursorReaderTest {
    private final BatchItemPostProcessor processor =
            new BatchItemPostProcessor(new StaticListableBeanFactory().getBeanProvider(TemplateTranslation.class));

    private @Nullable Object autoCommit(DataSource source, boolean shared) {
        JdbcCursorItemReader<Integer> reader = new JdbcCursorItemReaderBuilder<Integer>()
                .name("reader")
                .dataSource(source)
                .sql("SELECT 1")
                .rowMapper((rows, number) -> rows.getInt(1))
                .useSharedExtendedConnection(shared)
                .build();
        assertThat(processor.postProcessAfterInitialization(reader, "reader")).isSameAs(reader);
        return new DirectFieldAccessor(reader).getPropertyValue("connectionAutoCommit");
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
}
