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
 * A local Maven repository with the artifacts of this build. Everything else in it is a link to the user's own repository, so nothing is
 * downloaded twice, and nothing of this project gets there.
 */
final class OwnRepository {
    private static final Path GROUP = Path.of("io", "github", "dqlite4j");

    private OwnRepository() {}

    /**
     * Makes it.
     *
     * @param directory does not exist yet
     * @param users the user's own one
     * @param root of this project
     * @return the version of this project
     */
    static String make(Path directory, Path users, Path root) throws IOException {
        Path here = Files.createDirectories(directory);
        Path there = users;
        for (Path name : GROUP) {
            linkAll(here, there, name);
            here = Files.createDirectory(here.resolve(name));
            there = there.resolve(name);
        }
        String version = driverVersion();
        add(here, "dqlite4j-parent", version, root.resolve("pom.xml"), null);
        add(here, "dqlite4j-bom", version, root.resolve(Path.of("driver", "bom", "target", "bom.xml")), null);
        for (String module : List.of("driver", "hibernate-dialect", "spring-boot-starter")) {
            String artifact = "dqlite4j-" + module;
            Path jar = root.resolve(Path.of(module, "target", artifact + "-" + version + ".jar"));
            add(here, artifact, version, root.resolve(Path.of(module, "pom.xml")), jar);
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
