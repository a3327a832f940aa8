package io.github.dqlite4j.it.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.Command;
import io.github.dqlite4j.it.fixture.CompiledExample;
import io.github.dqlite4j.it.fixture.JavaProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The starter and a service of Docker Compose, with the file and the image of docs/testing-with-containers.md. Needs Docker Compose 2. */
@EnabledIfEnvironmentVariable(
        named = "DQLITE4J_CONTAINERS",
        matches = "1",
        disabledReason = "There is no container engine, see docs/testing-with-containers.md")
@Timeout(1800)
class ComposeIT {
    private static final String PAGE = "testing-with-containers.md";

    private static void skipWithoutCompose() {
        try {
            Command.run("docker", "compose", "version");
        } catch (IOException e) {
            Assumptions.abort("There is no Docker Compose 2: " + e.getMessage());
        }
    }

    @Test
    void theStarterConnectsToTheServiceAndFollowsItsLeader(@TempDir Path directory) throws Exception {
        skipWithoutCompose();
        for (String command : CompiledExample.of(PAGE, "sh").lines().toList()) {
            Command.run("bash", "-c", "cd .. && " + command);
        }
        Path file = Files.writeString(directory.resolve("compose.yaml"), CompiledExample.of(PAGE, "yaml"));
        try {
            assertThat(JavaProcess.run(
                            directory,
                            "-cp",
                            System.getProperty("java.class.path")
                                    + File.pathSeparator
                                    + Path.of(
                                            System.getProperty("frameworks.directory"),
                                            "spring-boot-docker-compose.jar"),
                            ComposeProgram.class.getName(),
                            "--spring.main.web-application-type=none",
                            "--spring.data.jpa.repositories.enabled=false",
                            "--spring.docker.compose.stop.command=down",
                            "--spring.docker.compose.file=" + file))
                    .contains("answer 3 7");
            assertThat(Command.run("docker", "compose", "--file", file.toString(), "ps", "--quiet"))
                    .as("containers, when the application has ended")
                    .isBlank();
        } finally {
            Command.run("docker", "compose", "--file", file.toString(), "down");
        }
    }
}
