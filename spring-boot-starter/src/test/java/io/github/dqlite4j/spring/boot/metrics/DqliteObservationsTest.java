package io.github.dqlite4j.spring.boot.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.event.DqliteListener.CallListener;
import io.github.dqlite4j.event.DqliteListener.Called;
import io.github.dqlite4j.event.DqliteListener.Calling;
import io.github.dqlite4j.jdbc.event.Listeners;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What observations carry. Nothing is connected to. */
class DqliteObservationsTest {
    private static final String NAME = "db.client.operation.duration";
    private static final Calling INSERT = new Calling("shop", List.of("INSERT INTO t VALUES (?, 'secret')"), 1);

    private final TestObservationRegistry registry = TestObservationRegistry.create();

    private static void call(
            ObservationRegistry registry, @Nullable DqliteObservationConvention convention, Calling call, Called end) {
        try (DqliteObservations observations = DqliteObservations.start(registry, convention)) {
            CallListener listener = observations.calling(call);
            Objects.requireNonNull(listener).called(end);
        }
    }

    private void call(Called end) {
        call(registry, null, INSERT, end);
    }

    @Test
    void aCallIsAnObservation() {
        call(new Called("[::1]:9001", 2, null));
        TestObservationRegistryAssert.assertThat(registry)
                .hasSingleObservationThat()
                .hasNameEqualTo(NAME)
                .hasContextualNameEqualTo("INSERT shop")
                .hasBeenStarted()
                .hasBeenStopped()
                .doesNotHaveError()
                .hasLowCardinalityKeyValue("db.system.name", "dqlite")
                .hasLowCardinalityKeyValue("db.namespace", "shop")
                .hasLowCardinalityKeyValue("db.operation.name", "INSERT")
                .hasLowCardinalityKeyValue("server.address", "::1")
                .hasLowCardinalityKeyValue("server.port", "9001")
                .hasLowCardinalityKeyValue("error.type", "none")
                .hasHighCardinalityKeyValue("db.query.text", "INSERT INTO t VALUES (?, ?)")
                .hasHighCardinalityKeyValue("dqlite.retries", "2")
                .doesNotHaveHighCardinalityKeyValueWithKey("db.operation.batch.size");
    }

    @Test
    void aFailureIsItsError() {
        SQLException error = new SQLException("twice", "23505");
        call(new Called(null, 0, error));
        TestObservationRegistryAssert.assertThat(registry)
                .hasSingleObservationThat()
                .hasBeenStopped()
                .hasError(error)
                .hasLowCardinalityKeyValue("error.type", "23505")
                .hasLowCardinalityKeyValue("server.address", "none")
                .hasHighCardinalityKeyValue("db.response.status_code", "23505");
    }

    @Test
    void anotherFailureHasItsClass() {
        call(new Called("a:1", 0, new OutOfMemoryError()));
        TestObservationRegistryAssert.assertThat(registry)
                .hasSingleObservationThat()
                .hasLowCardinalityKeyValue("error.type", "java.lang.OutOfMemoryError")
                .doesNotHaveHighCardinalityKeyValueWithKey("db.response.status_code");
    }

    @Test
    void aBatchSaysHowManyExecutionsItIs() {
        call(registry, null, new Calling("shop", List.of("DELETE FROM t WHERE a = ?"), 7), new Called("a:1", 0, null));
        TestObservationRegistryAssert.assertThat(registry)
                .hasSingleObservationThat()
                .hasContextualNameEqualTo("BATCH DELETE shop")
                .hasHighCardinalityKeyValue("db.operation.batch.size", "7");
    }

    @Test
    void theParentIsTheCurrentObservation() {
        Observation request = Observation.start("request", registry);
        try (Observation.Scope scope = request.openScope()) {
            assertThat(scope).isNotNull();
            call(new Called("a:1", 0, null));
        }
        TestObservationRegistryAssert.assertThat(registry)
                .hasObservationWithNameEqualTo(NAME)
                .that()
                .hasParentObservationEqualTo(request);
    }

    @Test
    void whatIsSwitchedOffIsNotObserved() {
        registry.observationConfig().observationPredicate((name, context) -> !name.equals(NAME));
        try (DqliteObservations observations = DqliteObservations.start(registry, null)) {
            assertThat(observations.calling(INSERT)).isNull();
        }
        try (DqliteObservations observations = DqliteObservations.start(ObservationRegistry.NOOP, null)) {
            assertThat(observations.calling(INSERT)).isNull();
        }
        TestObservationRegistryAssert.assertThat(registry).doesNotHaveAnyObservation();
    }

    /** Keeps what it has seen, and fails at the beginning if it should. */
    private static final class Recorder implements ObservationHandler<DqliteObservationContext> {
        private final List<String> seen = new ArrayList<>();
        private final @Nullable Error failure;

        private Recorder(@Nullable Error failure) {
            this.failure = failure;
        }

        @Override
        public void onStart(DqliteObservationContext context) {
            if (failure != null) {
                throw failure;
            }
            seen.add("start");
        }

        @Override
        public void onError(DqliteObservationContext context) {
            seen.add("error");
        }

        @Override
        public void onStop(DqliteObservationContext context) {
            seen.add("stop");
        }

        @Override
        public boolean supportsContext(Observation.Context context) {
            return context instanceof DqliteObservationContext;
        }
    }

    @Test
    void whatHasBegunEndsIfAHandlerFails() {
        Recorder first = new Recorder(null);
        Error failure = new StackOverflowError();
        ObservationRegistry failing = ObservationRegistry.create();
        failing.observationConfig().observationHandler(first).observationHandler(new Recorder(failure));
        try (DqliteObservations observations = DqliteObservations.start(failing, null)) {
            assertThatThrownBy(() -> observations.calling(INSERT)).isSameAs(failure);
        }
        assertThat(first.seen).containsExactly("start", "error", "stop");
    }

    private static final class Named extends DefaultDqliteObservationConvention
            implements GlobalObservationConvention<DqliteObservationContext> {
        private final String name;

        private Named(String name) {
            this.name = name;
        }

        @Override
        public String getName() {
            return name;
        }

        @Override
        public KeyValues getHighCardinalityKeyValues(DqliteObservationContext context) {
            return KeyValues.of(KeyValue.of("text", context.getStatements().get(0)));
        }
    }

    @Test
    void anApplicationMayNameThem() {
        registry.observationConfig().observationConvention(new Named("global"));
        call(new Called("a:1", 0, null));
        call(registry, new Named("own"), INSERT, new Called("a:1", 0, null));
        TestObservationRegistryAssert.assertThat(registry)
                .hasObservationWithNameEqualTo("global")
                .that()
                .doesNotHaveHighCardinalityKeyValueWithKey("db.query.text")
                .hasHighCardinalityKeyValue("text", INSERT.statements().get(0));
        TestObservationRegistryAssert.assertThat(registry).hasObservationWithNameEqualTo("own");
    }

    @Test
    void tracersMakeClientSpans() {
        SimpleTracer tracer = new SimpleTracer();
        ObservationRegistry traced = ObservationRegistry.create();
        traced.observationConfig()
                .observationHandler(new PropagatingSenderTracingObservationHandler<>(tracer, Propagator.NOOP));
        call(traced, null, INSERT, new Called("a:1", 1, new SQLException("twice", "23505")));
        SimpleSpan span = tracer.onlySpan();
        assertThat(span.getName()).isEqualTo("INSERT shop");
        assertThat(span.getKind()).isEqualTo(Span.Kind.CLIENT);
        assertThat(span.getEndTimestamp()).isAfterOrEqualTo(span.getStartTimestamp());
        assertThat(span.getError()).hasMessage("twice");
        assertThat(span.getTags())
                .containsEntry("db.query.text", "INSERT INTO t VALUES (?, ?)")
                .containsEntry("server.address", "a")
                .containsEntry("error.type", "23505")
                .containsEntry("dqlite.retries", "1");
    }

    /** One timer for each of the tags, the same with and without an error. */
    @Test
    void metersHaveTheSameTagsEachTime() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ObservationRegistry metered = ObservationRegistry.create();
        metered.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
        call(metered, null, INSERT, new Called("a:1", 0, null));
        call(metered, null, INSERT, new Called(null, 0, new SQLException("twice", "23505")));
        assertThat(meters.get(NAME).timers())
                .hasSize(2)
                .extracting(Timer::count)
                .containsOnly(1L);
        assertThat(meters.get(NAME).timers().stream()
                        .map(timer -> timer.getId().getTags().stream()
                                .map(tag -> tag.getKey())
                                .toList())
                        .distinct())
                .hasSize(1);
    }

    @AfterEach
    void nothingListensAnyMore() {
        assertThat(new DirectFieldAccessor(Listeners.INSTANCE).getPropertyValue("listeners"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .doesNotHaveAnyElementsOfTypes(DqliteObservations.class);
    }

    @Test
    void anApplicationThatCannotStartDoesNotListen() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(DqliteObservationAutoConfiguration.class))
                .withBean(ObservationRegistry.class, () -> registry)
                .withBean(DriverManagerDataSource.class, () -> {
                    throw new IllegalStateException("no data source");
                })
                // Else Spring would find the failure before it makes the observations.
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("dqliteObservations")
                        .rootCause()
                        .hasMessage("no data source"));
    }

    @Test
    void anApplicationWithARegistryListensFromItsBeginning() {
        ApplicationContextRunner runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(DqliteObservationAutoConfiguration.class));
        runner.run(context -> assertThat(context).doesNotHaveBean(DqliteObservations.class));
        runner.withBean(ObservationRegistry.class, () -> registry)
                .withBean(
                        DriverManagerDataSource.class,
                        () -> new DriverManagerDataSource("jdbc:dqlite://127.0.0.1:9/shop"))
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .run(context -> assertThat(context.getSourceApplicationContext()
                                .getBeanFactory()
                                .containsSingleton("dqliteObservations"))
                        .isTrue());
    }
}
