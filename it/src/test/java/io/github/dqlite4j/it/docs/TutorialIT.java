package io.github.dqlite4j.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * docs/tutorial.md: its files are written and its commands are run, in an empty directory. The ports are free ones, and Maven uses a
 * repository of its own with the artifacts of this build. It is offline if the Maven that runs this test is.
 */
@Timeout(1800)
class TutorialIT {
    @TempDir
    Path directory;

    /** What the page has started has a file with its process id. */
    @AfterEach
    void endWhatItHasStarted() throws IOException {
        try (Stream<Path> files = Files.walk(directory, 3)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".pid")).toList()) {
                ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
                        .filter(process -> process.info()
                                        .commandLine()
                                        .orElse("")
                                        .contains("dqlite-demo")
                                || process.info().commandLine().orElse("").contains("notes-1.0.jar"))
                        .ifPresent(ProcessHandle::destroyForcibly);
            }
        }
    }

    @Test
    void theTutorialLeadsToAnApplicationThatSurvivesAKill() throws Exception {
        OwnRepository repository = OwnRepository.make(directory.resolve("repository"));
        String page = Files.readString(OwnRepository.ROOT.resolve(Path.of("docs", "tutorial.md")));
        assertThat(page).contains("<version>" + repository.addArtifacts() + "</version>");
        PageScript tutorial = new PageScript(page, PageScript.freePorts("9001", "9002", "9003", "8080"), directory);
        assertThat(tutorial.files()).isEqualTo(7);
        assertThat(tutorial.commands()).isEqualTo(8);
        tutorial.run(repository.shellFunction(), Map.of("JAVA_HOME", System.getProperty("java.home")), 14);
        assertThat(directory.resolve(Path.of("notes", "target", "notes-1.0.jar")))
                .isRegularFile();
    }
}
