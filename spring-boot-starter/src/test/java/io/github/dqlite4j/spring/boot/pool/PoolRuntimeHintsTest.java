package io.github.dqlite4j.spring.boot.pool;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** What is registered for a native image, as Spring finds it. */
class PoolRuntimeHintsTest {

    @Test
    void springFindsTheHints() throws Exception {
        RuntimeHints hints = new RuntimeHints();
        AotServices.factories()
                .load(RuntimeHintsRegistrar.class)
                .forEach(registrar -> registrar.registerHints(hints, getClass().getClassLoader()));
        assertThat(RuntimeHintsPredicates.reflection()
                        .onMethodInvocation(HikariDataSource.class.getMethod("getKeepaliveTime")))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onConstructorInvocation(HikariConfig.class.getConstructor()))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.proxies().forInterfaces(JdbcConnectionDetails.class))
                .accepts(hints);
    }
}
