package io.github.dqlite4j.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.JavaProcess;
import java.io.File;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
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

    @TempDir
    Path directory;

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
        String path = Stream.concat(Stream.of(compile()), JavaProcess.driver().stream())
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        try (DqliteCluster cluster = DqliteCluster.start(1)) {
            assertThat(JavaProcess.run(
                            directory,
                            "-p",
                            path,
                            "-m",
                            "application/application.Main",
                            cluster.jdbcUrl("modules") + "?connectTimeout=30000&loginTimeout=60000"))
                    .containsExactly(
                            "read 7", "module io.github.dqlite4j.driver", "explicit", "acknowledges at once: true");
        }
    }

    @Test
    void theJarExportsWhatApplicationsUse() throws Exception {
        Path driver = JavaProcess.driver().get(0);
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
