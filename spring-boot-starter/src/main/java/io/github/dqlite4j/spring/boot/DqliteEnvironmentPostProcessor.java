package io.github.dqlite4j.spring.boot;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MutablePropertySources;

/**
 * Adds {@link DqliteDefaults} behind all other property sources, so that {@code spring.datasource.url} is enough and everything
 * that the user sets takes precedence.
 */
public final class DqliteEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        MutablePropertySources sources = environment.getPropertySources();
        if (!sources.contains(DqliteDefaults.NAME)) {
            sources.addLast(new DqliteDefaults(environment));
        }
    }
}
