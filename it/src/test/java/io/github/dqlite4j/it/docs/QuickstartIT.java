package io.github.dqlite4j.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The section of README.md for one's own application: its files are written and its commands are run, but not the one for apt. They begin
 * in a copy of this project without what was built, which Maven builds and installs into a repository of its own.
 */
@Timeout(1800)
class QuickstartIT {
    @TempDir
    Path directory;

    @Test
    void theQuickstartLeadsToAnApplicationOnThreeNodes() throws Exception {
        OwnRepository repository = OwnRepository.make(directory.resolve("repository"));
        String readme = Files.readString(OwnRepository.ROOT.resolve("README.md"));
        int begin = readme.indexOf("\n## Your own application");
        String section = readme.substring(begin, readme.indexOf("\n## ", begin + 1));
        PageScript quickstart = new PageScript(section, PageScript.freePorts("9001", "9002", "9003"), directory);
        assertThat(quickstart.files()).isEqualTo(3);
        assertThat(quickstart.commands()).isEqualTo(5);
        quickstart.run(
                """
                %s
                trap 'kill -9 $(jobs -p) 2> /dev/null || true' EXIT
                mkdir checkout
                tar -C '%s' --exclude=target --exclude=.git -cf - . | tar -C checkout -xf -
                cd checkout
                """.formatted(repository.shellFunction(), OwnRepository.ROOT),
                Map.of("JAVA_HOME", System.getProperty("java.home")),
                14);
    }
}
