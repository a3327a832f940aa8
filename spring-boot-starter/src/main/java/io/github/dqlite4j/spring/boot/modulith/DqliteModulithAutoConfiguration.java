package io.github.dqlite4j.spring.boot.modulith;

import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of {@link EventDatabaseType}. */
@AutoConfiguration
@ConditionalOnClass(name = EventDatabaseType.TYPE)
public final class DqliteModulithAutoConfiguration {
    @Bean
    static EventDatabaseType dqliteEventDatabaseType(ObjectProvider<DataSource> dataSources) {
        return new EventDatabaseType(dataSources);
    }
}
