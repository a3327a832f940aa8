package io.github.dqlite4j.it.client;

import static io.github.dqlite4j.it.client.Futures.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.client.DqlitePool;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.opentest4j.TestAbortedException;
import org.testng.SkipException;
import org.testng.annotations.Test;

/**
 * The TCK of Reactive Streams on the streams of a pool, a test for each of its rules. It is written for TestNG; JUnit runs it here. Rules
 * that the TCK cannot test are aborted; all others have to be verified, also the optional ones.
 */
@Timeout(300)
class ReactiveStreamsIT {
    private static DqliteCluster cluster;

    @BeforeAll
    static void startCluster() {
        cluster = DqliteCluster.start(1);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @TestFactory
    Stream<DynamicTest> rules() {
        List<Method> rules = Stream.of(RowPublisherVerification.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .sorted(Comparator.comparing(Method::getName))
                .toList();
        assertThat(rules)
                .extracting(Method::getName)
                .contains("required_spec101_subscriptionRequestMustResultInTheCorrectNumberOfProducedElements");
        return rules.stream().map(rule -> DynamicTest.dynamicTest(rule.getName(), () -> verify(rule)));
    }

    /** Some rules leave streams open, so each has a pool of its own. */
    private static void verify(Method rule) throws Throwable {
        DqlitePool pool =
                DqlitePool.builder(cluster.jdbcUrl("streams")).maxSize(20).create();
        try {
            RowPublisherVerification verification = new RowPublisherVerification(pool);
            verification.setUp();
            rule.invoke(verification);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof SkipException skipped && rule.getName().startsWith("untested_")) {
                throw new TestAbortedException(skipped.getMessage(), skipped);
            }
            throw e.getCause();
        } finally {
            get(pool.close(Duration.ofMillis(1)));
        }
    }
}
