package io.github.dqlite4j.it.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.JavaProcess;
import io.github.dqlite4j.it.fixture.NodeUnderTest;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** A test slice of a library that is not on the class path of the tests, in a process of its own. */
final class SliceProgram {
    private SliceProgram() {}

    /**
     * Compiles and runs the class {@code slice.SliceTest}.
     *
     * @param directory for its classes and what it prints
     * @param jars what it needs beside the class path of the tests
     * @return the last line that it has printed
     */
    static String run(Path directory, String source, List<Path> jars) throws Exception {
        Files.createDirectories(directory.resolve("slice"));
        Path file = Files.writeString(directory.resolve("slice/SliceTest.java"), source);
        List<String> entries = new ArrayList<>(List.of(directory.toString(), System.getProperty("java.class.path")));
        jars.forEach(jar -> entries.add(jar.toString()));
        String classPath = String.join(File.pathSeparator, entries);
        assertThat(ToolProvider.findFirst("javac")
                        .orElseThrow()
                        .run(System.out, System.err, "-cp", classPath, "-d", directory.toString(), file.toString()))
                .isZero();
        try (NodeUnderTest node = new NodeUnderTest()) {
            List<String> printed = JavaProcess.run(
                    directory,
                    "-Dspring.datasource.url=" + node.url("slice"),
                    "-Dspring.flyway.enabled=false",
                    "-cp",
                    classPath,
                    "slice.SliceTest");
            return printed.get(printed.size() - 1);
        }
    }

    /** The files in the directory of this system property. */
    static List<Path> jars(String property) throws Exception {
        // Only the launcher of Java expands a wildcard.
        try (Stream<Path> jars = Files.list(Path.of(System.getProperty(property)))) {
            return jars.toList();
        }
    }
}
