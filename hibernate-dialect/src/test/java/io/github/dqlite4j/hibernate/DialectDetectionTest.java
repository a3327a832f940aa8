package io.github.dqlite4j.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The resolver of the community dialects claims every product named "SQLite", so the order of the jars must not matter. */
class DialectDetectionTest {

    @TempDir
    Path directory;

    /** Runs inside the class loader under test. */
    public static final class Probe implements BiFunction<Path, Map<String, Object>, String> {
        @Override
        public String apply(Path directory, Map<String, Object> settings) {
            try (TestDatabase database = new TestDatabase(directory, settings, Shop.ENTITIES)) {
                return database.dialect().getClass().getName();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void dqliteIsFoundInEitherOrderOfTheClassPath(boolean communityFirst) throws Exception {
        List<String> entries =
                new ArrayList<>(List.of(System.getProperty("java.class.path").split(File.pathSeparator)));
        Comparator<String> order = Comparator.comparing(entry -> !entry.contains("hibernate-community-dialects"));
        entries.sort(communityFirst ? order : order.reversed());
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(
                entries.stream().map(DialectDetectionTest::url).toArray(URL[]::new),
                ClassLoader.getPlatformClassLoader())) {
            Thread.currentThread().setContextClassLoader(loader);
            assertThat(probe(loader)).isEqualTo(DqliteDialect.class.getName());
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @SuppressWarnings("unchecked")
    private String probe(ClassLoader loader) throws ReflectiveOperationException {
        Object probe = loader.loadClass(Probe.class.getName()).getConstructor().newInstance();
        return ((BiFunction<Path, Map<String, Object>, String>) probe).apply(directory, Map.of());
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalArgumentException(entry, impossible);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pooled", "pooled-lo", "pooled-lotl", "none"})
    void anOptimizerMayBeNamed(String optimizer) {
        assertThat(new Probe().apply(directory, Map.of("hibernate.id.optimizer.pooled.preferred", optimizer)))
                .isEqualTo(DqliteDialect.class.getName());
    }

    @Test
    void anOptimizerThatGivesIdsTwiceIsRefused() {
        assertThatThrownBy(
                        () -> new Probe().apply(directory, Map.of("hibernate.id.optimizer.pooled.preferred", "hilo")))
                .hasStackTraceContaining("would be used twice");
    }

    @Test
    void aNamedDialectIsKept() {
        String named = "org.hibernate.community.dialect.SQLiteDialect";
        assertThat(new Probe().apply(directory, Map.of("hibernate.dialect", named, "hibernate.hbm2ddl.auto", "none")))
                .isEqualTo(named);
    }

    /** What becomes of a transaction is known of the driver's own connections only. */
    @Test
    void anotherDriverGetsNoBlocks() throws Exception {
        Path file = Files.createDirectory(directory.resolve("named"));
        try (TestDatabase database =
                new TestDatabase(file, Map.of("hibernate.dialect", DqliteDialect.class.getName()), Shop.ENTITIES)) {
            database.sessions.inTransaction(session -> {
                session.persist(new Shop.Sale());
                session.persist(new Shop.Sale());
            });
            assertThat(database.sql).filteredOn(sql -> sql.startsWith("update")).hasSize(2);
        }
    }

    /** Generators with Hibernate's default allocation size are no mistake, so nothing is logged about them. */
    @Test
    void generatorsAreNotWarnedOf() throws Exception {
        Logger hibernate = Logger.getLogger("org.hibernate.orm");
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                lines.add(record.getLevel() + " " + record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        hibernate.addHandler(handler);
        Path file = Files.createDirectory(directory.resolve("quiet"));
        try (TestDatabase database = new TestDatabase(file, Map.of(), Shop.ENTITIES)) {
            assertThat(database.dialect()).isInstanceOf(DqliteDialect.class);
            hibernate.warning("HHH-test");
            assertThat(lines).contains("WARNING HHH-test").noneMatch(line -> line.contains("HHH0902"));
        } finally {
            hibernate.removeHandler(handler);
        }
    }
}
