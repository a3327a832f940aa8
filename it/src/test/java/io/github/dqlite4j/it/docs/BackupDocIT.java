package io.github.dqlite4j.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.jdbc.DqliteDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** docs/backup.md: its commands are run on three nodes, with the jar of this build. Deleted data is restored in two ways. */
@Timeout(300)
class BackupDocIT {
    @TempDir
    Path directory;

    @Test
    void whatWasDeletedIsRestored() throws Exception {
        String driver = DqliteDriver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        assertThat(driver).as("package the driver before this test").endsWith(".jar");
        PageScript page = new PageScript(Files.readString(Path.of("..", "docs", "backup.md")), Map.of(), directory);
        assertThat(page.commands()).isEqualTo(7);
        try (DqliteCluster cluster = DqliteCluster.start(3)) {
            page.run(
                    "dqlite4j() { '%s/bin/java' -XX:TieredStopAtLevel=1 -jar '%s' \"$@\"; }"
                            .formatted(System.getProperty("java.home"), driver.replaceFirst("\\.jar$", "-all.jar")),
                    Map.of("DQLITE_URL", cluster.jdbcUrl("app")),
                    4);
        }
    }
}
