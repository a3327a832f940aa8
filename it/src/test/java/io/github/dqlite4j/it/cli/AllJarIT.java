package io.github.dqlite4j.it.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.Table;
import io.github.dqlite4j.peer.ChildJvm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar with all dependencies works as a JDBC driver, also with another Netty before or after it on the class path. */
@Timeout(180)
class AllJarIT {
    @TempDir
    Path directory;

    private static List<Path> oldNetty() throws Exception {
        try (Stream<Path> jars = Files.list(Program.jar().resolveSibling("netty-4.1"))) {
            return jars.toList();
        }
    }

    @Test
    void itIsADriverAloneAndBesideAnotherNetty() throws Exception {
        List<Path> first = new ArrayList<>(List.of(Program.jar()));
        first.addAll(oldNetty());
        List<Path> last = new ArrayList<>(oldNetty());
        last.add(Program.jar());
        assertThat(last).hasSize(7);
        try (DqliteCluster cluster = DqliteCluster.start(1);
                Connection connection = DriverManager.getConnection(Program.url(cluster, "tools"))) {
            // ChildJvm writes into it.
            new Table(connection, "scripted").run("CREATE TABLE scripted(a)");
            for (List<Path> path : List.of(List.of(Program.jar()), first, last)) {
                assertThat(ChildJvm.onClassPath(
                                Files.createTempDirectory(directory, "run"), path, Program.url(cluster, "tools")))
                        .contains("executed", "ends");
            }
            assertThat(new Table(connection, "scripted").size()).isEqualTo(3);
        }
    }

    /** Nothing in it can meet a class of an application, and the licences are there. */
    @Test
    void allItsClassesAreBelowOnePackage() throws Exception {
        try (JarFile jar = new JarFile(Program.jar().toFile())) {
            List<String> names = jar.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(entry -> entry.getName())
                    .toList();
            assertThat(names.stream().filter(name -> name.endsWith(".class")))
                    .isNotEmpty()
                    .allMatch(name -> name.startsWith("io/github/dqlite4j/")
                            || name.matches("META-INF/versions/\\d+/io/github/dqlite4j/.*"));
            assertThat(names)
                    .contains(
                            "META-INF/licenses/LICENSE.txt",
                            "META-INF/licenses/Apache-2.0.txt",
                            "META-INF/licenses/JLine.txt",
                            "META-INF/licenses/README.txt")
                    .doesNotHaveDuplicates();
            assertThat(new String(
                            jar.getInputStream(jar.getEntry("META-INF/services/java.sql.Driver"))
                                    .readAllBytes(),
                            StandardCharsets.UTF_8))
                    .isEqualToIgnoringWhitespace("io.github.dqlite4j.jdbc.DqliteDriver");
            assertThat(jar.getManifest().getMainAttributes().getValue("Main-Class"))
                    .isEqualTo("io.github.dqlite4j.cli.Main");
        }
    }
}
