package io.github.dqlite4j.spring.boot.metrics;

import io.github.dqlite4j.client.DqlitePool;
import io.github.dqlite4j.spring.boot.source.DqliteDataSources;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/** Whether an application may use dqlite, so that there is something to measure. */
final class DqliteUse {
    private DqliteUse() {}

    static boolean isPossible(ConfigurableListableBeanFactory beans, ObjectProvider<DqlitePool> pools) {
        return pools.stream().findAny().isPresent() || DqliteDataSources.mayBeUsed(beans);
    }
}
