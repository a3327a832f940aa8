package io.github.dqlite4j.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.jdbc.DqliteDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A local Maven repository for one test. It has links to what is in the user's own repository, so nothing is downloaded twice. Artifacts of
 * this project are only in the one of the test.
 *
 * @param directory of the repository
 */
record OwnRepository(Path directory) {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path GROUP = Path.of("io", "github", "dqlite4j");

    /**
     * Makes one without artifacts of this project.
     *
     * @param directory does not exist yet
     */
    static OwnRepository make(Path directory) throws IOException {
        Path here = Files.createDirectories(directory);
        Path there = Path.of(System.getProperty("maven.repository"));
        for (Path name : GROUP) {
            linkAll(here, there, name);
            here = Files.createDirectory(here.resolve(name));
            there = there.resolve(name);
        }
        return new OwnRepository(directory);
    }

    /** A function of the shell that runs Maven with this repository. It is offline if the Maven that runs the test is. */
    String shellFunction() {
        String offline = "offline=true".equals(System.getProperty("maven.mode")) ? "--offline" : "";
        return "mvn() { command mvn -B -ntp %s '-Dmaven.repo.local=%s' \"$@\" >&2; }".formatted(offline, directory);
    }

    /**
     * Adds the artifacts of this build.
     *
     * @return the version of this project
     */
    String addArtifacts() throws IOException {
        Path group = directory.resolve(GROUP);
        String version = driverVersion();
        add(group, "dqlite4j-parent", version, ROOT.resolve("pom.xml"), null);
        add(group, "dqlite4j-bom", version, ROOT.resolve(Path.of("driver", "bom", "target", "bom.xml")), null);
        for (String module : List.of("driver", "hibernate-dialect", "spring-boot-starter")) {
            String artifact = "dqlite4j-" + module;
            Path jar = ROOT.resolve(Path.of(module, "target", artifact + "-" + version + ".jar"));
            add(group, artifact, version, ROOT.resolve(Path.of(module, "pom.xml")), jar);
        }
        return version;
    }

    /** Links to all that is there, but not to this name. */
    private static void linkAll(Path here, Path there, Path but) throws IOException {
        if (!Files.isDirectory(there)) {
            return;
        }
        try (Stream<Path> entries = Files.list(there)) {
            for (Path entry : entries.toList()) {
                if (!entry.getFileName().equals(but)) {
                    Files.createSymbolicLink(here.resolve(entry.getFileName()), entry.toAbsolutePath());
                }
            }
        }
    }

    private static String driverVersion() {
        String jar = DqliteDriver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath();
        assertThat(jar).as("package the driver before this test").endsWith(".jar");
        return jar.replaceFirst(".*/dqlite4j-driver-(.*)\\.jar", "$1");
    }

    private static void add(Path group, String artifact, String version, Path pom, @Nullable Path jar)
            throws IOException {
        Path directory = Files.createDirectories(group.resolve(artifact).resolve(version));
        Files.copy(pom, directory.resolve(artifact + "-" + version + ".pom"));
        if (jar != null) {
            Files.copy(jar, directory.resolve(artifact + "-" + version + ".jar"));
        }
    }
}
