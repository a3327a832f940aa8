package io.github.dqlite4j.it.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.JavaProcess;
import io.github.dqlite4j.sample.shop.ShopApplication;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sample, processed ahead of time as for a native image, and then run by a JVM. */
@Timeout(300)
class ShopAotIT {
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    @TempDir
    Path directory;

    private Path process(String url) throws Exception {
        Path sources = directory.resolve("sources");
        Path classes = Files.createDirectories(directory.resolve("classes"));
        JavaProcess.run(
                directory,
                "-cp",
                CLASS_PATH,
                "org.springframework.boot.SpringApplicationAotProcessor",
                ShopApplication.class.getName(),
                sources.toString(),
                classes.toString(),
                classes.toString(),
                "io.github.dqlite4j",
                "shop",
                "--spring.datasource.url=" + url);
        List<String> arguments = new ArrayList<>(
                List.of("-nowarn", "-cp", CLASS_PATH + File.pathSeparator + classes, "-d", classes.toString()));
        try (Stream<Path> files = Files.walk(sources)) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> arguments.add(file.toString()));
        }
        assertThat(ToolProvider.findFirst("javac")
                        .orElseThrow()
                        .run(System.out, System.err, arguments.toArray(String[]::new)))
                .isZero();
        return classes;
    }

    @Test
    void theSampleRunsAheadOfTime() throws Exception {
        try (DqliteCluster cluster = DqliteCluster.start(1)) {
            Path classes = process(cluster.jdbcUrl("shop"));
            List<String> printed = JavaProcess.run(
                    directory,
                    "-Dspring.aot.enabled=true",
                    "-cp",
                    classes + File.pathSeparator + CLASS_PATH,
                    AotShop.class.getName(),
                    "--server.port=0",
                    "--spring.datasource.url=" + cluster.jdbcUrl("shop"));
            assertThat(printed).contains("ahead of time: true", "201 200 consistent");
        }
    }
}
