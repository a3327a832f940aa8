package io.github.dqlite4j.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.CompiledExample;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.JavaProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program that uses a library with the lines of its section in docs/frameworks.md: it has its properties, its tables, its changelog, and its Java
 * in place of {@code LINES}. Its result is the text after {@code answer} in its output.
 */
final class FrameworkProgram {
    private static final String URL_OF_THE_PAGE = "jdbc:dqlite://10.0.0.1:9001,10.0.0.2:9001,10.0.0.3:9001/shop";
    private static final String ANSWER = "answer ";

    /** What would start something of its own, or is a test's. The starter, and what it needs, stay. */
    private static final Pattern NOT_THE_STARTERS = Pattern.compile(
            "test-classes|.*-tests\\.jar|(dqlite4j-it|junit|assertj|mockito|byte-buddy-agent|jmh|h2|postgresql|flyway|tomcat|spring-web|spring-data|spring-orm|spring-batch|spring-integration"
                    + "|liquibase|testcontainers|spring-boot-(data|hibernate|jpa|flyway|http|jackson|servlet|tomcat|web|test|validation|.*-test|starter-(data|flyway|web|tomcat|jackson)))"
                    + ".*\\.jar");

    /** The one node of all these tests in this JVM, which ends with it. */
    private static final DqliteCluster NODE = DqliteCluster.start(1);

    private final Path directory;
    private final String section;

    /**
     * A program of a section.
     *
     * @param directory for its classes and what it prints
     * @param title of the section
     */
    FrameworkProgram(Path directory, String title) throws IOException {
        this.directory = directory;
        section = Pattern.compile("^## ", Pattern.MULTILINE)
                .splitAsStream(Files.readString(Path.of("..", "docs", "frameworks.md")))
                .filter(part -> part.startsWith(title + "\n"))
                .findFirst()
                .orElseThrow();
        String pom = Files.readString(Path.of("..", "pom.xml"));
        Pattern.compile("<version>(.*?)</version>")
                .matcher(section)
                .results()
                .forEach(version ->
                        assertThat(pom).as("the version that is tested").contains(">" + version.group(1) + "</"));
    }

    /** The URL of a database on the node. */
    static String url(String database) {
        return NODE.jdbcUrl(database);
    }

    /**
     * Compiles and runs it to its end.
     *
     * @param database on the node
     * @param source of the class {@code app.Main}
     * @param libraries the names of further jars, without versions; those that the tests have begin with the name
     * @return what it has answered
     */
    List<String> run(String database, String source, String... libraries) throws Exception {
        String classPath = classPath(libraries);
        write("application.properties", properties(database));
        write("schema.sql", blocks("sql"));
        write("db/changelog/db.changelog-master.yaml", blocks("yaml"));
        Path file = write("source/app/Main.java", source.replace("LINES", blocks("java")));
        CompiledExample.compile(file, classPath, directory);
        return JavaProcess.run(
                        directory,
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        directory + File.pathSeparator + classPath,
                        "app.Main")
                .stream()
                .filter(line -> line.startsWith(ANSWER))
                .map(line -> line.substring(ANSWER.length()))
                .toList();
    }

    private String properties(String database) {
        String lines = blocks("properties").replace(URL_OF_THE_PAGE, url(database));
        String url = lines.contains("spring.datasource.url=") ? "" : "spring.datasource.url=" + url(database) + "\n";
        String init = blocks("sql").isEmpty() ? "" : "spring.sql.init.mode=always\n";
        return url + init + "spring.main.banner-mode=off\nlogging.level.root=warn\n" + lines;
    }

    private String blocks(String language) {
        return CompiledExample.blocks(section, language);
    }

    private Path write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static String classPath(String... libraries) {
        List<Path> tests = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .toList();
        Path directory = Path.of(System.getProperty("frameworks.directory"));
        Stream<Path> added = Stream.of(libraries).flatMap(library -> {
            Path jar = directory.resolve(library + ".jar");
            List<Path> found = Files.exists(jar)
                    ? List.of(jar)
                    : tests.stream()
                            .filter(path -> path.getFileName().toString().matches(Pattern.quote(library) + "-\\d.*"))
                            .toList();
            assertThat(found).as(library).hasSize(1);
            return found.stream();
        });
        return Stream.concat(tests.stream().filter(FrameworkProgram::isOfTheStarter), added)
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean isOfTheStarter(Path path) {
        String name = path.getFileName().toString();
        return !NOT_THE_STARTERS.matcher(name).matches() && !path.endsWith(Path.of("it", "target", "classes"));
    }
}
