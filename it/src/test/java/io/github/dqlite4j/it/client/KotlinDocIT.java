package io.github.dqlite4j.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.CompiledExample;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.JavaProcess;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example of docs/client.md in Kotlin, compiled by Kotlin's compiler and run. Both are processes of their own, as Spring looks for Kotlin on the class path. */
@Timeout(300)
class KotlinDocIT {
    /** Maven copies the compiler and the libraries there, and says where. */
    private static final Path KOTLIN = Path.of(System.getProperty("kotlin.directory"));

    private static final String BEFORE = """
            import io.github.dqlite4j.client.DqlitePool
            import kotlinx.coroutines.flow.toList
            import kotlinx.coroutines.future.await
            import kotlinx.coroutines.jdk9.asFlow
            import kotlinx.coroutines.runBlocking

            fun main(arguments: Array<String>) = runBlocking<Unit> {
                val pool = DqlitePool.create(arguments[0])
                pool.script(
                    "CREATE TABLE person (id INTEGER PRIMARY KEY, first_name TEXT);"
                        + "INSERT INTO person (first_name) VALUES ('Ada'), ('Grace'), ('Barbara')"
                ).await()
            """;

    private static final String AFTER = """
                println("$names $count")
                pool.close().await()
            }
            """;

    @TempDir
    Path directory;

    private static String path(Stream<Path> entries) {
        return entries.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    @Test
    void theExampleRuns() throws Exception {
        String example = CompiledExample.of("client.md", "kotlin");
        assertThat(example).contains(".asFlow()", ".await()");
        Path source = Files.writeString(directory.resolve("Example.kt"), BEFORE + example + AFTER);
        Path classes = directory.resolve("classes");
        String libraries = path(Stream.concat(
                JavaProcess.driver().stream(),
                Stream.of(
                                "kotlin-stdlib.jar",
                                "kotlinx-coroutines-core-jvm.jar",
                                "kotlinx-coroutines-jdk9.jar",
                                "kotlinx-coroutines-reactive.jar",
                                "reactive-streams.jar")
                        .map(KOTLIN::resolve)));
        JavaProcess.run(
                directory,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                KOTLIN.resolve("*").toString(),
                "org.jetbrains.kotlin.cli.jvm.K2JVMCompiler",
                "-no-stdlib",
                "-no-reflect",
                "-Werror",
                "-jvm-target",
                "17",
                "-cp",
                libraries,
                "-d",
                classes.toString(),
                source.toString());
        try (DqliteCluster cluster = DqliteCluster.start(1)) {
            assertThat(JavaProcess.run(
                            directory,
                            "-cp",
                            classes + File.pathSeparator + libraries,
                            "ExampleKt",
                            cluster.jdbcUrl("kotlin") + "?connectTimeout=30000&loginTimeout=60000"))
                    .containsExactly("[Ada, Grace, Barbara] 3");
        }
    }
}
