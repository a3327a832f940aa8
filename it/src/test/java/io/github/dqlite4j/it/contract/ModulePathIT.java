package io.github.dqlite4j.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.jdbc.DqliteDriver;
import java.io.File;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A module that requires only {@code java.sql} uses the driver's jar and Netty's from the module path. */
class ModulePathIT {
    private static final String DESCRIPTOR = """
            module application {
                requires java.sql;
            }
            """;

    private static final String APPLICATION = """
            package application;

            import java.sql.Connection;
            import java.sql.DriverManager;
            import java.sql.ResultSet;
            import java.sql.Statement;

            public class Main {
                public static void main(String[] arguments) throws Exception {
                    try (Connection connection = DriverManager.getConnection(arguments[0]);
                            Statement statement = connection.createStatement()) {
                        statement.execute("CREATE TABLE t (a)");
                        statement.execute("INSERT INTO t VALUES (7)");
                        try (ResultSet rows = statement.executeQuery("SELECT a FROM t")) {
                            rows.next();
                            System.out.println("read " + rows.getInt(1));
                        }
                        System.out.println(connection.getClass().getModule());
                        System.out.println(
                                connection.getClass().getModule().getDescriptor().isAutomatic() ? "automatic" : "explicit");
                    }
                    System.out.println("acknowledges at once: "
                            + ModuleLayer.boot().findModule("jdk.net").isPresent());
                }
            }
            """;

    /** A test that stops here must not run for ever. */
    private static final int PATIENCE_SECONDS = 120;

    @TempDir
    Path directory;

    /** The driver, and what it brings. */
    private static List<Path> jars() throws Exception {
        Path driver = Path.of(DqliteDriver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return Stream.concat(
                        Stream.of(driver),
                        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(Path::of)
                                .filter(path -> path.getFileName().toString().matches("netty-.*\\.jar")))
                .filter(path -> !path.getFileName().toString().contains("pkitesting"))
                .toList();
    }

    private Path compile() throws Exception {
        Path sources = Files.createDirectories(directory.resolve("sources"));
        Path descriptor = Files.writeString(sources.resolve("module-info.java"), DESCRIPTOR);
        Path main = Files.writeString(
                Files.createDirectories(sources.resolve("application")).resolve("Main.java"), APPLICATION);
        Path classes = directory.resolve("classes");
        assertThat(ToolProvider.findFirst("javac")
                        .orElseThrow()
                        .run(System.out, System.err, "-d", classes.toString(), descriptor.toString(), main.toString()))
                .isZero();
        return classes;
    }

    @Test
    void aModuleThatRequiresOnlyJavaSqlConnects() throws Exception {
        String path = Stream.concat(Stream.of(compile()), jars().stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        Path output = directory.resolve("output");
        // On a slow machine the driver says that it looks for a leader.
        Path logging = Files.writeString(
                directory.resolve("logging.properties"),
                "handlers=java.util.logging.ConsoleHandler\nio.github.dqlite4j.level=OFF\n");
        try (DqliteCluster cluster = DqliteCluster.start(1)) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Djava.util.logging.config.file=" + logging,
                            "-p",
                            path,
                            "-m",
                            "application/application.Main",
                            cluster.jdbcUrl("modules") + "?connectTimeout=30000&loginTimeout=60000")
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            } finally {
                process.destroyForcibly();
            }
        }
        assertThat(Files.readAllLines(output))
                .containsExactly(
                        "read 7", "module io.github.dqlite4j.driver", "explicit", "acknowledges at once: true");
    }

    @Test
    void theJarExportsWhatApplicationsUse() throws Exception {
        Path driver = jars().get(0);
        assertThat(driver.toString()).as("package the driver before this test").endsWith(".jar");
        try (JarFile jar = new JarFile(driver.toFile())) {
            assertThat(jar.isMultiRelease()).isTrue();
        }
        assertThat(ModuleFinder.of(driver).findAll())
                .singleElement()
                .satisfies(module -> assertThat(module.descriptor().exports())
                        .extracting(export -> export.source())
                        .containsExactlyInAnyOrder(
                                "io.github.dqlite4j.admin",
                                "io.github.dqlite4j.client",
                                "io.github.dqlite4j.event",
                                "io.github.dqlite4j.jdbc",
                                "io.github.dqlite4j.jdbc.retry",
                                "io.github.dqlite4j.nodes",
                                "io.github.dqlite4j.settings"));
    }
}
